with

source as (
    select * from {{ source('crm', 'offers') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as row_id,
        cast(load as bigint) as load_seq,
        file_no,
        line_no,
        ---------- what the record says
        offer_id,
        name,
        name_en,
        kind,
        plan_id,
        discount_rate,
        discount_amount,
        currency,
        duration_months,
        cost_amount,
        valid_from,
        coalesce(valid_to, {{ end_of_time() }}) as valid_to
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
