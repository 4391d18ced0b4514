"""Opencell: net, tax and gross of one line, of prices with or without tax."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from tests.conformance.fields import Fields, NotUnderstoodError, all_of
from tests.conformance.outputs import Outcome
from tests.conformance.scenario import (
    Charge,
    Destination,
    Event,
    Plan,
    Scenario,
    Subscription,
    Tier,
)
from tests.conformance.vocabulary import Figures, Translation, Vocabulary

PEER = "opencellsoft/opencell-core"
MOST_DECIMALS = 4
"""That a currency has: more are counted in a finer unit of money."""
FINER_DIGITS = 7
"""Of money at most: with those of the currency eleven decimals, more than are compared."""
LARGEST_TAX = 8
"""Digits before the point that the tax of a line may have in the unit of the lake: net amount times
rate must fit 18 digits, ten of them behind the point."""
NO_LINE = "none"


def translate(given: Fields, feature: str) -> Translation:
    """One price; a line of the quantity, and one of a single unit whose figures are not rounded."""
    price = given.decimal("unit_price")
    basis = given.one_of("price_basis", ("net", "gross"))
    quantities = {"amounts": given.decimal("quantity"), "units": Decimal(1)}
    tax_rate = given.decimal("tax_percent") / 100
    decimals, digits = _decimals(
        given.decimal_or_none("amount_decimals"), price * quantities["amounts"] * tax_rate
    )
    unit_decimals, unit_digits = _decimals(None, price * tax_rate)
    plans = (
        Plan("amounts", decimals=decimals, money_digits=digits),
        Plan("units", decimals=unit_decimals, money_digits=unit_digits),
    )
    scenario = Scenario(
        plans=plans,
        charges=tuple(
            Charge(plan.name, plan.name, (Tier(Decimal(0), price),), options={"price_basis": basis})
            for plan in plans
        ),
        subscriptions=tuple(Subscription(plan.name, plan.name, plan.name) for plan in plans),
        events=tuple(
            Event(name, quantity, subscription=name) for name, quantity in quantities.items()
        ),
        tax_rate=tax_rate,
    )

    def read(outcome: Outcome) -> Figures:
        return {
            f"{before}{name}": outcome.total(line, amount=f"{name}_amount")
            for line, before in (("amounts", ""), ("units", "unit_"))
            for name in ("net", "tax", "gross")
        }

    return Translation(scenario, read)


def _decimals(asked: Decimal | None, tax: Decimal) -> tuple[int, int]:
    """Decimals of the currency, and how much finer money is counted, for so many decimals."""
    wanted = MOST_DECIMALS + FINER_DIGITS if asked is None else int(asked)
    most = min(FINER_DIGITS, LARGEST_TAX - len(str(int(tax))))
    digits = min(most, max(0, wanted - MOST_DECIMALS))
    return min(wanted - digits, MOST_DECIMALS), digits


def translate_cancelling(given: Fields, feature: str) -> Translation:
    """Rated transactions that are cancelled, those on open lines and those on none.

    Each is an event, those of one line in a zone of their own; a later load takes all of them
    back. What triggered them is one thing with them here: an event is taken back as a whole.
    """
    given.need("rerate_wallet_operation")
    if not given.flag("with_triggered"):
        raise NotUnderstoodError("not understood: cancelling without what was triggered")
    with all_of(given.need("each_rated_transaction"), "each_rated_transaction") as each:
        net, gross, tax = (each.decimal(key) for key in ("net", "gross", "tax"))
        quantity = each.decimal("quantity")
    if net + tax != gross:
        raise NotUnderstoodError("not understood: net and tax are not gross")
    lines = {str(name): str(line) for name, line in _lines(given).items()}
    zones = {line: f"line{line}" for line in dict.fromkeys(lines.values())}
    events = [
        Event(name, quantity, zone, digits=f"{place:02}")
        for name, line in lines.items()
        for place, zone in ((list(zones).index(line), zones[line]),)
    ]
    back = [replace(each, name=f"{each.name}-back", load=2, reverses=each.name) for each in events]
    scenario = Scenario(
        plans=(Plan("plan"),),
        charges=tuple(
            Charge(zone, "plan", (Tier(Decimal(0), net / quantity),), zone=zone)
            for zone in zones.values()
        ),
        subscriptions=tuple(Subscription(zone, "plan", zone) for zone in zones.values()),
        destinations=tuple(
            Destination(f"{place:02}", zone, "network") for place, zone in enumerate(zones.values())
        ),
        events=(*events, *back),
        tax_rate=tax / net,
        reads_each_load=True,
    )

    def read(outcome: Outcome) -> Figures:
        deltas = {}
        for line, zone in zones.items():
            taken_back = [outcome.reversal(each.name) for each in back if each.subscription == zone]
            deltas[line] = {
                name: outcome.total(zone, 2, f"{name}_amount")
                - outcome.total(zone, 1, f"{name}_amount")
                for name in ("net", "tax", "gross")
            } | {"quantity": -quantity * len([amount for amount in taken_back if amount])}
        deltas.pop(NO_LINE, None)
        taken = [int(each.reverses) for each in back if outcome.reversal(each.name) == -net]
        return {"cancelled_rated_transactions": sorted(taken), "invoice_line_deltas": deltas}

    return Translation(scenario, read)


def _lines(given: Fields) -> dict[str, object]:
    """Transactions and the line on which each is."""
    on_lines = given.need("rated_transactions_on_open_invoice_lines")
    return {**on_lines, **dict.fromkeys(given.get("not_invoiced", []), NO_LINE)}


VOCABULARIES = (
    Vocabulary(PEER, ("net from gross price", "tax on net price"), translate),
    Vocabulary(PEER, ("re-rating cancels",), translate_cancelling),
)
