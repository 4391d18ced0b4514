"""Guiding: who pays for an event, where it led, in which time band, in which period."""

from __future__ import annotations

import duckdb

from trunkline.queries.explanation.parts import EVENT, interval, place
from trunkline.queries.filters import Filters
from trunkline.queries.table import Table, run
from trunkline.queries.viewer import Viewer

MOST_CANDIDATES = 5


def holds(rows: str) -> str:
    """That a row of the marts applied when the event began, as known when it was rated."""
    return (
        f"{rows}.valid_from <= event.started_at and event.started_at < {rows}.valid_to"
        f" and {rows}.known_from <= event.rating_seq and event.rating_seq < {rows}.known_to"
    )


VERSION = "{0}.valid_from, {0}.valid_to, {0}.known_from, {0}.known_to"

# The marts keep neither the number nor the prefix of an event. Where the caller does not know them
# either, each is shown that belongs to the subscription, or leads to the zone, and held then;
# `candidates` says how many.
GUIDING = f"""{EVENT},

calendars as (
    select event.*, plan_calendars.calendar,
        timezone($zone, timezone('UTC', event.started_at)) as began,
        plan_calendars.known_from as calendar_from, plan_calendars.known_to as calendar_to
    from event
    left join dim_plan_calendars as plan_calendars
        on plan_calendars.plan_id = event.plan_id
        and plan_calendars.known_from <= event.rating_seq
        and event.rating_seq < plan_calendars.known_to
),

longest as (
    select prefix
    from dim_destinations
    where destination_kind = $destination_kind
        and (
            split_part(prefix, '>', 1) = '*'
            or starts_with(cast($destination_value as varchar), split_part(prefix, '>', 1))
        )
        and starts_with(
            split_part(cast($destination_value as varchar), '>', 2), split_part(prefix, '>', 2)
        )
    order by length(split_part(prefix, '>', 2)) desc,
        case when split_part(prefix, '>', 1) = '*' then 0 else length(prefix) end desc
    limit 1
),

items as (
    select 1 as place, 'number' as item, numbers.line_key as code, cast(null as varchar) as detail,
        numbers.source_row_id as row_id, {VERSION.format("numbers")}
    from event
    inner join dim_numbers as numbers
        on numbers.subscription_id = event.subscription_id and {holds("numbers")}
        and numbers.line_key = coalesce(cast($line_key as varchar), numbers.line_key)
    union all
    select 2, 'subscription', subscriptions.subscription_id, subscriptions.status,
        subscriptions.subscription_row_id, {VERSION.format("subscriptions")}
    from event
    inner join dim_subscriptions as subscriptions
        on subscriptions.subscription_row_id = event.subscription_row_id
        and {holds("subscriptions")}
    union all
    select 3, 'account', accounts.account_key, accounts.segment, accounts.account_row_id,
        {VERSION.format("accounts")}
    from event
    inner join dim_accounts as accounts
        on accounts.account_key = event.account_key and {holds("accounts")}
    union all
    select 4, 'plan', plans.plan_id, plans.plan_name_en, plans.plan_row_id,
        {VERSION.format("plans")}
    from event
    inner join dim_plans as plans on plans.plan_id = event.plan_id and {holds("plans")}
    union all
    select 5, 'zone', event.zone, concat_ws(' ', destinations.destination_kind,
        destinations.prefix, destinations.destination_name), destinations.destination_row_id,
        {VERSION.format("destinations")}
    from event
    inner join dim_destinations as destinations
        on destinations.zone = event.zone and {holds("destinations")}
        and destinations.destination_kind in (
            'network', case when event.service in ('data', 'content') then 'service'
            else 'number' end
        )
    left join longest on true
    where longest.prefix is null or (
        destinations.destination_kind = $destination_kind and destinations.prefix = longest.prefix
    )
    union all
    select 6, 'calendar', calendars.calendar, null, null, null, null, calendars.calendar_from,
        calendars.calendar_to
    from calendars
    where calendars.calendar is not null
    union all
    select 7, 'time_band', calendars.time_band,
        case when bands.calendar is not null then concat(
            bands.date_day, ' ', lpad((bands.from_minute // 60)::varchar, 2, '0'), ':',
            lpad((bands.from_minute % 60)::varchar, 2, '0'), '-',
            lpad((bands.to_minute // 60)::varchar, 2, '0'), ':',
            lpad((bands.to_minute % 60)::varchar, 2, '0')
        ) end, null, null, null, bands.known_from, bands.known_to
    from calendars
    left join dim_band_calendar as bands
        on bands.calendar = calendars.calendar
        and bands.date_day = cast(calendars.began as date)
        and bands.time_band = calendars.time_band
        and bands.from_minute <= hour(calendars.began) * 60 + minute(calendars.began)
        and hour(calendars.began) * 60 + minute(calendars.began) < bands.to_minute
        and bands.known_from <= calendars.rating_seq and calendars.rating_seq < bands.known_to
    union all
    select 8, 'period', cast(event.charged_period as varchar),
        concat('cycle ', event.cycle_day,
            case when event.is_late then concat(', late for ', event.period) else '' end),
        null, null, null, null, null
    from event
),

ranked as (
    select *, count(*) over (partition by item) as candidates,
        row_number() over (partition by item order by code, detail) as candidate
    from items
)

select ranked.item, ranked.code, ranked.detail, ranked.candidates, {interval("ranked")},
    files.origin, {place("ranked.row_id")}
from ranked
left join fct_load_files as files
    on files.load_seq = ranked.row_id >> 43 and files.file_no = (ranked.row_id >> 29) & 16383
where ranked.candidate <= {MOST_CANDIDATES}
order by ranked.place, ranked.candidate
"""


def guiding(
    viewer: Viewer,
    filters: Filters,
    connection: duckdb.DuckDBPyConnection,
    event_id: int,
    limit: int | None = None,
    offset: int = 0,
    *,
    line_key: str | None = None,
    destination_kind: str | None = None,
    destination_value: str | None = None,
) -> Table:
    """One row per thing that the event was guided by, in order, with the row that says it.

    valid_from and valid_to in UTC, known_from and known_to in loads; origin, load, file and line
    are of the delivery that brought the row. Key of the number and destination are those of the
    event's record, if the caller has read it; else at most five candidates of each are listed.
    """
    parameters = {
        "event": event_id,
        "zone": filters.zone,
        "line_key": line_key,
        "destination_kind": destination_kind,
        "destination_value": destination_value,
    }
    return run(viewer, connection, GUIDING, parameters, limit=limit, offset=offset)
