"""The transactions of a bank entry: what each says, and whether they account for its amount.

Element names are those of ISO 20022 camt.053.001.02 to .08. What changed between them is looked
for in both places: the parties' names (Dbtr/Nm, from .08 Dbtr/Pty/Nm) and the amount
(AmtDtls/TxAmt/Amt, from .04 Amt).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ingestion.camt import values
from ingestion.camt.element import Element
from ingestion.camt.values import Values

# What stands for a reference that the payer did not give (EPC implementation guidelines).
_NOT_PROVIDED = "NOTPROVIDED"
_PARTIES = ("debtor_name", "debtor_account", "creditor_name", "creditor_account")


@dataclass(frozen=True)
class Detail:
    """One transaction of an entry, and whether it states an amount of its own."""

    line: int
    texts: Values
    has_amount: bool
    has_sign: bool


def detail_of(element: Element) -> Detail:
    """Return what a TxDtls element says; the sign may be left to its entry."""
    stated = element.find("Amt") or element.find("AmtDtls/TxAmt/Amt")
    has_sign = element.find("CdtDbtInd") is not None
    texts: Values = {
        "end_to_end_id": _reference(element, "Refs/EndToEndId"),
        "mandate_id": _reference(element, "Refs/MndtId"),
        "creditor_reference": element.value("RmtInf/Strd/CdtrRefInf/Ref"),
        "return_reason": element.value("RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry"),
        "remittance_text": _remittance(element),
        "detail_code": values.transaction_code(element),
        "debtor_name": _party(element, "Dbtr") or _party(element, "UltmtDbtr"),
        "debtor_account": _party_account(element, "DbtrAcct"),
        "creditor_name": _party(element, "Cdtr") or _party(element, "UltmtCdtr"),
        "creditor_account": _party_account(element, "CdtrAcct"),
    }
    if stated is not None:
        digits, texts["currency"] = values.amount(stated)
        texts["amount"] = (values.sign(element) if has_sign else "") + digits
    return Detail(element.line, texts, stated is not None, has_sign)


def add_up(entry: Values, details: list[Detail], counted: int) -> bool:
    """Say whether the transactions of an entry account for its amount, in its currency.

    ``counted`` is how many the entry says there are. A sole one without an amount has the entry's.
    """
    if len(details) == 1 and not details[0].has_amount:
        return counted <= 1
    if not all(detail.has_amount for detail in details):
        return False
    if any(detail.texts["currency"] != entry["entry_currency"] for detail in details):
        return False
    total = sum(Decimal(str(_signed(entry, detail))) for detail in details)
    return total == Decimal(str(entry["entry_amount"]))


def whole_values(entry: Values, details: list[Detail], counted: int) -> Values:
    """Return the columns of an entry whose transactions do not account for its amount.

    The references of a sole transaction hold for all of it; its amount is the entry's.
    """
    if len(details) != 1 or counted > 1:
        return entry
    (detail,) = details
    texts = detail_values(entry, detail)
    # A transaction of nothing, in whatever currency, accounts for no money: it stays as stated.
    if Decimal(str(texts["amount"])):
        texts |= {"amount": entry["entry_amount"], "currency": entry["entry_currency"]}
    return texts


def detail_values(entry: Values, detail: Detail) -> Values:
    """Return the columns of one transaction: its entry's, and what it says itself.

    In a reversal the parties keep their parts in the payment that is taken back: whose debit was
    returned is still its debtor. The operator itself is never the other side.
    """
    texts = {**entry}
    own = dict(detail.texts)
    code = own.pop("detail_code")
    parties = {name: own.pop(name) for name in _PARTIES}
    texts |= own
    texts["bank_transaction_code"] = code or entry["bank_transaction_code"]
    if detail.has_amount:
        texts["amount"] = _signed(entry, detail)
    came_in = not str(texts["amount"]).startswith("-")
    is_reversal = entry["is_reversal"] == "true"
    sides = ("debtor", "creditor") if came_in is not is_reversal else ("creditor", "debtor")
    own_account = _bare(entry["bank_account"])
    other = sides[0]
    if own_account and _bare(parties[f"{other}_account"]) == own_account:
        other = sides[1]
    texts["counterparty_name"] = parties[f"{other}_name"]
    texts["counterparty_account"] = parties[f"{other}_account"]
    return texts


def _signed(entry: Values, detail: Detail) -> str:
    """Return the amount that a transaction states, by its own sign or else its entry's."""
    digits = str(detail.texts["amount"])
    if detail.has_sign:
        return digits
    return ("-" if str(entry["entry_amount"]).startswith("-") else "") + digits


def _bare(account: str | None) -> str:
    return (account or "").replace(" ", "").upper()


def _party(within: Element, name: str) -> str | None:
    return within.value(f"RltdPties/{name}/Nm", f"RltdPties/{name}/Pty/Nm")


def _party_account(within: Element, name: str) -> str | None:
    account = within.find(f"RltdPties/{name}")
    return values.account(account) if account else None


def _reference(within: Element, path: str) -> str | None:
    text = within.value(path)
    return None if text == _NOT_PROVIDED else text


def _remittance(within: Element) -> str | None:
    remittance = within.find("RmtInf")
    if remittance is None:
        return None
    return "\n".join(line.text for line in remittance.all("Ustrd") if line.text) or None
