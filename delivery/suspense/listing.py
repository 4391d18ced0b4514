"""Printing what waits: a table for people, CSV or JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from trunkline.presentation.export import to_csv
from trunkline.queries.table import Table
from trunkline.queries.waiting import CURES

Echo = Callable[[str], None]


def print_reasons(by_reason: Table, echo: Echo) -> None:
    """One line per reason and currency, then the total of them."""
    for row in by_reason.records():
        echo(
            f"{row['reason']:<22} {row['event_count']:>9,} events  {_value(row):>20}  "
            f"oldest {row['oldest_days']} days"
        )
    echo(f"{'in all':<22} {sum(by_reason.column('event_count')):>9,} events")


def print_cures(by_reason: Table, echo: Echo) -> None:
    """What ends the waiting of each reason."""
    for reason in dict.fromkeys(by_reason.column("reason")):
        echo(f"{reason}: lacks {CURES[reason]}")


def print_events(events: Table, echo: Echo) -> None:
    """One line per event, oldest first, and how many there are beside those shown."""
    for row in events.records():
        echo(
            f"{row['event_id']}  {row['reason']:<22} {row['service']:<8} {row['quantity']:>15,}  "
            f"{_value(row):>20}  {row['age_days']:>4} days  "
            f"began {row['started_at']:%Y-%m-%d %H:%M} UTC  "
            f"load {row['load_seq']}, file {row['file_no']}, line {row['line_no']}"
        )
    echo(shown_of(events))


def shown_of(events: Table) -> str:
    """Say how many of all events are shown; never silently fewer."""
    shown = len(events.rows)
    if shown == events.total_rows:
        return f"{shown:,} events, all shown"
    return f"{shown:,} of {events.total_rows:,} events shown, the oldest; --limit 0 shows all"


def csv_text(events: Table, snapshot_id: str, filters: dict[str, str]) -> str:
    """The events as the pages export them, with snapshot, filters and row count on top."""
    return to_csv(
        events,
        name="suspended_events",
        snapshot_id=snapshot_id,
        filters=filters | {"rows shown": shown_of(events)},
    ).decode("utf-8-sig")


def json_text(by_reason: Table, events: Table, snapshot_id: str) -> str:
    """Reasons and events as one object; amounts and times are texts, exactly as they are kept."""
    content = {
        "snapshot": snapshot_id,
        "reasons": by_reason.records(),
        "events": events.records(),
        "events_shown": len(events.rows),
        "events_total": events.total_rows,
    }
    return json.dumps(content, default=str, ensure_ascii=False, indent=2)


def _value(row: dict[str, Any]) -> str:
    if row["estimated_amount"] is None:
        return "no estimate"
    return f"about {row['estimated_amount']:,.2f} {row['currency']}"
