"""The register of a close: copies of all that the closed periods charged, to the invoice number."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import duckdb

from delivery.billing.periods import Period
from trunkline.contract import Contract, lake_schema
from trunkline.landing import LoadWriter
from trunkline.loads import LoadFile
from trunkline.snapshots import quoted

# register entity: (table of the warehouse, its period column, further condition, order)
REGISTERS = {
    "register_rated_usage": ("fct_rated_usage", "charged_period", "true", "event_id"),
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


def write_register(
    warehouse: duckdb.DuckDBPyConnection,
    load: LoadWriter,
    contract: Contract,
    periods: Iterable[Period],
    first_file_no: int,
) -> dict[str, int]:
    """Copy the periods' rows into the load, one file a register; return rows by register."""
    pairs = ", ".join(f"({p.cycle_day}, date '{p.period}')" for p in periods)
    written = {}
    for file_no, entity in enumerate(REGISTERS, start=first_file_no):
        path = load.new_file("trunkline", entity)
        rows = _copy(warehouse, contract, entity, pairs, file_no, path)
        load.add_file_record(file_record(contract, entity, file_no, rows, path))
        written[entity] = rows
    return written


def file_record(contract: Contract, entity: str, file_no: int, rows: int, path: Path) -> LoadFile:
    """Return the row of `load_files` for one file that the close itself wrote."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return LoadFile(
        file_no=file_no,
        source="trunkline",
        entity=entity,
        load_mode=contract.entity("trunkline", entity).load_mode,
        origin="bill close",
        sha256=digest.hexdigest(),
        producer=None,
        sequence=None,
        records=rows,
        accepted=rows,
        rejected=0,
        first_event_at=None,
        last_event_at=None,
        contract_version=contract.entity("trunkline", entity).version,
        identity=f"trunkline/{entity}/sha256:{digest.hexdigest()}",
    )


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
