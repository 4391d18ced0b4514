"""Writes what is new in the snapshot in service since the last export."""

from __future__ import annotations

import csv
import enum
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from delivery.exchange.balances import BALANCES, bucket
from delivery.exchange.events import EVENTS, usage
from delivery.exchange.outbox import Outbox, Range
from delivery.exchange.plans import PLANS, offerings
from trunkline.errors import TrunklineError
from trunkline.settings import Settings
from trunkline.snapshots import open_snapshot

_ROWS_AT_A_TIME = 5000

Row = dict[str, str | None]


class Form(enum.StrEnum):
    """In which form files are written."""

    tmf635 = "tmf635"
    csv = "csv"


class What(enum.StrEnum):
    """What is written."""

    usage = "usage"
    balances = "balances"
    plans = "plans"


@dataclass(frozen=True)
class _Kind:
    """A query over the snapshot, of the loads $first to $last as known at $last, and its JSON."""

    query: str
    documents: Callable[[Iterable[Row]], Iterator[dict[str, Any]]]


_KINDS = {
    What.usage: _Kind(EVENTS, lambda rows: map(usage, rows)),
    What.balances: _Kind(BALANCES, lambda rows: map(bucket, rows)),
    What.plans: _Kind(PLANS, offerings),
}


@dataclass(frozen=True)
class Exported:
    """Up to which load was exported, and the files that left."""

    watermark: int
    files: tuple[Path, ...]


def export(
    settings: Settings, forms: list[Form], what: list[What], since: int | None, folder: Path
) -> Exported:
    """Write each kind in each form; ``since`` is the last load that is not written again.

    Reads the published snapshot, which has passed its gates, and so pseudonyms only. Raises
    TrunklineError when nothing is published, or ``since`` is beyond it.
    """
    files = []
    with open_snapshot(settings) as snapshot, Outbox(folder).opened() as outbox:
        watermark = snapshot.record.watermark
        if since is not None and since > watermark:
            raise TrunklineError(
                f"--since {since} is beyond load {watermark}, up to which is published.",
                "Give a load up to that, or publish first.",
            )
        for form in forms:
            for each in what:
                name = f"{form}/{each}"
                last = outbox.last_of(name) if since is None else since
                if last >= watermark:
                    continue
                loads = Range(last + 1, watermark)
                lines = _lines(snapshot.connection, _KINDS[each], form, loads)
                ending = ".csv" if form is Form.csv else ".ndjson"
                left = outbox.send(name, loads, ending, lines)
                files += [left] if left is not None else []
    return Exported(watermark, tuple(files))


def _lines(
    connection: duckdb.DuckDBPyConnection, kind: _Kind, form: Form, loads: Range
) -> Callable[[], Iterator[str]]:
    def write() -> Iterator[str]:
        names, rows = _rows(connection, kind.query, loads)
        if form is Form.csv:
            yield from _csv_lines(names, rows)
            return
        for document in kind.documents(rows):
            yield json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"

    return write


def _rows(
    connection: duckdb.DuckDBPyConnection, query: str, loads: Range
) -> tuple[list[str], Iterator[Row]]:
    found = connection.cursor().execute(query, {"first": loads.first, "last": loads.last})
    names = [column[0] for column in found.description]

    def fetch() -> Iterator[Row]:
        while rows := found.fetchmany(_ROWS_AT_A_TIME):
            yield from (dict(zip(names, row, strict=True)) for row in rows)

    return names, fetch()


def _csv_lines(names: list[str], rows: Iterator[Row]) -> Iterator[str]:
    """Yield a header and the rows, nothing at all without rows."""
    for place, row in enumerate(rows):
        if place == 0:
            yield _csv_line(names)
        yield _csv_line([row[name] for name in names])


def _csv_line(values: list[Any]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(values)
    return line.getvalue()
