"""The register of a close: copies of all that the closed periods charged, to the invoice number."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

from delivery.billing.periods import Period
from trunkline.contract import Contract, lake_schema
from trunkline.landing import LoadWriter, own_file
from trunkline.snapshots import quoted

ORIGIN = "bill close"
# register entity: (table of the warehouse, its period column, further condition, order)
REGISTERS = {
    "register_rated_usage": ("fct_rated_usage", "charged_period", "true", "event_id"),
    "register_rated_segments": (
        "fct_rated_segments",
        "charged_period",
        "true",
        "event_id, segment_number",
    ),
    "register_allowance_draws": (
        "(select draws.*, rated.cycle_day, rated.charged_period from fct_allowance_draws as draws "
        "inner join fct_rated_usage as rated on rated.event_id = draws.event_id) as draws",
        "charged_period",
        "true",
        "event_id, draw_level",
    ),
    "register_usage_adjustments": ("fct_usage_adjustments", "charged_period", "true", "event_id"),
    "register_charges": ("fct_charges", "period", "status = 'unbilled'", "charge_key"),
    "register_invoice_lines": (
        "int_invoice_lines_drafted",
        "period",
        "true",
        "invoice_number, line_number",
    ),
    "register_invoices": ("int_invoices_drafted", "period", "true", "invoice_number"),
}


def pairs_of(periods: Iterable[Period]) -> str:
    """Return the periods as a list of SQL rows: (cycle_day, period)."""
    return ", ".join(f"({p.cycle_day}, date '{p.period}')" for p in periods)


def write_register(
    warehouse: duckdb.DuckDBPyConnection,
    load: LoadWriter,
    contract: Contract,
    periods: Iterable[Period],
    first_file_no: int,
) -> dict[str, int]:
    """Copy the periods' rows into the load, one file a register; return rows by register."""
    pairs = pairs_of(periods)
    written = {}
    for file_no, entity in enumerate(REGISTERS, start=first_file_no):
        path = load.new_file("trunkline", entity)
        rows = _copy(warehouse, contract, entity, pairs, file_no, path)
        load.add_file_record(own_file(contract, entity, file_no, rows, path, ORIGIN))
        written[entity] = rows
    return written


def _copy(
    warehouse: duckdb.DuckDBPyConnection,
    contract: Contract,
    entity: str,
    pairs: str,
    file_no: int,
    path: Path,
) -> int:
    """Write the rows by the names and types of the contract; a missing column is an error."""
    table, period, condition, order = REGISTERS[entity]
    columns = lake_schema(contract.entity("trunkline", entity))[2:]
    listed = ", ".join(f'cast("{name}" as {kind}) as "{name}"' for name, kind in columns)
    warehouse.execute(
        f"copy (select cast({file_no} as integer) as file_no, "
        f"row_number() over (order by {order}) as line_no, {listed} from {table} "
        f"where (cycle_day, {period}) in ({pairs}) and {condition} order by {order}) "
        f"to {quoted(str(path))} (format parquet, compression zstd)"
    )
    row = warehouse.execute(f"select count(*) from read_parquet({quoted(str(path))})").fetchone()
    return int(row[0]) if row else 0
