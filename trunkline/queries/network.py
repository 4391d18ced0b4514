"""Which cells fill up, how good the service is, what was out and what is not known."""

from __future__ import annotations

from trunkline.queries.conditions import DAYS, MONTH, OWN_REGION, condition
from trunkline.queries.listing import listing

IN_REGIONS = condition("cells", OWN_REGION)
# Mean of the busy hours of a month's days (ITU-T E.500), so that one odd day does not rule.
FULLEST = f"""
with busy as (
    select
        hours.cell_id,
        cells.technology,
        cells.region,
        cells.area_class,
        hours.downlink_utilisation,
        hours.downlink_bytes,
        hours.peak_users,
        hours.local_day
    from fct_busy_hours as hours
    inner join dim_cells as cells
        on cells.cell_id = hours.cell_id
    where {IN_REGIONS}
)

select
    busy.cell_id,
    busy.technology,
    busy.region,
    busy.area_class,
    cast(round(avg(busy.downlink_utilisation), 6) as decimal(9, 6)) as busy_hour_share,
    cast(max(busy.downlink_utilisation) as decimal(9, 6)) as fullest_hour_share,
    max(busy.peak_users) as peak_users,
    count(*) as day_count
from busy
where {condition("busy", MONTH, DAYS, column="local_day")}
group by busy.cell_id, busy.technology, busy.region, busy.area_class
having count(busy.downlink_utilisation) > 0
order by busy_hour_share desc, busy.cell_id
"""

QUALITY_BY_DAY = f"""
select
    days.local_day,
    cast(round(
        sum(days.available_seconds)
        / nullif(sum(days.reported_hour_count) * 3600 - sum(days.planned_outage_seconds), 0),
        6
    ) as decimal(9, 6)) as availability,
    cast(round(
        sum(days.setup_successes) / nullif(sum(days.setup_attempts), 0), 6
    ) as decimal(9, 6)) as setup_success_rate,
    cast(round(sum(days.drops) / nullif(sum(days.releases), 0), 6) as decimal(9, 6)) as drop_rate,
    cast(round(
        sum(days.transfer_successes) / nullif(sum(days.transfer_attempts), 0), 6
    ) as decimal(9, 6)) as transfer_success_rate,
    count(*) as cell_count,
    cast(sum(days.hour_count - days.reported_hour_count) as bigint) as missing_hours
from fct_quality_daily as days
inner join dim_cells as cells
    on cells.cell_id = days.cell_id
where {IN_REGIONS} and {condition("days", MONTH, DAYS, column="local_day")}
group by days.local_day
order by days.local_day
"""

WORST = f"""
select
    days.cell_id,
    cells.technology,
    cells.region,
    cells.area_class,
    cast(round(
        sum(days.available_seconds)
        / nullif(sum(days.reported_hour_count) * 3600 - sum(days.planned_outage_seconds), 0),
        6
    ) as decimal(9, 6)) as availability,
    cast(round(
        sum(days.setup_successes) / nullif(sum(days.setup_attempts), 0), 6
    ) as decimal(9, 6)) as setup_success_rate,
    cast(round(sum(days.drops) / nullif(sum(days.releases), 0), 6) as decimal(9, 6)) as drop_rate,
    cast(round(
        sum(days.transfer_successes) / nullif(sum(days.transfer_attempts), 0), 6
    ) as decimal(9, 6)) as transfer_success_rate,
    cast(sum(days.hour_count - days.reported_hour_count) as bigint) as missing_hours
from fct_quality_daily as days
inner join dim_cells as cells
    on cells.cell_id = days.cell_id
where {IN_REGIONS} and {condition("days", MONTH, DAYS, column="local_day")}
group by days.cell_id, cells.technology, cells.region, cells.area_class
order by transfer_success_rate nulls last, days.cell_id
"""

# One line an outage, however many elements it hits; one that lasts stays on show in every month.
OUTAGES = f"""
select
    outages.outage_id,
    case when bool_or(outages.is_open) then 'open' else 'over' end as outage_state,
    any_value(outages.cause) as cause,
    any_value(outages.severity) as severity,
    any_value(outages.region) as region,
    bool_or(outages.is_planned) as is_planned,
    min(outages.began_at) as began_at,
    case when not bool_or(outages.is_open) then max(outages.ended_at) end as outage_ended_at,
    max(outages.duration_seconds) as duration_seconds,
    cast(sum(outages.cell_count) as bigint) as cell_count
from fct_outages as outages
where {condition("outages", OWN_REGION)}
    and (outages.is_open or {condition("outages", MONTH, DAYS, column="began_date")})
group by outages.outage_id
order by outage_state, is_planned, began_at desc, outages.outage_id
"""

MISSING_HOURS = f"""
select
    days.cell_id,
    cells.region,
    days.local_day,
    days.hour_count,
    days.hour_count - days.reported_hour_count as missing_hours
from fct_quality_daily as days
inner join dim_cells as cells
    on cells.cell_id = days.cell_id
where not days.is_complete
    and {IN_REGIONS} and {condition("days", MONTH, DAYS, column="local_day")}
order by missing_hours desc, days.local_day, days.cell_id
"""

fullest = listing(
    __name__,
    "fullest",
    FULLEST,
    "Cells by the mean utilisation of their busy hours, fullest first.",
)
quality_by_day = listing(
    __name__, "quality_by_day", QUALITY_BY_DAY, "Rates of each day over all chosen cells."
)
worst = listing(__name__, "worst", WORST, "Rates of each cell, fewest good transfers first.")
outages = listing(__name__, "outages", OUTAGES, "Outages: those that last, then the newest.")
missing_hours = listing(
    __name__, "missing_hours", MISSING_HOURS, "Days of cells with hours without counters."
)
