{{ config(materialized='incremental', full_refresh=false, incremental_strategy='append') }}

{%- set seen = lower_bound('rating_seq') %}
{%- set key = ['subscription_id', 'charged_period', 'alert_id', 'share'] %}

with

alerts as (
    select * from {{ ref('dim_usage_alerts') }}
    where window_minutes is null
),

watched as (
    select * from {{ ref('int_usage_watched') }}
    where window_minutes is null and rating_seq > {{ seen }}
),

counted_before as (
    -- what earlier runs rated in the periods that these events are charged in
    {% if is_incremental() %}
        select
            subscription_id,
            scope_number,
            charged_period,
            cast(sum(counted_value) as decimal(24, 6)) as counted_value
        from {{ ref('int_usage_watched') }}
        where window_minutes is null and rating_seq <= {{ seen }}
            and charged_period in (select charged_period from watched)
            and subscription_id in (select subscription_id from watched)
        group by subscription_id, scope_number, charged_period
    {% else %}
        select
            subscription_id,
            scope_number,
            charged_period,
            counted_value
        from watched
        where false
    {% endif %}
),

counted as (
    select
        watched.*,
        cast(
            coalesce(counted_before.counted_value, 0) + sum(watched.counted_value) over in_order
            as decimal(24, 6)
        ) as cumulated_value
    from watched
    left join counted_before
        on counted_before.subscription_id = watched.subscription_id
        and counted_before.scope_number = watched.scope_number
        and counted_before.charged_period = watched.charged_period
    window in_order as (
        partition by watched.subscription_id, watched.scope_number, watched.charged_period
        order by watched.rating_seq, watched.started_at, watched.event_id
        rows between unbounded preceding and current row
    )
),

over_share as (
    -- the limit in force when the event began, as known when it was rated
    select
        counted.*,
        alerts.alert_id,
        alerts.alert_row_id,
        alerts.measure,
        alerts.currency,
        alerts.share,
        alerts.limit_value,
        row_number() over (
            partition by
                counted.subscription_id, counted.charged_period, alerts.alert_id, alerts.share
            order by counted.rating_seq, counted.started_at, counted.event_id
        ) as place
    from counted
    inner join alerts
        on alerts.scope_number = counted.scope_number
        and {{ covers('alerts', 'counted.started_at', 'counted.rating_seq') }}
    where counted.cumulated_value >= alerts.share * alerts.limit_value
),

raised as (
    select
        ---------- ids
        over_share.alert_id,
        over_share.alert_row_id,
        over_share.event_id,
        over_share.rating_seq,
        over_share.subscription_id,
        over_share.account_key,
        over_share.plan_id,
        ---------- strings
        over_share.measure,
        over_share.currency,
        ---------- numbers
        over_share.share,
        over_share.limit_value,
        over_share.cumulated_value,
        ---------- dates and times
        over_share.charged_period,
        over_share.started_at as reached_at
    from over_share
    {% if is_incremental() %}
        left join {{ this }} as before
            on {{ same_key(key, 'before', 'over_share') }}
        where over_share.place = 1 and before.event_id is null
    {% else %}
        where over_share.place = 1
    {% endif %}
)

select * from raised
