"""Rows of customers and of what they use."""

from __future__ import annotations

from tests.conformance.fields import NotUnderstoodError
from tests.conformance.naming import CaseFiles, Row, Rows, always, producer, time_text
from tests.conformance.scenario import Event

LONGEST_NUMBER = 15
SHORTEST_NETWORK = 5
HIDDEN_DIGITS = "0000"
"""The last four digits of a number never take part in a prefix."""
UNITS = {"voice": "second", "sms": "message", "mms": "message", "data": "byte", "content": "item"}


def is_by_number(service: str, direction: str) -> bool:
    """Whether the other party's number says where a use leads; else the visited network does.

    What comes in costs something only where it is received in another network.
    """
    return service in ("voice", "sms", "mms") and direction == "outgoing"


def customer_rows(case: CaseFiles) -> Rows:
    """Accounts, subscriptions, numbers and bookings."""
    scenario = case.scenario
    plans = {each.account: each.plan for each in scenario.subscriptions}
    for account, plan in plans.items():
        row = {
            "account_id": case.name(account),
            "holder_name": f"Case {case.number} {account}",
            "segment": "consumer",
            "region": "nowhere",
            "bill_cycle_day": 1,
            "currency": case.currency(plan),
        }
        yield "billing/accounts", {**row, **always()}
    for subscription in scenario.subscriptions:
        yield (
            "billing/subscriptions",
            {
                "subscription_id": case.name(subscription.name),
                "account_id": case.name(subscription.account),
                "plan_id": case.name(subscription.plan),
                "status": "active",
                "valid_from": time_text(subscription.valid_from),
                "valid_to": time_text(subscription.valid_to),
            },
        )
    for name, place in case.lines.items():
        row = {"number": _number(case, place), "subscription_id": case.name(name)}
        yield "billing/number_history", {**row, **always()}
    for booking in scenario.bookings:
        yield (
            "billing/add_ons",
            {
                "booking_id": case.name(booking.name),
                "subscription_id": case.name(booking.subscription),
                "plan_id": case.name(booking.plan),
                "units": booking.units,
                "status": "active",
                "valid_from": time_text(booking.valid_from),
                "valid_to": time_text(booking.valid_to),
            },
        )


def _number(case: CaseFiles, place: int) -> str:
    return f"+9{case.number}{place:02}{HIDDEN_DIGITS}"


def _network(case: CaseFiles, event: Event, by_number: bool) -> str:
    if event.network:
        # what follows a prefix does not matter to it
        return event.network.ljust(SHORTEST_NETWORK, "0")
    return "" if by_number else f"{case.number}{event.digits or '00'}"


def event_row(case: CaseFiles, event: Event) -> Row:
    """One usage record."""
    if event.subscription not in case.lines:
        raise NotUnderstoodError(f"an event of the unknown line {event.subscription}")
    by_number = is_by_number(event.service, event.direction)
    other = f"{case.number}{event.digits}{HIDDEN_DIGITS}"
    if by_number and len(other) > LONGEST_NUMBER:
        raise NotUnderstoodError(f"not understood: dialled digits {event.digits}: too long")
    reverses = ""
    if event.reverses:
        original = case.event(event.reverses)
        reverses = f"{producer(original.load)}:{case.record_id(original.name)}:{original.part}"
    return {
        "producer": producer(event.load),
        "record_id": case.record_id(event.name),
        "record_number": event.part,
        "charging_id": case.name(event.session) if event.session else "",
        "service": event.service,
        "direction": event.direction,
        "outcome": event.outcome,
        "charged_party": _number(case, case.lines[event.subscription]),
        "other_party": f"+{other}" if by_number else "",
        "started_at": time_text(event.started_at),
        "quantity": case.quantity(event.quantity),
        "unit": UNITS[event.service],
        "visited_network": _network(case, event, by_number),
        "reversal_of": reverses,
    }
