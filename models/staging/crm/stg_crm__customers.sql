with

source as (
    select * from {{ source('crm', 'customers') }}
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
        customer_kind,
        name_key,
        email_key,
        contact_number_key,
        segment,
        region,
        birth_year,
        status,
        status_reason,
        customer_since,
        acquisition_channel,
        credit_class,
        household_size,
        preferred_language,
        preferred_channel,
        preferred_payment_method,
        wants_paper_bill,
        quiet_from,
        quiet_until,
        interests,
        changed_at
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
