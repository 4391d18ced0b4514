"""Prices of the demo operator that say more than a price for each unit, by hand.

Each shows one thing that the catalogue can express; `FEATURES` names it for the answer key.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ingestion.synthetic.files import Row
from ingestion.synthetic.tariffs import GIGABYTE, MEGABYTE

MICRO = Decimal("0.000001")


@dataclass(frozen=True)
class Particular:
    """What the charges of a plan for (service, zone prefix) say besides their price.

    `tiers` are (from quantity, price in percent of the charge's own, further columns); none leaves
    the one tier as it is.
    """

    feature: str
    plan_ids: tuple[str, ...]
    service: str
    direction: str
    zone: str
    says: tuple[tuple[str, object], ...] = ()
    tiers: tuple[tuple[int, int, tuple[tuple[str, object], ...]], ...] = ()

    def is_of(self, charge: Row) -> bool:
        """Return whether a charge is one of these."""
        use = (charge["service"], charge["direction"])
        return (
            charge["plan_id"] in self.plan_ids
            and use == (self.service, self.direction)
            and str(charge["zone"]).startswith(self.zone)
        )


FEATURES: tuple[Particular, ...] = (
    Particular(
        "first_minute_dearer", ("lte_light",), "voice", "outgoing", "home_voip",
        tiers=((0, 120, ()), (60, 75, ())),
    ),
    Particular(
        "tiers_of_the_period", ("tablet_data",), "data", "outgoing", "home",
        (("tier_scope", "period"),),
        ((0, 100, ()), (500 * MEGABYTE, 50, ()), (2 * GIGABYTE, 25, (("increment", 1024),))),
    ),
    Particular(
        "tiers_of_the_period", ("business_line", "five_g_premium"), "content", "outgoing", "home",
        (("tier_scope", "period"),),
        ((0, 100, ()), (2, 80, (("flat_fee", "150"),)), (5, 50, ())),
    ),
    Particular(
        "most_for_a_call", ("five_g_basic", "lte_standard", "five_g_premium"), "voice", "outgoing",
        "intl_2", (("maximum_charge", "500"),),
    ),
    Particular(
        "fee_only_with_usage", ("pay_per_use",), "voice", "outgoing", "home_",
        (("connect_fee_rule", "used"),),
    ),
    Particular(
        "fee_only_where_charged", ("global_business",), "voice", "outgoing", "home_",
        (("connect_fee_rule", "charged"),),
    ),
    Particular(
        "rounded_events", ("global_business",), "voice", "outgoing", "roam_",
        (
            ("rounding_stage", "event"), ("rounding_mode", "half_even"), ("rounding_decimals", 2),
            ("minimum_charge", "0.25"),
        ),
    ),
    Particular(
        "rounded_events", ("global_business",), "data", "outgoing", "roam_",
        (("rounding_stage", "event"), ("rounding_mode", "up"), ("rounding_decimals", 2)),
    ),
    Particular(
        "rounded_events", ("five_g_premium", "five_g_basic", "lte_standard"), "data", "outgoing",
        "roam_",
        (("rounding_stage", "event"), ("rounding_mode", "half_even"), ("rounding_decimals", 0)),
    ),
    Particular(
        "rounded_events", ("global_business",), "voice", "outgoing", "intl_",
        (("rounding_stage", "event"), ("rounding_mode", "down"), ("rounding_decimals", 3)),
    ),
)  # fmt: skip


def particular(charge: Row, tier: Row) -> tuple[Row, list[Row]]:
    """Return a charge with what its tariff says besides, and its tiers."""
    for feature in FEATURES:
        if feature.is_of(charge):
            charge = charge | dict(feature.says)
            return charge, list(tiers_of(feature, tier)) or [tier]
    return charge, [tier]


def tiers_of(feature: Particular, tier: Row) -> Iterator[Row]:
    """Yield the tiers, each at its part of the price."""
    for begin, percent, more in feature.tiers:
        price = Decimal(str(tier["unit_price"])) * percent / 100
        text = f"{price.quantize(MICRO, ROUND_HALF_UP):f}"
        yield tier | {"from_quantity": begin, "unit_price": text} | dict(more)


def feature_rows(charges: list[Row]) -> list[Row]:
    """Return which charge shows what, for the answer key."""
    return [
        {"feature": feature.feature, "charge_id": charge["charge_id"]}
        for charge in charges
        for feature in FEATURES
        if feature.is_of(charge)
    ]
