with

exports as (
    select * from {{ ref('stg_planning__targets') }}
),

newest as (
    {{ latest_export('exports', 'planning', 'targets', ['metric_id', 'month', 'currency']) }}
),

targets as (
    select
        ---------- ids
        metric_id,
        currency,
        ---------- numbers
        value as target_value,
        ---------- times
        month
    from newest
)

select * from targets
-- {{ ref('stg_trunkline__load_files') }}
