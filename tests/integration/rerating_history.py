"""A small operator whose price was wrong: what was charged, closed, corrected and ordered again.

Every call begins in January of Seoul, 100 seconds of a month are free, and a second costs 2 KRW
until load 4 says that it always cost 3.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from typing import Any

import duckdb

from tests.integration.operator_history import REPOSITORY, TRUNKLINE, Home
from tests.integration.suspense_history import (
    ALWAYS,
    charge,
    destination,
    numbers_of,
    subscriber,
    tier,
    write,
    write_people,
    write_usage,
)

# subscriber() stops the second of its own numbers
ONE, TWO, THREE, FOUR = (f"+82101000000{place}" for place in range(4, 8))
JANUARY = {
    # 100 seconds are free: the first call has 61 of them, the second 39
    1: {"charged_party": ONE, "started_at": "2026-01-05T10:00:00+09:00"},
    2: {"charged_party": ONE, "started_at": "2026-01-06T10:00:00+09:00"},
    11: {"charged_party": TWO, "quantity": "10"},
    21: {"charged_party": THREE, "quantity": "150"},
    31: {"charged_party": FOUR, "quantity": "150"},
}
# began before both, and arrives when nothing is left for it
LATER = {
    3: {"charged_party": ONE, "started_at": "2026-01-04T10:00:00+09:00"},
    32: {"charged_party": FOUR, "reversal_of": "MSC01:R31:0", "quantity": "150"},
}
FEBRUARY = {5: {"charged_party": ONE, "started_at": "2026-02-05T10:00:00+09:00"}}
REVERSAL = {22: {"charged_party": THREE, "reversal_of": "MSC01:R21:0", "quantity": "150"}}
ARRIVED, AGAIN = "2026-01-20T00:00:00Z", "2026-01-25T00:00:00Z"
CLOSED, CORRECTED = "2026-02-02T00:00:00Z", "2026-02-06T00:00:00Z"
ORDERED, REVERSED = "2026-02-07T00:00:00Z", "2026-02-08T00:00:00Z"
CLOSED_AGAIN = "2026-03-02T00:00:00Z"
ORDER = ("rerate", "order", "--period", "2026-01")
CHARGES = "select event_id, charge::varchar from fct_rated_usage"
ADJUSTED = "select event_id, amount::varchar from fct_rerating_adjustments where not is_taken_back"
ISSUED = (
    "select invoice_number, charge_kind, subscription_id, net_amount::varchar, "
    "gross_amount::varchar "
    "from fct_invoice_lines where period = date '2026-01-01' order by all"
)


@dataclass
class Played:
    """The history's home, what its commands said, and what stood in the marts on the way."""

    home: Home
    said: dict[str, str] = field(default_factory=dict)
    stood: dict[str, Any] = field(default_factory=dict)


def rows(home: Home, query: str) -> list[list[Any]]:
    """What a query finds in the warehouse, as JSON has it."""
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        return [list(row) for row in connection.execute(query).fetchall()]


def by_number(home: Home, query: str) -> dict[str, Any]:
    """Answer of a query that gives event number and value, by record number as text."""
    numbers = {event: str(number) for number, event in numbers_of(home).items()}
    return {numbers[event]: value for event, value in rows(home, query)}


def deliver_first(home: Home) -> None:
    """What load 1 holds: one plan with 100 free seconds, four numbers, five calls."""
    write(home, "catalogue", "plans", [
        {"plan_id": "plan", "name": "Plan", "line_type": "handset", "currency": "KRW", **ALWAYS}
    ])  # fmt: skip
    write(home, "catalogue", "charges", [charge("voice")])
    write(home, "catalogue", "charge_tiers", [tier("voice", "2")])
    write(home, "catalogue", "allowances", [
        {"allowance_id": "free", "plan_id": "plan", "service": "voice", "zone": "home",
         "quantity": 100, **ALWAYS}
    ])  # fmt: skip
    write(home, "catalogue", "destinations", [destination("8210"), destination("8220")])
    write(home, "catalogue", "taxes", [
        {"tax_code": "vat", "name": "VAT", "rate": "0.1", **ALWAYS}
    ])  # fmt: skip
    write(home, "catalogue", "currencies", [{"currency": "KRW", "name": "won", "decimals": 0}])
    people = enumerate((ONE, TWO, THREE, FOUR), start=1)
    write_people(home, *(subscriber(place, number) for place, number in people))
    write_usage(home, 1, JANUARY)


def play(home: Home) -> Played:
    """Play the whole history by the commands that a user types."""
    played = Played(home)

    def say(name: str, *words: str, now: str, expect: int = 0) -> None:
        played.said[name] = home.run(*words, now=now, expect=expect)

    def issued() -> list[list[Any]]:
        return rows(home, ISSUED)

    deliver_first(home)
    home.run("ingest", now=ARRIVED)
    write_usage(home, 2, LATER)
    home.run("run", now=AGAIN)
    played.stood["charged"] = by_number(home, CHARGES)
    home.run("bill", "close", "--cycle", "1", "--period", "2026-01-01", now=CLOSED)
    write(home, "catalogue", "charge_tiers", [tier("voice", "3")])
    write_usage(home, 3, FEBRUARY)
    home.run("ingest", now=CORRECTED)
    say("old_warehouse", *ORDER, "--reason", "x", now=CORRECTED, expect=1)
    home.run("run", now=CORRECTED)
    played.stood["corrected"] = by_number(home, CHARGES)
    played.stood["issued"] = issued()
    say("list", "rerate", "list", now=CORRECTED)
    say("no_reason", *ORDER, now=ORDERED, expect=1)
    say("no_usage", "rerate", "order", "--period", "2025-12", "--reason", "x", now=ORDERED,
        expect=1)  # fmt: skip
    say("as_known_then", *ORDER, "--subscription", "S-3", "--known-at", "2", "--dry-run",
        now=ORDERED)  # fmt: skip
    say("order", *ORDER, "--reason", "a wrong price", "--by", "sam", now=ORDERED)
    # killed between the landing of the order and the build that shows it
    write_usage(home, 4, REVERSAL)
    crash = home.environment(TRUNKLINE_NOW=REVERSED, TRUNKLINE_CRASH_AT="dbt.before_build")
    killed = subprocess.run([TRUNKLINE, "run"], cwd=REPOSITORY, env=crash, check=False)
    played.said["killed"] = str(killed.returncode)
    home.run("run", now=REVERSED)
    played.stood["adjusted"] = by_number(home, ADJUSTED)
    say("again", *ORDER, "--reason", "once more", now=REVERSED)
    say("list_after", "rerate", "list", now=REVERSED)
    home.run("bill", "close", "--cycle", "1", "--period", "2026-02-01", now=CLOSED_AGAIN)
    home.run("run", now=CLOSED_AGAIN)
    played.stood["still_issued"] = issued()
    say("explain", "explain", str(numbers_of(home)[1]), now=CLOSED_AGAIN)
    say("verify", "bill", "verify", "--recompute", now=CLOSED_AGAIN)
    return played
