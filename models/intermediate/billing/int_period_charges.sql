{%- set key = ['account_key', 'subscription_id', 'plan_id', 'charge_id', 'cycle_day', 'period'] %}

with

entitlements as (
    select * from {{ ref('int_period_entitlements') }}
),

usage_of_periods as (
    select * from {{ ref('int_period_usage') }}
),

tiers as (
    select * from {{ ref('dim_price_tiers') }}
),

charged as (
    select
        entitlements.*,
        coalesce(usage_of_periods.charged_quantity, 0) as charged_quantity,
        coalesce(usage_of_periods.amount, 0) as charged_amount,
        coalesce(usage_of_periods.priced_amount, 0) as priced_amount
    from entitlements
    left join usage_of_periods
        on {% for column in key -%}
            usage_of_periods.{{ column }} = entitlements.{{ column }}
            {% if not loop.last %} and {% endif %}
        {%- endfor %}
    where entitlements.charge_kind = 'usage'
),

at_tiers as (
    select
        {% for column in key -%} charged.{{ column }}, {% endfor %}
        cast(sum({{ volume_amount('charged.charged_quantity', 'tiers', 'charged') }}) as {{ wide_integer() }})
            as volume_amount,
        max(case when tiers.tier_number = 1 then tiers.flat_fee else 0 end) as first_flat_fee
    from charged
    inner join tiers
        on tiers.tier_row_id = charged.tier_row_id
    group by {% for column in key -%} charged.{{ column }}{% if not loop.last %}, {% endif %}{%- endfor %}
),

repriced as (
    -- all of the period at the tier that it reached, against what its events were charged slab by
    -- slab; and the flat fee of a period in which nothing was charged
    select
        charged.*,
        cast(case
            when charged.tier_mode = 'volume' and charged.tier_scope = 'period'
                and charged.charged_quantity > 0
                then {{ rounded_amount('at_tiers.volume_amount', "'half_up'", 6) }} - charged.priced_amount
            else 0
        end as decimal(24, 6)) as tier_adjustment,
        cast(case
            when charged.tier_fees = 'first_always' and charged.charged_quantity = 0
                then at_tiers.first_flat_fee
            else 0
        end as decimal(24, 6)) as flat_fee
    from charged
    left join at_tiers
        on {% for column in key -%}
            at_tiers.{{ column }} = charged.{{ column }}
            {% if not loop.last %} and {% endif %}
        {%- endfor %}
),

totalled as (
    select
        *,
        charged_amount + tier_adjustment + flat_fee as period_amount
    from repriced
),

bounded as (
    select
        *,
        greatest(coalesce(period_minimum, 0) - period_amount, 0) as minimum_amount,
        least(coalesce(period_maximum, period_amount) - period_amount, 0) as maximum_amount
    from totalled
),

of_plans as (
    -- what counts toward a commitment: all usage of the plan, with its lines of the period
    select
        account_key,
        subscription_id,
        plan_id,
        cycle_day,
        period,
        sum(amount) as amount
    from (
        select
            account_key,
            subscription_id,
            plan_id,
            cycle_day,
            period,
            amount
        from usage_of_periods
        union all
        select
            account_key,
            subscription_id,
            plan_id,
            cycle_day,
            period,
            tier_adjustment + flat_fee + minimum_amount + maximum_amount as amount
        from bounded
    ) as counting
    group by account_key, subscription_id, plan_id, cycle_day, period
),

lines as (
    {% for kind, amount in [
        ('tier_adjustment', 'tier_adjustment'), ('flat_fee', 'flat_fee'), ('period_minimum', 'minimum_amount'),
        ('period_maximum', 'maximum_amount')
    ] -%}
        select
            {{ key | join(', ') }},
            '{{ kind }}' as charge_kind,
            description,
            currency,
            tax_code,
            {{ amount }} as amount
        from bounded
        where {{ amount }} <> 0
        union all
    {% endfor -%}
    select
        {% for column in key -%} entitlements.{{ column }}, {% endfor %}
        'commitment' as charge_kind,
        entitlements.description,
        entitlements.currency,
        entitlements.tax_code,
        entitlements.amount - coalesce(of_plans.amount, 0) as amount
    from entitlements
    left join of_plans
        on of_plans.account_key = entitlements.account_key
        and of_plans.subscription_id = entitlements.subscription_id
        and of_plans.plan_id = entitlements.plan_id
        and of_plans.cycle_day = entitlements.cycle_day
        and of_plans.period = entitlements.period
    where entitlements.charge_kind = 'commitment'
        and entitlements.amount > coalesce(of_plans.amount, 0)
)

select
    {{ key | join(', ') }},
    charge_kind,
    description,
    currency,
    tax_code,
    cast(amount as decimal(24, 6)) as amount
from lines
