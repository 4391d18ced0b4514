with

followed as (
    select distinct
        account_key,
        as_of_date,
        month_before,
        as_of_at
    from {{ ref('int_subscriptions_followed') }}
),

invoices as (
    select * from {{ ref('fct_receivables') }}
    where document_kind = 'invoice'
),

payments as (
    select * from {{ ref('fct_payments') }}
    where returned_at is not null
),

receivables_monthly as (
    select * from {{ ref('fct_receivables_monthly') }}
),

invoices_before as (
    select
        followed.account_key,
        followed.as_of_date,
        invoices.amount,
        invoices.currency,
        invoices.issued_at,
        row_number() over (
            partition by followed.account_key, followed.as_of_date
            order by invoices.issued_at desc, invoices.document_key desc
        ) as place_from_last
    from followed
    inner join invoices
        on invoices.account_key = followed.account_key
        and invoices.issued_at < followed.as_of_at
),

bills as (
    select
        account_key,
        as_of_date,
        max(case when place_from_last = 1 then amount end) as last_invoice_amount,
        max(case when place_from_last = 2 then amount end) as invoice_before_amount,
        max(case when place_from_last = 1 then currency end) as invoice_currency,
        max(issued_at) as last_issued_at
    from invoices_before
    where place_from_last <= 2
    group by account_key, as_of_date
),

returns as (
    select
        followed.account_key,
        followed.as_of_date,
        count(*) as returned_payment_count,
        max(payments.returned_at) as last_returned_at
    from followed
    inner join payments
        on payments.account_key = followed.account_key
        and payments.returned_at < followed.as_of_at
        and payments.returned_at >= followed.as_of_at - interval 90 day
    group by followed.account_key, followed.as_of_date
),

before as (
    select
        followed.account_key,
        bills.invoice_currency,
        bills.last_invoice_amount,
        bills.invoice_before_amount,
        receivables_monthly.open_amount - receivables_monthly.not_due_amount as overdue_amount,
        coalesce(returns.returned_payment_count, 0) as returned_payment_count,
        followed.as_of_date,
        bills.last_issued_at,
        returns.last_returned_at
    from followed
    left join bills
        on bills.account_key = followed.account_key
        and bills.as_of_date = followed.as_of_date
    left join returns
        on returns.account_key = followed.account_key
        and returns.as_of_date = followed.as_of_date
    -- the balance at the end of the month before is the one at the as-of instant
    left join receivables_monthly
        on receivables_monthly.account_key = followed.account_key
        and receivables_monthly.currency = bills.invoice_currency
        and receivables_monthly.month = followed.month_before
)

select * from before
