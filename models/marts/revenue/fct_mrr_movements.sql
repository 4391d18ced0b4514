with

valued as (
    select * from {{ ref('int_subscriptions_valued') }}
),

clock as (
    select * from {{ ref('int_delivery_clock') }}
),

dates as (
    select * from {{ ref('dim_dates') }}
),

first_months as (
    select
        subscription_id,
        currency,
        min(month) as first_month
    from valued
    group by subscription_id, currency
),

spine as (
    -- every month from the first one on, so that a month without value is one in which it was lost
    select
        first_months.subscription_id,
        first_months.currency,
        dates.date_day as month
    from first_months
    cross join clock
    inner join dates
        on dates.day_number = 1
        and dates.date_day >= first_months.first_month
        and dates.begins_at < clock.as_of
),

balances as (
    select
        spine.subscription_id,
        spine.currency,
        spine.month,
        coalesce(
            valued.account_key, lag(valued.account_key) over months_of_subscription
        ) as account_key,
        coalesce(valued.plan_id, lag(valued.plan_id) over months_of_subscription) as plan_id,
        coalesce(lag(valued.mrr_amount) over months_of_subscription, 0) as opening_amount,
        coalesce(valued.mrr_amount, 0) as closing_amount,
        coalesce(valued.is_brought_forward, false) as is_brought_forward,
        spine.month = first_months.first_month as is_first
    from spine
    inner join first_months
        on first_months.subscription_id = spine.subscription_id
        and first_months.currency = spine.currency
    left join valued
        on valued.subscription_id = spine.subscription_id
        and valued.currency = spine.currency
        and valued.month = spine.month
    window months_of_subscription as (
        partition by spine.subscription_id, spine.currency order by spine.month
    )
),

named as (
    select
        *,
        closing_amount - opening_amount as moved_amount,
        case
            when opening_amount = 0 and is_first then 'new'
            when opening_amount = 0 then 'reactivation'
            when closing_amount = 0 then 'churn'
            when closing_amount > opening_amount then 'expansion'
            when closing_amount < opening_amount then 'contraction'
            else 'none'
        end as movement
    from balances
    -- what is brought forward is the opening of the month after
    where (opening_amount > 0 or closing_amount > 0)
        and not is_brought_forward
),

movements as (
    select
        ---------- ids
        subscription_id,
        account_key,
        plan_id,
        ---------- strings
        movement,
        currency,
        ---------- numbers
        cast(opening_amount as decimal(18, 6)) as opening_amount,
        {%- for kind in ['new', 'expansion', 'contraction', 'churn', 'reactivation'] %}
            cast(
                case when movement = '{{ kind }}' then moved_amount else 0 end as decimal(18, 6)
            ) as {{ kind }}_amount,
        {%- endfor %}
        cast(closing_amount as decimal(18, 6)) as closing_amount,
        ---------- dates
        month
    from named
)

select * from movements
