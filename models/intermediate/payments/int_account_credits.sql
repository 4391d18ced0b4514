with

documents as (
    select * from {{ ref('int_billed_documents') }}
),

payments as (
    select * from {{ ref('int_payments_settled') }}
),

given_back as (
    select
        payment_id,
        sum(covered_amount) as given_back_amount
    from {{ ref('int_payments_given_back') }}
    where covered_amount > 0
    group by payment_id
),

corrected as (
    -- a correction names its invoice; one of another account or currency is not what it corrects
    select
        document_key,
        document_reference,
        account_key,
        currency
    from documents
    where amount > 0
        and document_kind = 'invoice'
),

credits as (
    select
        concat('payment/', payments.payment_id) as credit_key,
        'payment' as credit_kind,
        payments.payment_id as credit_reference,
        payments.account_key,
        payments.document_key,
        payments.currency,
        payments.amount,
        payments.amount - coalesce(given_back.given_back_amount, 0) as kept_amount,
        payments.settled_at as credited_at
    from payments
    left join given_back
        on given_back.payment_id = payments.payment_id
    union all
    select
        documents.document_key as credit_key,
        documents.document_kind as credit_kind,
        documents.document_reference as credit_reference,
        documents.account_key,
        corrected.document_key,
        documents.currency,
        -documents.amount as amount,
        -documents.amount as kept_amount,
        documents.issued_at as credited_at
    from documents
    left join corrected
        on corrected.document_reference = documents.corrects_reference
        and corrected.account_key = documents.account_key
        and corrected.currency = documents.currency
    where documents.amount < 0
)

select
    credit_key,
    credit_kind,
    credit_reference,
    account_key,
    document_key,
    currency,
    cast(amount as decimal(18, 4)) as amount,
    cast(kept_amount as decimal(18, 4)) as kept_amount,
    credited_at
from credits
