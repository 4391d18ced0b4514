"""From the elements of a camt.053 message to the columns of statements and their lines.

Element names are those of ISO 20022 camt.053.001.02 to .08. What changed between them is looked
for in both places: the parties' names (Dbtr/Nm, from .08 Dbtr/Pty/Nm), the status (Sts, later
Sts/Cd), the amount of a transaction (AmtDtls/TxAmt/Amt, from .04 Amt).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ingestion.camt import values
from ingestion.camt.elements import Element

Values = dict[str, str | None]

_STATUSES = {"BOOK": "booked", "PDNG": "pending", "FUTR": "pending", "INFO": "information"}
# What stands for a reference that the payer did not give (EPC implementation guidelines).
_NOT_PROVIDED = "NOTPROVIDED"
# CopyDuplicate1Code: DUPL is a duplicate of a message sent before, CODU a copy of a duplicate, to
# another party than the account's owner; COPY is such a copy of a message that was sent once.
_DUPLICATES = ("DUPL", "CODU")
# Balance types, the most exact first; one statement may bear several of a kind.
_OPENING = ("OPBD", "PRCD", "ITBD")
_CLOSING = ("CLBD", "ITBD")
_PARTIES = ("debtor_name", "debtor_account", "creditor_name", "creditor_account")


@dataclass(frozen=True)
class Detail:
    """One transaction of an entry, and whether it states an amount of its own."""

    line: int
    texts: Values
    has_amount: bool
    has_sign: bool


def statement_values(header: Element, group: Element) -> Values:
    """Return the columns of a statement from the parts before its entries."""
    pages = header.find("StmtPgntn") or group.find("MsgPgntn")
    balances = header.all("Bal")
    texts: Values = {
        "bank_account": _account(values.required(header, "Acct")),
        "statement_id": values.required(header, "Id").text,
        "page_number": (pages.value("PgNb") if pages else None) or "1",
        "is_last_page": values.truth(pages.value("LastPgInd") if pages else "true"),
        "statement_number": header.value("ElctrncSeqNb", "LglSeqNb"),
        "created_at": values.moment(header.value("CreDtTm") or group.value("CreDtTm")),
        "is_duplicate": values.truth(str(header.value("CpyDplctInd") in _DUPLICATES).lower()),
    }
    texts |= _balance(balances, _OPENING, "opening_balance")
    texts |= _balance(list(reversed(balances)), _CLOSING, "closing_balance")
    texts |= _balance(balances, ("OPAV",), "opening_available")
    texts |= _balance(balances, ("CLAV",), "closing_available")
    for name in ("opening_available_date", "closing_available_date"):
        texts.pop(name, None)
    texts["currency"] = header.value("Acct/Ccy") or texts.get("opening_balance_currency")
    if texts["currency"] is None and balances:
        texts["currency"] = values.amount(values.required(balances[0], "Amt"))[1]
    return texts


def entry_values(entry: Element) -> Values:
    """Return the columns of an entry that all its lines share."""
    signed, currency = values.signed_amount(entry)
    status = values.required(entry, "Sts")
    code = status.text or status.value("Cd", "Prtry") or ""
    if code not in _STATUSES:
        raise values.wrong(status, "is none of BOOK, PDNG, FUTR and INFO")
    return {
        "entry_amount": signed,
        "entry_currency": currency,
        "amount": signed,
        "currency": currency,
        "entry_reference": entry.value("AcctSvcrRef", "NtryRef"),
        "booking_date": values.date(entry, "BookgDt"),
        "value_date": values.date(entry, "ValDt"),
        "status": _STATUSES[code],
        "is_reversal": values.truth(entry.value("RvslInd")),
        "bank_transaction_code": _transaction_code(entry),
    }


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
        "detail_code": _transaction_code(element),
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


def _balance(balances: list[Element], codes: tuple[str, ...], name: str) -> Values:
    for code in codes:
        for balance in balances:
            if balance.value("Tp/CdOrPrtry/Cd") == code:
                signed, currency = values.signed_amount(balance)
                return {
                    f"{name}_amount": signed,
                    f"{name}_currency": currency,
                    f"{name}_date": values.date(balance, "Dt"),
                }
    return {}


def _account(account: Element) -> str | None:
    return account.value("Id/IBAN", "Id/Othr/Id")


def _party(within: Element, name: str) -> str | None:
    return within.value(f"RltdPties/{name}/Nm", f"RltdPties/{name}/Pty/Nm")


def _party_account(within: Element, name: str) -> str | None:
    account = within.find(f"RltdPties/{name}")
    return _account(account) if account else None


def _reference(within: Element, path: str) -> str | None:
    text = within.value(path)
    return None if text == _NOT_PROVIDED else text


def _remittance(within: Element) -> str | None:
    remittance = within.find("RmtInf")
    if remittance is None:
        return None
    return "\n".join(line.text for line in remittance.all("Ustrd") if line.text) or None


def _transaction_code(within: Element) -> str | None:
    """Return domain/family/sub-family, else the bank's own code."""
    domain = within.find("BkTxCd/Domn")
    if domain is None:
        return within.value("BkTxCd/Prtry/Cd")
    parts = (domain.value("Cd"), domain.value("Fmly/Cd"), domain.value("Fmly/SubFmlyCd"))
    return "/".join(part for part in parts if part) or None
