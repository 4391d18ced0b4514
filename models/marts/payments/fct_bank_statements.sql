with

statements as (
    select * from {{ ref('int_bank_statement_pages') }}
),

lines as (
    select * from {{ ref('int_bank_statement_lines') }}
),

bank_credits as (
    select * from {{ ref('int_bank_credits') }}
),

credits as (
    select
        bank_account,
        statement_id,
        page_number,
        currency,
        count(*) as credit_count,
        sum(amount) as credit_amount,
        sum(case when is_matched then 1 else 0 end) as matched_credit_count,
        sum(case when is_matched then amount else 0 end) as matched_credit_amount
    from bank_credits
    group by bank_account, statement_id, page_number, currency
),

entries as (
    -- each line of an itemised entry bears the amount of the whole: the first line stands for it
    select
        lines.bank_account,
        lines.statement_id,
        lines.page_number,
        count(*) as entry_count,
        sum(case when lines.status = 'booked' then 1 else 0 end) as booked_count,
        sum(
            case
                when lines.status = 'booked' and lines.entry_currency = statements.currency
                    then lines.entry_amount
                else 0
            end
        ) as booked_amount
    from lines
    inner join statements
        on statements.bank_account = lines.bank_account
        and statements.statement_id = lines.statement_id
        and statements.page_number = lines.page_number
    where lines.detail_number in (0, 1)
    group by lines.bank_account, lines.statement_id, lines.page_number
),

compared as (
    select
        ---------- ids
        statements.bank_account,
        statements.statement_id,
        cast(statements.page_number as integer) as page_number,
        statements.statement_number,
        ---------- strings
        statements.currency,
        case
            when
                statements.opening_balance_amount is null
                or statements.closing_balance_amount is null
                then 'no_balance'
            when
                coalesce(statements.opening_balance_currency, '')
                <> coalesce(statements.currency, '')
                or coalesce(statements.closing_balance_currency, '')
                <> coalesce(statements.currency, '')
                then 'other_currency'
            when
                statements.closing_balance_amount - statements.opening_balance_amount
                = coalesce(entries.booked_amount, 0)
                then 'balanced'
            else 'unbalanced'
        end as balance_check,
        ---------- numbers
        cast(coalesce(entries.entry_count, 0) as bigint) as entry_count,
        cast(coalesce(entries.booked_count, 0) as bigint) as booked_count,
        statements.entry_count as stated_entry_count,
        case
            when statements.opening_balance_currency = statements.currency
                then statements.opening_balance_amount
        end as opening_balance_amount,
        cast(coalesce(entries.booked_amount, 0) as decimal(24, 5)) as booked_amount,
        case
            when statements.closing_balance_currency = statements.currency
                then statements.closing_balance_amount
        end as closing_balance_amount,
        cast(coalesce(credits.credit_count, 0) as bigint) as credit_count,
        cast(coalesce(credits.credit_amount, 0) as decimal(24, 5)) as credit_amount,
        cast(coalesce(credits.matched_credit_count, 0) as bigint) as matched_credit_count,
        cast(coalesce(credits.matched_credit_amount, 0) as decimal(24, 5)) as matched_credit_amount,
        ---------- dates and times
        statements.opening_balance_date,
        statements.closing_balance_date,
        statements.created_at
    from statements
    left join entries
        on entries.bank_account = statements.bank_account
        and entries.statement_id = statements.statement_id
        and entries.page_number = statements.page_number
    left join credits
        on credits.bank_account = statements.bank_account
        and credits.statement_id = statements.statement_id
        and credits.page_number = statements.page_number
        and credits.currency = statements.currency
),

proven as (
    select
        bank_account,
        statement_id,
        page_number,
        statement_number,
        currency,
        balance_check,
        entry_count,
        booked_count,
        opening_balance_amount,
        booked_amount,
        closing_balance_amount,
        credit_count,
        credit_amount,
        matched_credit_count,
        matched_credit_amount,
        cast(
            closing_balance_amount - opening_balance_amount - booked_amount as decimal(24, 5)
        ) as difference_amount,
        -- null where a balance is missing or in another currency: nothing can be proven then
        closing_balance_amount - opening_balance_amount = booked_amount as is_balanced,
        entry_count = stated_entry_count as is_complete,
        opening_balance_date,
        closing_balance_date,
        created_at
    from compared
)

select * from proven
