"""Alerts and bursts of a small operator, worked out by hand, and the same however runs are grouped.

A call home costs 2 KRW a second, one abroad 1 KRW. The marts alone are built that alerts need.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.bare_dbt import bare_dbt
from tests.integration.operator_history import Home
from tests.integration.suspense_history import (
    ALWAYS,
    KNOWN,
    LATER,
    ONCE,
    charge,
    destination,
    numbers_of,
    subscriber,
    tier,
    write,
    write_people,
    write_usage,
)

pytestmark = pytest.mark.slow

LOADS = ("2026-01-11T00:00:00Z", "2026-01-12T00:00:00Z", "2026-02-03T00:00:00Z")
ABROAD = "+441632960000"
ALERTS = (
    "select numbers.number, subscription_id, alert_id, share, rating_seq, cumulated_value, "
    "limit_value, charged_period::varchar from fct_usage_alerts as found "
    "inner join numbers on numbers.event_id = found.event_id order by all"
)
BURSTS = (
    "select numbers.number, subscription_id, alert_id, rating_seq, window_value, event_count, "
    "usage_date::varchar from fct_fraud_bursts as found "
    "inner join numbers on numbers.event_id = found.event_id order by all"
)


def alert(name: str, share: str, **fields: object) -> dict[str, object]:
    """A row of the catalogue: an amount in KRW of a period, unless the fields say otherwise."""
    return {
        "alert_id": name, "share": share, "measure": "amount", "limit_amount": 1000,
        "currency": "KRW", "limit_quantity": "", "window_minutes": "", "plan_id": "",
        "segment": "", "service": "", "direction": "", "zone": "", "account_id": "",
        "subscription_id": "", **ALWAYS, **fields,
    }  # fmt: skip


def january(day: int, time: str = "10:00:00") -> str:
    return f"2026-01-{day:02d}T{time}+09:00"


def call(seconds: int, at: str, party: str = KNOWN, **fields: str) -> dict[str, str]:
    return {"quantity": str(seconds), "started_at": at, "charged_party": party, **fields}


def deliver_first(home: Home) -> None:
    """The catalogue, three lines, 922 KRW of the first, and two calls abroad of the second."""
    write(home, "catalogue", "plans", [
        {"plan_id": "plan", "name": "Plan", "line_type": "handset", "currency": "KRW", **ALWAYS}
    ])  # fmt: skip
    abroad = charge("voice") | {"charge_id": "abroad", "zone": "abroad_uk"}
    write(home, "catalogue", "charges", [charge("voice"), abroad])
    write(home, "catalogue", "charge_tiers", [tier("voice", "2"), tier("abroad", "1")])
    write(home, "catalogue", "destinations", [
        destination("8210"), destination("8220"), destination("44") | {"zone": "abroad_uk"}
    ])  # fmt: skip
    write(home, "catalogue", "taxes", [
        {"tax_code": "vat", "name": "VAT", "rate": "0.1", **ALWAYS}
    ])  # fmt: skip
    write(home, "catalogue", "currencies", [{"currency": "KRW", "name": "won", "decimals": 0}])
    at_once = {"measure": "events", "limit_amount": "", "currency": "", "limit_quantity": 3}
    write(home, "catalogue", "usage_alerts", [
        alert("bill", "0.8"),
        alert("bill", "1"),
        alert("dollars", "1", limit_amount=1, currency="USD"),
        alert("at_once", "1", window_minutes=60, zone="abroad_*", **at_once),
    ])  # fmt: skip
    write_people(home, subscriber(1, KNOWN), subscriber(2, LATER), subscriber(3, ONCE))
    write_usage(home, 1, {
        1: call(300, january(5)),
        2: call(100, january(6)),
        3: call(61, january(7)),
        4: call(10, january(5, "10:00:00"), LATER, other_party=ABROAD),
        5: call(10, january(5, "10:45:00"), LATER, other_party=ABROAD),
    })  # fmt: skip


def deliver_second(home: Home) -> None:
    """A lower limit, what is lacking to the first, and the call that fills the window."""
    write(home, "catalogue", "usage_alerts", [alert("later", "1", limit_amount=500)])
    write_usage(home, 2, {
        6: call(39, january(4)),
        7: call(10, january(5, "10:30:00"), LATER, other_party=ABROAD),
        8: call(600, january(8), ONCE),
    })  # fmt: skip


def deliver_third(home: Home) -> None:
    """A reversal, which takes no alert back, more of January, and a new period."""
    write_usage(home, 3, {
        9: call(100, january(6), reversal_of="MSC01:R2:0"),
        10: call(1000, january(31)),
        11: call(500, "2026-02-02T10:00:00+09:00"),
        12: call(10, january(5, "10:50:00"), LATER, other_party=ABROAD),
    })  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Three loads in the lake, nothing built."""
    folder = tmp_path_factory.mktemp("watched")
    home = Home(folder / "home", folder / "keys.json")
    for now, deliver in zip(LOADS, (deliver_first, deliver_second, deliver_third), strict=True):
        deliver(home)
        home.run("ingest", now=now)
    return home


def built(home: Home, warehouse: Path, *watermarks: int) -> list[list[tuple[Any, ...]]]:
    """Alerts and bursts, by record number, after runs at these loads."""
    for watermark in watermarks:
        ended = bare_dbt(
            *("run", "--select", "+fct_usage_alerts", "+fct_fraud_bursts"),
            warehouse=warehouse,
            environment=home.environment(
                TRUNKLINE_CODE_HASH="same", TRUNKLINE_WATERMARK=str(watermark)
            ),
        )
        assert ended.returncode == 0, ended.stdout[-4000:]
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("create temp table numbers (number integer, event_id bigint)")
        connection.executemany("insert into numbers values (?, ?)", list(numbers_of(home).items()))
        return [connection.execute(query).fetchall() for query in (ALERTS, BURSTS)]


@pytest.mark.parametrize("runs", [(1, 2, 3), (2, 3), (3,)], ids=str)
def test_alerts_and_bursts_are_those_worked_out_by_hand(
    home: Home, tmp_path: Path, runs: tuple[int, ...]
) -> None:
    alerts, bursts = built(home, tmp_path / "warehouse.duckdb", *runs)
    most, whole, thousand = Decimal("0.8"), Decimal(1), Decimal(1000)
    assert alerts == [
        # 600, then exactly 800; that load 3 reverses it changes nothing
        (2, "S-1", "bill", most, 1, Decimal(800), thousand, "2026-01-01"),
        # 922 and 78 that arrived late: exactly 1000, and the limit of 500 is known from here on
        (6, "S-1", "bill", whole, 2, Decimal(1000), thousand, "2026-01-01"),
        (6, "S-1", "later", whole, 2, Decimal(1000), Decimal(500), "2026-01-01"),
        (8, "S-3", "bill", most, 2, Decimal(1200), thousand, "2026-01-01"),
        (8, "S-3", "bill", whole, 2, Decimal(1200), thousand, "2026-01-01"),
        (8, "S-3", "later", whole, 2, Decimal(1200), Decimal(500), "2026-01-01"),
        (11, "S-1", "bill", most, 3, thousand, thousand, "2026-02-01"),
        (11, "S-1", "bill", whole, 3, thousand, thousand, "2026-02-01"),
        (11, "S-1", "later", whole, 3, thousand, Decimal(500), "2026-02-01"),
    ]
    # load 2 brought the middle one: the window is full at the last, which load 1 had brought
    assert bursts == [(5, "S-2", "at_once", 2, Decimal(3), 3, "2026-01-05")]
