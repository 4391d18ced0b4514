"""The job of benchmarks/rating once more, event by event in plain Python with exact fractions.

It reads the landed rows and the rows of the benchmark's catalogue, and knows nothing of the models
or of the compared jobs.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb

MILLIONTH = Decimal("0.000001")
Row = dict[str, Any]


def rated_by_hand(home: Path, tables: dict[str, list[Row]]) -> tuple[int, int, Decimal]:
    """Return how many events are rated, how many lines they make, and the total of these."""
    charges = {charge["charge_id"]: charge for charge in tables["catalogue/charges"]}
    tiers = defaultdict(list)
    for tier in tables["catalogue/charge_tiers"]:
        price = Fraction(str(tier["unit_price"])) / charges[tier["charge_id"]]["rate_unit"]
        tiers[tier["charge_id"]].append((tier["from_quantity"], price))
    priced = {
        tuple(charge[key] for key in ("plan_id", "service", "zone", "time_band")): charge
        for charge in charges.values()
    }
    allowances = {
        (row["plan_id"], row["service"], row["zone"]): (row["bucket_id"], row["quantity"])
        for row in tables["catalogue/allowances"]
    }
    prefixes = {row["prefix"]: row["zone"] for row in tables["catalogue/destinations"]}
    used: dict[tuple[Any, ...], int] = defaultdict(int)
    counted: dict[tuple[Any, ...], int] = defaultdict(int)
    lines: dict[tuple[Any, ...], Decimal] = defaultdict(Decimal)
    rated = 0
    versions = _versions(home)
    for event in _events(home):
        found = [
            version
            for version in versions.get(event["charged_party_key"], ())
            if version["valid_from"] <= event["started_at"]
            and (version["valid_to"] is None or event["started_at"] < version["valid_to"])
        ]
        if not found:
            continue
        (line,) = found
        rated += 1
        service = event["service"]
        zone = _zone(prefixes, "data" if service == "data" else event["other_party_prefix"])
        local = event["started_at"] + dt.timedelta(hours=9)
        period = _period(local.date(), line["bill_cycle_day"])
        parts = _parts(priced, (line["plan_id"], service, zone), local, event["quantity"])
        bucket, granted = allowances.get((line["plan_id"], service, zone), (None, 0))
        owner = (line["subscription_id"], bucket, period)
        metered = sum(quantity for _, _, quantity in parts)
        free = min(metered, max(granted - used[owner], 0))
        used[owner] += metered
        charged_before, amounts = 0, []
        for charge, _, quantity in parts:
            charged = quantity - min(quantity, free)
            free -= min(quantity, free)
            counting = (line["subscription_id"], charge["charge_id"], period)
            begun = counted[counting] if charge["tier_scope"] == "period" else charged_before
            counted[counting] += charged
            slabs = tiers[charge["charge_id"]]
            amounts.append(_amount(slabs, begun + charged) - _amount(slabs, begun))
            charged_before += charged
        amounts[0] += Fraction(str(parts[0][0]["connect_fee"]))
        shares = [_rounded(amount) for amount in amounts]
        # the last part has what the whole event has beyond the others
        shares[-1] = _rounded(sum(amounts, Fraction(0))) - sum(shares[:-1], Decimal(0))
        for (charge, band, _), share in zip(parts, shares, strict=True):
            lines[(line["subscription_id"], charge["charge_id"], zone, band, period)] += share
    return rated, len(lines), sum(lines.values(), Decimal(0))


def _rows(home: Path, entity: str) -> list[Row]:
    found = duckdb.execute(
        f"from read_parquet('{home}/lake/{entity}/load=*/*.parquet', hive_partitioning = true,"
        " union_by_name = true)"
    )
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _versions(home: Path) -> dict[str, list[Row]]:
    cycles = {
        row["account_id_key"]: row["bill_cycle_day"] for row in _rows(home, "billing/accounts")
    }
    subscriptions = defaultdict(list)
    for row in _rows(home, "billing/subscriptions"):
        cycle = {"bill_cycle_day": cycles[row["account_id_key"]]}
        subscriptions[row["subscription_id"]].append(row | cycle)
    return {
        row["number_key"]: subscriptions[row["subscription_id"]]
        for row in _rows(home, "billing/number_history")
    }


def _events(home: Path) -> list[Row]:
    """The chargeable events in the order in which they are rated, each once."""
    rows = _rows(home, "mediation/usage_events")
    rows.sort(key=lambda row: (row["load"], row["file_no"], row["line_no"]))
    firsts: dict[Any, Row] = {}
    for row in rows:
        firsts.setdefault((row["event_key"], row["started_at"].date()), row)
    return sorted(
        (
            row
            for row in firsts.values()
            if row["outcome"] == "completed" and row["direction"] == "outgoing"
        ),
        key=lambda row: (row["load"], row["started_at"], row["file_no"], row["line_no"]),
    )


def _zone(prefixes: dict[str, str], value: str) -> str:
    fitting = [prefix for prefix in prefixes if value.startswith(prefix)]
    return prefixes[max(fitting, key=len)] if fitting else prefixes["*"]


def _period(day: dt.date, cycle_day: int) -> dt.date:
    first = day.replace(day=1)
    if day.day < cycle_day:
        first = (first - dt.timedelta(days=1)).replace(day=1)
    return first.replace(day=cycle_day)


def _band(local: dt.datetime) -> str:
    return "peak" if local.weekday() < 5 and 8 <= local.hour < 20 else "off_peak"


def _parts(
    priced: dict[Any, Row], key: tuple[str, str, str], local: dt.datetime, quantity: int
) -> list[tuple[Row, str, int]]:
    """Charge, band and metered quantity of each part: second by second, as the clock goes."""

    def charge_at(second: int) -> tuple[Row, str]:
        band = _band(local + dt.timedelta(seconds=second))
        return priced.get((*key, band)) or priced[(*key, "any")], band

    charge, band = charge_at(0)
    parts = [(charge, band, 0)]
    metered, second = 0, 0
    while metered < quantity:
        # a part goes on while it is at its own price; its last increment reaches into the next one
        if key[1] == "voice":
            second = metered
            charge, band = charge_at(second)
            if charge is not parts[-1][0]:
                parts.append((charge, band, 0))
        charge, band, so_far = parts[-1]
        step = charge["next_increment"] if metered else charge["initial_increment"]
        if key[1] != "voice":
            step *= max(-(-(quantity - metered) // step), 1)
        parts[-1] = (charge, band, so_far + step)
        metered += step
    return parts


def _amount(slabs: list[tuple[int, Fraction]], quantity: int) -> Fraction:
    ends = [begins for begins, _ in slabs[1:]] + [quantity]
    return sum(
        (
            price * (min(quantity, end) - begins)
            for (begins, price), end in zip(slabs, ends, strict=True)
            if quantity > begins
        ),
        Fraction(0),
    )


def _rounded(amount: Fraction) -> Decimal:
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    return exact.quantize(MILLIONTH, rounding=ROUND_HALF_UP)
