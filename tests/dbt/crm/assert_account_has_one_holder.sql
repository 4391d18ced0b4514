-- The contract of customer_accounts: every account has one holder at a time. Two would give one
-- bill to two customers and count its revenue twice in every profile.
select
    one.account_key,
    one.customer_key,
    another.customer_key as other_customer_key,
    another.valid_from
from {{ ref('dim_customer_accounts') }} as one
inner join {{ ref('dim_customer_accounts') }} as another
    on another.account_key = one.account_key
    and another.customer_key > one.customer_key
    and one.valid_from < another.valid_to
    and another.valid_from < one.valid_to
where one.role = 'holder'
    and another.role = 'holder'
    and one.known_to = {{ end_of_knowledge() }}
    and another.known_to = {{ end_of_knowledge() }}
