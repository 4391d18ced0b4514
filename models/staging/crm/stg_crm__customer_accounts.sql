with

source as (
    select * from {{ source('crm', 'customer_accounts') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as row_id,
        cast(load as bigint) as load_seq,
        file_no,
        line_no,
        ---------- what the record says
        customer_id_key as customer_key,
        account_id_key as account_key,
        role,
        status,
        valid_from,
        coalesce(valid_to, {{ end_of_time() }}) as valid_to
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
