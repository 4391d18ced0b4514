"""Meteroid: tiers that say where they begin, and packages."""

from __future__ import annotations

from tests.conformance.fields import Fields, NotUnderstoodError, all_of
from tests.conformance.outputs import Outcome
from tests.conformance.peers.usage_models import (
    PriceModel,
    package_tiers,
    run_total,
    usage_scenario,
    used,
)
from tests.conformance.scenario import Tier
from tests.conformance.vocabulary import Figures, Translation, Vocabulary

PEER = "meteroid-oss/meteroid"


def translate(given: Fields, feature: str) -> Translation:
    """A price model and the quantity of the period."""
    model = given.one_of("model", ("graduated", "volume", "package"))
    options: dict[str, object] = {}
    if model == "package":
        tiers = package_tiers(given.decimal("package_size"), given.decimal("amount"))
    else:
        tiers = _tiers(given)
        # the first unit of a tier is in it
        options = {"tier_mode": model, "tier_bound": "exclusive"}
    scenario = usage_scenario(PriceModel(tiers, options), [used(given.decimal("quantity"))])

    def read(outcome: Outcome) -> Figures:
        return {"total": run_total(outcome, 1)}

    return Translation(scenario, read)


def _tiers(given: Fields) -> tuple[Tier, ...]:
    tiers = []
    for row in given.rows("tiers"):
        with all_of(row.values, row.place) as tier:
            tiers.append(
                Tier(
                    tier.decimal("from_unit"),
                    tier.decimal("unit", "0"),
                    flat_fee=tier.decimal_or_none("flat_fee"),
                )
            )
    begins = [tier.from_quantity for tier in tiers]
    if not tiers or begins[0] != 0 or begins != sorted(begins):
        raise NotUnderstoodError("not understood: tiers that do not begin at 0, in order")
    return tuple(tiers)


VOCABULARIES = (Vocabulary(PEER, ("",), translate),)
