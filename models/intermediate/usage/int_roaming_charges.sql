{{ config(materialized='view') }}

with

tap_records as (
    select * from {{ ref('stg_roaming__tap_records') }}
),

tap_files as (
    select * from {{ ref('stg_roaming__tap_files') }}
),

duplicates as (
    select * from {{ ref('int_usage_duplicates') }}
),

-- a file and its events land together; one that comes twice in a load states the same
files_of_load as (
    select
        load_seq,
        sender,
        recipient,
        file_type,
        file_sequence_number,
        max(local_currency) as local_currency,
        min(case when has_agreeing_amounts then 1 else 0 end) = 1 as has_agreeing_amounts
    from tap_files
    group by load_seq, sender, recipient, file_type, file_sequence_number
),

charged as (
    select
        tap_records.event_id,
        tap_records.load_seq,
        tap_records.reversal_of,
        tap_records.sender as partner,
        tap_records.visited_network,
        tap_records.record_type,
        tap_records.service,
        tap_records.direction,
        tap_records.currency,
        files_of_load.local_currency,
        tap_records.file_sequence_number,
        tap_records.record_position,
        -- a record that a corrected file no longer holds is taken back, and with it its charge
        case when tap_records.reversal_of is null then 1 else -1 end as sign,
        tap_records.charge_amount,
        tap_records.tax_amount,
        tap_records.discount_amount,
        tap_records.exchange_rate,
        -- a file that came as CSV states no totals that could disagree
        coalesce(files_of_load.has_agreeing_amounts, true) as has_agreeing_amounts,
        tap_records.started_date,
        tap_records.started_at
    from tap_records
    left join files_of_load
        on files_of_load.load_seq = tap_records.load_seq
        and files_of_load.sender = tap_records.sender
        and files_of_load.recipient = tap_records.recipient
        and files_of_load.file_type = tap_records.file_type
        and files_of_load.file_sequence_number = tap_records.file_sequence_number
    left join duplicates
        on duplicates.event_id = tap_records.event_id
    where tap_records.charge_amount is not null
        and tap_records.file_type = 'charging'
        and duplicates.event_id is null
)

select * from charged
