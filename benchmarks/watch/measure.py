"""Measure the watch: `python benchmarks/watch/measure.py FOLDER` prints seconds to the figures.

An operator of one plan lands a history of usage. Then `trunkline ingest --watch` is started, one
more file of usage is renamed into its landing folder, and the clock runs until the snapshot in
service shows every event of that file. The target is 60 s for 100,000 events on top of 10 million.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb

from trunkline.settings import Settings
from trunkline.snapshots import NoSnapshotError, open_snapshot

TARGET_SECONDS = 60.0
LONGEST_SECONDS = 3600.0
TRUNKLINE = str(Path(sys.executable).with_name("trunkline"))
FIRST_DAY = dt.date(2026, 1, 1)
HISTORY_DAYS = 60
ALWAYS = "'active' as status, '2025-01-01T00:00:00Z' as valid_from, null as valid_to"
VAT = "'vat' as tax_code"

REFERENCE = {
    "catalogue/plans": f"""select 'plan' as plan_id, 'Plan' as name, 'handset' as line_type,
        'KRW' as currency, {ALWAYS}""",
    "catalogue/charges": f"""select service || '_' || direction as charge_id, 'plan' as plan_id,
        'usage' as charge_kind, service as description, service, direction, 'everywhere' as zone,
        'any' as time_band, case service when 'data' then 1024 else 1 end as initial_increment,
        case service when 'data' then 1024 else 1 end as next_increment,
        case service when 'data' then 1048576 else 1 end as rate_unit, 0 as connect_fee,
        null as amount, 'KRW' as currency, {VAT}, {ALWAYS}
        from (select unnest(['voice', 'sms', 'data']) as service, 'outgoing' as direction)""",
    "catalogue/charge_tiers": f"""select service || '_outgoing' as charge_id, 0 as from_quantity,
        1.8 as unit_price, {ALWAYS} from (select unnest(['voice', 'sms', 'data']) as service)""",
    "catalogue/destinations": f"""select * from (values ('number', '*'), ('service', 'data'))
        as prefixes (destination_kind, prefix)
        cross join (select 'everywhere' as zone, 'Anywhere' as name, {ALWAYS})""",
    "catalogue/taxes": f"select {VAT}, 'VAT' as name, 0.1 as rate, {ALWAYS}",
    "catalogue/currencies": "select 'KRW' as currency, 'won' as name, 0 as decimals",
    "billing/accounts": f"""select 'A-' || number as account_id, 'Holder ' || number as holder_name,
        null as holder_email, 'consumer' as segment, 'seoul' as region, 1 as bill_cycle_day,
        'KRW' as currency, {ALWAYS} from range($subscribers) as numbers (number)""",
    "billing/subscriptions": f"""select 'S-' || number as subscription_id,
        'A-' || number as account_id, 'plan' as plan_id, {ALWAYS}
        from range($subscribers) as numbers (number)""",
    "billing/number_history": f"""select '+8210' || (10000000 + number) as number,
        'S-' || number as subscription_id, {ALWAYS}
        from range($subscribers) as numbers (number)""",
}

# A third each of calls, messages and data sessions, spread over one local day.
USAGE = """
    select 'MSC01' as producer, 'R' || ($first + number) as record_id, 0 as record_number,
        null as charging_id, ['voice', 'sms', 'data'][1 + number % 3] as service,
        'outgoing' as direction, 'completed' as outcome,
        '+8210' || (10000000 + hash($first + number) % $subscribers) as charged_party,
        case when number % 3 < 2 then '+8210' || (30000000 + hash(number) % 400000) end
            as other_party,
        strftime(cast($day as timestamp) + to_seconds(number % 86400), '%Y-%m-%dT%H:%M:%S+09:00')
            as started_at,
        (hash($first + number + 1) % 4000)::bigint * case when number % 3 = 2 then 100003 else 1 end
            as quantity,
        ['second', 'message', 'byte'][1 + number % 3] as unit,
        'CELL' || (hash(number) % 900) as cell_id, null as visited_network, null as reversal_of,
        null as trunk
    from range($events) as numbers (number)
