"""Everything public in one warehouse: calls, customers, statements, numbering plan, networks."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import duckdb
import pytest

from tests.integration.operator_history import Home
from tests.integration.test_asterisk_log import write_catalogue, write_subscribers

pytestmark = [pytest.mark.real_data, pytest.mark.slow]

NOW = "2017-08-01T06:00:00+00:00"


def put(home: Home, source: Path, place: str, name: str = "") -> None:
    """Put a public file into landing as it is."""
    folder = home.folder / "landing" / place
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, folder / (name or source.name))


def put_everything(home: Home, shared: Path) -> None:
    """Put every public file under its entity, with what rating the calls needs."""
    logs = sorted((shared / "cdr_asterisk").glob("*.csv"))
    callers = {row[1] for log in logs for row in csv.reader(log.open(newline=""))}
    (home.folder / "sources.yml").write_text(
        "asterisk: {zone: America/New_York, country: US}\n", encoding="utf-8"
    )
    write_catalogue(home)
    write_subscribers(home, sorted(callers))
    for log in logs:
        put(home, log, "asterisk/call_records")
    put(home, shared / "ibm_telco" / "Telco-Customer-Churn.csv", "ibm_telco/customers")
    for statement in sorted((shared / "camt").glob("camt053.*.xml")):
        put(home, statement, "payments/bank_statements")
    for table in (shared / "numbering_plan" / "metadata").glob("*/ranges.csv"):
        put(home, table, "catalogue/numbering_ranges", f"{table.parent.name}.csv")
    put(home, shared / "mcc_mnc" / "mnc_operators.json", "catalogue/mobile_networks")


@pytest.fixture(scope="module")
def home(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """All of it landed, checked and published by one run."""
    folder = tmp_path_factory.mktemp("public")
    home = Home(folder / "home", folder / "keys.json")
    home.folder.mkdir()
    put_everything(home, shared_data)
    printed = home.run("run", now=NOW)
    assert "checks held" in printed and "published snapshot" in printed
    return home


def rows(home: Home, query: str) -> list[tuple]:
    with duckdb.connect(str(home.warehouse), read_only=True) as warehouse:
        return warehouse.execute(query).fetchall()


def test_every_record_is_accounted_for(home: Home) -> None:
    landed = {
        entity: figures
        for entity, *figures in rows(
            home,
            "select source || '/' || entity, sum(records)::bigint, sum(accepted)::bigint,"
            " sum(rejected)::bigint from fct_load_files group by 1",
        )
    }
    assert landed["asterisk/call_records"] == [79, 79, 0]
    assert landed["ibm_telco/customers"] == [7043, 7043, 0]
    assert landed["payments/bank_statements"] == [2, 2, 0]
    assert landed["payments/bank_statement_lines"] == [2, 2, 0]
    assert landed["catalogue/mobile_networks"] == [2197, 2187, 10]
    ranges = landed["catalogue/numbering_ranges"]
    assert (ranges[0] - ranges[1], ranges[2]) == (0, 0) and ranges[0] > 15_000


def test_control_totals_hold(home: Home) -> None:
    unbalanced = rows(home, "select control_key from fct_control_totals where not is_balanced")
    assert unbalanced == []


def test_calls_are_rated_as_they_are_alone(home: Home) -> None:
    query = "select sum(metered_quantity)::bigint, sum(charge)::varchar from fct_rated_usage"
    assert rows(home, query) == [(7408, "74.080000")]


def test_the_public_customers_are_customers_and_accounts(home: Home) -> None:
    """1,869 of them have left (Churn = Yes)."""
    assert rows(home, "select count(*) from dim_customers") == [(7043,)]
    held = "select count(*), count(account_key) from dim_customers where account_count = "
    assert rows(home, f"{held} 1") == [(5174, 5174)]
    assert rows(home, f"{held} 0") == [(1869, 0)]
    accounts = rows(
        home,
        "select count(distinct account_key) from dim_accounts where currency = 'USD'"
        " and account_key in (select customer_key from dim_customers)",
    )
    assert accounts == [(7043,)]


def test_statements_show_what_can_be_proven(home: Home) -> None:
    """The samples state their closing balance in another currency: nothing is claimed of it."""
    shown = rows(
        home,
        "select currency, opening_balance_amount::varchar, booked_amount::varchar,"
        " closing_balance_amount, is_balanced, is_complete from fct_bank_statements",
    )
    assert shown == [("EUR", "18.15000", "8.85000", None, None, True)] * 2
