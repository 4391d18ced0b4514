with

source as (
    select * from {{ source('billing', 'one_time_charges') }}
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
        charge_reference,
        subscription_id,
        charged_at,
        description,
        amount,
        currency,
        tax_code
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
