with

arrived as (
    select * from {{ ref('stg_payments__bank_statements') }}
),

-- a page that comes again corrects the one before, unless the bank marks it as a copy
ranked as (
    select
        arrived.*,
        row_number() over (
            partition by bank_account, statement_id, page_number
            order by case when is_duplicate then 1 else 0 end, created_at desc, row_id desc
        ) as place
    from arrived
),

pages as (
    select
        bank_account,
        statement_id,
        page_number,
        load_seq,
        file_no,
        statement_number,
        currency,
        opening_balance_amount,
        opening_balance_currency,
        opening_balance_date,
        closing_balance_amount,
        closing_balance_currency,
        closing_balance_date,
        entry_count,
        created_at
    from ranked
    where place = 1
)

select * from pages
