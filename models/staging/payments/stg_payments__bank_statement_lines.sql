with

source as (
    select * from {{ source('payments', 'bank_statement_lines') }}
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
        entry_number,
        detail_number,
        detail_count,
        created_at,
        entry_reference,
        booking_date,
        value_date,
        status,
        entry_amount,
        amount,
        currency,
        entry_currency,
        is_reversal,
        bank_transaction_code,
        return_reason,
        end_to_end_id,
        mandate_id,
        creditor_reference,
        counterparty_name_key,
        counterparty_account_key
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
