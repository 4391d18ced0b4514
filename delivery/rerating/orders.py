"""Ordering that a period be rated again: one load that holds the order and its differences.

What was rated stays, and what was closed stays closed: the differences are charges of the earliest
open period. They are landed, not computed anew by each build, so later knowledge cannot move them.
"""

from __future__ import annotations

import getpass
from dataclasses import dataclass

import duckdb

from delivery.aside import Scope, choose_scope, rate_aside, remove_home
from delivery.rerating.differences import DIFFERENCES, RerateError, compare, totals
from trunkline.contract import lake_schema, load_contract
from trunkline.dbt_runner import last_build_passed
from trunkline.disk_space import full_disk_named
from trunkline.landing import LoadWriter, own_file
from trunkline.landing.genesis import write_query
from trunkline.lock import writer_lock
from trunkline.run_log import RunLog
from trunkline.settings import Settings
from trunkline.warehouse import WarehouseError, open_warehouse, require_last_load

HOME = "rerated"
ORIGIN = "re-rating order"


@dataclass(frozen=True)
class Order:
    """What an order found; `load_seq` is None where nothing differs or it only looked."""

    known_at: int
    event_count: int
    left_out_count: int
    unrateable_count: int
    totals: list[tuple[str, int, object]]
    load_seq: int | None = None


def order(
    settings: Settings,
    scope: Scope,
    reason: str,
    who: str | None = None,
    *,
    known_at: int | None = None,
    dry_run: bool = False,
    wait: float = 0.0,
) -> Order:
    """Rate the scope's period again with what load `known_at` knew and land the differences.

    Raises ScopeError for a scope that holds nothing, RerateError for what cannot be rated exactly,
    WarehouseError unless every model stands at the last load. What differs by nothing lands no
    load.
    """
    if not reason.strip() and not dry_run:
        raise RerateError("A period is rated again for a reason.", "Add --reason TEXT.")
    log = RunLog(settings.run_log)
    with writer_lock(settings, purpose="rerate", wait=wait), full_disk_named(settings):
        log.prepare()
        with log.step("rerating") as step, open_warehouse(settings) as warehouse:
            last = step.watermark = _check_standing(settings, warehouse)
            known = last if known_at is None else known_at
            if not 1 <= known <= last:
                raise RerateError(f"There is no load {known}.", f"The last one is {last}.")
            event_count, left_out_count = choose_scope(warehouse, scope)
            try:
                rated = rate_aside(settings, warehouse, HOME, known)
                unrateable_count = compare(warehouse, rated.attach(warehouse, "aside"), last)
            finally:
                remove_home(settings, HOME)
            found = Order(known, event_count, left_out_count, unrateable_count, totals(warehouse))
            if dry_run or not found.totals:
                step.skip("nothing differs" if not found.totals else "only looked")
                return found
            load_seq = _land(settings, warehouse, scope, found, reason.strip(), who)
            step.detail = f"load {load_seq} holds what {scope.period} differs by"
    return Order(**{**found.__dict__, "load_seq": load_seq})


def _check_standing(settings: Settings, warehouse: duckdb.DuckDBPyConnection) -> int:
    if last_build_passed(settings) is False:
        raise WarehouseError(
            "The last build failed: what it says is not to be corrected by.",
            "Look at the failure with `trunkline run`.",
        )
    return require_last_load(
        settings, warehouse, "an order compares with what is charged at the last load"
    )


def _land(
    settings: Settings,
    warehouse: duckdb.DuckDBPyConnection,
    scope: Scope,
    found: Order,
    reason: str,
    who: str | None,
) -> int:
    contract, now = load_contract(), settings.now()
    load = LoadWriter.begin(settings, kind="rerating")
    ordered = {
        "period": scope.period,
        "scope": str(scope),
        "known_at": found.known_at,
        "reason": reason,
        "ordered_by": (who or _user()).strip(),
        "ordered_at": now,
        "event_count": found.event_count,
        "left_out_count": found.left_out_count,
        "unrateable_count": found.unrateable_count,
    }
    path = load.write_rows("trunkline", "rerating_orders", [ordered], 1)
    assert path is not None
    load.add_file_record(own_file(contract, "rerating_orders", 1, 1, path, ORIGIN))
    path = load.new_file("trunkline", "rerating_adjustments")
    columns = lake_schema(contract.entity("trunkline", "rerating_adjustments"))[2:]
    listed = ", ".join(f'cast("{name}" as {kind}) as "{name}"' for name, kind in columns)
    in_order = "event_id, account_key, subscription_id, currency, tax_code"
    rows = write_query(
        warehouse,
        f"select cast(2 as integer) as file_no, row_number() over (order by {in_order}) as line_no,"
        f" {listed} from {DIFFERENCES} order by {in_order}",
        path,
    )
    load.add_file_record(own_file(contract, "rerating_adjustments", 2, rows, path, ORIGIN))
    return load.commit(landed_at=now, reasons=[reason]).load_seq


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise RerateError("This machine does not say who you are.", "Add --by NAME.") from None
