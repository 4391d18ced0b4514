"""The catalogue of the rating benchmark: four plans, ten zones, two bands, allowances and tiers.

Its rows are those of the catalogue contract. Nothing beside the standard library is imported, so
that the jobs of the throw-away environment can read the bands from here too.
"""

from __future__ import annotations

from collections.abc import Iterator

Row = dict[str, object]

PLANS = ("basic", "second", "family", "steady")
TIERED_PLAN = "steady"
"""Its calls to mobiles count over the period; the same price in each band, so they are not cut."""
PEAK_FROM_MINUTE, PEAK_TO_MINUTE = 8 * 60, 20 * 60
"""Of weekdays, in local time; all other minutes are off_peak."""
BANDED_ZONES = ("mobile", "fixed")
PREFIXES = {
    "82": "fixed",
    "8210": "mobile",
    "8260": "premium",
    "1": "america",
    "1808": "pacific",
    "81": "japan",
    "*": "world",
} | {str(number): f"abroad_{number % 3}" for number in range(20, 80)}
ZONES = sorted(set(PREFIXES.values()))
TIERS = ((0, "1.8"), (6_000, "1.35"), (30_000, "0.725001"))
"""From how many seconds of the period, and the price of one."""
INCREMENTS = {"basic": (60, 60), "second": (1, 1), "family": (60, 1), "steady": (30, 6)}
GRANTED = {
    "basic": {"voice": 1_800},
    "second": {"voice": 600, "data": 2_000_000_000},
    "family": {"voice": 12_000, "data": 20_000_000_000},
    "steady": {"data": 500_000_000},
}
"""Per period: seconds to mobiles and fixed lines from one bucket, and bytes."""
ALWAYS: Row = {"status": "active", "valid_from": "2025-01-01T00:00:00Z", "valid_to": ""}
UNITS = {"voice": 60, "sms": 1, "mms": 1, "data": 1_048_576}


def tables() -> dict[str, list[Row]]:
    """The rows of each entity of the catalogue."""
    charges = list(_charges())
    return {
        "catalogue/plans": [
            {"plan_id": plan, "name": plan, "line_type": "handset", "currency": "KRW", **ALWAYS}
            for plan in PLANS
        ],
        "catalogue/charges": [charge for charge, _ in charges],
        "catalogue/charge_tiers": [tier for _, tiers in charges for tier in tiers],
        "catalogue/time_bands": list(_bands()),
        "catalogue/allowances": list(_allowances()),
        "catalogue/destinations": [
            {"destination_kind": kind, "prefix": prefix, "zone": zone, "name": zone, **ALWAYS}
            for kind, prefix, zone in (
                *(("number", prefix, zone) for prefix, zone in PREFIXES.items()),
                ("service", "data", "data"),
            )
        ],
        "catalogue/taxes": [{"tax_code": "vat", "name": "VAT", "rate": "0.1", **ALWAYS}],
        "catalogue/currencies": [{"currency": "KRW", "name": "won", "decimals": 0}],
    }


def _charges() -> Iterator[tuple[Row, list[Row]]]:
    for place, plan in enumerate(PLANS):
        for zone_place, zone in enumerate(ZONES):
            dearer = place * 3_250_000 + zone_place * 17_125_001
            if plan == TIERED_PLAN and zone == "mobile":
                yield _charge(plan, "voice", zone, "any", TIERS, 1)
            elif zone in BANDED_ZONES:
                for band, base in (("peak", 108_250_007), ("off_peak", 71_500_011)):
                    yield _charge(plan, "voice", zone, band, ((0, _amount(base + dearer)),))
            else:
                yield _charge(plan, "voice", zone, "any", ((0, _amount(220_000_001 + dearer)),))
            yield _charge(plan, "sms", zone, "any", ((0, _amount(20_000_000 + dearer)),))
            yield _charge(plan, "mms", zone, "any", ((0, _amount(60_500_000 + dearer)),))
        yield _charge(plan, "data", "data", "any", ((0, _amount(4_500_013 + place)),))


def _charge(
    plan: str,
    service: str,
    zone: str,
    band: str,
    tiers: tuple[tuple[int, str], ...],
    rate_unit: int = 0,
) -> tuple[Row, list[Row]]:
    charge_id = f"{plan}.{service}.{zone}.{band}"
    # bytes are metered in kibibytes, messages one by one
    steps = INCREMENTS[plan] if service == "voice" else (1024, 1024)
    initial, following = steps if service in ("voice", "data") else (1, 1)
    charge: Row = {
        "charge_id": charge_id,
        "plan_id": plan,
        "charge_kind": "usage",
        "description": charge_id,
        "service": service,
        "direction": "outgoing",
        "zone": zone,
        "time_band": band,
        "initial_increment": initial,
        "next_increment": following,
        "rate_unit": rate_unit or UNITS[service],
        "connect_fee": "5.5" if (plan, service) == ("basic", "voice") else "0",
        "tier_scope": "period" if len(tiers) > 1 else "event",
        "currency": "KRW",
        "tax_code": "vat",
        **ALWAYS,
    }
    return charge, [
        {"charge_id": charge_id, "from_quantity": begins, "unit_price": price, **ALWAYS}
        for begins, price in tiers
    ]


def _bands() -> Iterator[Row]:
    for band, day_type, from_minute, to_minute, priority in (
        ("off_peak", "any", 0, 1440, 0),
        ("peak", "weekday", PEAK_FROM_MINUTE, PEAK_TO_MINUTE, 1),
    ):
        yield {
            "time_band": band,
            "day_type": day_type,
            "from_minute": from_minute,
            "to_minute": to_minute,
            "priority": priority,
            **ALWAYS,
        }


def _allowances() -> Iterator[Row]:
    for plan, granted in GRANTED.items():
        for service, quantity in granted.items():
            for zone in BANDED_ZONES if service == "voice" else ("data",):
                yield {
                    "allowance_id": f"{plan}.{service}.{zone}",
                    "plan_id": plan,
                    "service": service,
                    "zone": zone,
                    "quantity": quantity,
                    "bucket_id": f"{plan}.{service}",
                    **ALWAYS,
                }


def _amount(micros: int) -> str:
    return f"{micros // 1_000_000}.{micros % 1_000_000:06}"
