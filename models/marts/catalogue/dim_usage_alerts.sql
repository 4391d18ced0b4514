{%- set scope = [
    'measure', 'currency', 'window_minutes', 'plan_id', 'segment', 'service', 'direction', 'zone', 'account_key',
    'subscription_id'
] %}

with

usage_alerts as (
    select * from {{ ref('stg_catalogue__usage_alerts') }}
),

numbered as (
    -- what counts the same usage counts it once: the first row that ever said so stands for it
    select
        row_id,
        load_seq,
        alert_id,
        share,
        status,
        valid_from,
        valid_to,
        {{ columns_of('usage_alerts', scope) }},
        min(row_id) over (partition by {{ scope | join(', ') }}) as scope_number,
        cast(coalesce(limit_quantity, limit_amount) as decimal(24, 6)) as limit_value
    from usage_alerts
),

painted as (
    {{ paint_rows(
        'numbered', ['alert_id', 'share'], scope + ['scope_number', 'limit_value', 'status']
    ) }}
),

active as (
    select
        ---------- ids
        alert_id,
        source_row_id as alert_row_id,
        scope_number,
        plan_id,
        account_key,
        subscription_id,
        ---------- strings
        measure,
        currency,
        segment,
        service,
        direction,
        zone,
        ---------- numbers
        share,
        limit_value,
        window_minutes,
        known_from,
        known_to,
        ---------- times
        valid_from,
        valid_to
    from painted
    where status = 'active'
)

select * from active
