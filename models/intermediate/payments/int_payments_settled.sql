with

payment_changes as (
    select * from {{ ref('stg_payments__payments') }}
),

payments as (
    {{ latest_change('payment_changes', ['payment_id']) }}
),

documents as (
    select * from {{ ref('int_billed_documents') }}
    where document_kind = 'invoice'
),

-- money that was there, for whom and for which invoice; what is pending or failed never was
settled as (
    select
        payments.payment_id,
        coalesce(payments.account_key, documents.account_key) as account_key,
        documents.document_key,
        payments.currency,
        payments.amount,
        payments.status,
        payments.settled_at,
        payments.returned_at
    from payments
    left join documents
        on documents.document_reference = payments.invoice_number
        and documents.currency = payments.currency
        and documents.account_key = coalesce(payments.account_key, documents.account_key)
    where payments.status in ('settled', 'returned')
)

select * from settled
