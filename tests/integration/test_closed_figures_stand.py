"""Invariant 4: no corrected price, changed code or full refresh moves a closed figure."""

from __future__ import annotations

import csv
import shutil
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.bare_dbt import bare_dbt
from tests.integration.operator_history import REPOSITORY, Home

pytestmark = pytest.mark.slow

NOW = "2026-03-05T06:00:00+09:00"
CLOSED = {
    "fct_invoices": "from fct_invoices",
    "fct_invoice_lines": "from fct_invoice_lines",
    "fct_charges": "from fct_charges where status = 'billed'",
    "fct_rated_usage": "select rated.* from fct_rated_usage as rated inner join dim_billing_periods"
    " as periods on periods.cycle_day = rated.cycle_day and periods.period = rated.charged_period"
    " where periods.close_load_seq is not null",
}
OPEN_AMOUNT = "select sum(amount) from fct_charges where status = 'unbilled'"


def digest(warehouse: Path, query: str) -> tuple[int, str]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute(
            "select count(*), md5(string_agg(text, '' order by text)) from"
            f" (select to_json(row_of)::varchar as text from ({query}) as row_of)"
        ).fetchone()


def open_amount(warehouse: Path) -> object:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute(OPEN_AMOUNT).fetchone()[0]


def copy_of_the_home(home: Home, folder: Path) -> Home:
    copied = Home(folder, home.keys)
    for part in ("lake", "vault", "restricted", "run_log"):
        shutil.copytree(home.folder / part, folder / part)
    return copied


def land_corrected_prices(home: Home, operator: Path) -> None:
    """Double every usage price, backdated to before the first period."""
    [tiers] = operator.glob("001/landing/catalogue/charge_tiers/*.csv")
    rows = list(csv.DictReader(tiers.open(newline="")))
    folder = home.folder / "landing" / "catalogue" / "charge_tiers"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "corrected.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow(row | {"unit_price": str(2 * Decimal(row["unit_price"]) + 1)})


def build(home: Home, project: Path) -> None:
    ended = bare_dbt(
        *("build", "--exclude-resource-type", "unit_test"),
        warehouse=home.warehouse,
        environment=home.environment(),
        project=project,
    )
    assert ended.returncode == 0, ended.stdout[-4000:]


def project_with_dearer_usage(folder: Path) -> Path:
    """A copy of the dbt project in which every usage charge is one unit of currency dearer."""
    folder.mkdir()
    for name in ("models", "macros", "tests/dbt", "dbt_project.yml", "profiles.yml"):
        origin = REPOSITORY / name
        copy = folder / name
        if origin.is_dir():
            shutil.copytree(origin, copy)
        else:
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(origin, copy)
    rules = folder / "macros" / "rating.sql"
    before = rules.read_text()
    after = before.replace("cast({{ connect_fee }} + ", "cast(1 + {{ connect_fee }} + ")
    assert after != before
    rules.write_text(after)
    return folder


def test_what_was_closed_stands(tiny_home: Home, tiny_operator: Path, tmp_path: Path) -> None:
    issued = {name: digest(tiny_home.warehouse, query) for name, query in CLOSED.items()}
    assert all(rows > 0 for rows, _ in issued.values())

    home = copy_of_the_home(tiny_home, tmp_path / "home")
    land_corrected_prices(home, tiny_operator)
    home.run("ingest", now=NOW)
    home.warehouse.parent.mkdir(parents=True, exist_ok=True)
    build(home, REPOSITORY)
    assert {name: digest(home.warehouse, query) for name, query in CLOSED.items()} == issued

    amount = open_amount(home.warehouse)
    home.warehouse.unlink()
    build(home, project_with_dearer_usage(tmp_path / "project"))
    assert {name: digest(home.warehouse, query) for name, query in CLOSED.items()} == issued
    # the proof that the change bites where it may
    assert open_amount(home.warehouse) > amount
