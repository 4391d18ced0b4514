with

source as (
    select * from {{ source('catalogue', 'charges') }}
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
        plan_id,
        charge_kind,
        description,
        service,
        direction,
        zone,
        time_band,
        initial_increment,
        next_increment,
        rate_unit,
        connect_fee,
        amount,
        currency,
        tax_code,
        status,
        valid_from,
        coalesce(valid_to, {{ end_of_time() }}) as valid_to
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
