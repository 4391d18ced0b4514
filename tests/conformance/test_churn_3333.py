"""Minutes of 3,333 public accounts in four kinds of calls, rated by the real models.

`churn_3333` states minutes (one decimal) and charge of calls by day, evening, night and abroad; the
charge is minutes × price to half a cent in every row, which makes it a rating test.
"""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests.conformance.naming import FIRST_NUMBER, CaseFiles
from tests.conformance.outputs import Outcome
from tests.conformance.running import run_cases
from tests.conformance.scenario import (
    Charge,
    Destination,
    Event,
    Plan,
    Scenario,
    Subscription,
    Tier,
)

pytestmark = [pytest.mark.slow, pytest.mark.real_data]

PRICES = {
    "day": Decimal("0.17"),
    "eve": Decimal("0.085"),
    "night": Decimal("0.045"),
    "intl": Decimal("0.27"),
}
"""Per minute."""
SIX_SECONDS, MINUTE = Decimal(6), Decimal(60)
BEGIN = datetime(2024, 3, 4, tzinfo=UTC)
HALF_A_CENT = Decimal("0.005")
ROWS = 3333


def scenario_of(rows: list[dict[str, str]]) -> Scenario:
    """Each row a line with four calls, each kind of call in a zone of its own."""
    lines = [f"row{number}" for number in range(len(rows))]
    return Scenario(
        plans=(Plan("plan"),),
        charges=tuple(
            Charge(
                kind,
                "plan",
                (Tier(Decimal(0), price, rate_unit=MINUTE),),
                service="voice",
                zone=kind,
                initial_increment=SIX_SECONDS,
                next_increment=SIX_SECONDS,
            )
            for kind, price in PRICES.items()
        ),
        subscriptions=tuple(Subscription(line, "plan", line) for line in lines),
        destinations=tuple(Destination(str(n), kind) for n, kind in enumerate(PRICES)),
        events=tuple(
            Event(
                f"{line}-{kind}",
                Decimal(row[f"total_{kind}_minutes"]) * MINUTE,
                line,
                "voice",
                digits=str(number),
                started_at=BEGIN + timedelta(hours=6 * number),
            )
            for line, row in zip(lines, rows, strict=True)
            for number, kind in enumerate(PRICES)
        ),
    )


def test_every_charge_is_minutes_times_price(shared_data: Path, tmp_path: Path) -> None:
    with (shared_data / "churn_3333" / "churn_3333.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == ROWS
    case = CaseFiles(FIRST_NUMBER, scenario_of(rows))
    outcome = Outcome(case, run_cases([case], tmp_path))
    wrong = []
    for number, row in enumerate(rows):
        for kind, price in PRICES.items():
            charge = outcome.charge(f"row{number}-{kind}")
            minutes = Decimal(row[f"total_{kind}_minutes"])
            stated = Decimal(row[f"total_{kind}_charge"])
            if charge != minutes * price or abs(charge - stated) > HALF_A_CENT:
                wrong.append((number, kind, minutes, stated, charge))
    assert not wrong
