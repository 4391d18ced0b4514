"""OpenMeter: price models over metered usage, runs over one period, unit conversion."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

from tests.conformance.fields import Fields, NotUnderstoodError, all_of
from tests.conformance.outputs import Outcome
from tests.conformance.peers.usage_models import (
    LINE,
    PriceModel,
    event_name,
    increases,
    package_tiers,
    run_total,
    tiers_to,
    unit_tiers,
    usage_scenario,
    used,
)
from tests.conformance.scenario import ONE, ZERO, Tier
from tests.conformance.vocabulary import Figures, Translation, Vocabulary

PEER = "openmeterio/openmeter"
DECIMALS_OF = {"USD": 2, "EUR": 2, "JPY": 0, "HUF": 2}


def translate(given: Fields, feature: str) -> Translation:
    """A price model and how much was used before, now, or in each run."""
    model, bounds = _model(given)
    decimals = _decimals(given)
    amount = "unrounded_amount" if decimals is None else "net_amount"
    given.ignore("previously_billed")  # follows from what was used before
    if "runs" in given:
        return _runs(given, model, decimals)
    key = "raw_quantity" if "raw_quantity" in given else "quantity"
    quantity = given.decimal(key)
    before = _before(given)
    unit_price = model.tiers[-1].unit_price
    ends = [each for each in bounds if before < each < before + quantity] + [before + quantity]
    probes = {f"probe-{place}": [end] for place, end in enumerate([before, *ends]) if end}
    scenario = usage_scenario(
        model, [used(before), used(quantity)] if before else [used(quantity)],
        decimals=4 if decimals is None else decimals, probes=probes,
    )  # fmt: skip
    load = 2 if before else 1
    last = event_name(LINE, 1 if before else 0)
    size = model.tiers[-1].rate_unit

    def read(outcome: Outcome) -> Figures:
        total = run_total(outcome, load, amount)
        figures: dict[str, Figures] = {"total": total}
        usage = sum(outcome.lines(LINE, load, kind="usage"), ZERO)
        if load > 1:
            usage -= sum(outcome.lines(LINE, 1, kind="usage"), ZERO)
        figures |= {"amount": usage, "discount": usage - total}
        if unit_price:
            packages = total / unit_price
            figures |= {"packages": packages, "packages_new": packages}
            figures["billed_quantity"] = packages
        if model.free_quantity is not None and quantity:
            free = outcome.number(last, "free_quantity")
            charged = outcome.number(last, "metered_quantity") - free
            figures |= {"charged_quantity": charged, "free_used_now": free}
            figures["billed_quantity"] = charged / size
            figures |= {"free_used_before": ZERO, "already_charged": ZERO}
            if before:
                first = event_name(LINE, 0)
                earlier = outcome.number(first, "free_quantity")
                figures["free_used_before"] = earlier
                figures["already_charged"] = outcome.number(first, "metered_quantity") - earlier
        figures["lines"] = _lines(outcome, model, [before, *ends], probes)
        return figures

    return Translation(scenario, read)


def _lines(
    outcome: Outcome, model: PriceModel, ends: list[Decimal], probes: dict[str, list[Decimal]]
) -> list[Figures]:
    """The part of each tier: what a line comes to that ends there, less one that ends before."""
    totals = {
        end: outcome.total(f"probe-{place}") if f"probe-{place}" in probes else ZERO
        for place, end in enumerate(ends)
    }
    lines = []
    for begin, end in pairwise(ends):
        place = max(n for n, tier in enumerate(model.tiers) if tier.from_quantity <= begin)
        lines.append(
            {
                "tier": Decimal(place + 1),
                "unit": model.tiers[place].unit_price,
                "qty": end - begin,
                "amount": totals[end] - totals[begin],
            }
        )
    return lines


def _runs(given: Fields, model: PriceModel, decimals: int | None) -> Translation:
    quantities = []
    for place, run in enumerate(given.rows("runs"), start=1):
        with all_of(run.values, run.place) as fields:
            if fields.integer("run", place) != place:
                raise NotUnderstoodError("not understood: runs out of order")
            quantities.append(fields.decimal("cumulative_quantity"))
    amount = "unrounded_amount" if decimals is None else "net_amount"
    scenario = usage_scenario(
        model, increases(quantities), decimals=4 if decimals is None else decimals
    )

    def read(outcome: Outcome) -> Figures:
        loads = range(1, len(quantities) + 1)
        totals = [run_total(outcome, load, amount) for load in loads]
        return {"run_totals": totals, "lines": [Decimal(total != 0) for total in totals]}

    return Translation(scenario, read)


def _model(given: Fields) -> tuple[PriceModel, list[Decimal]]:
    """The price model, and where its tiers end."""
    options: dict[str, object] = {"tier_fees": "first_always"}
    for key, column in (("minimum", "period_minimum"), ("maximum", "period_maximum")):
        if key in given:
            options[column] = given.decimal(key)
    known = ("graduated", "volume", "unit", "package", "dynamic")
    name = given.one_of("model", known, _unnamed(given))
    free = given.decimal_or_none("free_units")
    size = _conversion(given)
    if name == "package":
        tiers = package_tiers(given.decimal("package_size"), given.decimal("amount", "1"))
    elif name in ("unit", "dynamic"):
        key = "unit" if name == "unit" else "multiplier"
        tiers = unit_tiers(given.decimal(key, "1" if key == "unit" else None))
    else:
        tiers = _tiers(given)
        options["tier_mode"] = name
    increment = None
    if size != ONE:
        # rounded once over the period, unless free units are taken from whole units
        increment = size if free is not None else None
        step = None if free is not None else size
        tiers = tuple(
            Tier(t.from_quantity * size, t.unit_price, size, step, t.flat_fee) for t in tiers
        )
        free = None if free is None else free * size
    model = PriceModel(tiers, options, initial_increment=increment, free_quantity=free)
    return model, [tier.from_quantity for tier in tiers if tier.from_quantity]


def _unnamed(given: Fields) -> str:
    if "package_size" in given:
        return "package"
    return "graduated" if "tiers" in given else "unit"


def _conversion(given: Fields) -> Decimal:
    """How many raw units make one that is billed."""
    if "divide_by" not in given:
        return ONE
    given.one_of("rounding", ("ceiling",))
    return given.decimal("divide_by")


def _tiers(given: Fields) -> tuple[Tier, ...]:
    bounds, prices, fees = [], [], []
    for row in given.rows("tiers"):
        with all_of(row.values, row.place) as tier:
            bounds.append(tier.decimal_or_none("up_to"))
            prices.append(tier.decimal("unit", "0"))
            fees.append(tier.decimal_or_none("flat"))
    return tiers_to(bounds, prices, fees)


def _before(given: Fields) -> Decimal:
    for key in ("already_billed_quantity", "already_raw", "already_quantity"):
        if key in given:
            return given.decimal(key)
    return ZERO


def _decimals(given: Fields) -> int | None:
    if "currency_decimals" in given:
        return given.integer("currency_decimals")
    if "currency" in given:
        return DECIMALS_OF[given.one_of("currency", DECIMALS_OF)]
    return None


def restate(expected: Mapping[str, Any]) -> Mapping[str, Any]:
    """Lines that are given by their amounts alone."""
    lines = expected.get("lines")
    if "run_totals" in expected or not isinstance(lines, list):
        return expected
    return {**expected, "lines": [n if isinstance(n, dict) else {"amount": n} for n in lines]}


VOCABULARIES = (Vocabulary(PEER, ("",), translate, restate),)
