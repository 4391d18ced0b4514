"""Amounts, dates and codes of a camt message: as texts that the contract's types take."""

from __future__ import annotations

import re

from ingestion.camt.element import Element
from trunkline.errors import FileRefusedError

Values = dict[str, str | None]

# ISO 20022 ActiveOrHistoricCurrencyAndAmount: at most 18 digits, 5 of them after the point.
_AMOUNT = re.compile(r"\+?([0-9]{1,18}(?:\.[0-9]{1,5})?)")
_CURRENCY = re.compile(r"[A-Z]{3}")
_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T.*|Z|[+-][0-9]{2}:[0-9]{2})?")
_SIGNS = {"CRDT": "", "DBIT": "-"}
_MORE_THAN_MICROSECONDS = re.compile(r"(\.[0-9]{6})[0-9]+")


def amount(element: Element) -> tuple[str, str]:
    """Return the digits and the currency of an Amt element, without a sign."""
    found = _AMOUNT.fullmatch(element.text)
    if found is None:
        raise wrong(element, "is no amount of at most 18 digits, 5 of them after the point")
    currency = element.attributes.get("Ccy", "")
    if not _CURRENCY.fullmatch(currency):
        raise wrong(element, "has no currency of three letters in Ccy")
    return found[1], currency


def signed_amount(within: Element, path: str = "Amt") -> tuple[str, str]:
    """Return the signed digits and the currency of an element with Amt and CdtDbtInd.

    CdtDbtInd says the direction of the booking itself, of a reversal as well.
    """
    digits, currency = amount(required(within, path))
    return sign(within) + digits, currency


def sign(within: Element) -> str:
    """Return the sign that CdtDbtInd gives."""
    indicator = required(within, "CdtDbtInd")
    if indicator.text not in _SIGNS:
        raise wrong(indicator, "is neither CRDT nor DBIT")
    return _SIGNS[indicator.text]


def date(within: Element, path: str) -> str | None:
    """Return the day of a date or date-time choice as the bank wrote it; None without one."""
    choice = within.find(path)
    if choice is None:
        return None
    text = choice.value("Dt", "DtTm") or ""
    found = _DATE.fullmatch(text)
    if found is None:
        raise wrong(choice, "holds no date")
    return found[1]


def moment(text: str | None) -> str | None:
    """Return a date-time with no more than microseconds."""
    return _MORE_THAN_MICROSECONDS.sub(r"\1", text) if text else None


def truth(text: str | None) -> str:
    """Return an XML boolean as true or false; empty is false."""
    return "true" if text in ("true", "1") else "false"


def required(within: Element, path: str) -> Element:
    """Return the element at a path; raise FileRefusedError when the message lacks it."""
    found = within.find(path)
    if found is None or not (found.text or found.children):
        raise FileRefusedError(
            "camt_element",
            f"Its {within.name} lacks {path}, which the standard asks for.",
            "Have the bank send the message anew; nothing of it was taken.",
            line=within.line,
            field=f"{within.name}/{path}",
        )
    return found


def wrong(element: Element, what: str) -> FileRefusedError:
    """Return the refusal of a message for one element; it never shows the value."""
    return FileRefusedError(
        "camt_element",
        f"Its {element.name} {what}.",
        "Have the bank send the message anew; nothing of it was taken.",
        line=element.line,
        field=element.name,
    )


def account(within: Element) -> str | None:
    """Return the number of an account, an IBAN or another."""
    return within.value("Id/IBAN", "Id/Othr/Id")


def transaction_code(within: Element) -> str | None:
    """Return what an entry or a transaction was: domain/family/sub-family, else the bank's code."""
    domain = within.find("BkTxCd/Domn")
    if domain is None:
        return within.value("BkTxCd/Prtry/Cd")
    parts = (domain.value("Cd"), domain.value("Fmly/Cd"), domain.value("Fmly/SubFmlyCd"))
    return "/".join(part for part in parts if part) or None
