with

documents as (
    select * from {{ ref('int_receivable_documents') }}
    where account_key is not null
),

settled as (
    select
        document_key,
        sum(allocated_amount) as settled_amount,
        max(allocated_at) as last_settled_at
    from {{ ref('fct_allocations') }}
    where not is_released
    group by document_key
),

clock as (
    select * from {{ ref('int_delivery_clock') }}
),

opened as (
    select
        documents.*,
        settled.last_settled_at,
        coalesce(settled.settled_amount, 0) as settled_amount,
        documents.amount - coalesce(settled.settled_amount, 0) as open_amount
    from documents
    left join settled
        on settled.document_key = documents.document_key
),

aged as (
    select
        ---------- ids
        opened.document_key,
        opened.document_reference,
        opened.account_key,
        ---------- strings
        opened.document_kind,
        opened.issuer,
        opened.currency,
        ---------- numbers
        opened.amount,
        cast(opened.settled_amount as decimal(18, 4)) as settled_amount,
        cast(opened.open_amount as decimal(18, 4)) as open_amount,
        case
            when opened.open_amount > 0
                then greatest(0, {{ days_between('opened.due_date', 'clock.billed_as_of_date') }})
            else 0
        end as days_overdue,
        ---------- booleans
        opened.open_amount > 0 as is_open,
        ---------- dates and times
        opened.due_date,
        opened.issued_at,
        case when opened.open_amount = 0 then opened.last_settled_at end as settled_at
    from opened
    cross join clock
)

select * from aged
