with

usage_daily as (
    select * from {{ ref('fct_usage_daily') }}
),

suspense as (
    -- a reversal that waits takes back what was used, and adds none
    select * from {{ ref('fct_suspense') }}
    where status = 'open'
        and reason not in ('original_not_rated', 'already_reversed')
),

invoices as (
    select * from {{ ref('fct_invoices') }}
),

receivables as (
    select * from {{ ref('fct_receivables') }}
    where document_kind = 'invoice'
),

payments as (
    select * from {{ ref('fct_payments') }}
    where settled_amount > 0
),

ledger_entries as (
    select * from {{ ref('fct_ledger_entries') }}
    where ledger_account_class = 'receivable'
        and side = 'debit'
),

-- each stage on its own day: the way of the money, not of one event
stages as (
    select
        'used' as stage,
        usage_date as stage_day,
        currency,
        event_count as record_count,
        charge_amount as amount
    from usage_daily
    union all
    select
        'used' as stage,
        {{ local_date('started_at') }} as stage_day,
        coalesce(currency, 'unknown') as currency,
        1 as record_count,
        coalesce(estimated_amount, 0) as amount
    from suspense
    union all
    select
        'rated' as stage,
        usage_date as stage_day,
        currency,
        event_count as record_count,
        charge_amount as amount
    from usage_daily
    union all
    select
        'billed' as stage,
        {{ local_date('issued_at') }} as stage_day,
        currency,
        1 as record_count,
        gross_amount as amount
    from invoices
    union all
    select
        'owed' as stage,
        {{ local_date('issued_at') }} as stage_day,
        currency,
        1 as record_count,
        amount
    from receivables
    union all
    select
        'posted' as stage,
        booking_date as stage_day,
        currency,
        1 as record_count,
        debit_amount as amount
    from ledger_entries
    union all
    select
        'paid' as stage,
        settled_date as stage_day,
        currency,
        1 as record_count,
        settled_amount as amount
    from payments
),

daily as (
    select
        stage,
        currency,
        cast(sum(record_count) as bigint) as record_count,
        cast(sum(amount) as decimal(24, 6)) as amount,
        stage_day
    from stages
    group by stage, stage_day, currency
)

select * from daily
