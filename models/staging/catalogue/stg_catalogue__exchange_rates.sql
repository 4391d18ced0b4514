with

source as (
    select * from {{ source('catalogue', 'exchange_rates') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as row_id,
        cast(load as bigint) as load_seq,
        file_no,
        line_no,
        ---------- what the record says
        base_currency,
        quote_currency,
        rate_date,
        rate
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
