with

source as (
    select * from {{ source('billing', 'ledger_postings') }}
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
        posting_id,
        journal_id,
        posted_at,
        booking_date,
        ledger_account,
        ledger_account_class,
        side,
        amount,
        currency,
        account_id_key as account_key,
        document_kind,
        document_reference,
        description
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
