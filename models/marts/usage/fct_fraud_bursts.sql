{{ config(materialized='incremental', full_refresh=false, incremental_strategy='append') }}

{%- set seen = lower_bound('rating_seq') %}
{%- set key = ['subscription_id', 'usage_date', 'alert_id', 'share'] %}
{%- set usage_around -%}
    select * from {{ ref('int_usage_watched') }}
    where window_minutes is not null
{%- endset %}

with

alerts as (
    select * from {{ ref('dim_usage_alerts') }}
    where window_minutes is not null
),

arrived as (
    {{ usage_around }} and rating_seq > {{ seen }}
),

days as (
    -- no window is longer than a day
    select distinct cast(arrived.usage_date + shifted.days as date) as usage_date
    from arrived
    cross join (values (-1), (0), (1)) as shifted (days)
),

spans as (
    -- where windows can hold what a load brought, line by line
    select
        subscription_id,
        scope_number,
        rating_seq as found_seq,
        {{ seconds_after('min(started_at)', '-60 * max(window_minutes)') }} as from_time,
        {{ seconds_after('max(started_at)', '60 * max(window_minutes)') }} as to_time
    from arrived
    group by subscription_id, scope_number, rating_seq
),

known as (
    -- each load sees what was rated up to it, so that it does not matter which loads a run takes
    select
        around.*,
        spans.found_seq,
        cast(case when around.rating_seq = spans.found_seq then 1 else 0 end as bigint) as is_new,
        {{ seconds_after('around.started_at', '60 * around.window_minutes') }} as leaves_at
    from (
        {{ usage_around }} and usage_date in (select usage_date from days)
    ) as around
    inner join spans
        on spans.subscription_id = around.subscription_id
        and spans.scope_number = around.scope_number
        and spans.found_seq >= around.rating_seq
        and spans.from_time < around.started_at
        and around.started_at < spans.to_time
),

moves as (
    -- an event enters the window when it begins and leaves it a window later: the running sum is
    -- what the window holds
    select
        *,
        started_at as moved_at,
        1 as direction_of_move
    from known
    union all
    select
        *,
        leaves_at as moved_at,
        -1 as direction_of_move
    from known
),

windows as (
    select
        *,
        cast(sum(direction_of_move * counted_value) over in_order as decimal(24, 6))
            as window_value,
        cast(sum(direction_of_move) over in_order as bigint) as event_count,
        sum(direction_of_move * is_new) over in_order as new_count
    from moves
    window in_order as (
        partition by subscription_id, scope_number, found_seq
        order by moved_at, direction_of_move, event_id
        rows between unbounded preceding and current row
    )
),

full_windows as (
    select
        windows.*,
        alerts.alert_id,
        alerts.alert_row_id,
        alerts.measure,
        alerts.currency,
        alerts.share,
        alerts.limit_value,
        row_number() over (
            partition by
                windows.subscription_id, windows.usage_date, alerts.alert_id, alerts.share
            order by windows.found_seq, windows.started_at, windows.event_id
        ) as place
    from windows
    inner join alerts
        on alerts.scope_number = windows.scope_number
        and {{ covers('alerts', 'windows.started_at', 'windows.found_seq') }}
    where windows.direction_of_move = 1 and windows.new_count > 0
        and windows.window_value >= alerts.share * alerts.limit_value
),

found as (
    select
        ---------- ids
        full_windows.alert_id,
        full_windows.alert_row_id,
        full_windows.event_id,
        full_windows.found_seq as rating_seq,
        full_windows.subscription_id,
        full_windows.account_key,
        full_windows.plan_id,
        ---------- strings
        full_windows.measure,
        full_windows.currency,
        ---------- numbers
        full_windows.share,
        full_windows.limit_value,
        full_windows.window_minutes,
        full_windows.window_value,
        full_windows.event_count,
        ---------- dates and times
        full_windows.usage_date,
        full_windows.started_at as reached_at
    from full_windows
    {% if is_incremental() %}
        left join {{ this }} as before
            on {{ same_key(key, 'before', 'full_windows') }}
        where full_windows.place = 1 and before.event_id is null
    {% else %}
        where full_windows.place = 1
    {% endif %}
)

select * from found
