with

credits as (
    select * from {{ ref('int_account_credits') }}
),

documents as (
    select * from {{ ref('int_receivable_documents') }}
),

pairs as (
    select * from {{ ref('int_credits_paired') }}
),

allocations as (
    select
        ---------- ids
        concat(
            pairs.credit_key, '/',
            pairs.document_key, '/',
            coalesce(pairs.given_back_key, pairs.basis)
        ) as allocation_key,
        pairs.credit_key,
        pairs.document_key,
        credits.account_key,
        credits.credit_reference,
        documents.document_reference,
        ---------- strings
        credits.credit_kind,
        documents.document_kind,
        pairs.basis,
        credits.currency,
        ---------- numbers
        cast(pairs.allocated_amount as decimal(18, 4)) as allocated_amount,
        ---------- booleans
        pairs.basis = 'released' as is_released,
        ---------- times
        greatest(credits.credited_at, documents.issued_at) as allocated_at,
        case
            when pairs.basis = 'released'
                then greatest(pairs.given_back_at, credits.credited_at, documents.issued_at)
        end as released_at
    from pairs
    inner join credits
        on credits.credit_key = pairs.credit_key
    inner join documents
        on documents.document_key = pairs.document_key
)

select * from allocations
