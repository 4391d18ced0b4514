"""Kill Bill: usage in blocks, over one billing period."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

from tests.conformance.fields import Fields, NotUnderstoodError, all_of, decimal_of
from tests.conformance.outputs import Outcome
from tests.conformance.peers.usage_models import (
    PriceModel,
    package_tiers,
    run_total,
    usage_scenario,
    used,
)
from tests.conformance.scenario import ZERO, Tier
from tests.conformance.vocabulary import Figures, Translation, Vocabulary

PEER = "killbill/killbill"


def translate_blocks(given: Fields, feature: str) -> Translation:
    """Whole blocks of the sum of all usage of the period."""
    _check_month(given)
    tiers = package_tiers(given.decimal("block_size"), given.decimal("block_price"))
    usage = [decimal_of(quantity) for quantity in given.need("usage")]
    scenario = usage_scenario(PriceModel(tiers), [used(*usage)])

    def read(outcome: Outcome) -> Figures:
        return {"amount": run_total(outcome, 1)}

    return Translation(scenario, read)


def translate_tiers(given: Fields, feature: str) -> Translation:
    """Tiers of so many blocks each; either each prices its part, or the one reached prices all.

    The last tier goes on beyond its blocks.
    """
    policy = given.one_of("policy", ("ALL_TIERS", "TOP_TIER"))
    tiers, begin = [], ZERO
    for row in given.rows("tiers"):
        with all_of(row.values, row.place) as tier:
            size = tier.decimal("block_size")
            tiers.append(Tier(begin, tier.decimal("price"), rate_unit=size, increment=size))
            begin += size * tier.decimal("max_blocks")
    units = given.decimal("units")
    mode = "graduated" if policy == "ALL_TIERS" else "volume"
    ends = [tier.from_quantity for tier in tiers[1:] if tier.from_quantity < units] + [units]
    probes = {f"probe-{place}": [end] for place, end in enumerate(ends)}
    model = PriceModel(tuple(tiers), {"tier_mode": mode})
    scenario = usage_scenario(model, [used(units)], probes=probes)

    def read(outcome: Outcome) -> Figures:
        figures: dict[str, Figures] = {"total": run_total(outcome, 1)}
        if mode == "graduated":
            totals = [ZERO, *(outcome.total(probe) for probe in probes)]
            figures["tier_amounts"] = [after - before for before, after in pairwise(totals)]
        return figures

    return Translation(scenario, read)


def _check_month(given: Fields) -> None:
    begin, end = (datetime.fromisoformat(day).replace(tzinfo=UTC) for day in given.need("period"))
    months = (end.year - begin.year) * 12 + end.month - begin.month
    if begin.day != end.day or months != 1:
        raise NotUnderstoodError("not understood: a period that is not one month")


def translate(given: Fields, feature: str) -> Translation:
    """Blocks of one size, or tiers of them."""
    return (translate_tiers if "policy" in given else translate_blocks)(given, feature)


VOCABULARIES = (Vocabulary(PEER, ("",), translate),)
