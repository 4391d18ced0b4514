"""The charge of an event worked out again, and what was metered of it."""

from __future__ import annotations

from trunkline.queries.explanation.arithmetic import (
    amount_of,
    half_up,
    metered,
    rounded,
    stepped,
    trillionths,
)
from trunkline.queries.explanation.slabs import SLABS

EXACT = "({fee} + totals.amount)".format(fee=trillionths("firsts.connect_fee"))
BOUNDED = (
    f"(case when totals.charged_quantity > 0 or firsts.connect_fee > 0 then least(greatest({EXACT},"
    f" coalesce({trillionths('firsts.minimum_charge')}, 0)),"
    f" coalesce({trillionths('firsts.maximum_charge')}, greatest({EXACT},"
    f" coalesce({trillionths('firsts.minimum_charge')}, 0)))) else {EXACT} end)"
)

MICROS = half_up("cast(unit_price * 1000000 as hugeint) * stepped_quantity", "rate_unit")
PLAIN = f"cast({amount_of(MICROS + ' * 1000000')} as decimal(18, 6))"

# The charge of the event worked out again, and that of each segment.
CHARGED = f"""{SLABS},

sums as (
    select counted.segment_number, coalesce(sum(slabs.amount), 0)::hugeint as amount
    from counted
    left join slabs on slabs.segment_number = counted.segment_number
    group by counted.segment_number
),

totals as (
    select sum(sums.amount)::hugeint as amount,
        sum(counted.charged_quantity)::bigint as charged_quantity
    from counted
    inner join sums on sums.segment_number = counted.segment_number
),

due as (
    -- what the connect fee rule makes of the event; bounds and rounding are the first part's
    select counted.*,
        case
            when counted.session_parts > 0 then 0
            when counted.connect_fee_rule = 'charged' and totals.charged_quantity = 0 then 0
            when counted.connect_fee_rule = 'used' and counted.event_quantity = 0 then 0
            else counted.tariff_connect_fee
        end::decimal(18, 6) as connect_fee_due
    from counted
    cross join totals
    where counted.segment_number = 1
),

firsts as (
    -- the marts do not keep whether an event was an attempt: nothing metered and the attempt fee
    -- where another fee would be due, or usage without any metering, tells it
    select due.* exclude (connect_fee, rounding_mode, rounding_decimals),
        due.rounding_stage = 'event' as is_rounded,
        case when due.rounding_stage = 'event' then due.rounding_mode else 'half_up' end
            as rounding_mode,
        case when due.rounding_stage = 'event' then due.rounding_decimals else 6 end
            as rounding_decimals,
        event.metered_quantity = 0 and event.connect_fee = coalesce(due.attempt_fee, 0)
            and (event.connect_fee <> due.connect_fee_due
                or (event.quantity > 0 and event.session_key is null)) as is_attempt,
        case when is_attempt then coalesce(due.attempt_fee, 0) else due.connect_fee_due end
            ::decimal(18, 6) as connect_fee
    from due
    cross join event
),

charged as (
    select firsts.*, {EXACT} as exact, {BOUNDED} as bounded,
        case
            when firsts.is_attempt then firsts.connect_fee
            when firsts.is_tiered
                then {rounded(BOUNDED, "firsts.rounding_mode", "firsts.rounding_decimals")}
            -- a plain price is divided once, to the sixth decimal
            else firsts.connect_fee + coalesce((
                select sum({PLAIN}) from slabs
            ), 0)
        end::decimal(18, 6) as explained_charge
    from firsts
    cross join totals
),

own_shares as (
    select counted.segment_number, counted.charge,
        sums.amount + case when counted.segment_number = 1
            then {trillionths("charged.connect_fee")} else 0 end as share
    from counted
    inner join sums on sums.segment_number = counted.segment_number
    cross join charged
),

shares as (
    -- each segment its own part, the last one what then is left of the event
    select own_shares.*, own_shares.segment_number = charged.segment_count as is_last,
        case
            when own_shares.segment_number < charged.segment_count
                then {rounded("own_shares.share", "'half_up'", "6")}
            else charged.explained_charge - coalesce(sum(
                {rounded("own_shares.share", "'half_up'", "6")}
            ) over (
                order by own_shares.segment_number
                rows between unbounded preceding and 1 preceding
            ), 0)
        end::decimal(18, 6) as explained_charge
    from own_shares
    cross join charged
)
"""

# What was metered and is left to charge, as the increments of each part's tariff make it.
MEASURED = f"""{CHARGED},

measured as (
    select counted.segment_number, counted.from_offset, counted.quantity, counted.initial_increment,
        counted.next_increment, counted.metering_stage, counted.metered_quantity,
        counted.free_quantity, counted.charged_quantity, counted.session_quantity,
        counted.segment_number > 1 as is_later,
        counted.metered_quantity - counted.free_quantity as left_over,
        case
            when charged.is_attempt then 0
            when counted.is_metered_after then counted.quantity
            when is_later then {stepped("counted.quantity", "counted.next_increment")}
            when counted.session_key is not null and counted.segment_count = 1 then
                {metered("(counted.session_quantity + counted.quantity)", "counted")}
                - {metered("counted.session_quantity", "counted")}
            else {metered("counted.quantity", "counted")}
        end::bigint as explained_metered,
        case
            when not counted.is_metered_after then left_over
            when is_later and counted.free_quantity = 0
                then {stepped("left_over", "counted.next_increment")}
            else {metered("left_over", "counted")}
        end::bigint as explained_charged
    from counted
    cross join charged
)
"""
