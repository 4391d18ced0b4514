"""`job_duckdb.py copy|job HOME REFERENCE FOLDER`: the bare copy, or the job, in DuckDB alone."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import duckdb
from dialects import DUCKDB
from job_lines import FIGURES_QUERY, LINES_QUERY
from job_sql import rated_query
from outcome import say
from reference import TABLES, usage_files

MEMORY = "3GB"
"""As the profile of Trunkline's own models."""
# what the staging model hands on: the columns that the real models begin with
COPIED = """
    select cast(load as bigint) * 8796093022208 + cast(file_no as bigint) * 536870912 + line_no
            as event_id,
        cast(load as bigint) as load_seq, file_no, event_key, charged_party_key as line_key,
        other_party_key, other_party_prefix, cell_id, visited_network, reversal_of,
        case when record_number > 0 then charging_id end as session_id, service, direction, outcome,
        quantity, cast(started_at as date) as started_date, started_at
    from usage_events
"""


def main() -> None:
    """Do one of the two in a warehouse file of its own."""
    what, home, reference, folder = sys.argv[1], *map(Path, sys.argv[2:5])
    file = folder / f"{what}.duckdb"
    file.unlink(missing_ok=True)
    with duckdb.connect(
        str(file),
        config={
            "threads": 2,
            "memory_limit": MEMORY,
            "preserve_insertion_order": False,
            "temp_directory": str(folder / "spill"),
        },
    ) as connection:
        connection.execute(
            f"create view usage_events as from read_parquet('{usage_files(home)}',"
            " union_by_name = true, hive_partitioning = true)"
        )
        for table in TABLES:
            connection.execute(f"create view {table} as from '{reference / table}.parquet'")
        begun = time.monotonic()
        if what == "copy":
            connection.execute(f"create table copied as {COPIED}")
            connection.execute("checkpoint")
            seconds = time.monotonic() - begun
            (events,) = connection.execute("select count(*) from copied").fetchone()
            say(seconds, events, 0, 0)
        else:
            connection.execute(f"create table rated as {rated_query(DUCKDB)}")
            connection.execute(f"create table line_totals as {LINES_QUERY}")
            connection.execute("checkpoint")
            seconds = time.monotonic() - begun
            say(seconds, *connection.execute(FIGURES_QUERY).fetchone())
    file.unlink()


if __name__ == "__main__":
    main()
