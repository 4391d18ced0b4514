"""The run's own facts in a snapshot: dbt built them before the gate and the publication ended."""

from __future__ import annotations

import duckdb

from trunkline.settings import Settings
from trunkline.snapshots import quoted

RUN_FACTS = {"fct_runs": "runs.ndjson", "fct_gate_results": "gates.ndjson"}


def refresh_run_facts(
    settings: Settings, snapshot: duckdb.DuckDBPyConnection, tables: list[str]
) -> None:
    """Add the log lines that came after dbt read the log, by the columns that both have.

    Without this a page would show every gate but the one that let its snapshot pass.
    """
    for table, file_name in RUN_FACTS.items():
        log = settings.run_log / file_name
        if table not in tables or not log.exists() or log.stat().st_size == 0:
            continue
        types: dict[str, str] = dict(
            snapshot.execute(
                "select column_name, data_type from duckdb_columns() "
                "where database_name = current_database() and table_name = ?",
                [table],
            ).fetchall()
        )
        source = f"read_json({quoted(str(log))}, format = 'newline_delimited'"
        described = snapshot.execute(f"describe from {source})").fetchall()
        shared = [str(row[0]) for row in described if row[0] in types]
        typed = ", ".join(f"{quoted(name)}: {quoted(types[name])}" for name in shared)
        listed = ", ".join(f'"{name}"' for name in shared)
        snapshot.execute(
            f'insert into "{table}" by name '
            f"select {listed} from {source}, columns = {{{typed}}}) "
            f'except all select {listed} from "{table}"'
        )
