with

credits as (
    select * from {{ ref('int_account_credits') }}
    where account_key is not null
),

documents as (
    select * from {{ ref('int_receivable_documents') }}
),

named as (
    select * from {{ ref('int_credits_named') }}
),

released as (
    select * from {{ ref('int_credits_released') }}
),

-- first what names its document, up to what the document is worth
by_reference as (
    select
        credit_key,
        document_key,
        least(kept_amount, room_amount) as allocated_amount
    from named
    where kept_amount > 0
),

-- then what is left, the oldest credit to the document that fell due first
credits_left as (
    select
        credits.credit_key,
        credits.account_key,
        credits.currency,
        credits.credited_at,
        credits.kept_amount - coalesce(by_reference.allocated_amount, 0) as left_amount
    from credits
    left join by_reference
        on by_reference.credit_key = credits.credit_key
),

documents_left as (
    select
        documents.document_key,
        documents.account_key,
        documents.currency,
        documents.due_date,
        documents.issued_at,
        documents.amount - coalesce(sum(by_reference.allocated_amount), 0) as left_amount
    from documents
    left join by_reference
        on by_reference.document_key = documents.document_key
    group by
        documents.document_key,
        documents.account_key,
        documents.currency,
        documents.due_date,
        documents.issued_at,
        documents.amount
),

credits_in_line as (
    select
        *,
        sum(left_amount) over (
            partition by account_key, currency order by credited_at, credit_key
            rows between unbounded preceding and current row
        ) as runs_to
    from credits_left
    where left_amount > 0
),

documents_in_line as (
    select
        *,
        sum(left_amount) over (
            partition by account_key, currency order by due_date, issued_at, document_key
            rows between unbounded preceding and current row
        ) as runs_to
    from documents_left
    where left_amount > 0
),

oldest_first as (
    -- laid end to end on one line, a credit settles the documents that it lies beside
    select
        credits_in_line.credit_key,
        documents_in_line.document_key,
        least(credits_in_line.runs_to, documents_in_line.runs_to) - greatest(
            credits_in_line.runs_to - credits_in_line.left_amount,
            documents_in_line.runs_to - documents_in_line.left_amount
        ) as allocated_amount
    from credits_in_line
    inner join documents_in_line
        on documents_in_line.account_key = credits_in_line.account_key
        and documents_in_line.currency = credits_in_line.currency
        and documents_in_line.runs_to - documents_in_line.left_amount < credits_in_line.runs_to
        and credits_in_line.runs_to - credits_in_line.left_amount < documents_in_line.runs_to
),

pairs as (
    select
        credit_key,
        document_key,
        allocated_amount,
        'reference' as basis,
        cast(null as {{ text_type() }}) as given_back_key,
        cast(null as timestamp) as given_back_at
    from by_reference
    union all
    select
        credit_key,
        document_key,
        allocated_amount,
        'oldest_first' as basis,
        null as given_back_key,
        null as given_back_at
    from oldest_first
    union all
    select
        credit_key,
        document_key,
        allocated_amount,
        'released' as basis,
        given_back_key,
        given_back_at
    from released
)

select * from pairs
