{#- An event is worked out anew when a leg of it was rated since; others are not read. -#}
{{ config(
    materialized='incremental' if target.type == 'duckdb' else 'table',
    incremental_strategy='delete+insert' if target.type == 'duckdb' else none,
    unique_key='event_id', pre_hook='{{ begin_anew() }}'
) }}

{%- set seen = lower_bound() %}
{%- set legs = {'rated_usage': 'charge', 'adjustments': 'amount'} %}

with

costs as (
    select * from {{ ref('fct_supply_costs') }}
),

rated_usage as (
    select * from {{ ref('fct_rated_usage') }}
),

adjustments as (
    select * from {{ ref('fct_usage_adjustments') }}
),

touched as (
    select event_id from costs
    where rating_seq > {{ seen }}
    {% for leg in legs %}
        union
        select {{ leg }}.event_id
        from {{ leg }}
        inner join costs
            on costs.event_id = {{ leg }}.event_id
        where {{ leg }}.rating_seq > {{ seen }}
    {% endfor %}
),

touched_costs as (
    select costs.*
    from costs
    inner join touched
        on touched.event_id = costs.event_id
),

charges as (
    -- what the customer is charged for it, or given back
    {% for leg, amount in legs.items() %}
        select
            {{ leg }}.event_id,
            {{ leg }}.rating_seq,
            {{ leg }}.subscription_id,
            {{ leg }}.account_key,
            {{ leg }}.plan_id,
            {{ leg }}.currency,
            {{ leg }}.{{ amount }} as charge
        from {{ leg }}
        inner join touched
            on touched.event_id = {{ leg }}.event_id
        {% if not loop.last %} union all {% endif %}
    {% endfor %}
),

amounts as (
    -- two currencies are two rows: no rate of exchange stands between a charge and its cost
    select
        event_id,
        currency,
        0 as charge,
        cost,
        1 as leg_count
    from touched_costs
    union all
    select
        event_id,
        currency,
        charge,
        0 as cost,
        1 as leg_count
    from charges
),

summed as (
    select
        event_id,
        currency,
        cast(sum(leg_count) as integer) as leg_count,
        cast(sum(charge) as decimal(18, 6)) as charge,
        cast(sum(cost) as decimal(18, 6)) as cost
    from amounts
    group by event_id, currency
),

margins as (
    select
        ---------- ids
        summed.event_id,
        greatest(touched_costs.rating_seq, coalesce(charges.rating_seq, 0)) as rating_seq,
        touched_costs.route_id,
        touched_costs.supplier_id,
        charges.subscription_id,
        charges.account_key,
        charges.plan_id,
        ---------- strings
        touched_costs.service,
        touched_costs.direction,
        touched_costs.zone,
        summed.currency,
        ---------- numbers
        summed.leg_count,
        summed.charge,
        summed.cost,
        cast(summed.charge - summed.cost as decimal(18, 6)) as margin,
        ---------- dates
        touched_costs.usage_date
    from summed
    inner join touched_costs
        on touched_costs.event_id = summed.event_id
    left join charges
        on charges.event_id = summed.event_id
)

select * from margins
