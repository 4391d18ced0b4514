with

outage_changes as (
    select * from {{ ref('stg_network__outages') }}
),

outages as (
    {{ latest_change('outage_changes', ['outage_id', 'element_kind', 'element_id']) }}
),

cells as (
    select * from {{ ref('dim_cells') }}
),

sites as (
    select
        site_id,
        min(region) as region,
        count(*) as cell_count
    from cells
    group by site_id
),

clock as (
    select * from {{ ref('int_delivery_clock') }}
),

timed as (
    select
        ---------- ids
        outages.outage_id,
        outages.element_kind,
        outages.element_id,
        coalesce(cells.site_id, sites.site_id) as site_id,
        ---------- strings
        outages.cause,
        outages.severity,
        coalesce(cells.region, sites.region) as region,
        ---------- numbers
        -- one that lasts is as long as it has been at the last delivery
        cast({{ seconds_between(
            'outages.began_at', 'greatest(outages.began_at, coalesce(outages.ended_at, clock.as_of))'
        ) }} as bigint) as duration_seconds,
        cast(
            case outages.element_kind
                when 'cell' then 1
                when 'site' then coalesce(sites.cell_count, 0)
                else 0
            end as bigint
        ) as cell_count,
        ---------- booleans
        outages.is_planned,
        outages.ended_at is null as is_open,
        ---------- dates and times
        {{ local_date('outages.began_at') }} as began_date,
        outages.began_at,
        outages.ended_at
    from outages
    cross join clock
    left join cells
        on outages.element_kind = 'cell'
        and cells.cell_id = outages.element_id
    left join sites
        on outages.element_kind = 'site'
        and sites.site_id = outages.element_id
    where outages.status <> 'none'
)

select * from timed
