"""Opencell: net, tax and gross of one line, of prices with or without tax."""

from __future__ import annotations

from decimal import Decimal

from tests.conformance.fields import Fields
from tests.conformance.outputs import Outcome
from tests.conformance.scenario import Charge, Event, Plan, Scenario, Subscription, Tier
from tests.conformance.vocabulary import Figures, Translation, Vocabulary

PEER = "opencellsoft/opencell-core"
MOST_DECIMALS = 4
"""That a currency has: more are counted in a finer unit of money."""
FINER_DIGITS = 6


def translate(given: Fields, feature: str) -> Translation:
    """One price; a line of the quantity, and one of a single unit whose figures are not rounded."""
    price = given.decimal("unit_price")
    basis = given.one_of("price_basis", ("net", "gross"))
    decimals, digits = _decimals(given.decimal_or_none("amount_decimals"))
    plans = (
        Plan("amounts", decimals=decimals, money_digits=digits),
        Plan("units", decimals=MOST_DECIMALS, money_digits=FINER_DIGITS),
    )
    quantities = {"amounts": given.decimal("quantity"), "units": Decimal(1)}
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
        tax_rate=given.decimal("tax_percent") / 100,
    )

    def read(outcome: Outcome) -> Figures:
        return {
            f"{before}{name}": outcome.total(line, amount=f"{name}_amount")
            for line, before in (("amounts", ""), ("units", "unit_"))
            for name in ("net", "tax", "gross")
        }

    return Translation(scenario, read)


def _decimals(asked: Decimal | None) -> tuple[int, int]:
    """Decimals of the currency, and how much finer money is counted, for so many decimals."""
    wanted = MOST_DECIMALS + FINER_DIGITS if asked is None else int(asked)
    digits = min(FINER_DIGITS, max(0, wanted - MOST_DECIMALS))
    return min(wanted - digits, MOST_DECIMALS), digits


VOCABULARIES = (Vocabulary(PEER, ("net from gross price", "tax on net price"), translate),)
