with

segments as (
    select * from {{ ref('int_usage_segments') }}
),

draws as (
    select * from {{ ref('fct_allowance_draws') }}
    where rating_seq > {{ rated_so_far() }}
),

tariffs as (
    select * from {{ ref('int_tariffs') }}
),

given as (
    select
        event_id,
        cast(sum(free_quantity) as bigint) as free_quantity
    from draws
    where event_id in (select event_id from segments)
    group by event_id
),

left_over as (
    -- allowances give from the beginning of the event
    select
        segments.*,
        tariffs.is_metered_after,
        tariffs.initial_increment,
        tariffs.next_increment,
        coalesce(given.free_quantity, 0) as given_quantity,
        cast(least(
            segments.metered_quantity,
            greatest(coalesce(given.free_quantity, 0) - segments.metered_before, 0)
        ) as bigint) as free_quantity
    from segments
    inner join tariffs
        on tariffs.charge_row_id = segments.charge_row_id
        and tariffs.tier_row_id = segments.tier_row_id
    left join given
        on given.event_id = segments.event_id
),

metered as (
    select
        *,
        cast(case
            when not is_metered_after then metered_quantity - free_quantity
            -- the first segment that is charged begins with the initial increment
            when metered_before <= given_quantity
                then {{ metered_quantity('(metered_quantity - free_quantity)', 'left_over') }}
            else {{ metered_later('(metered_quantity - free_quantity)', 'left_over') }}
        end as bigint) as charged_quantity
    from left_over
),

placed as (
    select
        *,
        cast(sum(charged_quantity) over in_event as bigint) - charged_quantity as charged_before,
        cast(sum(charged_quantity) over in_event as bigint) as charged_until
    from metered
    window in_event as (
        partition by event_id order by segment_number
        rows between unbounded preceding and current row
    )
)

select * from placed
