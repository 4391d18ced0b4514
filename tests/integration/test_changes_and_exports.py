"""Changes in whatever order they arrive, and exports whose absence deletes: up to the marts."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.integration.operator_history import Home

pytestmark = pytest.mark.slow

OFFERS = "offer_id,name,kind,valid_from\n"
CUSTOMERS = "customer_id,customer_kind,name,segment,status,region,changed_at\n"


def put(home: Home, place: str, name: str, text: str) -> None:
    path = home.folder / "landing" / place / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def customer(number: int, region: str, day: int, status: str = "active") -> str:
    return f"C{number},person,Somebody,consumer,{status},{region},2026-01-{day:02}T00:00:00Z\n"


def rows(home: Home, query: str) -> list[tuple]:
    with duckdb.connect(str(home.warehouse), read_only=True) as warehouse:
        return warehouse.execute(query).fetchall()


def test_late_changes_take_their_place_and_absent_rows_are_gone(tmp_path: Path) -> None:
    home = Home(tmp_path / "home", tmp_path / "keys.json")
    offer = "{},Offer,discount,2026-01-01T00:00:00Z\n"
    put(home, "crm/offers", "monday.csv", OFFERS + offer.format("kept") + offer.format("dropped"))
    put(
        home,
        "crm/customers",
        "first.csv",
        CUSTOMERS + customer(1, "seoul", 10) + customer(2, "busan", 5),
    )
    home.run("run", now="2026-02-01T00:00:00+00:00")
    assert rows(home, "select offer_id from dim_offers order by 1") == [("dropped",), ("kept",)]

    put(home, "crm/offers", "tuesday.csv", OFFERS + offer.format("kept") + offer.format("new"))
    # of customer 1 what was so before, of customer 2 that the CRM takes the record back
    put(
        home,
        "crm/customers",
        "second.csv",
        CUSTOMERS + customer(1, "jeju", 3) + customer(2, "busan", 6, "none"),
    )
    home.run("run", now="2026-02-02T00:00:00+00:00")
    assert rows(home, "select offer_id from dim_offers order by 1") == [("kept",), ("new",)]
    assert rows(home, "select region from dim_customers") == [("seoul",)]
    versions = rows(
        home,
        "select region, cast(valid_from as date)::varchar, cast(valid_to as date)::varchar"
        " from dim_customer_versions where customer_key = (select customer_key from dim_customers)"
        " order by valid_from",
    )
    assert versions == [
        ("jeju", "2026-01-03", "2026-01-10"),
        ("seoul", "2026-01-10", "9999-12-31"),
    ]
