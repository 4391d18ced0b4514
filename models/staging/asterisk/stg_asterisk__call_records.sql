with

source as (
    select * from {{ source('asterisk', 'call_records') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as event_id,
        cast(load as bigint) as load_seq,
        file_no,
        event_key,
        src_key as line_key,
        dst_key as other_party_key,
        dst_prefix as other_party_prefix,
        ---------- strings
        'voice' as service,
        -- the PBX writes one record for the leg that its own extension began
        'outgoing' as direction,
        case disposition
            when 'ANSWERED' then 'completed'
            when 'NO ANSWER' then 'unanswered'
            else 'failed'
        end as outcome,
        ---------- numbers
        billsec as quantity,
        ---------- times
        cast(coalesce(answer, start) as date) as started_date,
        coalesce(answer, start) as started_at
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
