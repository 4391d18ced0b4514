with recursive

rateable as (
    select * from {{ ref('int_usage_rateable') }}
),

band_calendar as (
    select * from {{ ref('dim_band_calendar') }}
),

prices as (
    select * from {{ ref('dim_prices') }}
),

tariffs as (
    select * from {{ ref('int_tariffs') }}
),

calls as (
    select
        *,
        {{ seconds_after('started_at', 'quantity') }} as ended_at
    from rateable
    where may_be_cut and session_key is null
        and rating_seq > {{ rated_so_far() }} and rating_seq <= {{ watermark() }}
),

bands as (
    select
        calls.*,
        band_calendar.time_band as band_then,
        {{ utc_of_local_time(minute_of_day('band_calendar.date_day', 'band_calendar.from_minute')) }}
            as band_from,
        {{ utc_of_local_time(minute_of_day('band_calendar.date_day', 'band_calendar.to_minute')) }}
            as band_to
    from calls
    inner join band_calendar
        on band_calendar.calendar = calls.calendar
        and band_calendar.date_day >= calls.usage_date
        and band_calendar.date_day <= cast({{ local_time('calls.ended_at') }} as date)
        and band_calendar.known_from <= calls.rating_seq
        and calls.rating_seq < band_calendar.known_to
),

priced as (
    -- the price at the start, and from each later instant at which another one applies; where none
    -- does, the one before goes on
    select
        bands.event_id,
        bands.rating_seq,
        bands.quantity,
        bands.band_then as time_band,
        prices.charge_row_id,
        prices.tier_row_id,
        case
            when greatest(bands.band_from, prices.valid_from) <= bands.started_at then 0
            else {{ seconds_between(
                'bands.started_at',
                seconds_after('greatest(bands.band_from, prices.valid_from)', 1)
            ) }} - case
                when {{ seconds_after('bands.started_at', seconds_between(
                    'bands.started_at', 'greatest(bands.band_from, prices.valid_from)'
                )) }} = greatest(bands.band_from, prices.valid_from) then 1
                else 0
            end
        end as from_offset
    from bands
    inner join prices
        on prices.plan_id = bands.plan_id
        and prices.service = bands.service
        and prices.direction = bands.direction
        and prices.zone = bands.zone
        and prices.time_band = bands.band_then
        and prices.valid_from < bands.band_to and bands.band_from < prices.valid_to
        and prices.known_from <= bands.rating_seq and bands.rating_seq < prices.known_to
    where bands.band_to > bands.started_at and bands.band_from < bands.ended_at
        and prices.valid_to > bands.started_at and prices.valid_from < bands.ended_at
),

changes as (
    -- neighbours at one price are one
    select
        *,
        concat(
            cast(charge_row_id as {{ text_type() }}), '/', cast(tier_row_id as {{ text_type() }})
        ) <> lag(
            concat(
                cast(charge_row_id as {{ text_type() }}), '/', cast(tier_row_id as {{ text_type() }})
            ), 1, ''
        ) over (partition by event_id order by from_offset) as is_change
    from priced
    where from_offset < quantity
),

pieces as (
    select
        event_id,
        rating_seq,
        quantity,
        time_band,
        charge_row_id,
        tier_row_id,
        cast(from_offset as bigint) as from_offset,
        cast(lead(from_offset, 1, quantity) over (
            partition by event_id order by from_offset
        ) as bigint) as to_offset,
        cast(row_number() over (partition by event_id order by from_offset) as bigint)
            as piece_number
    from changes
    where is_change
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
