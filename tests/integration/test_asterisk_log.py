"""The main job on data that nobody here made: the call log of a real PBX, to control totals."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import duckdb
import pytest

from tests.integration.operator_history import Home

pytestmark = [pytest.mark.real_data, pytest.mark.slow]

NOW = "2017-08-01T06:00:00+00:00"
ALWAYS = {"status": "active", "valid_from": "2010-01-01T00:00:00Z", "valid_to": ""}


def write(home: Home, source: str, entity: str, rows: list[dict[str, object]]) -> None:
    folder = home.folder / "landing" / source / entity
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{entity}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_catalogue(home: Home) -> None:
    """One plan at one cent a second, whole seconds, wherever the call goes."""
    write(home, "catalogue", "plans", [
        {"plan_id": "pbx", "name": "PBX", "line_type": "handset", "currency": "USD", **ALWAYS}
    ])  # fmt: skip
    write(home, "catalogue", "charges", [
        {"charge_id": "call", "plan_id": "pbx", "charge_kind": "usage", "description": "Calls",
         "service": "voice", "direction": "outgoing", "zone": "everywhere", "time_band": "any",
         "initial_increment": 1, "next_increment": 1, "rate_unit": 1, "connect_fee": 0,
         "amount": "", "currency": "USD", "tax_code": "none", **ALWAYS}
    ])  # fmt: skip
    write(home, "catalogue", "charge_tiers", [
        {"charge_id": "call", "from_quantity": 0, "unit_price": "0.01", **ALWAYS}
    ])  # fmt: skip
    write(home, "catalogue", "destinations", [
        {"destination_kind": "number", "prefix": "*", "zone": "everywhere", "name": "Anywhere",
         **ALWAYS}
    ])  # fmt: skip
    write(home, "catalogue", "taxes", [
        {"tax_code": "none", "name": "No tax", "rate": 0, **ALWAYS}
    ])  # fmt: skip
    write(home, "catalogue", "currencies", [
        {"currency": "USD", "name": "US dollar", "decimals": 2}
    ])  # fmt: skip


def write_subscribers(home: Home, numbers: list[str]) -> None:
    accounts = [
        {"account_id": f"A-{place:05}", "holder_name": f"Holder {place}", "holder_email": "",
         "segment": "business", "region": "new_york", "bill_cycle_day": 1, "currency": "USD",
         **ALWAYS}
        for place, _ in enumerate(numbers)
    ]  # fmt: skip
    write(home, "billing", "accounts", accounts)
    write(home, "billing", "subscriptions", [
        {"subscription_id": f"S-{place:05}", "account_id": f"A-{place:05}", "plan_id": "pbx",
         **ALWAYS}
        for place, _ in enumerate(numbers)
    ])  # fmt: skip
    write(home, "billing", "number_history", [
        {"number": "+1" + number.replace("-", ""), "subscription_id": f"S-{place:05}", **ALWAYS}
        for place, number in enumerate(numbers)
    ])  # fmt: skip


def test_two_logs_of_one_exchange(shared_data: Path, tmp_path: Path) -> None:
    logs = [shared_data / "cdr_asterisk" / name
            for name in ("smallcdr.csv", "smallcdr_wo_parallelcalls.csv")]  # fmt: skip
    records = [tuple(row) for log in logs for row in csv.reader(log.open(newline=""))]
    distinct = set(records)
    answered = [record for record in distinct if record[14] == "ANSWERED"]
    # the figures by a count of our own, before any of our code has read the files
    assert len(records) == 79
    assert len(records) - len(distinct) == 35
    assert len(answered) == 27
    assert sum(int(record[13]) for record in answered) == 7408

    home = Home(tmp_path / "home", tmp_path / "keys.json")
    home.folder.mkdir()
    (home.folder / "sources.yml").write_text(
        "asterisk: {zone: America/New_York, country: US}\n", encoding="utf-8"
    )
    write_catalogue(home)
    write_subscribers(home, sorted({record[1] for record in records}))
    landing = home.folder / "landing" / "asterisk" / "call_records"
    landing.mkdir(parents=True)
    for log in logs:
        shutil.copy(log, landing / log.name)
    home.run("run", now=NOW)

    with duckdb.connect(str(home.warehouse), read_only=True) as warehouse:
        landed = warehouse.execute(
            "select sum(records), sum(accepted), sum(rejected) from fct_load_files"
            " where source = 'asterisk'"
        ).fetchone()
        assert landed == (79, 79, 0)
        statuses = dict(
            warehouse.execute(
                "select status, sum(event_count)::bigint from fct_event_statuses"
                " where source = 'asterisk' group by status"
            ).fetchall()
        )
        assert statuses == {"rated": 27, "duplicate": 35, "non_chargeable": 17}
        rated = warehouse.execute(
            "select sum(metered_quantity)::bigint, sum(charge)::varchar,"
            " count(*) filter (metered_quantity = 0) from fct_rated_usage"
        ).fetchone()
        assert rated == (7408, "74.080000", 1)
        unbalanced = warehouse.execute(
            "select control_key from fct_control_totals where not is_balanced"
        ).fetchall()
        assert unbalanced == []
