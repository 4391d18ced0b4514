with

placed as (
    select * from {{ ref('int_segments_placed') }}
),

tariffs as (
    select * from {{ ref('int_tariffs') }}
),

tiers as (
    select * from {{ ref('dim_price_tiers') }}
),

priced as (
    -- tiers count what is charged of the whole event: a segment has its part of them
    select
        placed.event_id,
        placed.segment_number,
        cast(sum(
            {{ tier_amount('placed.charged_until', 'tiers', 'tariffs') }}
            - {{ tier_amount('placed.charged_before', 'tiers', 'tariffs') }}
        ) as {{ wide_integer() }}) as amount
    from placed
    inner join tariffs
        on tariffs.charge_row_id = placed.charge_row_id
        and tariffs.tier_row_id = placed.tier_row_id
    inner join tiers
        on tiers.tier_row_id = placed.tier_row_id
    group by placed.event_id, placed.segment_number
),

totals as (
    select
        placed.event_id,
        cast(sum(priced.amount) as {{ wide_integer() }}) as amount,
        cast(sum(placed.charged_quantity) as bigint) as charged_quantity
    from placed
    inner join priced
        on priced.event_id = placed.event_id
        and priced.segment_number = placed.segment_number
    group by placed.event_id
),

firsts as (
    -- connect fee, bounds and rounding of an event are those of its first segment's price
    select
        placed.event_id,
        {{ due_connect_fee('tariffs', 'true', 'placed.quantity', 'totals.charged_quantity') }}
            as connect_fee,
        totals.amount,
        totals.charged_quantity,
        tariffs.minimum_charge,
        tariffs.maximum_charge,
        tariffs.rounding_mode,
        tariffs.rounding_decimals
    from placed
    inner join tariffs
        on tariffs.charge_row_id = placed.charge_row_id
        and tariffs.tier_row_id = placed.tier_row_id
    inner join totals
        on totals.event_id = placed.event_id
    where placed.segment_number = 1
),

events as (
    select
        event_id,
        cast(connect_fee as decimal(18, 6)) as connect_fee,
        {{ rounded_amount(
            '(' ~ bounded(
                '(' ~ amount_to_trillionths('connect_fee') ~ ' + amount)', 'firsts', 'charged_quantity > 0 or connect_fee > 0'
            ) ~ ')', 'rounding_mode', 'rounding_decimals'
        ) }} as event_charge
    from firsts
),

reached as (
    -- what the event has cost up to the end of each segment: at most what it costs in all, and at
    -- the end just that
    select
        placed.*,
        case when placed.segment_number = 1 then events.connect_fee else 0 end as own_connect_fee,
        case
            when placed.segment_number = placed.segment_count then events.event_charge
            else least(events.event_charge, {{ rounded_amount(
                '(' ~ amount_to_trillionths('events.connect_fee') ~ ' + cast(sum(priced.amount) over in_event as '
                ~ wide_integer() ~ '))', "'half_up'", 6
            ) }})
        end as reached_charge
    from placed
    inner join priced
        on priced.event_id = placed.event_id
        and priced.segment_number = placed.segment_number
    inner join events
        on events.event_id = placed.event_id
    window in_event as (
        partition by placed.event_id order by placed.segment_number
        rows between unbounded preceding and current row
    )
),

charged as (
    select
        event_id,
        rating_seq,
        cast(segment_number as integer) as segment_number,
        cast(segment_count as integer) as segment_count,
        time_band,
        charge_row_id,
        tier_row_id,
        from_offset,
        used_quantity,
        metered_quantity,
        free_quantity,
        charged_quantity,
        cast(own_connect_fee as decimal(18, 6)) as connect_fee,
        cast(
            reached_charge
            - lag(reached_charge, 1, 0) over (partition by event_id order by segment_number)
            as decimal(18, 6)
        ) as charge
    from reached
)

select * from charged
