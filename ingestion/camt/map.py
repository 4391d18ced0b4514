"""From the elements of a camt.053 message to the columns of statements and their entries.

Element names are those of ISO 20022 camt.053.001.02 to .08. What changed between them is looked
for in both places: the status of an entry is Sts, later Sts/Cd.
"""

from __future__ import annotations

from ingestion.camt import values
from ingestion.camt.element import Element
from ingestion.camt.values import Values

_STATUSES = {"BOOK": "booked", "PDNG": "pending", "FUTR": "pending", "INFO": "information"}
# CopyDuplicate1Code: DUPL is a duplicate of a message sent before, CODU a copy of a duplicate, to
# another party than the account's owner; COPY is such a copy of a message that was sent once.
_DUPLICATES = ("DUPL", "CODU")
# Balance types, the most exact first; one statement may bear several of a kind.
_OPENING = ("OPBD", "PRCD", "ITBD")
_CLOSING = ("CLBD", "ITBD")


def statement_values(header: Element, group: Element) -> Values:
    """Return the columns of a statement from the parts before its entries."""
    pages = header.find("StmtPgntn") or group.find("MsgPgntn")
    balances = header.all("Bal")
    texts: Values = {
        "bank_account": values.account(values.required(header, "Acct")),
        "statement_id": values.required(header, "Id").text,
        "page_number": (pages.value("PgNb") if pages else None) or "1",
        "is_last_page": values.truth(pages.value("LastPgInd") if pages else "true"),
        "statement_number": header.value("ElctrncSeqNb", "LglSeqNb"),
        "created_at": values.moment(header.value("CreDtTm") or group.value("CreDtTm")),
        "is_duplicate": "true" if header.value("CpyDplctInd") in _DUPLICATES else "false",
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
        "bank_transaction_code": values.transaction_code(entry),
    }


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
