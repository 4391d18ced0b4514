"""The operator's figures are those of an operator: to an analyst they look like a real one's."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from pathlib import Path
from statistics import mean

import numpy as np
import pytest

from ingestion.synthetic.arguments import SIZES, Arguments
from ingestion.synthetic.fraud import DEAREST_ZONE, Fraud, draw_bursts
from ingestion.synthetic.performance.counters import Counters
from ingestion.synthetic.performance.links import LinkCounters, make_links
from ingestion.synthetic.performance.outages import make_outages
from ingestion.synthetic.performance.sites import make_radio
from ingestion.synthetic.places import COUNTRIES
from ingestion.synthetic.random_numbers import in_turn
from ingestion.synthetic.world import World, make_world
from tests.unit.synthetic.business import Row, entity, key, newest
from tests.unit.synthetic.conftest import START

TRUE = "true"
# Seconds that a line calls on an ordinary day, at the demo's number of records a day.
CALLED_A_DAY = 100
# Of the operator of the fixture, whose last day is 31 May.
LAST_EXPORT = dt.datetime.fromisoformat("2026-06-01T05:00:00+09:00")


@pytest.fixture(scope="module")
def demo() -> World:
    size = SIZES["demo"]
    return make_world(Arguments(size.subscribers, size.months, 1, START, size.events_per_day))


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def is_late(row: Row, done: str, due: str, end: dt.datetime) -> bool:
    return (at(row[done]) if row[done] else end) > at(row[due])


def calls(operator: Path) -> list[Row]:
    return [
        row
        for row in entity(operator, "mediation", "usage_events")
        if row["service"] == "voice"
        and row["direction"] == "outgoing"
        and not row["record_id"].startswith("DAMAGED")
    ]


def test_a_burst_of_fraud_stands_out_for_its_line_and_not_for_the_operator(tiny):
    month, of_line, burst = Counter[str](), Counter[str](), list[Row]()
    for row in calls(tiny):
        # What no call can last is generated to be held back.
        month[row["started_at"][:7]] += int(row["quantity"]) if int(row["quantity"]) < 86_400 else 0
        if row["producer"] == "IGW01":
            burst.append(row)
        else:
            of_line[row["charged_party"], row["started_at"][:10]] += 1
    (line,) = {row["charged_party"] for row in burst}
    seconds = sum(int(row["quantity"]) for row in burst)
    usual = max(count for (party, _), count in of_line.items() if party == line)
    assert len(burst) > 1.5 * usual
    assert 0.002 < seconds / month[burst[0]["started_at"][:7]] < 0.02
    dear = tuple(f"+{c.calling_code}" for c in COUNTRIES if c.zone == DEAREST_ZONE)
    assert all(row["other_party"].startswith(dear) for row in burst)


def test_a_burst_grows_with_the_operator(demo):
    bursts = draw_bursts(demo)
    assert bursts
    for burst in bursts:
        seconds = int(Fraud(demo, bursts).calls(burst, 0).quantity.sum())
        assert 50 < burst.calls < 150
        assert 0.01 < seconds / (len(demo.lines) * CALLED_A_DAY) < 0.08


def test_recommendations_are_those_of_an_ordinary_operator_and_fall_for_known_causes(operator):
    answers = [row for row in entity(operator, "crm", "surveys") if row["kind"] == "nps"]
    scores = Counter(
        "promoter" if int(row["score"]) > 8 else "passive" if int(row["score"]) > 6 else "detractor"
        for row in answers
    )
    assert -10 < 100 * (scores["promoter"] - scores["detractor"]) / len(answers) < 35
    told = {row["survey_id"]: row for row in key(operator, "surveys")}
    by_cause: dict[str, list[int]] = defaultdict(list)
    for row in entity(operator, "crm", "surveys"):
        known = told.pop(row["survey_id"])
        assert known["score"] == row["score"]
        if row["kind"] == "nps":
            for cause in known["lowered_by"].split("|"):
                by_cause[cause].append(int(row["score"]))
    assert not told
    assert set(by_cause) >= {"", "outage", "bill_shock", "leaving"}
    for cause, given in by_cause.items():
        if cause:
            assert mean(given) < mean(by_cause[""]) - 1


def test_most_are_satisfied_with_how_their_ticket_was_solved_and_fewer_when_it_was_late(operator):
    given: dict[bool, list[int]] = {True: [], False: []}
    told = {row["survey_id"]: row["lowered_by"] for row in key(operator, "surveys")}
    for row in entity(operator, "crm", "surveys"):
        if row["kind"] == "csat":
            given["late_ticket" in told[row["survey_id"]]].append(int(row["score"]))
    everyone = given[True] + given[False]
    assert 0.55 < mean(score >= 4 for score in everyone) < 0.9
    assert mean(given[True]) < mean(given[False]) - 0.5


def test_one_ticket_in_eight_is_late_and_more_after_outages(operator):
    tickets = newest(entity(operator, "crm", "tickets"), "ticket_id")
    told = {row["ticket_id"]: row for row in key(operator, "tickets")}
    assert {ticket for (ticket,) in tickets} == set(told)
    end = LAST_EXPORT
    late = Counter[str]()
    by_cause: dict[bool, list[bool]] = {True: [], False: []}
    for (ticket,), row in tickets.items():
        if row["status"] not in ("resolved", "closed"):
            row["resolved_at"] = ""
        answer = is_late(row, "first_response_at", "first_response_due_at", end)
        solution = is_late(row, "resolved_at", "resolution_due_at", end)
        assert (told[ticket]["is_answered_late"] == TRUE) == answer
        assert (told[ticket]["is_solved_late"] == TRUE) == solution
        late.update(answer=answer, solution=solution)
        by_cause[told[ticket]["cause"] == "outage"].append(answer or solution)
    assert 0.05 < late["answer"] / len(tickets) < 0.15
    assert 0.08 < late["solution"] / len(tickets) < 0.15
    usual = [
        row["is_answered_late"] == TRUE or row["is_solved_late"] == TRUE
        for row in told.values()
        if row["cause"] not in ("outage", "service")
    ]
    assert mean(by_cause[True]) > 1.5 * mean(usual)


def test_cards_are_refused_too_and_transfers_come_late_or_partly(operator):
    payments = newest(entity(operator, "payments", "payments"), "payment_id").values()
    attempts = Counter(row["method"] for row in payments)
    refused = Counter(row["method"] for row in payments if row["status"] == "failed")
    share = {method: refused[method] / count for method, count in attempts.items()}
    assert 0 == share["transfer"] < share["card"] < share["direct_debit"] < 0.15
    reasons = defaultdict(set)
    for row in payments:
        if row["status"] == "failed":
            reasons[row["method"]].add(row["failure_reason"])
    assert reasons["card"] <= {"card_expired", "card_limit_reached"}
    assert "AM04" in reasons["direct_debit"] - reasons["card"]
    of_payment = {row["payment_id"]: row["method"] for row in payments}
    kinds = Counter(
        (case["kind"], of_payment[case["payment_id"]])
        for case in key(operator, "payment_cases")
        if case["payment_id"] in of_payment
    )
    assert kinds["failed_payment", "card"] > 0
    assert kinds["late_payment", "transfer"] > kinds["late_payment", "card"] > 0
    assert kinds["partial_payment", "transfer"] > 0


def test_healthy_cells_differ_by_cell_hour_and_day(operator):
    failing = {row["cell_id"] for row in key(operator, "cells") if row["fails_from"]}
    cells: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    counted = Counter[int]()
    missing = Counter[str]()
    for row in entity(operator, "network", "cell_hours"):
        missing[row["cell_id"]] += 1
        if row["cell_id"] not in failing and int(row["releases"]) > 1_000:
            cells[row["cell_id"]][0] += int(row["drops"])
            cells[row["cell_id"]][1] += int(row["releases"])
            counted[int(row["drops"])] += 1
    shares = sorted(drops / releases for drops, releases in cells.values())
    assert 0.001 < shares[0] < shares[-1] / 1.5 < 0.02
    # In hours alike the drops spread as counts of events do.
    assert counted[0] < counted.total() / 5
    assert np.std(list(counted.elements())) > 2
    every = 151 * 24 * len(missing)
    assert 0.001 < 1 - missing.total() / every < 0.006


def test_a_rate_of_zero_leaves_no_hour_out_and_no_outage_open(faultless):
    hours = Counter(row["cell_id"] for row in entity(faultless, "network", "cell_hours"))
    assert set(hours.values()) == {151 * 24}
    assert not key(faultless, "missing_hours") + key(faultless, "outages")
    assert not [row for row in key(faultless, "tickets") if row["is_forgotten"] == TRUE]


def test_at_the_end_of_the_demo_few_cells_are_full_and_most_are_half_full(demo):
    radio = make_radio(demo)
    days = demo.schedule.day_count
    part = Counters(demo, radio, [], 0).span(days - 28, days)
    shape = (len(radio.cells), 28, 24)
    share = part["downlink_blocks_used"] / part["downlink_blocks_available"]
    busy = share.reshape(shape).max(axis=2)[:, ~demo.is_day_off[days - 28 :]].mean(axis=1)
    assert 0.05 < np.mean(busy > 0.8) < 0.2
    assert np.sum(busy > 0.9) >= 2
    assert np.mean((busy > 0.3) & (busy < 0.6)) > 0.55


def test_no_link_carries_more_than_it_can(demo):
    radio = make_radio(demo)
    links = make_links(demo, radio)
    days = demo.schedule.day_count
    part = LinkCounters(demo, links).span(Counters(demo, radio, [], 0).span(days - 28, days))
    for place, link in enumerate(links):
        if link.capacity:
            own = part["link"] == place
            assert part["peak_bits_per_second"][own].max() <= link.capacity
            assert part["sent_bytes"][own].max() * 8 / 3600 <= link.capacity


def test_one_outage_is_open_and_a_ticket_overdue_at_the_end(operator, tiny):
    for folder in (operator, tiny):
        outages = newest(entity(folder, "network", "outages"), "outage_id", "element_kind")
        opened = {i for (i, _), row in outages.items() if row["status"] == "open"}
        told = {r["outage_id"] for r in key(folder, "outages") if r["is_open_at_end"] == TRUE}
        assert opened == told
        assert len(opened) == 1
        tickets = newest(entity(folder, "crm", "tickets"), "ticket_id")
        for name in ("is_open_at_end", "is_overdue_at_end"):
            assert [row for row in key(folder, "tickets") if row[name] == TRUE]
        for row in key(folder, "tickets"):
            ticket = tickets[row["ticket_id"],]
            is_open = ticket["status"] not in ("resolved", "closed")
            assert is_open == (row["is_open_at_end"] == TRUE)


def test_outages_of_a_site_do_not_overlap(demo):
    outages = make_outages(demo, make_radio(demo), 2.0, 0)
    last: dict[str, int] = {}
    for outage in outages:
        assert last.get(outage.site_id, 0) < outage.began
        last[outage.site_id] = outage.ended
    assert outages[-1].ended > demo.schedule.day_count * 86_400


def test_what_is_drawn_in_turn_is_spread_evenly_over_any_few():
    for start in (0, 1 << 31, 123_456_789):
        found = Counter(in_turn(n, 4, start) for n in range(40, 52))
        assert set(found) == {0, 1, 2, 3}
        assert max(found.values()) <= 4
