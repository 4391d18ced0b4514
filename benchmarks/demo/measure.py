"""Measure the demo: `python benchmarks/demo/measure.py FOLDER` prints seconds and peak memory.

Everything runs in one go in an empty folder, so that the figures belong together: generating, the
demo's deliveries and closes, a run with nothing new, and two more days with their publication (the
first begins a month, so that the files of the months before are put together). `--size large`
measures the large operator.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

import duckdb

TRUNKLINE = str(Path(sys.executable).with_name("trunkline"))


def timed(words: list[str], environment: dict[str, str]) -> tuple[float, str]:
    """Run `trunkline` and return its seconds and what it printed; stop when it fails."""
    begun = time.monotonic()
    ended = subprocess.run(
        [TRUNKLINE, *words],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    printed = ended.stdout + ended.stderr
    if ended.returncode:
        sys.exit(f"trunkline {' '.join(words)} ended with {ended.returncode}:\n{printed[-3000:]}")
    return time.monotonic() - begun, printed


def day_after(operator: Path, days: int) -> str:
    """Return the moment of the operator's last step, some days later."""
    steps = json.loads((operator / "history.json").read_text())["steps"]
    last = dt.datetime.fromisoformat(steps[-1]["now"])
    return (last + dt.timedelta(days=days, hours=2)).isoformat()


def more_day(operator: Path, home: Path, days: int) -> int:
    """Land the last day's switch files again as a day after it, under new record numbers.

    Reversals among them name records of that day; those whose original is not there again wait.
    """
    folder = home / "landing" / "mediation" / "usage_events"
    folder.mkdir(parents=True, exist_ok=True)
    newest: dict[str, tuple[int, Path]] = {}
    for path in operator.glob("*/landing/mediation/usage_events/usage_*"):
        producer, sequence = re.match(r"usage_([A-Z0-9]+)_(\d+)\.", path.name).groups()
        newest[producer] = max(newest.get(producer, (0, path)), (int(sequence), path))
    records = 0
    for producer, (sequence, path) in newest.items():
        target = folder / f"usage_{producer}_{sequence + days:06}.csv"
        records += duckdb.execute(
            f"""copy (
                select * replace (
                    'next-{days}-' || record_id as record_id,
                    strftime(left(started_at, 10)::date + {days}, '%Y-%m-%d')
                        || substr(started_at, 11) as started_at,
                    regexp_replace(reversal_of, ':', ':next-{days}-') as reversal_of
                ) from read_csv('{path}', all_varchar = true, header = true)
                where record_number = '0'
            ) to '{target}' (header, quote '')"""
        ).fetchone()[0]
    return records


def published_seconds(printed: str) -> float:
    """The seconds from the end of the marts gate to the publication, as the run reports them."""
    marks = {"gate": r"\[ *([\d.]+) s\] marts gate", "publish": r"\[ *([\d.]+) s\] published"}
    moments = {
        key: float(found.group(1))
        for key, pattern in marks.items()
        if (found := re.search(pattern, printed))
    }
    return moments["publish"] - moments["gate"]


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("folder", type=Path, help="an empty folder to work in")
    words.add_argument("--size", default="demo")
    given = words.parse_args()
    home, operator = given.folder / "home", given.folder / "operator"
    environment = {
        "TRUNKLINE_HOME": str(home.resolve()),
        "TRUNKLINE_KEYS": str((given.folder / "keys.json").resolve()),
    }
    rows = [
        (
            "generation",
            timed(["generate", "--size", given.size, "--out", str(operator)], environment)[0],
        )
    ]
    rows.append(
        (
            "deliveries and closes, published",
            timed(["demo", "--operator", str(operator), "--no-docs"], environment)[0],
        )
    )
    later = environment | {"TRUNKLINE_NOW": day_after(operator, 0)}
    rows.append(("a run with nothing new", timed(["run"], later)[0]))
    for days in (1, 2):
        records = more_day(operator, home, days)
        later = environment | {"TRUNKLINE_NOW": day_after(operator, days)}
        seconds, printed = timed(["run"], later)
        rows.append((f"{days} more day ({records:,} records), published", seconds))
        rows.append(("of which publishing", published_seconds(printed)))
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for name, took in rows:
        print(f"{name:<50} {took:8.1f} s")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024**2
    print(f"{'peak memory of a process':<50} {peak:8.2f} GB")


if __name__ == "__main__":
    main()
