with

load_files as (
    select * from {{ ref('stg_trunkline__load_files') }}
),

counted as (
    select
        ---------- ids
        load_seq,
        file_no,
        ---------- strings
        source,
        entity,
        load_mode,
        origin,
        sha256,
        producer,
        ---------- numbers
        sequence,
        records,
        accepted,
        rejected,
        contract_version,
        ---------- times
        first_event_at,
        last_event_at,
        landed_at
    from load_files
)

select * from counted
