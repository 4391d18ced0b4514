with

credits as (
    select * from {{ ref('int_account_credits') }}
    where account_key is not null
),

documents as (
    select * from {{ ref('int_receivable_documents') }}
),

named as (
    select
        credits.credit_key,
        credits.credit_kind,
        credits.credit_reference,
        credits.document_key,
        credits.amount,
        credits.kept_amount,
        documents.amount - (
            sum(credits.kept_amount) over (
                partition by credits.document_key
                order by credits.credited_at, credits.credit_key
                rows between unbounded preceding and current row
            ) - credits.kept_amount
        ) as room_amount
    from credits
    inner join documents
        on documents.document_key = credits.document_key
),

with_room as (
    select
        credit_key,
        credit_kind,
        credit_reference,
        document_key,
        amount,
        kept_amount,
        cast(room_amount as decimal(18, 4)) as room_amount
    from named
    where room_amount > 0
)

select * from with_room
