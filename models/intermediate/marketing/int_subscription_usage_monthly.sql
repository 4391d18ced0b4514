with

rated_usage as (
    select * from {{ ref('fct_rated_usage') }}
),

-- by cell first: the events are read once
by_cell as (
    select
        subscription_id,
        {{ first_of_month('usage_date') }} as month,
        cell_id,
        count(*) as event_count,
        sum(case when service = 'voice' then quantity else 0 end) as voice_seconds,
        sum(case when service = 'data' then quantity else 0 end) as data_bytes,
        sum(charge) as charge_amount,
        max(started_at) as last_started_at
    from rated_usage
    group by subscription_id, {{ first_of_month('usage_date') }}, cell_id
),

ranked as (
    select
        *,
        row_number() over (
            partition by subscription_id, month
            order by case when cell_id is null then 1 else 0 end asc, event_count desc, cell_id asc
        ) as place
    from by_cell
),

monthly as (
    select
        subscription_id,
        max(case when place = 1 then cell_id end) as home_cell_id,
        cast(sum(event_count) as bigint) as event_count,
        cast(sum(voice_seconds) as bigint) as voice_seconds,
        cast(sum(data_bytes) as bigint) as data_bytes,
        cast(sum(charge_amount) as decimal(18, 6)) as charge_amount,
        month,
        max(last_started_at) as last_started_at
    from ranked
    group by subscription_id, month
)

select * from monthly
