with

source as (
    select * from {{ source('crm', 'campaigns') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as row_id,
        cast(load as bigint) as load_seq,
        file_no,
        line_no,
        ---------- what the record says
        campaign_id,
        name,
        objective,
        channel,
        offer_id,
        holdout_share,
        conversion_days,
        cost_amount,
        currency,
        starts_at,
        ends_at
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
