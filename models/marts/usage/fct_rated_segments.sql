{{ config(materialized='incremental', full_refresh=false, incremental_strategy='append') }}

{%- set seen = lower_bound('rating_seq') %}

with

segments as (
    select * from {{ ref('int_segments_charged') }}
    where rating_seq > {{ seen }}
),

register as (
    select * from {{ ref('int_segments_registered') }}
    where rating_seq > {{ seen }} and rating_seq <= {{ watermark() }}
),

tariffs as (
    select * from {{ ref('int_tariffs') }}
),

rated_usage as (
    select * from {{ ref('fct_rated_usage') }}
    where rating_seq > {{ seen }} and segment_count > 1
),

open_segments as (
    select
        segments.*,
        rated_usage.cycle_day,
        rated_usage.charged_period
    from segments
    inner join rated_usage
        on rated_usage.event_id = segments.event_id
    left join register
        on register.event_id = segments.event_id
    where register.event_id is null
),

rated as (
    select
        ---------- ids
        open_segments.event_id,
        open_segments.segment_number,
        open_segments.rating_seq,
        tariffs.charge_id,
        open_segments.charge_row_id,
        open_segments.tier_row_id,
        ---------- strings
        open_segments.time_band,
        ---------- numbers
        open_segments.cycle_day,
        open_segments.from_offset,
        open_segments.used_quantity as quantity,
        open_segments.metered_quantity,
        open_segments.free_quantity,
        open_segments.charged_quantity,
        open_segments.connect_fee,
        open_segments.charge,
        ---------- dates
        open_segments.charged_period
    from open_segments
    inner join tariffs
        on tariffs.charge_row_id = open_segments.charge_row_id
        and tariffs.tier_row_id = open_segments.tier_row_id
    union all
    select
        event_id,
        segment_number,
        rating_seq,
        charge_id,
        charge_row_id,
        tier_row_id,
        time_band,
        cycle_day,
        from_offset,
        quantity,
        metered_quantity,
        free_quantity,
        charged_quantity,
        connect_fee,
        charge,
        charged_period
    from register
)

select * from rated
