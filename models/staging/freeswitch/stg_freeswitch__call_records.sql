with

source as (
    select * from {{ source('freeswitch', 'call_records') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as event_id,
        cast(load as bigint) as load_seq,
        file_no,
        event_key,
        uuid as leg_id,
        bleg_uuid as other_leg_id,
        signal_bond as signalled_leg_id,
        caller_id_number_key as line_key,
        destination_number_key as other_party_key,
        destination_number_prefix as other_party_prefix,
        ---------- strings
        'voice' as service,
        direction as switch_direction,
        case
            when answer_stamp is not null then 'completed'
            -- the caller gave up, or nobody took the call: rung, but not answered. One template has
            -- no cause.
            when
                coalesce(hangup_cause, 'NO_ANSWER') in (
                    'NO_ANSWER',
                    'NO_USER_RESPONSE',
                    'ORIGINATOR_CANCEL',
                    'ALLOTTED_TIMEOUT',
                    'PROGRESS_TIMEOUT',
                    'NORMAL_CLEARING'
                )
                then 'unanswered'
            else 'failed'
        end as outcome,
        ---------- numbers
        billsec as quantity,
        ---------- times
        cast(coalesce(answer_stamp, start_stamp, end_stamp) as date) as started_date,
        coalesce(answer_stamp, start_stamp, end_stamp) as started_at,
        coalesce(start_stamp, answer_stamp, end_stamp) as set_up_at
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
