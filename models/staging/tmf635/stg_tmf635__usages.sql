with

source as (
    select * from {{ source('tmf635', 'usages') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as event_id,
        cast(load as bigint) as load_seq,
        file_no,
        event_key,
        charged_party_key as line_key,
        other_party_key,
        other_party_prefix,
        cell_id,
        visited_network,
        reversal_of,
        case when record_number > 0 then charging_id end as session_id,
        ---------- strings
        service,
        direction,
        outcome,
        status,
        usage_specification,
        rated_currency,
        ---------- numbers
        quantity,
        rated_amount,
        ---------- times
        cast(started_at as date) as started_date,
        started_at
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
