with

cell_hours as (
    select * from {{ ref('fct_cell_hours') }}
    where is_reported
),

ranked as (
    -- of hours that are equally full the first: the choice must not hang on the order of rows
    select
        *,
        row_number() over (
            partition by cell_id, local_day
            order by
                downlink_utilisation desc nulls last, downlink_bytes desc, hour_starts_at asc
        ) as place
    from cell_hours
),

busy_hours as (
    select
        ---------- ids
        cell_id,
        ---------- numbers
        downlink_utilisation,
        downlink_bytes,
        uplink_bytes,
        {{ ratio('voice_seconds', '3600') }} as voice_erlangs,
        peak_users,
        ---------- dates and times
        local_day,
        hour_starts_at
    from ranked
    where place = 1
)

select * from busy_hours
