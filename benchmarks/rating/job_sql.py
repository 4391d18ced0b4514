"""The job in SQL, for DuckDB, PostgreSQL and Spark: from usage rows to rated events.

Money is counted in millionths, quantities in their unit; every division rounds half up, as
Trunkline's models do. The three differ in little; what differs is a `Dialect`.
"""

from __future__ import annotations

from catalogue import PEAK_FROM_MINUTE, PEAK_TO_MINUTE
from dialects import Dialect


def rated_query(dialect: Dialect) -> str:
    """One row per rated event, out of the tables usage_events and those of `reference`."""

    def divided(a: str, b: str) -> str:
        return "(" + dialect.divided.format(a=a, b=b) + ")"

    def half_up(a: str, b: str) -> str:
        return divided(f"2 * ({a}) + {b}", f"2 * {b}")

    def part(name: str) -> str:
        return f"cast(extract({name} from local_at) as bigint)"

    steps = divided("first_quantity - initial_increment + next_increment - 1", "next_increment")
    rest = divided(
        "quantity - greatest(first_quantity, first_metered) + next_increment - 1", "next_increment"
    )
    first = half_up("price_micros * 1000000 * first_charged", "rate_unit")
    second = (
        half_up("other_price_micros * 1000000 * charged", "rate_unit")
        + " - "
        + half_up("other_price_micros * 1000000 * first_charged", "rate_unit")
    )
    return f"""
with arrived as (
    select cast(load as bigint) * 8796093022208 + cast(file_no as bigint) * 536870912 + line_no
            as event_id,
        cast(load as bigint) as rating_seq, event_key, charged_party_key as line_key, service,
        direction, outcome, reversal_of, cell_id, quantity, started_at,
        case when service = 'data' then 'data' else coalesce(other_party_prefix, '') end
            as leads_to,
        cast(started_at as date) as started_date, started_at + interval '9' hour as local_at
    from usage_events
),

repeated as (
    select event_key, started_date, min(event_id) as original_event_id
    from arrived
    group by event_key, started_date
    having count(*) > 1
),

chargeable as (
    select arrived.*,
        {part("hour")} * 3600 + {part("minute")} * 60 + {part("second")} as local_second,
        {dialect.weekday.format(at="local_at")} <= 5 as is_weekday
    from arrived
    left join repeated
        on repeated.event_key = arrived.event_key
        and repeated.started_date = arrived.started_date
    where (repeated.original_event_id is null or repeated.original_event_id = arrived.event_id)
        and outcome = 'completed' and direction = 'outgoing' and reversal_of is null
),

led as (
    select distinct leads_to from chargeable
),

resolved as (
    select leads_to, zone
    from (
        select led.leads_to, destinations.zone, row_number() over (
            partition by led.leads_to
            order by nullif(destinations.prefix, '*') is null,
                length(destinations.prefix) desc
        ) as place
        from led
        inner join destinations
            on destinations.prefix = '*'
            or left(led.leads_to, length(destinations.prefix)) = destinations.prefix
    ) as matches
    where place = 1
),

banded as (
    select *,
        case when is_weekday and local_second >= {PEAK_FROM_MINUTE * 60}
            and local_second < {PEAK_TO_MINUTE * 60} then 'peak' else 'off_peak' end as time_band,
        case when not is_weekday or local_second >= {PEAK_TO_MINUTE * 60} then 1000000
            when local_second < {PEAK_FROM_MINUTE * 60} then {PEAK_FROM_MINUTE * 60}
            else {PEAK_TO_MINUTE * 60} end as band_end
    from chargeable
),

guided as (
    select banded.event_id, banded.rating_seq, banded.service, banded.cell_id, banded.quantity,
        banded.started_at, banded.time_band, cast(banded.local_at as date) as usage_date,
        lines.subscription_id, lines.plan_id, lines.cycle_day, resolved.zone, prices.charge_id,
        prices.initial_increment, prices.next_increment, prices.rate_unit, prices.connect_micros,
        prices.price_micros, prices.is_tiered, prices.other_charge_id, prices.other_price_micros,
        case when prices.other_charge_id is not null
            and banded.local_second + banded.quantity > banded.band_end
            then banded.band_end - banded.local_second else banded.quantity end as first_quantity
    from banded
    inner join lines
        on lines.line_key = banded.line_key
        and lines.valid_from <= banded.started_at and banded.started_at < lines.valid_to
    inner join resolved
        on resolved.leads_to = banded.leads_to
    inner join prices
        on prices.plan_id = lines.plan_id and prices.service = banded.service
        and prices.zone = resolved.zone and prices.time_band = banded.time_band
),

first_metered as (
    select *,
        case when first_quantity = 0 then 0
            when first_quantity <= initial_increment then initial_increment
            else initial_increment + next_increment * {steps} end as first_metered,
        case when extract(day from usage_date) >= cycle_day
            then make_date(cast(extract(year from usage_date) as int),
                cast(extract(month from usage_date) as int), cast(cycle_day as int))
            else cast(make_date(cast(extract(year from usage_date) as int),
                cast(extract(month from usage_date) as int), cast(cycle_day as int))
                - interval '1' month as date) end as period
    from guided
),

metered as (
    select first_metered.*, allowances.bucket_id, allowances.granted,
        first_metered + case when first_quantity < quantity and first_metered < quantity
            then next_increment * {rest} else 0 end as metered
    from first_metered
    left join allowances
        on allowances.plan_id = first_metered.plan_id
        and allowances.service = first_metered.service
        and allowances.zone = first_metered.zone
),

given as (
    select *,
        case when bucket_id is null then 0 else least(metered, greatest(granted + metered
            - cast(sum(metered) over (
                partition by subscription_id, bucket_id, period
                order by rating_seq, started_at, event_id
                rows between unbounded preceding and current row
            ) as bigint), 0)) end as free
    from metered
),

charged as (
    select *, metered - free as charged,
        first_metered - least(first_metered, free) as first_charged,
        cast(sum(metered - free) over (
            partition by subscription_id, case when is_tiered then charge_id end, period
            order by rating_seq, started_at, event_id
            rows between unbounded preceding and current row
        ) as bigint) as counted
    from given
),

tiered as (
    select charged.event_id, cast(sum(tiers.price_micros * (
            greatest(least(counted, tiers.to_quantity) - tiers.from_quantity, 0)
            - greatest(least(counted - charged, tiers.to_quantity) - tiers.from_quantity, 0)
        )) as bigint) as charge_micros
    from charged
    inner join tiers
        on tiers.charge_id = charged.charge_id
    where is_tiered
    group by charged.event_id
),

priced as (
    select charged.*,
        case when charged.is_tiered then connect_micros + tiered.charge_micros
            when metered > first_metered then {
        divided(f"connect_micros * 1000000 + {first} + {second} + 500000", "1000000")
    }
            else connect_micros + {half_up("price_micros * charged", "rate_unit")}
            end as charge_micros,
        case when metered > first_metered then {
        divided(f"connect_micros * 1000000 + {first} + 500000", "1000000")
    } end as first_charge_micros
    from charged
    left join tiered
        on tiered.event_id = charged.event_id
)

select event_id, rating_seq, subscription_id, plan_id, charge_id, cell_id, service, zone, time_band,
    cycle_day, quantity, metered, free, charged, connect_micros, charge_micros,
    case when first_charge_micros is not null then other_charge_id end as second_charge_id,
    charge_micros - first_charge_micros as second_charge_micros, usage_date, period, started_at
from priced
"""
