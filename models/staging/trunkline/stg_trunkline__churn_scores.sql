with

source as (
    select * from {{ source('trunkline', 'churn_scores') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as row_id,
        cast(load as bigint) as load_seq,
        file_no,
        line_no,
        ---------- what the record says
        model_name,
        model_version,
        as_of_date,
        subscription_id,
        customer_key,
        account_key,
        score,
        horizon_days,
        main_reason,
        snapshot_id,
        scored_at
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
