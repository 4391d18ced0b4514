with

entries as (
    select * from {{ ref('int_account_entries') }}
),

documents_aged as (
    select * from {{ ref('int_documents_aged') }}
),

clock as (
    select * from {{ ref('int_delivery_clock') }}
),

dates as (
    select * from {{ ref('dim_dates') }}
),

months as (
    select
        dates.date_day as month,
        {{ utc_of_local_midnight(next_month('dates.date_day')) }} <= clock.billed_as_of as is_over
    from dates
    cross join clock
    where dates.day_number = 1
        and dates.begins_at <= clock.billed_as_of
),

accounts as (
    select
        account_key,
        currency,
        min(entry_month) as first_month
    from entries
    group by account_key, currency
),

moved as (
    select
        account_key,
        currency,
        entry_month,
        sum(case when entry_kind = 'invoiced' then amount else 0 end) as invoiced_amount,
        sum(case when entry_kind = 'adjusted' then amount else 0 end) as adjusted_amount,
        sum(case when entry_kind = 'paid' then amount else 0 end) as paid_amount,
        sum(case when entry_kind = 'given_back' then amount else 0 end) as given_back_amount,
        sum(amount) as moved_amount
    from entries
    group by account_key, currency, entry_month
),

balances as (
    select
        accounts.account_key,
        accounts.currency,
        coalesce(moved.invoiced_amount, 0) as invoiced_amount,
        coalesce(moved.adjusted_amount, 0) as adjusted_amount,
        coalesce(moved.paid_amount, 0) as paid_amount,
        coalesce(moved.given_back_amount, 0) as given_back_amount,
        coalesce(moved.moved_amount, 0) as moved_amount,
        sum(coalesce(moved.moved_amount, 0)) over (
            partition by accounts.account_key, accounts.currency order by months.month
            rows between unbounded preceding and current row
        ) as closing_amount,
        months.is_over,
        months.month
    from accounts
    inner join months
        on months.month >= accounts.first_month
    left join moved
        on moved.account_key = accounts.account_key
        and moved.currency = accounts.currency
        and moved.entry_month = months.month
),

aged as (
    select
        account_key,
        currency,
        month,
        sum(open_amount) as open_amount,
        sum(case when days_overdue <= 0 then open_amount else 0 end) as not_due,
        sum(case when days_overdue between 1 and 30 then open_amount else 0 end) as to_30,
        sum(case when days_overdue between 31 and 60 then open_amount else 0 end) as to_60,
        sum(case when days_overdue between 61 and 90 then open_amount else 0 end) as to_90,
        sum(case when days_overdue > 90 then open_amount else 0 end) as over_90,
        count(*) as open_document_count
    from documents_aged
    group by account_key, currency, month
),

receivables as (
    select
        ---------- ids
        balances.account_key,
        ---------- strings
        balances.currency,
        ---------- numbers
        cast(balances.closing_amount - balances.moved_amount as decimal(18, 4)) as opening_amount,
        cast(balances.invoiced_amount as decimal(18, 4)) as invoiced_amount,
        cast(balances.adjusted_amount as decimal(18, 4)) as adjusted_amount,
        cast(balances.paid_amount as decimal(18, 4)) as paid_amount,
        cast(balances.given_back_amount as decimal(18, 4)) as given_back_amount,
        cast(balances.closing_amount as decimal(18, 4)) as closing_amount,
        cast(coalesce(aged.open_amount, 0) as decimal(18, 4)) as open_amount,
        cast(
            coalesce(aged.open_amount, 0) - balances.closing_amount as decimal(18, 4)
        ) as credit_amount,
        cast(coalesce(aged.not_due, 0) as decimal(18, 4)) as not_due_amount,
        cast(coalesce(aged.to_30, 0) as decimal(18, 4)) as overdue_1_to_30_amount,
        cast(coalesce(aged.to_60, 0) as decimal(18, 4)) as overdue_31_to_60_amount,
        cast(coalesce(aged.to_90, 0) as decimal(18, 4)) as overdue_61_to_90_amount,
        cast(coalesce(aged.over_90, 0) as decimal(18, 4)) as overdue_over_90_amount,
        coalesce(aged.open_document_count, 0) as open_document_count,
        ---------- booleans
        balances.is_over,
        ---------- dates
        balances.month
    from balances
    left join aged
        on aged.account_key = balances.account_key
        and aged.currency = balances.currency
        and aged.month = balances.month
)

select * from receivables
