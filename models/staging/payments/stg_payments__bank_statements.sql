with

source as (
    select * from {{ source('payments', 'bank_statements') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as row_id,
        cast(load as bigint) as load_seq,
        file_no,
        line_no,
        ---------- what the record says
        event_key,
        bank_account,
        statement_id,
        page_number,
        is_last_page,
        statement_number,
        created_at,
        currency,
        opening_balance_amount,
        opening_balance_currency,
        opening_balance_date,
        closing_balance_amount,
        closing_balance_currency,
        closing_balance_date,
        opening_available_amount,
        opening_available_currency,
        closing_available_amount,
        closing_available_currency,
        entry_count,
        is_duplicate
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
