"""The answer key agrees with what the independent oracle finds in the files."""

from __future__ import annotations

import csv
import json
from collections import Counter

import pytest

from tests.oracle.billing import Billing
from tests.oracle.deliveries import read_delivery
from tests.oracle.events import Event
from tests.oracle.history import rate_history


@pytest.fixture(scope="module")
def billing(tiny) -> Billing:
    return rate_history(tiny)


@pytest.fixture(scope="module")
def key(tiny) -> dict:
    return json.loads((tiny / "answer_key" / "key.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def known(tiny) -> list[dict[str, str]]:
    with (tiny / "answer_key" / "records.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def by_place(tiny, billing) -> dict[tuple[str, str, int], Event]:
    """(delivery, file name, line) → event."""
    steps = json.loads((tiny / "history.json").read_text("utf-8"))["steps"]
    deliveries = {step["load"]: step["delivery"] for step in steps if step["kind"] == "delivery"}
    landed: set[tuple[str, str]] = set()
    names = {
        (load, file.file_no): (str(int(delivery)), file.name)
        for load, delivery in deliveries.items()
        for file in read_delivery(tiny / delivery / "landing", landed)
    }
    return {
        (*names[event.load_seq, event.file_no], event.line_no): event
        for event in billing.oracle.events
    }


def found(known, by_place, fault: str) -> list[Event]:
    return [
        by_place[row["delivery"], row["file"], int(row["line_no"])]
        for row in known
        if fault in row["faults"].split("|") and row["delivery"]
    ]


def test_every_record_that_arrives_is_one_event(key, billing):
    assert len(billing.oracle.events) == key["counts"]["usage_records"]


def test_the_malformed_lines_and_no_others_are_rejected(tiny, key):
    rejected = sum(
        len(file.rejected)
        for landing in tiny.glob("*/landing")
        for file in read_delivery(landing, set())
    )
    assert rejected == key["counts"]["malformed"] > 0


def test_duplicates_are_the_same_lines(key, known, by_place):
    expected = {
        (row["delivery"], row["file"], int(row["line_no"]))
        for row in known
        if row["is_duplicate"] == "True"
    }
    actual = {place for place, event in by_place.items() if event.status == "duplicate"}
    assert actual == expected
    assert len(actual) == key["counts"]["duplicates"] > 20
    conflicts = sum(event.is_conflict for event in by_place.values())
    assert conflicts == key["counts"]["duplicate_conflicts"] > 0


def test_duplicates_come_within_a_file_across_files_and_across_loads(known, by_place):
    copies = [event for event in by_place.values() if event.status == "duplicate"]
    places = Counter(
        "load" if e.load_seq != e.original.load_seq
        else "file" if e.file_no != e.original.file_no
        else "line"
        for e in copies
    )  # fmt: skip
    assert min(places["load"], places["file"], places["line"]) > 0


def test_reversals_are_taken_back_once_or_wait(known, by_place):
    reversals = [e for e in found(known, by_place, "reversal") if e.status != "duplicate"]
    states = Counter(event.reason or event.status for event in reversals)
    assert set(states) <= {"reversal", "original_not_rated", "already_reversed"}
    assert states["reversal"] > 10
    for event in reversals:
        if event.status == "reversal":
            assert event.charge == -event.original.charge


def test_unknown_numbers_stay_unknown(known, by_place):
    events = found(known, by_place, "unknown_number")
    assert len(events) > 5
    for event in events:
        assert event.reason == "unknown_subscriber" or event.status == "duplicate"


@pytest.mark.parametrize(
    ("fault", "reason"),
    [("future_clock", "clock_in_future"), ("absurd_quantity", "quantity_out_of_range")],
)
def test_what_nobody_should_believe_waits(key, known, by_place, fault, reason):
    events = found(known, by_place, fault)
    assert len(events) == key["counts"]["records_by_fault"][fault] >= 1
    assert {(event.status, event.reason) for event in events} == {("suspended", reason)}
    waiting = [event for event in by_place.values() if event.reason == reason]
    assert len(waiting) == len(events)


def test_late_subscriptions_are_cured_by_the_next_delivery(tiny, by_place):
    with (tiny / "answer_key" / "late_subscriptions.csv").open(encoding="utf-8") as file:
        late = {row["subscription_id"]: row for row in csv.DictReader(file)}
    assert late
    cured = [
        event
        for event in by_place.values()
        if event.subscription_id in late
        and event.status == "rated"
        and event.load_seq < event.rating_seq
    ]
    assert cured


def test_calls_without_price_or_destination_are_seen(known, by_place):
    for fault, reasons in (
        ("no_destination", {"no_destination"}),
        # satellite calls get a price with the second delivery; other plans and messages never
        ("no_price", {"", "no_price"}),
        ("later_destination", {"", "no_price"}),
    ):
        events = [e for e in found(known, by_place, fault) if e.status != "duplicate"]
        assert events, fault
        payable = {"unknown_subscriber", "no_active_plan", "no_subscription_then"}
        assert {e.reason for e in events} - payable <= reasons, fault
        if fault != "no_destination":
            assert any(e.status == "rated" for e in events), fault
    cured = [e for e in found(known, by_place, "no_price") if e.rating_seq > e.load_seq]
    assert cured


def test_partial_records_share_a_charge(known, by_place):
    parts = [e for e in found(known, by_place, "partial") if e.status == "rated"]
    sessions = Counter(e.record["charging_id"] for e in parts)
    assert len(sessions) > 20
    assert max(sessions.values()) > 5


def test_late_files_come_after_a_later_one_and_lost_ones_leave_a_gap(tiny, key):
    with (tiny / "answer_key" / "files.csv").open(encoding="utf-8") as file:
        files = list(csv.DictReader(file))
    late = [row for row in files if row["is_late"] == "True"]
    lost = [row for row in files if row["is_lost"] == "True"]
    assert len(late) == key["counts"]["late_files"] > 0
    assert len(lost) == key["counts"]["lost_files"] > 0
    for row in late + lost:
        following = [
            r for r in files
            if r["producer"] == row["producer"]
            and int(r["sequence"]) > int(row["sequence"])
            and r["delivery"]
        ]  # fmt: skip
        assert min(int(r["delivery"]) for r in following) <= int(row["delivery"] or 99)
    steps = json.loads((tiny / "history.json").read_text("utf-8"))["steps"]
    accepted = {gap for step in steps for gap in step.get("accept_gaps", [])}
    gaps = {f"{row['producer']}:{row['sequence']}" for row in late + lost}
    assert accepted <= gaps
    assert {f"{row['producer']}:{row['sequence']}" for row in late} & accepted


def test_usage_is_charged_late_and_invoices_are_issued(billing):
    rated = [event for event in billing.oracle.events if event.status == "rated"]
    assert sum(event.is_late for event in rated) > 50
    assert sum(event.free > 0 for event in rated) > 1_000
    assert sum(event.charge > 0 for event in rated) > 500
    currencies = {line.currency for invoice in billing.invoices for line in invoice.lines}
    assert currencies == {"KRW", "USD"}
    kinds = {line.kind for invoice in billing.invoices for line in invoice.lines}
    assert kinds == {"usage", "adjustment", "recurring", "one_time"}
