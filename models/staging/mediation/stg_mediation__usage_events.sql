with

source as (
    select * from {{ source('mediation', 'usage_events') }}
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
        trunk,
        reversal_of,
        case when record_number > 0 then charging_id end as session_id,
        ---------- strings
        service,
        direction,
        outcome,
        ---------- numbers
        quantity,
        ---------- times
        cast(started_at as date) as started_date,
        started_at
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
