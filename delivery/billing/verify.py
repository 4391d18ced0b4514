"""Verifying closed periods: what was issued stands, and what the code of today would make of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import duckdb

from trunkline.dbt_runner import BuildError, call
from trunkline.landing import ensure_lake
from trunkline.lock import writer_lock
from trunkline.settings import Settings
from trunkline.snapshots import quoted
from trunkline.warehouse import open_warehouse, require_last_load

# what is compared: (register, mart that shows it, table that rates again, key, values)
COMPARED = (
    (
        "register_rated_usage",
        "fct_rated_usage",
        "fct_rated_usage",
        ("event_id",),
        ("account_key", "charged_period", "metered_quantity", "free_quantity", "charge"),
    ),
    (
        "register_usage_adjustments",
        "fct_usage_adjustments",
        "fct_usage_adjustments",
        ("event_id",),
        ("account_key", "charged_period", "amount"),
    ),
    (
        "register_charges",
        "fct_charges",
        "fct_charges",
        ("charge_key",),
        ("account_key", "cycle_day", "period", "event_count", "quantity", "amount"),
    ),
    (
        "register_invoice_lines",
        "fct_invoice_lines",
        "int_invoice_lines_drafted",
        ("invoice_number", "line_number"),
        ("net_amount", "rounding_amount", "tax_amount", "gross_amount"),
    ),
    (
        "register_invoices",
        "fct_invoices",
        "int_invoices_drafted",
        ("invoice_number",),
        ("account_key", "line_count", "net_amount", "tax_amount", "gross_amount"),
    ),
)


@dataclass(frozen=True)
class Difference:
    """One row of a closed period that differs; both sides as text, None where it is missing."""

    what: str
    key: str
    issued: str | None
    found: str | None


def verify(
    settings: Settings, *, cycle_day: int | None = None, period: dt.date | None = None
) -> list[Difference]:
    """Compare the marts of closed periods with the register of their closes.

    Raises WarehouseError unless the warehouse stands at the last load.
    """
    with open_warehouse(settings) as warehouse:
        require_last_load(settings, warehouse, "what a later close registered is not built yet")
        return _compare(settings, warehouse, cycle_day, period, recomputed=False)


def recompute(
    settings: Settings,
    *,
    cycle_day: int | None = None,
    period: dt.date | None = None,
    wait: float = 0.0,
) -> list[Difference]:
    """Rate closed periods again with today's code, as if no register existed, and compare.

    Builds a warehouse of its own beside the real one, from nothing, and removes it afterwards.
    Differences are no fault of what was issued: they show what a re-rating order would move.
    """
    scratch = settings.warehouse_file.with_name("recomputed.duckdb")
    with writer_lock(settings, purpose="bill verify --recompute", wait=wait):
        ensure_lake(settings)
        _remove(scratch)
        try:
            ended = call(
                settings,
                ["run", "--vars", "{ignore_register: true}"],
                environment={"TRUNKLINE_WAREHOUSE": str(scratch)},
                target="recomputed",
            )
            if ended.returncode != 0:
                said = "\n  ".join(ended.stdout.strip().splitlines()[-12:])
                raise BuildError(f"Rating again failed:\n  {said}", "See run_log/dbt/dbt.log.")
            with duckdb.connect(str(scratch), read_only=True) as warehouse:
                warehouse.execute("set TimeZone = 'UTC'")
                return _compare(settings, warehouse, cycle_day, period, recomputed=True)
        finally:
            _remove(scratch)


def _remove(scratch: Path) -> None:
    for path in (scratch, scratch.with_name(scratch.name + ".wal")):
        path.unlink(missing_ok=True)


def _compare(
    settings: Settings,
    warehouse: duckdb.DuckDBPyConnection,
    cycle_day: int | None,
    period: dt.date | None,
    *,
    recomputed: bool,
) -> list[Difference]:
    differences = []
    for register, mart, rated_again, key, values in COMPARED:
        table = rated_again if recomputed else mart
        period_column = "charged_period" if "usage" in register else "period"
        files = settings.lake / "trunkline" / register / "load=*" / "*.parquet"
        wanted = ["true"]
        if cycle_day is not None:
            wanted.append(f"cycle_day = {int(cycle_day)}")
        if period is not None:
            wanted.append(f"{period_column} = date '{period}'")
        query = _query(
            f"(select * from read_parquet({quoted(str(files))}, hive_partitioning = true, "
            f"union_by_name = true) where load > 0 and {' and '.join(wanted)})",
            f"(select * from {table} where ({' and '.join(wanted)}) and (cycle_day, "
            f"{period_column}) in (select (cycle_day, period) from "
            f"read_parquet({quoted(_closes(settings))}, hive_partitioning = true)))",
            key,
            values,
        )
        differences += [Difference(register, *row) for row in warehouse.execute(query).fetchall()]
    return differences


def _closes(settings: Settings) -> str:
    return str(settings.lake / "trunkline" / "bill_closes" / "load=*" / "*.parquet")


def _query(issued: str, found: str, key: tuple[str, ...], values: tuple[str, ...]) -> str:
    """Return the query for the rows that differ, or stand on one side only."""
    joined = " and ".join(f"issued.{name} = found.{name}" for name in key)
    label = " || '/' || ".join(f"cast(coalesce(issued.{n}, found.{n}) as varchar)" for n in key)
    shown = {
        side: "concat_ws(', ', "
        + ", ".join(f"'{n} ' || coalesce(cast({side}.{n} as varchar), '-')" for n in values)
        + ")"
        for side in ("issued", "found")
    }
    differs = " or ".join(f"issued.{n} is distinct from found.{n}" for n in values)
    return f"""
        select {label},
            case when issued.{key[0]} is not null then {shown["issued"]} end,
            case when found.{key[0]} is not null then {shown["found"]} end
        from {issued} as issued
        full outer join {found} as found on {joined}
        where issued.{key[0]} is null or found.{key[0]} is null or {differs}
        order by 1
    """
