{%- set load_of_event = load_of('event_id') %}
{%- set original, recycled_for = 'original_event_id', "'quantity_out_of_range'" %}

with

suspense as (
    select * from {{ ref('fct_suspense') }}
),

adjustments as (
    select * from {{ ref('fct_usage_adjustments') }}
),

releases as (
    select * from {{ ref('stg_trunkline__usage_releases') }}
),

orders as (
    -- an event that another subscription must pay has two rows of one order
    select distinct
        event_id,
        order_seq
    from {{ ref('fct_rerating_adjustments') }}
),

periods as (
    select * from {{ ref('dim_billing_periods') }}
    where close_load_seq is not null
),

load_times as (
    select
        load_seq,
        max(landed_at) as landed_at
    from {{ ref('fct_load_files') }}
    group by load_seq
),

-- the events whose life is another than received, guided and rated by one load, and billed
followed as (
    select event_id from suspense
    union
    select event_id from adjustments
    union
    select original_event_id as event_id from adjustments
    union
    select event_id from orders
),

rated as (
    select
        rated_usage.event_id,
        rated_usage.rating_seq,
        rated_usage.cycle_day,
        rated_usage.charged_period
    from {{ ref('fct_rated_usage') }} as rated_usage
    inner join followed
        on followed.event_id = rated_usage.event_id
    union all
    select
        event_id,
        rating_seq,
        cycle_day,
        charged_period
    from adjustments
),

billed as (
    select
        rated.event_id,
        periods.close_load_seq
    from rated
    inner join periods
        on periods.cycle_day = rated.cycle_day
        and periods.period = rated.charged_period
),

rejected as (
    select
        event_id,
        load_seq,
        cured_seq,
        first_reason,
        reason
    from suspense
    union all
    -- a reversal that waited for its original and counts since
    select
        event_id,
        {{ load_of_event }} as load_seq,
        rating_seq as cured_seq,
        'original_not_rated' as first_reason,
        'original_not_rated' as reason
    from adjustments
    where rating_seq > {{ load_of_event }}
),

released as (
    select
        releases.event_id,
        min(releases.load_seq) as load_seq
    from releases
    inner join suspense
        on suspense.event_id = releases.event_id
    group by releases.event_id
),

changes as (
    {{ event_change('received', load_of_event, 'load', 1) }}
    from followed
    union all
    {{ event_change('rejected', 'load_seq', 'load', 2, 'first_reason') }}
    from rejected
    union all
    {{ event_change('recycled', 'load_seq', 'release', 3, recycled_for) }}
    from released
    union all
    {{ event_change('recycled', 'cured_seq', 'load', 4, 'reason') }}
    from rejected
    where cured_seq is not null
    union all
    {{ event_change('guided', 'rating_seq', 'rating', 5) }}
    from rated
    union all
    {{ event_change('rated', 'rating_seq', 'rating', 6) }}
    from rated
    union all
    {{ event_change('reversed', 'rating_seq', 'reversal', 7, event_id=original) }}
    from adjustments
    union all
    {{ event_change('written_off', 'written_off_seq', 'write_off', 8, 'reason') }}
    from suspense
    where written_off_seq is not null
    union all
    {{ event_change('billed', 'close_load_seq', 'close', 9) }}
    from billed
    union all
    {{ event_change('rerated', 'order_seq', 'order', 10) }}
    from orders
),

dated as (
    select
        changes.event_id,
        changes.changed_seq,
        changes.place,
        changes.status,
        changes.caused_by,
        changes.reason,
        load_times.landed_at as changed_at
    from changes
    inner join load_times
        on load_times.load_seq = changes.changed_seq
)

select * from dated
