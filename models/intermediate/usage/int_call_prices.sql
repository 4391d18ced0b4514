{%- set kinds = [('prices', 'plan_id', 0), ('personal_prices', 'subscription_number', 1)] %}

with

rateable as (
    select * from {{ ref('int_usage_rateable') }}
),

band_calendar as (
    select * from {{ ref('dim_band_calendar') }}
),

prices as (
    select * from {{ ref('dim_prices') }}
),

personal_prices as (
    select * from {{ ref('int_personal_prices') }}
),

calls as (
    select
        *,
        {{ seconds_after('started_at', 'quantity') }} as ended_at
    from rateable
    where may_be_cut and session_key is null and is_attempt is not true
        and rating_seq > {{ rated_so_far() }} and rating_seq <= {{ watermark() }}
),

bands as (
    select
        days.event_id,
        band_calendar.time_band,
        {{ utc_of_local_time(minute_of_day('days.date_day', 'band_calendar.from_minute')) }}
            as band_from,
        {{ utc_of_local_time(minute_of_day('days.date_day', 'band_calendar.to_minute')) }}
            as band_to
    from (
        -- days meet by equality: a call has few, a calendar a century
        select
            *,
            {{ each_day('usage_date', 'cast(' ~ local_time('ended_at') ~ ' as date)') }} as date_day
        from calls
    ) as days
    inner join band_calendar
        on band_calendar.calendar = days.calendar
        and band_calendar.date_day = days.date_day
        and band_calendar.known_from <= days.rating_seq and days.rating_seq < band_calendar.known_to
),

offers as (
    -- the prices that the plan or the subscription has for such a call, in any band
    {% for relation, key, nearness in kinds %}
        select
            calls.event_id,
            {{ relation }}.time_band,
            {{ nearness }} as nearness,
            {{ relation }}.charge_row_id,
            {{ relation }}.tier_row_id,
            {{ relation }}.valid_from,
            {{ relation }}.valid_to
        from calls
        inner join {{ relation }}
            on {{ relation }}.{{ key }} = calls.{{ key }}
            and {{ relation }}.service = calls.service
            and {{ relation }}.direction = calls.direction
            and {{ relation }}.zone = calls.zone
            and {{ relation }}.valid_from < calls.ended_at
            and calls.started_at < {{ relation }}.valid_to
            and {{ relation }}.known_from <= calls.rating_seq
            and calls.rating_seq < {{ relation }}.known_to
        {% if not loop.last %} union all {% endif %}
    {% endfor %}
),

instants as (
    -- where a band begins or a price begins or ends, another price may apply
    select
        event_id,
        started_at as instant
    from calls
    union
    select
        event_id,
        band_from as instant
    from bands
    union
    select
        event_id,
        valid_from as instant
    from offers
    union
    select
        event_id,
        valid_to as instant
    from offers
),

priced as (
    -- the nearest price at each; where none applies, the one before goes on
    select
        calls.event_id,
        calls.rating_seq,
        calls.quantity,
        bands.time_band,
        offers.charge_row_id,
        offers.tier_row_id,
        instants.instant,
        -- whole seconds from the start: the second in which a price changes is of the one before
        {{ seconds_between('calls.started_at', 'instants.instant') }} + case
            when {{ seconds_after(
                'calls.started_at', seconds_between('calls.started_at', 'instants.instant')
            ) }} < instants.instant then 1
            else 0
        end as from_offset,
        row_number() over (
            partition by calls.event_id, instants.instant order by offers.nearness desc
        ) as place
    from calls
    inner join instants
        on instants.event_id = calls.event_id
        and calls.started_at <= instants.instant and instants.instant < calls.ended_at
    inner join bands
        on bands.event_id = calls.event_id
        and bands.band_from <= instants.instant and instants.instant < bands.band_to
    inner join offers
        on offers.event_id = calls.event_id
        and offers.time_band = bands.time_band
        and offers.valid_from <= instants.instant and instants.instant < offers.valid_to
),

changes as (
    -- neighbours at one price are one
    select
        *,
        lag(charge_row_id, 1, 0) over in_order <> charge_row_id
        or lag(tier_row_id, 1, 0) over in_order <> tier_row_id as is_change
    from priced
    where place = 1 and from_offset < quantity
    window in_order as (partition by event_id order by from_offset, instant)
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
            partition by event_id order by from_offset, instant
        ) as bigint) as to_offset,
        row_number() over (partition by event_id order by from_offset, instant) as piece_number
    from changes
    where is_change
)

select * from pieces
