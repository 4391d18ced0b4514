"""What the key tells of contacts, campaigns, people and cells is what the files show."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict

from tests.unit.synthetic.business import Row, entity, key, newest

REASONS = ("price", "quality", "service", "moving", "contract_end", "non_payment")


def test_contacts_follow_outages(operator):
    outages = newest(entity(operator, "network", "outages"), "outage_id", "element_kind")
    contacts = {row["interaction_id"]: row for row in entity(operator, "crm", "interactions")}
    causes = Counter(row["cause"] for row in key(operator, "contacts"))
    assert {"everyday", "outage", "bill_shock", "unpaid", "failing_cell"} <= set(causes)
    for row in key(operator, "contacts"):
        contact = contacts.get(row["interaction_id"])
        if row["cause"] != "outage" or contact is None:
            continue
        outage = outages[row["cause_id"], "site"]
        began = dt.datetime.fromisoformat(outage["began_at"])
        ended = dt.datetime.fromisoformat(outage["ended_at"] or outage["began_at"])
        at = dt.datetime.fromisoformat(contact["started_at"])
        assert began < at < ended + dt.timedelta(hours=8)


def test_tickets_tell_every_change_of_their_status(operator):
    tickets = newest(entity(operator, "crm", "tickets"), "ticket_id")
    changes: dict[str, list[Row]] = defaultdict(list)
    for row in entity(operator, "crm", "ticket_status_changes"):
        changes[row["ticket_id"]].append(row)
    assert len(tickets) > 50
    for (ticket,), row in tickets.items():
        steps = sorted(changes[ticket], key=lambda r: r["changed_at"])
        olds = [step["old_status"] for step in steps]
        assert olds == ["", *(step["new_status"] for step in steps[:-1])]
        assert row["status"] == steps[-1]["new_status"]


def test_holdout_gets_nothing_and_the_effect_is_known(operator):
    members = newest(
        entity(operator, "crm", "campaign_members"), "campaign_id", "customer_id"
    ).values()
    groups = Counter((m["campaign_id"], m["assigned_group"]) for m in members)
    told = {row["campaign_id"]: row for row in key(operator, "campaigns")}
    for campaign, row in told.items():
        assert groups[campaign, "treatment"] == int(row["treated"])
        assert groups[campaign, "holdout"] == int(row["held_out"])
        size = int(row["treated"]) + int(row["held_out"])
        assert abs(int(row["held_out"]) - 0.2 * size) <= 0.1 * size
    assert not [m for m in members if m["assigned_group"] == "holdout" and m["sent_at"]]
    saved = [row for row in key(operator, "departures") if row["is_saved"] == "true"]
    treated = {m["subscription_id"] for m in members if m["assigned_group"] == "treatment"}
    assert len(saved) == int(told["CMP-RETAIN"]["saved"])
    assert {row["subscription_id"] for row in saved} <= treated


def test_every_departure_has_a_reason_and_most_show_it(operator):
    gone = [row for row in key(operator, "departures") if row["is_saved"] == "false"]
    ended = {
        row["subscription_id"]
        for row in entity(operator, "billing", "subscriptions")
        if row["status"] == "terminated"
    }
    assert {row["subscription_id"] for row in gone} == ended
    shown = {(row["subscription_id"], row["cause"]) for row in key(operator, "contacts")}
    for row in gone:
        if row["reason"] in ("price", "service"):
            assert (row["subscription_id"], row["reason"]) in shown
        if row["reason"] == "none":
            assert not [c for s, c in shown if s == row["subscription_id"] and c in REASONS]


def test_counters_lack_the_hours_that_the_key_tells_and_follow_wear(operator):
    cells = {row["cell_id"]: row for row in key(operator, "cells")}
    hours: dict[str, set[str]] = defaultdict(set)
    drops: dict[tuple[str, bool], list[int]] = defaultdict(lambda: [0, 0])
    for row in entity(operator, "network", "cell_hours"):
        hours[row["cell_id"]].add(row["hour_starts_at"])
        fails = cells[row["cell_id"]]["fails_from"]
        worn = bool(fails) and row["hour_starts_at"][:10] > fails
        total = drops[row["cell_id"], worn]
        total[0] += int(row["drops"])
        total[1] += int(row["releases"])
    missing = Counter[str]()
    for gap in key(operator, "missing_hours"):
        first = dt.datetime.fromisoformat(gap["first_hour_starts_at"]).astimezone(dt.UTC)
        for number in range(int(gap["hours"])):
            missing[gap["cell_id"]] += 1
            hour = first + dt.timedelta(hours=number)
            assert f"{hour:%Y-%m-%dT%H:%M:%SZ}" not in hours[gap["cell_id"]]
    assert missing
    assert {cell: len(found) + missing[cell] for cell, found in hours.items()} == dict.fromkeys(
        cells, 151 * 24
    )
    failing = [cell for cell, row in cells.items() if row["fails_from"]]
    assert failing
    for cell in failing:
        before, after = drops[cell, False], drops[cell, True]
        assert after[0] / after[1] > 3 * before[0] / before[1]
    links = {row["link_id"] for row in entity(operator, "network", "links")}
    seen = Counter(row["link_id"] for row in entity(operator, "network", "link_hours"))
    assert set(seen) == links
    assert set(seen.values()) == {151 * 24}


def test_people_stand_twice_or_are_typed_wrongly_as_told(operator):
    customers = newest(entity(operator, "crm", "customers"), "customer_id")
    holders = {row["account_id"]: row for row in entity(operator, "billing", "accounts")}
    account = {
        row["customer_id"]: row["account_id"]
        for row in entity(operator, "crm", "customer_accounts")
    }
    cases = key(operator, "same_people")
    assert {case["kind"] for case in cases} == {"typing_error", "duplicate_person"}
    for case in cases:
        customer = customers[case["customer_id"],]
        if case["kind"] == "duplicate_person":
            assert customer["status"] == "prospect"
            assert case["customer_id"] not in account
            assert (case["same_person_as"],) in customers
        else:
            holder = holders[account[case["customer_id"]]]
            assert customer[case["column"]] == case["written"]
            assert holder[f"holder_{case['column']}"] == case["right"] != case["written"]


def test_most_lines_were_there_before_and_a_contract_ends_after_two_years(operator):
    rows = entity(operator, "billing", "subscriptions")
    joined = {}
    for row in sorted(rows, key=lambda r: r["valid_from"]):
        joined.setdefault(row["subscription_id"], dt.datetime.fromisoformat(row["valid_from"]))
    before = [at for at in joined.values() if at.year < 2026]
    assert 0.8 < len(before) / len(joined) < 0.95
    assert len({at.year for at in before}) > 4
    ended = [r for r in key(operator, "departures") if r["reason"] == "contract_end"]
    assert ended
    for row in ended:
        left = dt.date.fromisoformat(row["left_on"])
        assert left - joined[row["subscription_id"]].date() == dt.timedelta(days=730)
