with

documents as (
    select * from {{ ref('int_billed_documents') }}
    where amount > 0
),

given_back as (
    select * from {{ ref('int_payments_given_back') }}
    where excess_amount > 0
),

-- what an account owes, document by document
owed as (
    select
        document_key,
        document_kind,
        document_reference,
        account_key,
        issuer,
        currency,
        cast(amount as decimal(18, 4)) as amount,
        due_date,
        issued_at
    from documents
    union all
    select
        given_back_key as document_key,
        kind as document_kind,
        reference as document_reference,
        account_key,
        'payments' as issuer,
        currency,
        excess_amount as amount,
        {{ local_date('given_back_at') }} as due_date,
        given_back_at as issued_at
    from given_back
)

select * from owed
