with recursive

pieces as (
    select * from {{ ref('int_call_prices') }}
),

tariffs as (
    select * from {{ ref('int_tariffs') }}
),

metering as (
    select
        pieces.*,
        tariffs.initial_increment,
        tariffs.next_increment,
        tariffs.reaches_over,
        tariffs.is_metered_after
    from pieces
    inner join tariffs
        on tariffs.charge_row_id = pieces.charge_row_id
        and tariffs.tier_row_id = pieces.tier_row_id
),

walk as (
    -- one piece after the other: the last increment of one takes its rest from the next
    select
        event_id,
        piece_number,
        cast(0 as bigint) as begun_at,
        cast(metered_quantity as bigint) as metered_quantity,
        cast(case when reaches_over then metered_quantity else 0 end as bigint) as reached_until
    from (
        select
            *,
            case
                when is_metered_after then to_offset
                else {{ metered_quantity('to_offset', 'metering') }}
            end as metered_quantity
        from metering
        where piece_number = 1
    ) as first_pieces
    union all
    select
        event_id,
        piece_number,
        begun_at,
        cast(metered_quantity as bigint) as metered_quantity,
        cast(greatest(
            reached_before, case when reaches_over then begun_at + metered_quantity else 0 end
        ) as bigint) as reached_until
    from (
        select
            *,
            case
                when is_metered_after then used
                else {{ metered_later('used', 'following') }}
            end as metered_quantity
        from (
            select
                metering.event_id,
                metering.piece_number,
                metering.next_increment,
                metering.is_metered_after,
                metering.reaches_over,
                walk.reached_until as reached_before,
                greatest(metering.from_offset, walk.reached_until) as begun_at,
                greatest(
                    metering.to_offset - greatest(metering.from_offset, walk.reached_until), 0
                ) as used
            from walk
            inner join metering
                on metering.event_id = walk.event_id
                and metering.piece_number = walk.piece_number + 1
        ) as following
    ) as metered_pieces
),

segments as (
    select
        metering.event_id,
        metering.rating_seq,
        metering.quantity,
        row_number() over in_event as segment_number,
        count(*) over (partition by metering.event_id) as segment_count,
        metering.time_band,
        metering.charge_row_id,
        metering.tier_row_id,
        walk.begun_at as from_offset,
        cast(lead(walk.begun_at, 1, metering.quantity) over (
            partition by metering.event_id order by metering.piece_number
        ) as bigint) - walk.begun_at as used_quantity,
        walk.metered_quantity,
        -- where it begins in what is metered of the whole event
        cast(sum(walk.metered_quantity) over in_event as bigint) - walk.metered_quantity
            as metered_before
    from walk
    inner join metering
        on metering.event_id = walk.event_id
        and metering.piece_number = walk.piece_number
    where walk.metered_quantity > 0
    window in_event as (
        partition by metering.event_id order by metering.piece_number
        rows between unbounded preceding and current row
    )
)

select * from segments
where segment_count > 1
