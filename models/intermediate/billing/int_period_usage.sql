with

entitlements as (
    select * from {{ ref('int_period_entitlements') }}
),

rated_usage as (
    select * from {{ ref('fct_rated_usage') }}
),

adjustments as (
    select * from {{ ref('fct_usage_adjustments') }}
),

plans as (
    select distinct plan_id from entitlements
),

-- only plans of which some charge looks at the period as a whole are read
both_ways as (
    {% for relation, amount in [('rated_usage', 'charge'), ('adjustments', 'amount')] -%}
        select
            account_key,
            subscription_id,
            plan_id,
            charge_id,
            cycle_day,
            charged_period as period,
            charged_quantity,
            {{ amount }} as amount,
            connect_fee
        from {{ relation }}
        where plan_id in (select plan_id from plans)
        {% if not loop.last %} union all {% endif %}
    {%- endfor %}
),

summed as (
    select
        account_key,
        subscription_id,
        plan_id,
        charge_id,
        cycle_day,
        period,
        cast(sum(charged_quantity) as bigint) as charged_quantity,
        cast(sum(amount) as decimal(24, 6)) as amount,
        cast(sum(amount - connect_fee) as decimal(24, 6)) as priced_amount
    from both_ways
    group by account_key, subscription_id, plan_id, charge_id, cycle_day, period
)

select * from summed
