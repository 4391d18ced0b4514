with

customer_accounts as (
    select * from {{ ref('dim_customer_accounts') }}
    where role = 'holder'
        and known_to = {{ end_of_knowledge() }}
),

accounts as (
    select * from {{ ref('dim_accounts') }}
    where known_to = {{ end_of_knowledge() }}
),

subscriptions as (
    select * from {{ ref('dim_subscriptions') }}
    where status = 'active'
        and known_to = {{ end_of_knowledge() }}
),

movements as (
    select * from {{ ref('fct_mrr_movements') }}
),

receivables_monthly as (
    select * from {{ ref('fct_receivables_monthly') }}
    where not is_over
),

scores as (
    select * from {{ ref('fct_churn_scores') }}
    where is_newest
),

clock as (
    select * from {{ ref('int_delivery_clock') }}
),

held as (
    select
        customer_accounts.customer_key,
        customer_accounts.account_key,
        accounts.currency,
        -- amounts of two currencies are not added up: a profile is in the first by its code
        min(accounts.currency) over (partition by customer_accounts.customer_key) as first_currency
    from customer_accounts
    cross join clock
    left join accounts
        on accounts.account_key = customer_accounts.account_key
        and accounts.valid_from <= clock.as_of
        and clock.as_of < accounts.valid_to
    where customer_accounts.valid_from <= clock.as_of
        and clock.as_of < customer_accounts.valid_to
),

lines_active as (
    select
        held.customer_key,
        count(*) as subscription_count
    from held
    cross join clock
    inner join subscriptions
        on subscriptions.account_key = held.account_key
        and subscriptions.valid_from <= clock.as_of
        and clock.as_of < subscriptions.valid_to
    group by held.customer_key
),

newest_month as (
    select max(month) as month
    from movements
),

worth as (
    select
        held.customer_key,
        sum(movements.closing_amount) as mrr_amount
    from held
    inner join movements
        on movements.account_key = held.account_key
        and movements.currency = held.first_currency
    inner join newest_month
        on newest_month.month = movements.month
    group by held.customer_key
),

owed as (
    select
        held.customer_key,
        sum(receivables_monthly.open_amount) as open_amount,
        sum(
            receivables_monthly.open_amount - receivables_monthly.not_due_amount
        ) as overdue_amount
    from held
    inner join receivables_monthly
        on receivables_monthly.account_key = held.account_key
        and receivables_monthly.currency = held.first_currency
    group by held.customer_key
),

scored as (
    select
        held.customer_key,
        max(scores.score) as churn_score
    from held
    inner join scores
        on scores.account_key = held.account_key
    group by held.customer_key
),

currencies as (
    select
        customer_key,
        min(first_currency) as currency
    from held
    group by customer_key
),

valued as (
    select
        currencies.customer_key,
        currencies.currency,
        coalesce(lines_active.subscription_count, 0) as subscription_count,
        cast(coalesce(worth.mrr_amount, 0) as decimal(18, 6)) as mrr_amount,
        cast(coalesce(owed.open_amount, 0) as decimal(18, 4)) as open_amount,
        cast(coalesce(owed.overdue_amount, 0) as decimal(18, 4)) as overdue_amount,
        scored.churn_score
    from currencies
    left join lines_active
        on lines_active.customer_key = currencies.customer_key
    left join worth
        on worth.customer_key = currencies.customer_key
    left join owed
        on owed.customer_key = currencies.customer_key
    left join scored
        on scored.customer_key = currencies.customer_key
)

select * from valued
