with

documents as (
    select * from {{ ref('int_receivable_documents') }}
),

credits as (
    select * from {{ ref('int_account_credits') }}
),

given_back as (
    select * from {{ ref('int_payments_given_back') }}
    where covered_amount > 0
),

-- everything that moves the balance of an account, signed: what is positive is owed
entries as (
    select
        document_key as entry_key,
        account_key,
        currency,
        case
            when document_kind = 'invoice' then 'invoiced'
            when document_kind = 'adjustment' then 'adjusted'
            else 'given_back'
        end as entry_kind,
        amount,
        issued_at as entered_at
    from documents
    union all
    select
        credit_key as entry_key,
        account_key,
        currency,
        case when credit_kind = 'payment' then 'paid' else 'adjusted' end as entry_kind,
        -amount as amount,
        credited_at as entered_at
    from credits
    union all
    select
        concat('covered ', given_back_key) as entry_key,
        account_key,
        currency,
        'given_back' as entry_kind,
        covered_amount as amount,
        given_back_at as entered_at
    from given_back
)

select
    entry_key,
    account_key,
    currency,
    entry_kind,
    cast(amount as decimal(18, 4)) as amount,
    {{ first_of_month(local_date('entered_at')) }} as entry_month,
    entered_at
from entries
where account_key is not null
