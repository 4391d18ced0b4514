"""Closing billing periods: one load that holds the close and the register, and nothing else.

All periods of one command share that load. Each is registered as known at load n, the last one
before the close, exactly as if it had been closed alone: a close is compared with rating_seq, and
every event rated by n lies in the period that it is charged to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import duckdb

from delivery.billing.gaps import GapError, check_gaps
from delivery.billing.periods import Period, PeriodError, read_periods
from delivery.billing.register import ORIGIN, REGISTERS, pairs_of, write_register
from trunkline.contract import load_contract
from trunkline.dbt_runner import last_build_passed
from trunkline.disk_space import full_disk_named
from trunkline.faults import crash_point
from trunkline.landing import LoadWriter, own_file
from trunkline.loads import committed_loads, last_load_seq
from trunkline.lock import writer_lock
from trunkline.run_log import RunLog
from trunkline.sequences import Gap, find_charged_gaps
from trunkline.settings import Settings
from trunkline.snapshots import quoted
from trunkline.warehouse import WarehouseError, open_warehouse, require_last_load

Choice = Callable[[list[Period]], list[Period]]


@dataclass(frozen=True)
class Close:
    """What one close landed."""

    load_seq: int
    periods: list[Period]
    rows: dict[str, int]
    accepted: list[Gap] = field(default_factory=list)


def close_periods(
    settings: Settings,
    choose: Choice,
    accepted: list[Gap] | None = None,
    reason: str = "",
    *,
    wait: float = 0.0,
) -> Close:
    """Close the periods that `choose` picks among all, as one load; nothing else may land there.

    Raises WarehouseError unless every model stands at the last load, PeriodError for a period that
    has not ended or is closed, GapError while a switch file is missing that nobody accepted.
    """
    accepted = accepted or []
    if accepted and not reason.strip():
        raise GapError("A gap is accepted with a reason.", "Add --reason TEXT.")
    log = RunLog(settings.run_log)
    with writer_lock(settings, purpose="bill close", wait=wait), full_disk_named(settings):
        log.prepare()
        with log.step("close") as step, open_warehouse(settings) as warehouse:
            last = _check_standing(settings, warehouse)
            step.watermark = last
            periods = choose(read_periods(warehouse))
            if not periods:
                raise PeriodError(
                    "No open period has ended.", "`trunkline bill periods` lists all."
                )
            files = [load.files for load in committed_loads(settings) if load.load_seq <= last]
            check_gaps(find_charged_gaps(files), accepted_gaps(settings, warehouse), accepted)
            close = _land(settings, warehouse, periods, accepted, reason)
            step.detail = f"load {close.load_seq} closes {len(periods)} periods"
    return close


def accepted_gaps(settings: Settings, connection: duckdb.DuckDBPyConnection) -> list[Gap]:
    """Return the gaps that earlier closes accepted."""
    last = last_load_seq(settings)
    pattern = settings.lake / "trunkline" / "accepted_gaps" / "load=*" / "*.parquet"
    rows = connection.execute(
        "select producer, sequence from read_parquet("
        f"{quoted(str(pattern))}, hive_partitioning = true) where load <= ?",
        [last],
    ).fetchall()
    return [Gap(producer, int(sequence)) for producer, sequence in rows]


def _check_standing(settings: Settings, warehouse: duckdb.DuckDBPyConnection) -> int:
    if last_build_passed(settings) is False:
        raise WarehouseError(
            "The last build failed: what it says is not to be billed.",
            "Look at the failure with `trunkline run`.",
        )
    return require_last_load(
        settings, warehouse, "a close registers what is known at the last load"
    )


def _land(
    settings: Settings,
    warehouse: duckdb.DuckDBPyConnection,
    periods: list[Period],
    accepted: list[Gap],
    reason: str,
) -> Close:
    contract = load_contract()
    now = settings.now()
    load = LoadWriter.begin(settings, kind="close")
    closes = [
        {"cycle_day": period.cycle_day, "period": period.period, "closed_at": now}
        for period in periods
    ]
    gaps = [
        {
            "producer": gap.producer,
            "sequence": gap.sequence,
            "reason": reason.strip(),
            "accepted_at": now,
        }
        for gap in accepted
    ]
    file_no = 0
    for entity, rows in (("bill_closes", closes), ("accepted_gaps", gaps)):
        path = load.write_rows("trunkline", entity, rows, file_no + 1)
        if path is not None:
            file_no += 1
            load.add_file_record(own_file(contract, entity, file_no, len(rows), path, ORIGIN))
    written = write_register(warehouse, load, contract, periods, file_no + 1)
    _check_register(warehouse, load, periods)
    crash_point("close.before_commit")
    manifest = load.commit(landed_at=now, reasons=[reason.strip()] if accepted else [])
    return Close(manifest.load_seq, periods, written, accepted)


def _check_register(
    warehouse: duckdb.DuckDBPyConnection, load: LoadWriter, periods: list[Period]
) -> None:
    """Read back what was staged: the lines are the charges rounded, the invoices their lines."""
    pairs = pairs_of(periods)
    staged = {}
    for entity in REGISTERS:
        folder = load.directory / "lake" / "trunkline" / entity
        staged[entity] = f"read_parquet({quoted(str(folder / '*.parquet'))})"
    row = warehouse.execute(
        f"""
        select
            (select coalesce(sum(amount), 0) from {staged["register_charges"]})
            - (select coalesce(sum(case when price_basis = 'gross' then gross_amount
                else net_amount end - rounding_amount), 0)
                from {staged["register_invoice_lines"]}),
            (select coalesce(sum(gross_amount), 0) from {staged["register_invoice_lines"]})
            - (select coalesce(sum(gross_amount), 0) from {staged["register_invoices"]}),
            (select coalesce(sum(charge), 0) from {staged["register_rated_usage"]})
            + (select coalesce(sum(amount), 0) from {staged["register_usage_adjustments"]})
            + (select coalesce(sum(amount), 0) from fct_rerating_adjustments
                where (cycle_day, charged_period) in ({pairs}))
            - (select coalesce(sum(amount), 0) from {staged["register_charges"]}
                where charge_kind in ('usage', 'adjustment'))
        """
    ).fetchone()
    assert row is not None
    names = ("charges less lines", "lines less invoices", "rated usage less usage charges")
    wrong = [f"{name} {amount}" for name, amount in zip(names, row, strict=True) if amount != 0]
    if wrong:
        raise WarehouseError(
            f"The register does not balance: {'; '.join(wrong)}. Nothing was closed.",
            "Look at fct_control_totals for the periods to close.",
        )
