with

source as (
    select * from {{ source('catalogue', 'usage_alerts') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as row_id,
        cast(load as bigint) as load_seq,
        file_no,
        line_no,
        ---------- what the record says
        alert_id,
        share,
        measure,
        limit_amount,
        currency,
        limit_quantity,
        window_minutes,
        plan_id,
        segment,
        service,
        direction,
        zone,
        account_id_key as account_key,
        subscription_id,
        status,
        valid_from,
        coalesce(valid_to, {{ end_of_time() }}) as valid_to
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
