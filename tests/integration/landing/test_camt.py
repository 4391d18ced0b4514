"""ISO 20022 camt.053: every amount as the bank stated it, in three versions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.homes import Home
from tests.integration.landing.camt_messages import VERSION_8, message

STATEMENTS, LINES = "payments/bank_statements", "payments/bank_statement_lines"
DECIMALS = {"JPY": 0}
KINDS = {
    "opening": "opening_balance",
    "closing": "closing_balance",
    "opening_available": "opening_available",
    "closing_available": "closing_available",
}


def money(value: dict[str, Any]) -> tuple[Decimal, str]:
    """Amount and currency of a decoded Money, which is kept in minor units."""
    currency = value["getCurrency"]["getCode"]
    return Decimal(value["getAmount"]).scaleb(-DECIMALS.get(currency, 2)), currency


def stated(home: Home, entity: str, *names: str) -> list[tuple]:
    """The rows of a landed entity: amounts with their currencies."""
    shown = ", ".join(f"{name}_amount, {name}_currency" for name in names)
    return home.rows(f"select {shown} from lake where bank_account is not null", entity)


@pytest.mark.real_data
@pytest.mark.parametrize("folder", [STATEMENTS, LINES])
@pytest.mark.parametrize("name", ["camt053.v2.minimal", "camt053.v4"])
def test_every_amount_equals_the_json_beside_the_sample(
    home: Home, shared_data: Path, name: str, folder: str
) -> None:
    decoded = json.loads((shared_data / "camt" / f"{name}.json").read_text("utf-8"))
    (entry,) = decoded["getEntries"]
    home.land((shared_data / "camt" / f"{name}.xml").read_bytes(), f"{name}.xml", folder)

    balances = {each["getType"]: money(each["getAmount"])
                for each in entry["getRecord"]["getBalances"]}  # fmt: skip
    assert len(balances) == 4
    (row,) = stated(home, STATEMENTS, *(KINDS[kind] for kind in balances))
    assert list(zip(row[::2], row[1::2], strict=True)) == list(balances.values())

    (row,) = home.rows(
        "select entry_amount, entry_currency, amount, currency, bank_account, statement_id,"
        " status, is_reversal, cast(booking_date as varchar), cast(value_date as varchar),"
        " creditor_reference, entry_reference from lake where bank_account is not null",
        LINES,
    )
    assert row[:2] == money(entry["getAmount"])
    detail = entry["getTransactionDetail"]["getAmount"]
    assert row[2:4] == (money(detail) if detail else money(entry["getAmount"]))
    record = entry["getRecord"]
    assert row[4:] == (
        record["getAccount"]["getIdentification"], record["getId"], "booked",
        entry["getReversalIndicator"], entry["getBookingDate"]["0"][:10],
        entry["getValueDate"]["0"][:10],
        entry["getTransactionDetail"]["getRemittanceInformation"]["getMessage"],
        entry["getAccountServicerReference"],
    )  # fmt: skip


def test_a_message_of_version_8(home: Home) -> None:
    report = home.land(VERSION_8, "day.xml", STATEMENTS)
    counted = {file.entity: (file.records, file.accepted) for file in report.landed}
    assert counted == {"bank_statements": (2, 2), "bank_statement_lines": (7, 7)}
    rows = home.rows(
        "select entry_number, detail_number, detail_count, amount, entry_amount, status,"
        " is_reversal, end_to_end_id, return_reason, bank_transaction_code,"
        " cast(booking_date as varchar) from lake where statement_id = 'STMT-1' order by line_no",
        LINES,
    )
    amounts = [(number, detail, of, str(amount), str(whole), *rest)
               for number, detail, of, amount, whole, *rest in rows]  # fmt: skip
    day, code = "2026-01-05", "PMNT/RCDT/ESCT"
    whole = "30.50000"
    assert amounts == [
        (1, 0, 0, "100.00000", "100.00000", "booked", False, None, None, code, day),
        (2, 1, 2, "10.25000", whole, "booked", False, "INV-1", None, "PMNT/RDDT/ESDD", day),
        (2, 2, 2, "20.25000", whole, "booked", False, None, None, code, day),
        (3, 1, 1, "-10.25000", "-10.25000", "booked", True, "INV-1", "AC04", code, day),
        # two transactions without amounts of their own stand as their entry
        (4, 0, 2, "-5.00000", "-5.00000", "booked", False, None, None, "CHRG", day),
        (5, 1, 1, "7.00000", "7.00000", "pending", False, "INV-2", None, code, None),
    ]
    # what was booked leads from the opening to the closing balance
    balanced = home.rows(
        "select closing_balance_amount - opening_balance_amount from lake"
        " where statement_id = 'STMT-1'",
        STATEMENTS,
    )
    booked = home.rows(
        "select sum(entry_amount) from lake where statement_id = 'STMT-1' and status = 'booked'"
        " and detail_number < 2",
        LINES,
    )
    assert balanced == booked == [(Decimal("115.25000"),)]


def test_the_other_side_is_a_key_and_what_they_wrote_is_not_kept(home: Home) -> None:
    home.land(VERSION_8, "day.xml", LINES)
    paid, returned, none = home.rows(
        "select counterparty_name_key, counterparty_account_key from lake"
        " where statement_id = 'STMT-1' and entry_number < 4 and detail_number < 2"
        " order by (entry_number = 1), line_no",
        LINES,
    )
    # whose debit came back is still its debtor, not the operator
    assert paid == returned and None not in paid
    assert none == (None, None)
    columns = {row[0] for row in home.rows("select column_name from (describe lake)", LINES)}
    assert "counterparty_name_key" in columns and "remittance_text" not in columns


def test_times_without_an_offset_are_those_of_the_declared_zone(tmp_path: Path) -> None:
    home = Home(tmp_path, sources="payments: {zone: Europe/Berlin}\n")
    home.land(VERSION_8, "day.xml", STATEMENTS)
    times = home.rows(
        "select cast(created_at as varchar) from lake where statement_id is not null order by 1",
        STATEMENTS,
    )
    assert times == [("2026-01-05 17:30:00.123456",), ("2026-01-05 18:30:00",)]


def test_a_message_on_one_line_keeps_its_records_apart(home: Home) -> None:
    home.land(" ".join(VERSION_8.split()), "day.xml", LINES)
    count = "select count(*), count(distinct line_no) from lake where statement_id is not null"
    assert home.rows(count, LINES) == [(7, 7)]


def test_the_same_message_under_either_entity_lands_once(home: Home) -> None:
    home.land(VERSION_8, "day.xml", LINES)
    again = home.land(VERSION_8, "again.xml", STATEMENTS)
    assert (again.landed, len(again.unchanged)) == ((), 2)
    home.put(VERSION_8 + "\n", "a.xml", LINES)
    home.put(VERSION_8 + "\n", "b.xml", STATEMENTS)
    assert len(home.ingest().landed) == 2
    assert not list(home.settings.landing.rglob("*.xml"))


def test_a_packed_message_is_read_too(home: Home) -> None:
    assert home.land(VERSION_8, "day.xml.gz", LINES).landed[0].records == 7


def refusals() -> Iterator[Any]:
    """Messages that are refused whole: what is changed, rule, element and line."""
    sound = message()
    yield "cut short", sound[:-20], "xml", "Document/BkToCstmrStmt", 19
    yield (
        "no amount",
        sound.replace('<Amt Ccy="EUR">8.85</Amt>', ""),
        "camt_element",
        "Ntry/Amt",
        14,
    )
    yield "comma", sound.replace("8.85", "8,85"), "camt_element", "Amt", 15
    yield "float", sound.replace("8.85", "8.85E0"), "camt_element", "Amt", 15
    yield "no currency", sound.replace(' Ccy="EUR">8', ">8"), "camt_element", "Amt", 15
    yield (
        "neither",
        sound.replace("<CdtDbtInd>DBIT", "<CdtDbtInd>X"),
        "camt_element",
        "CdtDbtInd",
        16,
    )
    yield "date", sound.replace("<Dt>2026-01-05", "<Dt>5.1.2026"), "camt_element", "BookgDt", 18
    yield "status", sound.replace("BOOK", "MAYBE"), "camt_element", "Sts", 17
    yield "no account", sound.replace("Acct>", "Other>"), "camt_element", "Stmt/Acct", 5
    notice = sound.replace("camt.053.001.02", "camt.054.001.02")
    yield "notice", notice, "camt_version", "Document", 2
    yield (
        "version",
        sound.replace("camt.053.001.02", "camt.053.001.13"),
        "camt_version",
        "Document",
        2,
    )
    yield "deep", sound.replace("<Ntry>", "<Ntry>" + "<a>" * 50), "xml_size", None, 14
    yield (
        "bad day",
        sound.replace("<Dt>2026-01-05", "<Dt>2026-02-30"),
        "reject_threshold",
        "booking_date",
        14,
    )


@pytest.mark.parametrize(
    ("text", "rule", "element", "line"),
    [pytest.param(*each[1:], id=each[0]) for each in refusals()],
)
def test_a_message_that_is_not_as_the_standard_has_it(
    home: Home, text: str, rule: str, element: str | None, line: int
) -> None:
    report = home.land(text, "day.xml", LINES)
    (refusal,) = report.refused
    assert (refusal.rule, refusal.line) == (rule, line)
    assert element is None or refusal.field == element
    assert str(refusal).startswith(f"{LINES}/day.xml: line {line}, field ")
    assert report.landed == () and report.load_seq is None


@pytest.mark.parametrize(
    ("mark", "is_duplicate"),
    [("", False), ("COPY", False), ("DUPL", True), ("CODU", True)],
)
def test_a_duplicate_is_what_the_bank_marks_as_one(
    home: Home, mark: str, is_duplicate: bool
) -> None:
    indicator = f"<CpyDplctInd>{mark}</CpyDplctInd>" if mark else ""
    text = message().replace("<Acct>", f"{indicator}<Acct>", 1)
    home.land(text.encode(), "marked.xml", STATEMENTS)
    assert home.rows("select is_duplicate from lake", STATEMENTS) == [(is_duplicate,)]
