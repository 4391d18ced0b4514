"""The lake of the rating benchmark: files as an operator sends them, landed by Trunkline itself.

Load 1 is the catalogue and the subscribers, load 2 thirty days of usage, load 3 the day after. The
same seed and the same DuckDB give the same files, byte for byte.
"""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import duckdb
from catalogue import PLANS, tables

from ingestion.ingest import ingest
from trunkline.gates import GateResult
from trunkline.settings import Settings

FIRST_DAY = dt.date(2026, 5, 1)
DAYS = 30
NOW = "2026-06-02T06:00:00Z"
BATCH = 10_000_000
"""Events landed at once: their files are written, landed and gone before the next are written."""

ALWAYS = "'active' as status, '2025-01-01T00:00:00Z' as valid_from, null as valid_to"
SUBSCRIBERS = {
    # every fifth account's period begins on the 16th
    "billing/accounts": f"""
        select 'A-' || number as account_id, 'Holder ' || number as holder_name,
            'consumer' as segment, 'seoul' as region,
            case when number % 5 = 0 then 16 else 1 end as bill_cycle_day,
            'KRW' as currency, {ALWAYS}
        from range($subscriptions) as numbers (number)""",
    # every fiftieth changes its plan in the middle of the history
    "billing/subscriptions": """
        select 'S-' || number as subscription_id, 'A-' || number as account_id,
            $plans[1 + (number + changed) % 4] as plan_id, 'active' as status,
            case when changed = 1 then '2026-05-13T15:00:00Z' else '2025-01-01T00:00:00Z' end
                as valid_from,
            case when changed = 0 and number % 50 = 0 then '2026-05-13T15:00:00Z' end as valid_to
        from range($subscriptions) as numbers (number)
        cross join (values (0), (1)) as changes (changed)
        where changed = 0 or number % 50 = 0""",
    "billing/number_history": f"""
        select '+8210' || (10000000 + number) as number, 'S-' || number as subscription_id, {ALWAYS}
        from range($subscriptions) as numbers (number)""",
}

# One day: calls, messages and data sessions; a few incoming, unanswered, of unknown numbers, and
# every 128th record sent twice.
USAGE = """
    with drawn as (
        select number, hash(number, 1 + $seed) % 100 as kind,
            hash(number, 2 + $seed) % 100 as place,
            hash(number, 3 + $seed) as which, hash(number, 4 + $seed) as size,
            hash(number, 5 + $seed) % $subscriptions as subscriber
        from range($first, $first + $events) as numbers (number)
    ),

    described as (
        select *, case when kind < 38 then 'voice' when kind < 55 then 'sms'
            when kind < 58 then 'mms' else 'data' end as service
        from drawn
    ),

    records as (
        select 'MSC01' as producer, 'R' || number as record_id, 0 as record_number, service,
            case when service <> 'data' and which % 12 = 0 then 'incoming' else 'outgoing' end
                as direction,
            case when service = 'voice' and which % 25 = 1 then 'unanswered' else 'completed' end
                as outcome,
            case when which % 1000 = 7 then '+82109' || (1000000 + subscriber)
                else '+8210' || (10000000 + subscriber) end as charged_party,
            case when service = 'data' then null
                when place < 70 then '+8210' || lpad((which % 100000000)::varchar, 8, '0')
                when place < 82 then '+822' || lpad((which % 100000000)::varchar, 8, '0')
                when place < 86 then '+8231' || lpad((which % 10000000)::varchar, 7, '0')
                when place < 88 then '+8260' || lpad((which % 10000000)::varchar, 7, '0')
                when place < 92 then '+1' || (2000000000 + which % 5000000000)
                when place < 93 then '+1808' || lpad((which % 10000000)::varchar, 7, '0')
                when place < 97 then '+81' || (100000000 + which % 800000000)
                else '+' || (2000000000 + which % 7900000000) end as other_party,
            strftime(cast($day as timestamp) + to_seconds(cast(hash(number, 6 + $seed) % 86400 as
                bigint)), '%Y-%m-%dT%H:%M:%S+09:00') as started_at,
            case service when 'data' then 1 + size % 400000000
                when 'voice' then 1 + case when size % 10 < 7 then size // 10 % 180
                    when size % 10 < 9 then size // 10 % 900 else size // 10 % 3600 end
                else 1 end as quantity,
            case service when 'voice' then 'second' when 'data' then 'byte' else 'message' end
                as unit,
            'CELL' || (hash(number, 7 + $seed) % 900) as cell_id, number
        from described
    )

    select * exclude (number) from records
    union all
    select * exclude (number) from records where number % 128 = 0
"""


def environment(folder: Path) -> dict[str, str]:
    """What the commands of this benchmark see: a home, keys and a clock of their own."""
    return {
        "TRUNKLINE_HOME": str(folder.resolve() / "home"),
        "TRUNKLINE_KEYS": str(folder.resolve() / "keys.json"),
        "TRUNKLINE_NOW": NOW,
        "TRUNKLINE_ZONE": "Asia/Seoul",
    }


def land_subscribers(settings: Settings, subscriptions: int) -> None:
    """Land the catalogue and the subscribers, load 1."""
    for entity, rows in tables().items():
        path = _place(settings, entity) / "all.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    for entity, query in SUBSCRIBERS.items():
        path = _place(settings, entity) / "all.csv"
        given = {"subscriptions": subscriptions, "plans": list(PLANS)}
        _write(path, query, given)
    _land(settings)


def land_days(
    settings: Settings, first_day: int, days: int, daily: int, subscriptions: int, seed: int
) -> None:
    """Land some days of usage, the first at place `first_day` from 0; one load for each batch."""
    for place in range(first_day, first_day + days):
        given = {
            "seed": seed * 1000,
            "first": place * daily,
            "events": daily,
            "subscriptions": subscriptions,
            "day": str(FIRST_DAY + dt.timedelta(days=place)),
        }
        _write(
            _place(settings, "mediation/usage_events") / f"usage_MSC01_{place + 1:06}.csv",
            USAGE,
            given,
        )
        if (place - first_day + 1) % max(BATCH // daily, 1) == 0 or place == first_day + days - 1:
            _land(settings)


def _place(settings: Settings, entity: str) -> Path:
    folder = settings.landing / entity
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _write(path: Path, query: str, given: dict[str, object]) -> None:
    named = {name: value for name, value in given.items() if f"${name}" in query}
    duckdb.execute(f"copy ({query}) to '{path}' (format csv, header)", named)


def _land(settings: Settings) -> None:
    # the gate, whose cost does not grow with the file, is left out
    report = ingest(settings, lambda staged: GateResult(True, []))
    print(report.sentences()[-1])
