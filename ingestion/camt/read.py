"""Reads a camt.053 message into the records of its statements and of their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingestion.camt.details import Detail, add_up, detail_of, detail_values, whole_values
from ingestion.camt.element import Element
from ingestion.camt.elements import read_elements
from ingestion.camt.map import entry_values, statement_values
from ingestion.camt.values import Values
from ingestion.files.bytes import read_blocks
from ingestion.files.found import FoundFile
from ingestion.records.read_record import ReadRecord, refused_at
from trunkline.errors import FileRefusedError

STATEMENTS, LINES = "bank_statements", "bank_statement_lines"
_NAMESPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.0[2-8]")
_OPENED = frozenset({"Document", "BkToCstmrStmt", "Stmt"})
# What of a statement's head is looked at; no bank states as many balances.
_HEADER_PARTS = frozenset(
    {"Id", "StmtPgntn", "ElctrncSeqNb", "LglSeqNb", "CreDtTm", "CpyDplctInd", "Acct", "Bal"}
)
_MOST_HEADER_PARTS = 1000
_NOTHING = Element("GrpHdr", 0, {})


def read_message(file: FoundFile) -> Iterator[ReadRecord]:
    """Yield the records of a message in its order, each statement behind its lines.

    Raises FileRefusedError naming line and element when it is no camt.053 message of the versions
    2 to 8, lacks what the standard asks for, or carries a document type.
    """
    group, statement, statements = _NOTHING, _Statement(_NOTHING, 0), 0
    found = read_elements(
        read_blocks(file.path, file.compression),
        opened=_OPENED,
        check_root=_check_root,
        condense={"TxDtls": _detail_or_fault},
    )
    for each in found:
        element = each.element
        if element.name == "Stmt" and each.moment == "begin":
            statements += 1
            statement = _Statement(element, statements)
        elif element.name == "Stmt" and each.moment == "end":
            place = f"statement {statements}"
            yield ReadRecord(STATEMENTS, element.line, statement.values(group), place)
        elif element.name == "GrpHdr":
            group = element
        elif element.name == "Ntry":
            yield from statement.lines(element, group)
        elif element.name in _HEADER_PARTS and each.moment == "whole":
            statement.keep(element)


class _Statement:
    """One statement while it is read: what stands before its entries, and how many came."""

    def __init__(self, header: Element, number: int) -> None:
        self.header = Element(header.name, header.line, header.attributes)
        self._number = number
        self._entries = 0
        self._known: Values | None = None
        self._currencies: set[str] = set()

    def keep(self, element: Element) -> None:
        if len(self.header.children) < _MOST_HEADER_PARTS:
            self.header.children.append(element)

    def values(self, group: Element) -> Values:
        texts = {**self._header_values(group), "entry_count": str(self._entries)}
        if texts["currency"] is None:
            texts["currency"] = self._currency_of_entries()
        return texts

    def _currency_of_entries(self) -> str:
        """Return the currency of a statement whose account and balances say none."""
        if len(self._currencies) == 1:
            return next(iter(self._currencies))
        has = "entries in several currencies" if self._currencies else "no entries"
        raise FileRefusedError(
            "camt_element",
            f"Its Stmt says its currency nowhere: it lacks Acct/Ccy and balances, and has {has}.",
            "Have the bank send the message with Acct/Ccy; nothing of it was taken.",
            line=self.header.line,
            field="Stmt/Acct/Ccy",
        )

    def lines(self, entry: Element, group: Element) -> Iterator[ReadRecord]:
        self._entries += 1
        header = self._header_values(group)
        place = f"entry {self._entries} of statement {self._number}"
        try:
            yield from self._lines(entry, header, place)
        except FileRefusedError as error:
            raise refused_at(place, error, error.line) from error

    def _lines(self, entry: Element, header: Values, place: str) -> Iterator[ReadRecord]:
        shared = {name: header[name] for name in ("bank_account", "statement_id", "page_number",
                                                  "created_at")}  # fmt: skip
        shared["entry_number"] = str(self._entries)
        shared |= entry_values(entry)
        self._currencies.add(str(shared["entry_currency"]))
        details, counted = _details(entry)
        shared["detail_count"] = str(len(details))
        # Transactions that do not account for the entry would make money of it, or lose some.
        if not details or not add_up(shared, details, counted):
            texts = whole_values(shared, details, counted)
            yield ReadRecord(LINES, entry.line, {**texts, "detail_number": "0"}, place)
            return
        for number, detail in enumerate(details, start=1):
            texts = detail_values(shared, detail)
            where = f"{place}, transaction {number}"
            yield ReadRecord(LINES, detail.line, {**texts, "detail_number": str(number)}, where)

    def _header_values(self, group: Element) -> Values:
        # The standard puts all of it before the first entry; only free text follows.
        if self._known is None:
            self._known = statement_values(self.header, group)
        return self._known


def _detail_or_fault(element: Element) -> Detail | FileRefusedError:
    """Return a transaction, or what is wrong with it, to be told once its entry is known."""
    try:
        return detail_of(element)
    except FileRefusedError as error:
        return error


def _details(entry: Element) -> tuple[list[Detail], int]:
    """Return the transactions of an entry, and how many the bank says that there are."""
    blocks = entry.all("NtryDtls")
    details: list[Detail] = []
    for element in (each for block in blocks for each in block.all("TxDtls")):
        if isinstance(element.condensed, FileRefusedError):
            raise element.condensed
        details.append(element.condensed)
    stated = [block.value("Btch/NbOfTxs") or "" for block in blocks]
    return details, sum(int(text) for text in stated if text.isdecimal() and len(text) <= 15)


def _check_root(namespace: str, name: str, line: int) -> None:
    if name == "Document" and _NAMESPACE.fullmatch(namespace):
        return
    what = namespace or "no namespace"
    message = what.rpartition(":")[2] if what.startswith("urn:iso") else what[:80]
    raise FileRefusedError(
        "camt_version",
        f"Its root is {name[:40]} of {message}, not Document of camt.053.001.02 to .08.",
        "Send the bank's statement (camt.053); a report of the day (052) or a notice (054) holds "
        "entries that the statement will hold again.",
        line=line,
        field=name[:40],
    )
