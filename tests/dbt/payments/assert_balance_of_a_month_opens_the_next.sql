-- A month that opens with another balance than the last one closed with has lost or doubled one.
select *
from (
    select
        account_key,
        currency,
        month,
        opening_amount,
        lag(closing_amount, 1, 0) over (
            partition by account_key, currency order by month
        ) as closing_before
    from {{ ref('fct_receivables_monthly') }}
) as months
where opening_amount <> closing_before
