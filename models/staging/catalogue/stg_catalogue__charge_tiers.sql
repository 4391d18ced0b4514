with

source as (
    select * from {{ source('catalogue', 'charge_tiers') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as row_id,
        cast(load as bigint) as load_seq,
        file_no,
        line_no,
        ---------- what the record says
        charge_id,
        from_quantity,
        unit_price,
        rate_unit,
        coalesce(increment, 1) as increment,
        coalesce(flat_fee, 0) as flat_fee,
        status,
        valid_from,
        coalesce(valid_to, {{ end_of_time() }}) as valid_to
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
