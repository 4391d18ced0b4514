"""Lago: charge models over the units of a period."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal
from itertools import pairwise

from tests.conformance.fields import Fields, NotUnderstoodError, all_of, decimal_of
from tests.conformance.outputs import Outcome
from tests.conformance.peers.usage_models import (
    PriceModel,
    package_tiers,
    run_total,
    tiers_to,
    unit_tiers,
    usage_scenario,
    used,
)
from tests.conformance.scenario import ZERO, Tier
from tests.conformance.vocabulary import Figures, Translation, Vocabulary

PEER = "getlago/lago-api"
MODELS = (
    "standard",
    "graduated",
    "volume",
    "package",
    "percentage",
    "graduated_percentage",
)
HUNDRED = Decimal(100)
MOST_EVENTS = 1000
WITHOUT_END = Decimal(1_000_000_000)
"""An allowance that only its number of events limits."""


def translate(given: Fields, feature: str) -> Translation:
    """A charge model and the units used."""
    model = given.one_of("model", MODELS)
    if model == "percentage":
        return _percentage(given)
    options: dict[str, object] = {}
    if model == "standard":
        tiers = unit_tiers(given.decimal("amount"))
    elif model == "package":
        tiers = package_tiers(
            given.decimal("package_size"),
            given.decimal("amount"),
            given.decimal("free_units", "0"),
        )
    else:
        tiers = _ranges(given, is_percentage=model == "graduated_percentage")
        # the flat amount of the first range is due without usage, but not where a range prices all
        options = {"tier_mode": "volume"} if model == "volume" else {"tier_fees": "first_always"}
    return _translation(PriceModel(tiers, options), [given.decimal("units")])


def translate_sub_cent(given: Fields, feature: str) -> Translation:
    """A price below a cent, and the amount in cents at the end."""
    price = given.decimal("unit_precise_amount_cents") / HUNDRED
    return _translation(PriceModel(unit_tiers(price)), [given.decimal("units")])


def _translation(model: PriceModel, events: Sequence[Decimal]) -> Translation:
    scenario = usage_scenario(model, [used(*events)])
    units = sum(events, ZERO)

    def read(outcome: Outcome) -> Figures:
        amount = run_total(outcome, 1)
        figures: dict[str, Figures] = {"amount": amount, "amount_cents": amount * HUNDRED}
        if units:
            figures["unit_amount"] = amount / units
        return figures

    return Translation(scenario, read)


def _ranges(given: Fields, *, is_percentage: bool) -> tuple[Tier, ...]:
    bounds, prices, fees = [], [], []
    for row in given.rows("ranges"):
        with all_of(row.values, row.place) as range_:
            range_.decimal("from_value")  # ranges are told by their ends: 10 and 11 touch
            bounds.append(range_.decimal_or_none("to_value"))
            key = "rate" if is_percentage else "per_unit_amount"
            price = range_.decimal(key)
            prices.append(price / HUNDRED if is_percentage else price)
            fees.append(range_.decimal_or_none("flat_amount"))
    return tiers_to(bounds, prices, fees)


def _percentage(given: Fields) -> Translation:
    """A share of each event's amount, and a fixed amount for each event that is not free.

    Amounts are the quantity; the first events, or the first so much of their sum, are free.
    """
    options: dict[str, object] = {"tier_scope": "event", "connect_fee_rule": "charged"}
    limits = {"per_transaction_min": "minimum_charge", "per_transaction_max": "maximum_charge"}
    applies = given.flag("apply_min_max", any(key in given for key in limits))
    for key, column in limits.items():
        limit = given.decimal_or_none(key)
        if applies and limit is not None:
            options[column] = limit
    events = _events(given)
    limit, free = given.decimal_or_none("free_units_per_events"), _free_total(given)
    model = PriceModel(
        unit_tiers(given.decimal("rate") / HUNDRED),
        options,
        connect_fee=given.decimal("fixed_amount", "0"),
        free_quantity=free if limit is None else (free or WITHOUT_END),
        allowance_options={} if limit is None else {"event_limit": int(limit)},
    )
    return _translation(model, events)


def _free_total(given: Fields) -> Decimal | None:
    free = given.decimal_or_none("free_units_per_total_aggregation")
    # without a running total the peer finds no event that is free
    return None if given.get("running_total") == [] else free


def _events(given: Fields) -> list[Decimal]:
    """The amount of each event: as given, by the running total, and what is left in equal parts."""
    units, count = given.decimal("units"), given.integer("events")
    if not 0 <= count <= MOST_EVENTS:
        raise NotUnderstoodError(f"not understood: {count} events")
    if "per_event_values" in given:
        values = [decimal_of(value) for value in given.need("per_event_values")]
        if sum(values) != units or len(values) != count:
            raise NotUnderstoodError("not understood: per_event_values are not the units")
        return values
    running = [ZERO, *(decimal_of(value) for value in given.get("running_total", []))]
    events = [after - before for before, after in pairwise(running)]
    left = count - len(events)
    if left:
        part = ((units - running[-1]) / left).quantize(units, ROUND_DOWN)
        events += [part] * (left - 1)
        events.append(units - sum(events, ZERO))
    if sum(events) != units:
        raise NotUnderstoodError("not understood: the units are not those of the events")
    return events


VOCABULARIES = (
    Vocabulary(
        PEER,
        ("",),
        translate,
    ),
    Vocabulary(PEER, ("sub-cent unit price",), translate_sub_cent),
)
