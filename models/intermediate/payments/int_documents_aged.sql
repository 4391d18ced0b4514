with

documents as (
    select * from {{ ref('int_receivable_documents') }}
    where account_key is not null
),

allocations as (
    select * from {{ ref('fct_allocations') }}
),

clock as (
    select * from {{ ref('int_delivery_clock') }}
),

dates as (
    select * from {{ ref('dim_dates') }}
),

months as (
    -- the month that runs is aged at the last delivery or close, one that is over at its last day
    select
        dates.date_day as month,
        {{ next_month('dates.date_day') }} as next_month,
        {{ utc_of_local_midnight(next_month('dates.date_day')) }} as month_to,
        clock.billed_as_of_date
    from dates
    cross join clock
    where dates.day_number = 1
        and dates.begins_at <= clock.billed_as_of
),

owed as (
    select
        documents.*,
        months.month,
        months.month_to,
        {{ days_between(
            'documents.due_date',
            "least(cast(months.next_month - interval 1 day as date), months.billed_as_of_date)"
        ) }} as days_overdue
    from documents
    inner join months
        on documents.issued_at < months.month_to
),

settled as (
    select
        owed.document_key,
        owed.month,
        sum(allocations.allocated_amount) as settled_amount
    from owed
    inner join allocations
        on allocations.document_key = owed.document_key
        and allocations.allocated_at < owed.month_to
        and coalesce(allocations.released_at, {{ end_of_time() }}) >= owed.month_to
    group by owed.document_key, owed.month
),

opened as (
    select
        owed.document_key,
        owed.account_key,
        owed.currency,
        -- a document that was paid twice is a credit of the account, not a negative debt
        greatest(0, owed.amount - coalesce(settled.settled_amount, 0)) as open_amount,
        owed.days_overdue,
        owed.month
    from owed
    left join settled
        on settled.document_key = owed.document_key
        and settled.month = owed.month
)

select * from opened
where open_amount > 0
