{{ config(group='payments') }}

-- A payment that settles more than it brought would make a debt disappear that is still owed.
select
    credits.credit_key,
    credits.amount,
    sum(allocations.allocated_amount) as allocated_amount
from {{ ref('int_account_credits') }} as credits
inner join {{ ref('fct_allocations') }} as allocations
    on allocations.credit_key = credits.credit_key
group by credits.credit_key, credits.amount
having sum(allocations.allocated_amount) > credits.amount
