with

credits as (
    select * from {{ ref('int_account_credits') }}
    where account_key is not null
),

documents as (
    select * from {{ ref('int_receivable_documents') }}
),

given_back as (
    select * from {{ ref('int_payments_given_back') }}
    where covered_amount > 0
),

-- first what names its document, in the order in which it came, up to what the document is worth
naming as (
    select
        credits.*,
        documents.amount as document_amount,
        sum(credits.kept_amount) over (
            partition by credits.document_key
            order by credits.credited_at, credits.credit_key
            rows between unbounded preceding and current row
        ) - credits.kept_amount as named_before
    from credits
    inner join documents
        on documents.document_key = credits.document_key
),

by_reference as (
    select
        credit_key,
        document_key,
        least(kept_amount, document_amount - named_before) as allocated_amount
    from naming
    where kept_amount > 0
        and named_before < document_amount
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

-- a payment that went back had settled the document that it named until then, part by part
given_back_named as (
    select
        naming.credit_key,
        naming.document_key,
        given_back.given_back_key,
        given_back.given_back_at,
        naming.document_amount - naming.named_before as settled_at_most,
        given_back.covered_amount,
        naming.amount - sum(given_back.covered_amount) over (
            partition by naming.credit_key
            order by given_back.given_back_at, given_back.given_back_key
            rows between unbounded preceding and current row
        ) as left_amount
    from naming
    inner join given_back
        on given_back.payment_id = naming.credit_reference
        and naming.credit_kind = 'payment'
    where naming.named_before < naming.document_amount
),

released as (
    select
        credit_key,
        document_key,
        given_back_key,
        given_back_at,
        least(left_amount + covered_amount, settled_at_most)
        - least(left_amount, settled_at_most) as allocated_amount
    from given_back_named
    -- what had paid ahead goes back first
    where left_amount < settled_at_most
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
