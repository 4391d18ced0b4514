-- A customer who is counted twice, or forgotten, makes the profiles' sum another than the marts'
-- own.
with

clock as (
    select * from {{ ref('int_delivery_clock') }}
),

held as (
    select distinct
        customer_accounts.customer_key,
        customer_accounts.account_key,
        profiles.currency
    from {{ ref('dim_customer_accounts') }} as customer_accounts
    inner join {{ ref('dim_customer_profiles') }} as profiles
        on profiles.customer_key = customer_accounts.customer_key
    cross join clock
    where customer_accounts.role = 'holder'
        and customer_accounts.known_to = {{ end_of_knowledge() }}
        and customer_accounts.valid_from <= clock.as_of
        and clock.as_of < customer_accounts.valid_to
),

profiled as (
    select
        sum(mrr_amount) as mrr_amount,
        sum(open_amount) as open_amount
    from {{ ref('dim_customer_profiles') }}
),

valued as (
    select sum(movements.closing_amount) as mrr_amount
    from {{ ref('fct_mrr_movements') }} as movements
    inner join held
        on held.account_key = movements.account_key
        and held.currency = movements.currency
    where movements.month = (select max(newest.month) from {{ ref('fct_mrr_movements') }} as newest)
),

owed as (
    select sum(receivables.open_amount) as open_amount
    from {{ ref('fct_receivables') }} as receivables
    inner join held
        on held.account_key = receivables.account_key
        and held.currency = receivables.currency
)

select *
from profiled
cross join valued
cross join owed
where profiled.mrr_amount <> coalesce(valued.mrr_amount, 0)
    or profiled.open_amount <> coalesce(owed.open_amount, 0)
