"""The parts of a rated event and the tariff of each: the steps that every explanation begins with.

An event that met several prices has its segments, any other is one part.
"""

from __future__ import annotations

from trunkline.queries.explanation.arithmetic import NO_END

EVENT = """
with event as (
    select * from fct_rated_usage where event_id = cast($event as bigint)
),

parts as (
    select segments.segment_number, segments.charge_id, segments.charge_row_id,
        segments.tier_row_id, segments.time_band, segments.from_offset, segments.quantity,
        segments.metered_quantity, segments.free_quantity, segments.charged_quantity,
        segments.connect_fee, segments.charge
    from event
    inner join fct_rated_segments as segments on segments.event_id = event.event_id
    where event.segment_count > 1
    union all
    select 1, charge_id, charge_row_id, tier_row_id, time_band, 0, quantity, metered_quantity,
        free_quantity, charged_quantity, connect_fee, charge
    from event
    where segment_count = 1
)
"""

# What dim_charges and dim_price_tiers say of a pair of rows, as int_tariffs reads them.
TARIFFS = f"""{EVENT},

before as (
    -- what this subscription was rated for before, by this charge in this period or in this session
    select earlier.charge_row_id, earlier.tier_row_id, earlier.charge_id, earlier.segment_count,
        earlier.quantity, earlier.charged_quantity, earlier.charged_period,
        coalesce(earlier.session_key = event.session_key, false) as is_of_session
    from event
    inner join fct_rated_usage as earlier
        on earlier.subscription_id = event.subscription_id
        and ((earlier.charge_id = event.charge_id
                and earlier.charged_period = event.charged_period)
            or earlier.session_key = event.session_key)
        and (earlier.rating_seq, earlier.started_at, earlier.event_id)
            < (event.rating_seq, event.started_at, event.event_id)
),

pairs as (
    select charge_row_id, tier_row_id from parts
    union
    select charge_row_id, tier_row_id from before
),

charge_rows as (
    select distinct on (source_row_id) *
    from dim_charges
    where source_row_id in (select charge_row_id from pairs)
    order by source_row_id, valid_from, known_from
),

sets as (
    select tier_row_id, count(*) as tier_count, max(increment) as largest_increment,
        max(flat_fee) as largest_flat_fee
    from dim_price_tiers
    where tier_row_id in (select tier_row_id from pairs)
    group by tier_row_id
),

tariffs as (
    select pairs.charge_row_id, pairs.tier_row_id, charge_rows.* exclude (charge_id),
        sets.tier_count,
        charge_rows.tier_scope = 'period' as counts_the_period,
        charge_rows.tier_mode = 'volume' as is_volume,
        charge_rows.metering_stage = 'after_allowance' as is_metered_after,
        sets.tier_count > 1 or sets.largest_increment > 1 or sets.largest_flat_fee > 0
        or charge_rows.minimum_charge is not null or charge_rows.maximum_charge is not null
        or charge_rows.rounding_stage = 'event' as has_tiers
    from pairs
    inner join charge_rows on charge_rows.source_row_id = pairs.charge_row_id
    inner join sets on sets.tier_row_id = pairs.tier_row_id
),

counts as (
    select
        coalesce(sum(before.charged_quantity) filter (
            where before.charge_id = event.charge_id and before.segment_count = 1
                and before.charged_period = event.charged_period
                and tariffs.has_tiers and tariffs.counts_the_period
        ), 0)::bigint as charged_in_period,
        coalesce(sum(before.quantity) filter (where before.is_of_session), 0)::bigint
            as session_quantity,
        count(*) filter (where before.is_of_session) as session_parts
    from event
    left join before on true
    left join tariffs
        on tariffs.charge_row_id = before.charge_row_id
        and tariffs.tier_row_id = before.tier_row_id
),

counted as (
    select tariffs.* exclude (charge_row_id, tier_row_id, connect_fee, time_band),
        parts.*,
        event.segment_count,
        event.quantity as event_quantity,
        event.session_key,
        counts.session_quantity,
        counts.session_parts,
        tariffs.connect_fee as tariff_connect_fee,
        event.segment_count > 1 or tariffs.has_tiers as is_tiered,
        event.segment_count = 1 and tariffs.is_volume and not tariffs.counts_the_period
            as is_priced_as_one,
        case
            when event.segment_count > 1 then coalesce(sum(parts.charged_quantity) over (
                order by parts.segment_number rows between unbounded preceding and 1 preceding
            ), 0)
            when tariffs.counts_the_period and tariffs.has_tiers then counts.charged_in_period
            else 0
        end::bigint as counted_before
    from event
    cross join counts
    cross join parts
    inner join tariffs
        on tariffs.charge_row_id = parts.charge_row_id
        and tariffs.tier_row_id = parts.tier_row_id
)
"""


def interval(rows: str, prefix: str = "") -> str:
    """Valid and known interval of a row of the marts; an open end is null."""
    return (
        f"{rows}.valid_from as {prefix}valid_from, "
        f"nullif({rows}.valid_to, timestamp '9999-12-31 00:00:00') as {prefix}valid_to, "
        f"{rows}.known_from as {prefix}known_from, "
        f"nullif({rows}.known_to, {NO_END}) as {prefix}known_to"
    )


def place(row_id: str, prefix: str = "") -> str:
    """Load, file and line of a row of the catalogue, from its number."""
    return (
        f"{row_id} >> 43 as {prefix}load_seq, ({row_id} >> 29) & 16383 as {prefix}file_no, "
        f"{row_id} & 536870911 as {prefix}line_no"
    )
