"""Deciding on events in suspense: a release or a write-off, each a load that holds nothing else.

What was decided is data like any other: it counts from its own load, so that a warehouse built
anew from the lake decides the same.
"""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from trunkline.contract import lake_schema, load_contract
from trunkline.dbt_runner import last_build_passed
from trunkline.disk_space import full_disk_named
from trunkline.errors import TrunklineError
from trunkline.landing import LoadWriter, own_file
from trunkline.landing.genesis import write_query
from trunkline.lock import writer_lock
from trunkline.queries import waiting
from trunkline.queries.table import Table
from trunkline.queries.viewer import local_viewer
from trunkline.queries.waiting import Choice
from trunkline.run_log import RunLog
from trunkline.settings import Settings
from trunkline.warehouse import WarehouseError, open_warehouse, require_last_load

RELEASABLE = "quantity_out_of_range"
SHOWN = 10
VIEWER = local_viewer("en")

RELEASES = f"""
select event_id, $why as reason, $who as released_by, cast($now as timestamp) as released_at
from ({waiting.EVENTS}) as chosen
"""
WRITE_OFFS = f"""
select event_id, reason as lacked, estimated_amount, currency, $why as reason,
    $who as written_off_by, cast($now as timestamp) as written_off_at
from ({waiting.EVENTS}) as chosen
"""


class SuspenseError(TrunklineError):
    """What was asked cannot be decided: nothing waits, or a named event does not."""


@dataclass(frozen=True)
class Decision:
    """What one command decided; `load_seq` is None where it only looked."""

    by_reason: Table
    events: Table
    load_seq: int | None = None


def look(settings: Settings, choice: Choice, limit: int | None = None) -> Decision:
    """Return what of the choice waits in the warehouse as it stands at the last load.

    Raises SuspenseError for a named event that does not wait, WarehouseError for an old warehouse.
    """
    with open_warehouse(settings) as warehouse:
        _check_standing(settings, warehouse)
        return _chosen(warehouse, choice, limit)


def release(
    settings: Settings, choice: Choice, why: str, who: str | None, *, wait: float = 0.0
) -> Decision:
    """Land the release of the chosen events whose quantity is out of range.

    Raises SuspenseError unless every chosen event waits for just that.
    """
    return _decide(settings, choice, "usage_releases", RELEASES, why, who, wait)


def write_off(
    settings: Settings, choice: Choice, why: str, who: str | None, *, wait: float = 0.0
) -> Decision:
    """Land the write-off of the chosen events: they are never rated from that load on."""
    return _decide(settings, choice, "usage_write_offs", WRITE_OFFS, why, who, wait)


def _decide(
    settings: Settings,
    choice: Choice,
    entity: str,
    query: str,
    why: str,
    who: str | None,
    wait: float,
) -> Decision:
    if not why.strip():
        raise SuspenseError("A decision on suspense is made for a reason.", "Add --why TEXT.")
    signed = (who or _user()).strip()
    log = RunLog(settings.run_log)
    with writer_lock(settings, purpose="suspense", wait=wait), full_disk_named(settings):
        log.prepare()
        with log.step("suspense") as step, open_warehouse(settings) as warehouse:
            step.watermark = _check_standing(settings, warehouse)
            decision = _chosen(warehouse, choice, None)
            if entity == "usage_releases":
                _check_releasable(decision.by_reason)
            values = {"why": why.strip(), "who": signed, **choice.parameters()}
            load_seq = _land(settings, warehouse, entity, query, values)
            count = decision.events.total_rows
            step.detail = f"load {load_seq} holds {count} {entity.removeprefix('usage_')}"
    return Decision(decision.by_reason, decision.events, load_seq)


def _chosen(warehouse: duckdb.DuckDBPyConnection, choice: Choice, limit: int | None) -> Decision:
    _check_named(warehouse, choice.events)
    found = waiting.events(VIEWER, choice, warehouse, limit)
    if not found.total_rows:
        raise SuspenseError(
            "No event in suspense is meant by that.",
            "`trunkline suspense list` shows what waits, with reason and age.",
        )
    return Decision(waiting.by_reason(VIEWER, choice, warehouse), found)


def _check_named(warehouse: duckdb.DuckDBPyConnection, numbers: Sequence[int]) -> None:
    """Refuse all of the named events together when one of them waits for nothing."""
    fates = waiting.not_waiting(VIEWER, numbers, warehouse).records() if numbers else []
    if fates:
        told = "; ".join(_told(fate) for fate in fates[:SHOWN])
        more = f"; and {len(fates) - SHOWN} more" if len(fates) > SHOWN else ""
        raise SuspenseError(
            f"{told}{more}. Nothing was decided.",
            "Name events that `trunkline suspense list` shows.",
        )


def _told(fate: dict[str, Any]) -> str:
    number = fate["event_id"]
    if fate["written_off_seq"] is not None:
        return f"event {number} was written off by load {fate['written_off_seq']}"
    if fate["rating_seq"] is not None:
        return f"event {number} was rated by load {fate['rating_seq']}"
    if fate["reversal_seq"] is not None:
        return f"event {number} is a reversal that load {fate['reversal_seq']} charged"
    return f"event {number} is in no suspense (unknown, not chargeable, or a duplicate)"


def _check_releasable(by_reason: Table) -> None:
    others = sorted(set(by_reason.column("reason")) - {RELEASABLE})
    if others:
        raise SuspenseError(
            f"Only {RELEASABLE} is released by hand; chosen are also {', '.join(others)}.",
            "The others are tried again with every load: `trunkline suspense retry` without "
            "--why says what they lack.",
        )


def _check_standing(settings: Settings, warehouse: duckdb.DuckDBPyConnection) -> int:
    if last_build_passed(settings) is False:
        raise WarehouseError(
            "The last build failed: what it says is not to be decided upon.",
            "Look at the failure with `trunkline run`.",
        )
    return require_last_load(
        settings, warehouse, "what waits is decided upon as it is known at the last load"
    )


def _land(
    settings: Settings,
    warehouse: duckdb.DuckDBPyConnection,
    entity: str,
    query: str,
    values: dict[str, Any],
) -> int:
    contract, now = load_contract(), settings.now()
    load = LoadWriter.begin(settings, kind="suspense")
    path = load.new_file("trunkline", entity)
    columns = lake_schema(contract.entity("trunkline", entity))[2:]
    listed = ", ".join(f'cast("{name}" as {kind}) as "{name}"' for name, kind in columns)
    rows = write_query(
        warehouse,
        "select cast(1 as integer) as file_no, row_number() over (order by event_id) as line_no, "
        f"{listed} from ({query}) as decided order by event_id",
        path,
        {**values, "now": now.replace(tzinfo=None)},
    )
    load.add_file_record(own_file(contract, entity, 1, rows, path, "suspense"))
    return load.commit(landed_at=now, reasons=[values["why"]]).load_seq


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise SuspenseError("This machine does not say who you are.", "Add --by NAME.") from None
