"""Reads a camt.053 message into the records of its statements and of their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingestion.camt.elements import Element, read_elements
from ingestion.camt.map import (
    Detail,
    Values,
    detail_of,
    detail_values,
    entry_values,
    statement_values,
)
from ingestion.files.bytes import read_blocks
from ingestion.files.found import FoundFile
from ingestion.records.read_record import ReadRecord
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
    group, statement = _NOTHING, _Statement(_NOTHING)
    found = read_elements(
        read_blocks(file.path, file.compression),
        opened=_OPENED,
        check_root=_check_root,
        condense={"TxDtls": detail_of},
    )
    for each in found:
        element = each.element
        if element.name == "Stmt" and each.moment == "begin":
            statement = _Statement(element)
        elif element.name == "Stmt" and each.moment == "end":
            yield ReadRecord(STATEMENTS, element.line, statement.values(group))
        elif element.name == "GrpHdr":
            group = element
        elif element.name == "Ntry":
            yield from statement.lines(element, group)
        elif element.name in _HEADER_PARTS and each.moment == "whole":
            statement.keep(element)


class _Statement:
    """One statement while it is read: what stands before its entries, and how many came."""

    def __init__(self, header: Element) -> None:
        self.header = Element(header.name, header.line, header.attributes)
        self._entries = 0
        self._known: Values | None = None

    def keep(self, element: Element) -> None:
        if len(self.header.children) < _MOST_HEADER_PARTS:
            self.header.children.append(element)

    def values(self, group: Element) -> Values:
        return {**self._header_values(group), "entry_count": str(self._entries)}

    def lines(self, entry: Element, group: Element) -> Iterator[ReadRecord]:
        self._entries += 1
        header = self._header_values(group)
        shared = {name: header[name] for name in ("bank_account", "statement_id", "page_number",
                                                  "created_at")}  # fmt: skip
        shared["entry_number"] = str(self._entries)
        shared |= entry_values(entry)
        details: list[Detail] = [
            detail.condensed
            for block in entry.all("NtryDtls")
            for detail in block.all("TxDtls")
        ]  # fmt: skip
        shared["detail_count"] = str(len(details))
        # Details that do not all state an amount cannot be told apart in money: the entry stands
        # as one line then.
        if len(details) > 1 and not all(detail.has_amount for detail in details):
            details = []
        if not details:
            yield ReadRecord(LINES, entry.line, {**shared, "detail_number": "0"})
        for number, detail in enumerate(details, start=1):
            texts = detail_values(shared, detail)
            yield ReadRecord(LINES, detail.line, {**texts, "detail_number": str(number)})

    def _header_values(self, group: Element) -> Values:
        # The standard puts all of it before the first entry; only free text follows.
        if self._known is None:
            self._known = statement_values(self.header, group)
        return self._known


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
