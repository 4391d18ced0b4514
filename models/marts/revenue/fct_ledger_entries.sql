with

arrived as (
    select * from {{ ref('stg_billing__ledger_postings') }}
),

postings as (
    {{ one_record('arrived', ['posting_id']) }}
),

entries as (
    select
        ---------- ids
        posting_id,
        journal_id,
        account_key,
        document_reference,
        ---------- strings
        ledger_account,
        ledger_account_class,
        side,
        document_kind,
        currency,
        ---------- numbers
        cast(case when side = 'debit' then amount else 0 end as decimal(18, 4)) as debit_amount,
        cast(case when side = 'credit' then amount else 0 end as decimal(18, 4)) as credit_amount,
        ---------- dates and times
        booking_date,
        posted_at
    from postings
)

select * from entries
