with

arrivals as (
    select * from {{ ref('int_usage_arrivals') }}
),

rated_usage as (
    select * from {{ ref('fct_rated_usage') }}
),

suspense as (
    select * from {{ ref('fct_suspense') }}
    where status <> 'cured'
),

adjustments as (
    select * from {{ ref('fct_usage_adjustments') }}
),

files as (
    select distinct
        load_seq,
        file_no,
        source
    from arrivals
),

counted as (
    select
        {{ load_of('event_id') }} as load_seq,
        {{ file_of('event_id') }} as file_no,
        'rated' as status,
        count(*) as event_count
    from rated_usage
    group by {{ load_of('event_id') }}, {{ file_of('event_id') }}
    union all
    select
        {{ load_of('event_id') }} as load_seq,
        {{ file_of('event_id') }} as file_no,
        case when status = 'open' then 'suspended' else status end as status,
        count(*) as event_count
    from suspense
    group by {{ load_of('event_id') }}, {{ file_of('event_id') }}, status
    union all
    select
        {{ load_of('event_id') }} as load_seq,
        {{ file_of('event_id') }} as file_no,
        'reversal' as status,
        count(*) as event_count
    from adjustments
    group by {{ load_of('event_id') }}, {{ file_of('event_id') }}
    union all
    select
        load_seq,
        file_no,
        arrival as status,
        event_count
    from arrivals
    where arrival in ('duplicate', 'non_chargeable')
),

statuses as (
    select
        counted.load_seq,
        counted.file_no,
        files.source,
        counted.status,
        cast(counted.event_count as bigint) as event_count
    from counted
    inner join files
        on files.load_seq = counted.load_seq
        and files.file_no = counted.file_no
)

select * from statuses
