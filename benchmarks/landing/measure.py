"""Measure landing: `python benchmarks/landing/measure.py FOLDER` prints seconds and their ratio.

One file of usage events is landed with every check, pseudonyms, vault and manifest, and copied to
Parquet by DuckDB alone with the same types, each in a process of its own, bare copy first and last.
The ratio is the bare copy's time (the mean of both) over the landing's; the target is 0.35.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

import duckdb

from trunkline.contract import load_contract

TARGET = 0.35
NAME = "usage_MSC01_000001.csv"

# Subscribers call one another and a few hundred thousand others; a third of the records is data.
EVENTS = """
    with events as (
        select number, ['voice', 'sms', 'data', 'data', 'data', 'voice', 'voice', 'sms', 'mms',
            'content'][1 + number % 10] as service
        from range($events) as numbers (number)
    )
    select 'MSC01' as producer, 'R' || lpad(number::varchar, 10, '0') as record_id,
        case when service = 'data' then 1 + number % 3 else 0 end as record_number,
        case when service = 'data' then 'S' || number // 3 end as charging_id, service,
        case when number % 7 = 0 then 'incoming' else 'outgoing' end as direction,
        case when number % 31 = 0 then 'unanswered' else 'completed' end as outcome,
        '+8210' || lpad((hash(number) % 25000 + 10000000)::varchar, 8, '0') as charged_party,
        case when service not in ('data', 'content') then case when number % 50 = 0
            then '+1917' || lpad((hash(number + 1) % 300000 + 1000000)::varchar, 7, '0')
            else '+8210' || lpad((hash(number + 2) % 400000 + 30000000)::varchar, 8, '0') end
        end as other_party,
        strftime(timestamp '2026-01-01' + to_seconds(number // 4), '%Y-%m-%dT%H:%M:%S+09:00')
            as started_at,
        (hash(number + 5) % 4000)::bigint * case when service = 'data' then 100003 else 1 end
            as quantity,
        case service when 'voice' then 'second' when 'data' then 'byte' when 'content' then 'item'
            else 'message' end as unit,
        'CELL' || lpad((hash(number + 6) % 900)::varchar, 5, '0') as cell_id,
        case when number % 97 = 0 then '44010' end as visited_network,
        null as reversal_of, null as trunk
    from events
"""


def make_file(path: Path, events: int) -> None:
    """Write the file of usage events; the same bytes every time."""
    with duckdb.connect() as connection:
        connection.execute(f"copy ({EVENTS}) to '{path}' (header)", {"events": events})


def bare_copy(source: Path, target: Path) -> None:
    """Copy the CSV to Parquet with the contract's types and nothing else."""
    types = {"integer": "BIGINT", "timestamp": "TIMESTAMPTZ"}
    columns = {
        column.name: types.get(column.type, "VARCHAR")
        for column in load_contract().entity("mediation", "usage_events").columns
    }
    with duckdb.connect() as connection:
        connection.execute(
            f"copy (from read_csv('{source}', columns = {columns}, header = true,"
            f" auto_detect = false)) to '{target}' (format parquet)"
        )


def land() -> None:
    """Land what lies in landing; the gate, whose cost does not grow with the file, is left out."""
    from ingestion.ingest import ingest
    from trunkline.gates import GateResult
    from trunkline.settings import Settings

    report = ingest(Settings.from_environment(), lambda staged: GateResult(True, []))
    print(report.sentences()[-1])


def timed(words: list[str], environment: dict[str, str]) -> tuple[float, float, str]:
    """Run this file with some words; return seconds, CPU seconds and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.monotonic()
    ended = subprocess.run(
        [sys.executable, __file__, *words],
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    seconds = time.monotonic() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, used, ended.stdout.strip()


def measure(folder: Path, events: int) -> float:
    """Make the file, take the times, print them; return the ratio."""
    folder.mkdir(parents=True, exist_ok=True)
    home = folder / "home"
    shutil.rmtree(home, ignore_errors=True)
    source = folder / NAME
    make_file(source, events)
    landing = home / "landing" / "mediation" / "usage_events"
    landing.mkdir(parents=True)
    os.link(source, landing / NAME)
    environment = {"TRUNKLINE_HOME": str(home), "TRUNKLINE_KEYS": str(folder / "keys.json")}
    print(
        f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, "
        f"load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}, "
        f"DuckDB {duckdb.__version__}; {events:,} events, {source.stat().st_size >> 20:,} MB"
    )
    copy = ["--copy", str(source), str(folder / "bare.parquet")]
    first, first_used, _ = timed(copy, environment)
    landed, landed_used, outcome = timed(["--land"], environment)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
    last, last_used, _ = timed(copy, environment)
    ratio = (first + last) / 2 / landed
    print(outcome)
    print(
        f"bare copy  {first:6.1f} s and {last:6.1f} s ({first_used:.1f}, {last_used:.1f} s of CPU)"
    )
    print(f"landing    {landed:6.1f} s ({landed_used:.1f} s of CPU), peak memory {peak:,} MB")
    print(
        f"ratio      {ratio:6.2f} (target {TARGET}); of CPU seconds alone "
        f"{(first_used + last_used) / 2 / landed_used:.2f}"
    )
    shutil.rmtree(home)
    (folder / "bare.parquet").unlink()
    source.unlink()
    return ratio


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="an empty folder to work in")
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--copy", nargs=2, type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--land", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.copy:
        bare_copy(*arguments.copy)
    elif arguments.land:
        land()
    elif arguments.folder is None:
        parser.error("name a folder to work in")
    else:
        sys.exit(0 if measure(arguments.folder, arguments.events) >= TARGET else 1)


if __name__ == "__main__":
    main()