"""


def write(path: Path, query: str, **values: object) -> None:
    """Write a query as a CSV file, under another name first as a careful sender does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(path.name + ".part")
    given = {name: value for name, value in values.items() if f"${name}" in query}
    duckdb.execute(f"copy ({query}) to '{aside}' (format csv, header)", given)
    aside.rename(path)


def write_usage(landing: Path, sequence: int, first: int, events: int, subscribers: int) -> Path:
    """Write the usage of one day; `sequence` counts the days from 1."""
    path = landing / "mediation" / "usage_events" / f"usage_MSC01_{sequence:06}.csv"
    day = FIRST_DAY + dt.timedelta(days=sequence - 1)
    write(path, USAGE, first=first, events=events, day=str(day), subscribers=subscribers)
    return path


def events_shown(settings: Settings, origin: str) -> int:
    """How many events of a file the snapshot in service has rated; 0 while it does not know it."""
    try:
        opened = open_snapshot(settings)
    except NoSnapshotError:
        return 0
    with opened as snapshot:
        found = snapshot.connection.execute(
            "select coalesce(sum(accepted), 0) from fct_load_files where origin = ?", [origin]
        ).fetchall()
    return int(found[0][0])


def wait_for(settings: Settings, origin: str, events: int) -> None:
    """Wait until the snapshot in service shows a file."""
    until = time.monotonic() + LONGEST_SECONDS
    while events_shown(settings, origin) < events:
        if time.monotonic() > until:
            sys.exit(f"{origin} was not published within {LONGEST_SECONDS:.0f} s.")
        time.sleep(0.1)


def measure(folder: Path, history: int, events: int, subscribers: int) -> float:
    """Land the history, watch, drop the file; print and return the seconds."""
    home = folder / "home"
    landing = home / "landing"
    now = FIRST_DAY + dt.timedelta(days=HISTORY_DAYS + 2)
    environment = {
        "TRUNKLINE_HOME": str(home.resolve()),
        "TRUNKLINE_KEYS": str((folder / "keys.json").resolve()),
        "TRUNKLINE_NOW": f"{now}T06:00:00Z",
    }
    settings = Settings.from_environment(environment)
    for place, query in REFERENCE.items():
        write(landing / place / "all.csv", query, subscribers=subscribers)
    daily = history // HISTORY_DAYS
    for day in range(1, HISTORY_DAYS + 1):
        write_usage(landing, day, (day - 1) * daily, daily, subscribers)
    begun = time.monotonic()
    subprocess.run([TRUNKLINE, "run"], env=os.environ | environment, check=True)
    print(f"history: {daily * HISTORY_DAYS:,} events in {time.monotonic() - begun:.1f} s")

    watch = subprocess.Popen([TRUNKLINE, "ingest", "--watch"], env=os.environ | environment)
    try:
        time.sleep(20)  # its first round, which finds nothing new
        path = write_usage(landing, HISTORY_DAYS + 1, HISTORY_DAYS * daily, events, subscribers)
        dropped = time.monotonic()
        wait_for(settings, path.name, events)
        seconds = time.monotonic() - dropped
    finally:
        watch.send_signal(signal.SIGTERM)
        ended = watch.wait()
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, "
        f"Python {platform.python_version()}, DuckDB {duckdb.__version__}"
    )
    print(f"from arrival to snapshot: {seconds:.1f} s for {events:,} events (target 60)")
    print(f"peak memory of a process {peak:,} MB; the watch ended with {ended}")
    return seconds


def main() -> None:
    """Measure and print; exit code 1 above the target."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("folder", type=Path, help="an empty folder to work in")
    words.add_argument("--history", type=int, default=10_000_000, help="events before")
    words.add_argument("--events", type=int, default=100_000, help="events of the file measured")
    words.add_argument("--subscribers", type=int, default=25_000)
    given = words.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    seconds = measure(given.folder, given.history, given.events, given.subscribers)
    sys.exit(0 if seconds <= TARGET_SECONDS else 1)


if __name__ == "__main__":
    main()
