"""Metering: the segments of an event, and how usage became the quantity that is charged."""

from __future__ import annotations

import duckdb

from trunkline.queries.explanation.parts import EVENT
from trunkline.queries.explanation.worked_out import MEASURED
from trunkline.queries.filters import Filters
from trunkline.queries.table import Table, run
from trunkline.queries.viewer import Viewer

SEGMENTS = f"""{EVENT}
select parts.segment_number, parts.from_offset, parts.from_offset + parts.quantity as to_offset,
    event.started_at + to_seconds(parts.from_offset) as begins_at, parts.time_band,
    parts.charge_id, parts.quantity, parts.metered_quantity, parts.free_quantity,
    parts.charged_quantity, parts.connect_fee, event.currency, parts.charge
from event
cross join parts
order by parts.segment_number
"""

METERING = f"""{MEASURED}
select measured.segment_number, measured.quantity, measured.session_quantity,
    measured.initial_increment, measured.next_increment, measured.metering_stage,
    measured.explained_metered as metered_quantity, measured.free_quantity,
    measured.explained_charged as charged_quantity
from measured
order by measured.segment_number
"""


def segments(
    viewer: Viewer,
    filters: Filters,
    connection: duckdb.DuckDBPyConnection,
    event_id: int,
    limit: int | None = None,
    offset: int = 0,
) -> Table:
    """One row per segment as it is stored; an event that met one price is one segment.

    Offsets in seconds from its start (of an event that is no call: its quantity), charge in
    `currency`, before the rounding of the line.
    """
    return run(viewer, connection, SEGMENTS, {"event": event_id}, limit=limit, offset=offset)


def metering(
    viewer: Viewer,
    filters: Filters,
    connection: duckdb.DuckDBPyConnection,
    event_id: int,
    limit: int | None = None,
    offset: int = 0,
) -> Table:
    """One row per segment: usage, increments, and what these make of it, worked out anew.

    `session_quantity` is what earlier parts of the same session used: their increments count on.
    """
    return run(viewer, connection, METERING, {"event": event_id}, limit=limit, offset=offset)
