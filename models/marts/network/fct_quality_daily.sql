with

cell_hours as (
    select * from {{ ref('fct_cell_hours') }}
),

summed as (
    select
        cell_id,
        local_day,
        count(*) as hour_count,
        count(case when is_reported then 1 end) as reported_hour_count,
        cast(sum(available_seconds) as bigint) as available_seconds,
        cast(sum(planned_outage_seconds) as bigint) as planned_outage_seconds,
        cast(sum(setup_attempts) as bigint) as setup_attempts,
        cast(sum(setup_successes) as bigint) as setup_successes,
        cast(sum(releases) as bigint) as releases,
        cast(sum(drops) as bigint) as drops,
        cast(sum(transfer_attempts) as bigint) as transfer_attempts,
        cast(sum(transfer_successes) as bigint) as transfer_successes,
        cast(sum(downlink_bytes) as bigint) as downlink_bytes,
        cast(sum(uplink_bytes) as bigint) as uplink_bytes,
        cast(sum(downlink_blocks_used) as bigint) as downlink_blocks_used,
        cast(sum(downlink_blocks_available) as bigint) as downlink_blocks_available,
        cast(max(peak_users) as bigint) as peak_users,
        -- an hour counts by the transfers that met its latency
        cast(
            sum(case when latency_milliseconds is not null then transfer_attempts end) as bigint
        ) as latency_weight,
        cast(
            sum(cast(latency_milliseconds * 1000 as bigint) * transfer_attempts)
            as {{ wide_integer() }}
        ) as weighted_latency
    from cell_hours
    group by cell_id, local_day
),

daily as (
    select
        ---------- ids
        cell_id,
        ---------- numbers
        hour_count,
        reported_hour_count,
        available_seconds,
        planned_outage_seconds,
        setup_attempts,
        setup_successes,
        releases,
        drops,
        transfer_attempts,
        transfer_successes,
        downlink_bytes,
        uplink_bytes,
        peak_users,
        {{ ratio('available_seconds', '(reported_hour_count * 3600 - planned_outage_seconds)') }}
            as availability,
        {{ ratio('setup_successes', 'setup_attempts') }} as setup_success_rate,
        {{ ratio('drops', 'releases') }} as drop_rate,
        {{ ratio('transfer_successes', 'transfer_attempts') }} as transfer_success_rate,
        {{ ratio('downlink_blocks_used', 'downlink_blocks_available') }} as downlink_utilisation,
        cast({{ ratio('weighted_latency', '(latency_weight * 1000)') }} as decimal(12, 3))
            as latency_milliseconds,
        ---------- booleans
        hour_count = reported_hour_count as is_complete,
        ---------- dates
        local_day
    from summed
)

select * from daily
