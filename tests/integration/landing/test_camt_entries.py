"""What an entry of a bank message becomes: none lost, none made, none the operator's own."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from tests.homes import Home
from tests.integration.landing.camt_messages import message

STATEMENTS, LINES = "payments/bank_statements", "payments/bank_statement_lines"
OWN = "DE02120300000000202051"
REFERENCE = "<Refs><EndToEndId>E1</EndToEndId></Refs>"


def entry(details: str = "", amount: str = "100.00", side: str = "CRDT", more: str = "") -> str:
    """One booked entry in EUR with the transactions given."""
    within = f"<NtryDtls>{details}</NtryDtls>" if details else ""
    return (
        f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd>{more}<Sts>BOOK</Sts>'
        f"<BookgDt><Dt>2026-01-05</Dt></BookgDt>{within}</Ntry>\n"
    )


def transaction(amount: str = "", more: str = REFERENCE) -> str:
    return f"<TxDtls>{more}{amount}</TxDtls>"


def stated(amount: str, currency: str = "EUR") -> str:
    return f'<Amt Ccy="{currency}">{amount}</Amt>'


def itemised() -> Iterator[Any]:
    """The transactions of an entry of 100.00 EUR, and the lines that they become."""
    whole = (0, Decimal("100.00"), "EUR")
    in_dollars = f"<AmtDtls><TxAmt>{stated('110.00', 'USD')}</TxAmt></AmtDtls>"
    batch = "<Btch><NbOfTxs>{}</NbOfTxs></Btch>"
    two = transaction(stated("40.00")) + transaction(stated("60.00"), "")
    yield "two", two, [(1, Decimal(40), "EUR", "E1"), (2, Decimal(60), "EUR", None)]
    yield "batch", batch.format(2) + two, [
        (1, Decimal(40), "EUR", "E1"), (2, Decimal(60), "EUR", None)
    ]  # fmt: skip
    yield "sole", transaction(), [(1, Decimal(100), "EUR", "E1")]
    # of three one is told of: its reference is not that of the other two
    yield "partial batch", batch.format(3) + transaction(stated("40.00")), [(*whole, None)]
    yield "partial, no amount", batch.format(3) + transaction(), [(*whole, None)]
    yield "a part of two", transaction(stated("40.00")) * 2, [(*whole, None)]
    yield "less a fee", transaction(stated("102.50")), [(*whole, "E1")]
    yield "other currency", transaction(in_dollars), [(*whole, "E1")]
    yield "one of two", transaction(stated("40.00")) + transaction(in_dollars), [(*whole, None)]
    yield "same digits", transaction(stated("100.00", "USD")), [(*whole, "E1")]
    away = f"{stated('20.00')}<CdtDbtInd>DBIT</CdtDbtInd>"
    yield "of both signs", transaction(stated("120.00")) + transaction(away, ""), [
        (1, Decimal(120), "EUR", "E1"), (2, Decimal(-20), "EUR", None)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("details", "lines"), [pytest.param(*each[1:], id=each[0]) for each in itemised()]
)
def test_the_lines_of_an_entry_account_for_its_amount(
    home: Home, details: str, lines: list[tuple]
) -> None:
    home.land(message(0).replace("</Stmt>", entry(details) + "</Stmt>"), "day.xml", LINES)
    query = (
        "select detail_number, amount, currency, end_to_end_id, entry_amount from lake"
        " where status = 'booked' order by detail_number"
    )
    assert home.rows(query, LINES) == [(*line, Decimal(100)) for line in lines]


def parties(debtor_account: str, creditor_account: str) -> str:
    return (
        f"<RltdPties><Dbtr><Nm>Debtor</Nm></Dbtr><DbtrAcct><Id><IBAN>{debtor_account}</IBAN></Id>"
        f"</DbtrAcct><Cdtr><Nm>Creditor</Nm></Cdtr><CdtrAcct><Id><IBAN>{creditor_account}</IBAN>"
        "</Id></CdtrAcct></RltdPties>"
    )


def test_the_other_side_is_never_the_operator_itself(home: Home) -> None:
    """A credit, taken back in both ways that banks have; a payment out, and it returned."""
    other, reversal = "DE75512108001245126199", "<RvslInd>true</RvslInd>"
    from_other, to_other = parties(other, OWN), parties(OWN, other)
    entries = [
        entry(transaction(more=from_other)),
        entry(transaction(more=from_other), side="DBIT", more=reversal),
        entry(transaction(more=to_other), side="DBIT", more=reversal),
        entry(transaction(more=to_other), side="DBIT"),
        entry(transaction(more=to_other), side="CRDT", more=reversal),
    ]
    home.land(message(0).replace("</Stmt>", "".join(entries) + "</Stmt>"), "day.xml", LINES)
    query = (
        "select entry_number, count(distinct counterparty_account_key) over (),"
        " dense_rank() over (order by counterparty_name_key) from lake where status = 'booked'"
        " order by entry_number"
    )
    rows = home.rows(query, LINES)
    assert [row[1] for row in rows] == [1] * 5
    debtor, creditor = rows[0][2], rows[2][2]
    assert debtor != creditor
    assert [row[2] for row in rows] == [debtor, debtor, creditor, creditor, creditor]


def test_elements_of_another_namespace_count_for_nothing(home: Home) -> None:
    foreign = entry(amount="999.00").replace("<", "<x:").replace("<x:/", "</x:")
    wrapped = '<x:Stmt xmlns:x="urn:other">' + entry(amount="999.00") + "</x:Stmt>"
    text = message().replace('001.02">', '001.02" xmlns:x="urn:other">')
    text = text.replace("</Stmt>", f"{foreign}</Stmt>{wrapped}")
    text = text.replace("<BookgDt>", "<x:Sts>PDNG</x:Sts><x:BookgDt/><BookgDt>", 1)
    home.land(text, "day.xml", LINES)
    query = "select entry_amount, status from lake where status is not null"
    assert home.rows(query, LINES) == [(Decimal("-8.85"), "booked")]
    assert home.rows("select entry_count from lake", STATEMENTS) == [(1,)]


@pytest.mark.parametrize(
    ("wrong", "rule", "field"),
    [("<Dt>2026-02-30", "reject_threshold", "booking_date"), ("<Dt>30.2.", "camt_element", None)],
)
def test_a_message_on_one_line_names_the_entry(
    home: Home, wrong: str, rule: str, field: str | None
) -> None:
    bad = entry().replace("<Dt>2026-01-05", wrong)
    text = message(50).replace("</Stmt>", bad + "</Stmt>")
    (refusal,) = home.land(" ".join(text.split()), "day.xml", LINES).refused
    assert (refusal.rule, refusal.line) == (rule, 1)
    assert "entry 51 of statement 1: " in refusal.message.lower()
    assert field is None or refusal.field == field
    assert [reject["line_no"] for reject in refusal.rejects] in ([], [1])


def test_a_wrong_transaction_names_its_entry(home: Home) -> None:
    bad = entry(transaction(stated("1,00")))
    text = message(2).replace("</Stmt>", bad + "</Stmt>")
    (refusal,) = home.land(" ".join(text.split()), "day.xml", LINES).refused
    assert refusal.message.startswith("Entry 3 of statement 1: Its Amt is no amount")


def without_currency(entries: str) -> str:
    """A message whose statement says its currency neither by its account nor by balances."""
    text = message(0)
    begin, end = text.index("<Bal>"), text.rindex("</Bal>") + len("</Bal>")
    text = (text[:begin] + text[end:]).replace("<Ccy>EUR</Ccy>", "")
    return text.replace("</Stmt>", f"{entries}</Stmt>")


def test_a_statement_without_balances_has_the_currency_of_its_entries(home: Home) -> None:
    home.land(without_currency(entry() * 2), "day.xml", STATEMENTS)
    query = "select currency, opening_balance_amount, entry_count from lake"
    assert home.rows(query, STATEMENTS) == [("EUR", None, 2)]


@pytest.mark.parametrize("entries", ["", entry() + entry().replace("EUR", "USD")])
def test_a_currency_that_is_said_nowhere_is_asked_for(home: Home, entries: str) -> None:
    (refusal,) = home.land(without_currency(entries), "day.xml", STATEMENTS).refused
    assert (refusal.rule, refusal.field) == ("camt_element", "Stmt/Acct/Ccy")
    assert "Acct/Ccy" in refusal.advice


def test_a_resident_number_is_told_of_by_its_entry(home: Home) -> None:
    """All of the message stands on line 2, behind its declaration."""
    declaration, _, rest = message(2).partition("\n")
    before, ntry, last = rest.replace("\n", "").rpartition("<Ntry>")
    made_up = "900101-" + "1234567"
    text = f"{declaration}\n{before}{ntry}<NtryRef>{made_up}</NtryRef>{last}\n"
    (refusal,) = home.land(text, "day.xml", LINES).refused
    assert (refusal.rule, refusal.line) == ("resident_number", 2)
    assert refusal.message.startswith("Entry 2 of statement 1: It holds what looks like")
    assert made_up not in str(refusal)
