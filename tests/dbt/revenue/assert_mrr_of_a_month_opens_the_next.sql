-- opening + movements = closing, over all subscriptions: what one month closes with opens the next,
-- also for a subscription whose row of a month got lost. The first month opens with what it
-- brought forward.
with

monthly as (
    select
        currency,
        month,
        sum(opening_amount) as opening_amount,
        sum(
            new_amount + expansion_amount + contraction_amount + churn_amount + reactivation_amount
        ) as moved_amount,
        sum(closing_amount) as closing_amount
    from {{ ref('fct_mrr_movements') }}
    group by currency, month
),

in_order as (
    select
        *,
        lag(closing_amount, 1, opening_amount) over (
            partition by currency order by month
        ) as closing_before
    from monthly
)

select *
from in_order
where opening_amount <> closing_before
    or opening_amount + moved_amount <> closing_amount
