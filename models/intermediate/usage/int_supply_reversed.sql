{{ config(materialized='view') }}

with

costs as (
    select
        *,
        {{ event_of_supply_leg('event_id') }} as original_event_id
    from {{ ref('int_supply_rated') }}
),

named as (
    select * from {{ ref('int_reversals_named') }}
),

written_off as (
    select * from {{ ref('int_usage_written_off') }}
),

matched as (
    -- the supplier takes back what the event cost, once both are known
    select
        costs.*,
        named.event_id as reversal_event_id,
        greatest(named.load_seq, costs.rating_seq) as reversed_seq
    from costs
    inner join named
        on named.original_event_id = costs.original_event_id
),

standing as (
    select
        matched.*,
        row_number() over (
            partition by matched.original_event_id
            order by matched.reversed_seq, matched.reversal_event_id
        ) as place
    from matched
    left join written_off
        on written_off.event_id = matched.reversal_event_id
    where written_off.event_id is null or matched.reversed_seq < written_off.written_off_seq
)

-- an event is taken back once: the first reversal counts
select * from standing
where place = 1
