"""Gathering the steps of one event from the published snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from delivery.explanation.record import guided_by, has_lake, record_of
from trunkline.errors import TrunklineError
from trunkline.queries import explanation, trace
from trunkline.queries.filters import Filters
from trunkline.queries.table import Table
from trunkline.queries.viewer import local_viewer
from trunkline.queries.waiting import CURES
from trunkline.settings import Settings
from trunkline.snapshots import open_snapshot

VIEWER = local_viewer("en")
ADVICE = "Copy the number from `trunkline suspense list` or from the page Trace."


class UnknownEventError(TrunklineError):
    """No file that the snapshot knows brought an event of this number."""


@dataclass(frozen=True)
class Explained:
    """What a snapshot says of one event.

    A reversal and a duplicate are explained by the event that they belong to: `steps_of` is its
    number, and `steps` are of it. `steps` is empty for an event that was not rated. `record` is
    what the lake keeps of its line, None where this home has no such part of the lake. `orders` is
    what re-rating orders changed of it.
    """

    snapshot_id: str
    watermark: int
    event_id: int
    fate: dict[str, Any]
    cure: str | None
    source: Table
    record: dict[str, Any] | None
    life: Table
    steps_of: int
    steps: dict[str, Table]
    orders: Table

    @property
    def is_proved(self) -> bool:
        """Whether every figure that was worked out again is the stored one."""
        return all(self.steps["check"].column("is_equal")) if self.steps else True


def explain(settings: Settings, event_id: int) -> Explained:
    """Return the explanation of an event. Raises UnknownEventError for a number of no record."""
    with open_snapshot(settings) as snapshot:
        filters = Filters(zone=settings.zone)

        def ask(query: Any, number: int = event_id, **more: Any) -> Table:
            found: Table = query(VIEWER, filters, snapshot.connection, number, **more)
            return found

        fate = ask(explanation.fate).records()[0]
        source = ask(explanation.source)
        _check_known(event_id, fate, source)
        record = _record(settings, event_id, fate["status"], source)
        steps_of = int(fate["original_event_id"] or event_id)
        steps = {}
        # what a duplicate repeats may itself wait, or be a reversal: nothing to explain there
        if ask(explanation.segments, steps_of).rows:
            known = guided_by(source.records()[0], record) if steps_of == event_id else {}
            steps = {
                name: ask(query, steps_of, **(known if name == "guiding" else {}))
                for name, query in explanation.STEPS.items()
            }
        return Explained(
            snapshot_id=snapshot.record.snapshot_id,
            watermark=snapshot.record.watermark,
            event_id=event_id,
            fate=fate,
            cure=CURES.get(fate["reason"]) if fate["status"] == "suspended" else None,
            source=source,
            record=record,
            life=ask(trace.life),
            steps_of=steps_of,
            steps=steps,
            orders=ask(explanation.orders, steps_of),
        )


def _record(settings: Settings, event_id: int, status: str, source: Table) -> dict[str, Any] | None:
    row = source.records()[0]
    if status == "rejected" or not has_lake(settings, row):
        return None
    record = record_of(settings, row)
    if record is None and status == "non_chargeable":
        raise _no_record(event_id, row)
    return record


def _no_record(event_id: int, source: dict[str, Any]) -> UnknownEventError:
    return UnknownEventError(
        f"No file brought event {event_id}: line {source['line_no']} of {source['origin']} (file "
        f"{source['file_no']} of load {source['load_seq']}, {source['records']:,} records) holds "
        "no accepted record.",
        ADVICE,
    )


def _check_known(event_id: int, fate: dict[str, Any], source: Table) -> None:
    load, file = event_id >> 43, (event_id >> 29) & 16383
    if fate["status"] == "no_file":
        raise UnknownEventError(
            f"No file brought event {event_id}: it would stand in file {file} of load {load}, "
            "which the snapshot in service does not know.",
            f"{ADVICE} A load that landed since is known after `trunkline run`.",
        )
    name = source.column("origin")[0]
    if fate["status"] == "no_usage":
        raise UnknownEventError(
            f"{event_id} is no event: {name} (file {file} of load {load}) holds "
            f"{source.column('source')[0]}/{source.column('entity')[0]}, and no accepted usage.",
            ADVICE,
        )
    if fate["status"] in ("no_line", "no_record"):
        raise _no_record(event_id, source.records()[0])
