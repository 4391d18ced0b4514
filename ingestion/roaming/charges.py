"""What the partner charges for an event: by charge detail, and in all.

TD.57: of a charge information's details, the one of charge type 00 is the total, of which the
others are parts. A CAMEL invocation fee is charged beside it, and a refund is taken off.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ingestion.roaming.element import Element
from ingestion.roaming.values import Values, absolute, amount, whole

_TOTAL = "00"
_CAMEL_FEE = "camel"
_IS_REFUND = 1


@dataclass(frozen=True)
class Accounting:
    """The currency of a file, its decimal places, and its exchange rates by their code."""

    currency: str | None
    places: int
    rates: Mapping[int, str]

    def rate(self, codes: set[int]) -> str | None:
        """Return the rate that holds for an event; one without a code has the file's sole rate."""
        if not codes and len(self.rates) == 1:
            return next(iter(self.rates.values()))
        return self.rates.get(next(iter(codes))) if len(codes) == 1 else None


@dataclass(frozen=True)
class Charged:
    """The sums of an event or a file, in units of the file's decimal places; refunds are less."""

    charge: int = 0
    tax: int = 0
    discount: int = 0

    def __add__(self, other: Charged) -> Charged:
        return Charged(
            self.charge + other.charge, self.tax + other.tax, self.discount + other.discount
        )


def charged_for(record: Element) -> Charged:
    """Return what an event is charged in all."""
    total = Charged()
    for part, sign in _parts(record):
        charges = [absolute(charge) for _, kind, charge in _details(part) if _is_total(kind)]
        total += Charged(
            sign * sum(charges),
            sign * sum(absolute(tax) for tax in part.all("TaxValue")),
            sign * sum(absolute(discount) for discount in part.all("Discount")),
        )
    return total


def charge_values(record: Element, accounting: Accounting | None, charged: Charged) -> Values:
    """Return the columns of an event's charges, all empty where the file accounts for nothing."""
    if accounting is None:
        return {}
    places = accounting.places
    details = [
        {
            "item": item,
            "type": kind,
            "amount": amount(sign * absolute(charge), places),
        }
        for part, sign in _parts(record)
        for item, kind, charge in _details(part)
    ]
    if not details:
        return {}
    codes = {code.number for code in record.all("ExchangeRateCode")}
    return {
        "charge_amount": amount(charged.charge, places),
        "tax_amount": amount(charged.tax, places),
        "discount_amount": amount(charged.discount, places),
        "currency": accounting.currency,
        "exchange_rate": accounting.rate(codes),
        "charged_units": whole(record.integer("ChargedUnits")),
        "charge_details": json.dumps(details, separators=(",", ":")),
    }


def has_charges(record: Element) -> bool:
    """Say whether anything is charged for an event, be it nothing."""
    return any(True for part, _ in _parts(record) for _ in _details(part))


def _parts(record: Element) -> Iterator[tuple[Element, int]]:
    """Yield the parts of an event that are charged alike, each with its sign: -1 is a refund."""
    used = record.all("ContentServiceUsed")
    if not used:
        yield record, 1
    for part in used:
        yield part, -1 if part.integer("ChargeRefundIndicator") == _IS_REFUND else 1


def _details(part: Element) -> Iterator[tuple[str | None, str | None, Element]]:
    """Yield charged item, charge type and charge of each detail."""
    for information in part.all("ChargeInformation", "SessionChargeInformation"):
        item = information.text("ChargedItem")
        for detail in information.all("ChargeDetail"):
            charge = detail.find("Charge")
            if charge is not None:
                yield item, detail.text("ChargeType"), charge
    # A messaging event bears its one charge itself.
    sole = part.find("Charge")
    if sole is not None:
        yield None, _TOTAL, sole
    for fee in part.all("CamelInvocationFee"):
        yield None, _CAMEL_FEE, fee


def _is_total(kind: str | None) -> bool:
    return kind in (_TOTAL, _CAMEL_FEE)
