"""Contacts and tickets: how each case goes, from the first call to the last change of status."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingestion.synthetic.crm import texts
from ingestion.synthetic.crm.cases import Case
from ingestion.synthetic.outbox import DAY, HOUR, MINUTE, Outbox, clock
from ingestion.synthetic.random_numbers import Stream
from ingestion.synthetic.world import World

Row = dict[str, object]
AGENTS = 25
# Priority → seconds within which the service level asks for the first answer, for a solution.
SERVICE_LEVEL = {
    "low": (24 * HOUR, 7 * DAY),
    "normal": (8 * HOUR, 3 * DAY),
    "high": (4 * HOUR, 2 * DAY),
    "urgent": (HOUR, DAY),
}


@dataclass
class Handled:
    """What came of a case."""

    case: Case
    interaction_id: str
    ended: int
    ticket_id: str = ""
    resolved: int = 0
    is_reopened: bool = False
    steps: list[tuple[int, str]] = field(default_factory=list)
    """(instant, new status) of its ticket."""


def handle_cases(world: World, cases: list[Case], outbox: Outbox) -> list[Handled]:
    """Let each case take its course, in the order of time; export contacts and tickets."""
    ordered = sorted(cases, key=lambda c: (c.at, c.customer.customer_id, c.line, c.category))
    handled: list[Handled] = []
    tickets = contacts = 0
    for number, case in enumerate(ordered):
        stream = Stream(world.arguments.seed, "case", number)
        contacts += 1
        done = Handled(case, f"INT-{contacts:07d}", 0)
        if case.needs_ticket:
            tickets += 1
            done.ticket_id = f"TCK-{tickets:06d}"
            ticket_course(stream, done)
        first = interaction(stream, world, done, case.at)
        outbox.add("crm", "interactions", done.ended, first)
        if done.is_reopened or (case.is_badly_served and stream.integer(2)):
            contacts += 1
            again = (done.resolved or done.ended) + 2 * HOUR + stream.integer(DAY)
            repeat = Handled(case, f"INT-{contacts:07d}", 0, done.ticket_id)
            row = interaction(stream, world, repeat, again)
            row["previous_interaction_id"] = done.interaction_id
            outbox.add("crm", "interactions", repeat.ended, row)
        if done.ticket_id:
            send_ticket(stream, world, done, outbox)
        handled.append(done)
    return handled


def interaction(stream: Stream, world: World, done: Handled, at: int) -> Row:
    """Return the row of one contact; sets when it ended."""
    case = done.case
    customer = case.customer
    assert customer.account is not None
    channel = customer.channel if stream.integer(3) else ("call", "shop")[stream.integer(2)]
    talk = 2 * MINUTE + stream.integer(12 * MINUTE)
    if channel in ("email", "sms"):
        talk = 20 * MINUTE + stream.integer(9 * HOUR)
    done.ended = at + talk
    is_call = channel == "call"
    is_written = channel in ("email", "chat", "sms", "app")
    wait = stream.integer(180) * (1 + 3 * case.is_badly_served + 3 * (case.cause == "outage"))
    # Now and then nobody asks who it is.
    is_known = bool(done.ticket_id) or stream.integer(30) > 0
    return {
        "interaction_id": done.interaction_id,
        "customer_id": customer.customer_id if is_known else None,
        "account_id": customer.account.account_id if is_known else None,
        "subscription_id": world.lines[case.line].subscription_id if is_known else None,
        "channel": channel,
        "direction": "outbound" if case.cause == "unpaid" else "inbound",
        "reason": case.category,
        "resolution": resolution_of(done),
        "started_at": clock(at),
        "ended_at": clock(done.ended),
        "queue_seconds": wait if is_call or channel == "chat" else None,
        "hold_seconds": stream.integer(90) if is_call else None,
        "after_work_seconds": 20 + stream.integer(240) if is_call else None,
        "agent_id": f"AGT{1 + stream.integer(AGENTS):03d}" if stream.integer(6) else None,
        "ticket_id": done.ticket_id or None,
        "language": customer.language,
        "contact_point": customer.email if channel == "email" else customer.number,
        "subject": texts.subject(case.category, customer.language) if is_written else None,
        "body": texts.body(stream, customer.language) if is_written else None,
    }


def resolution_of(done: Handled) -> str:
    """Return what came of a contact."""
    if done.case.cause == "unpaid":
        return "reminded"
    return "ticket_opened" if done.ticket_id else "solved"


def priority_of(case: Case) -> str:
    """Return how urgent a ticket is."""
    if case.category == "outage":
        return "urgent" if case.is_complaint else "high"
    return "high" if case.is_complaint else "normal"


def ticket_course(stream: Stream, done: Handled) -> None:
    """Draw every change of a ticket's status."""
    case = done.case
    answer, solve = SERVICE_LEVEL[priority_of(case)]
    slow = 4 if case.is_badly_served else 1
    at = case.at + 5 * MINUTE
    done.steps.append((at, "open"))
    at += 10 * MINUTE + stream.integer(answer * 5 // 4) * slow
    done.steps.append((at, "in_progress"))
    if stream.integer(4) == 0:
        at += HOUR + stream.integer(6 * HOUR)
        done.steps.append((at, "waiting"))
        at += HOUR + stream.integer(DAY)
        done.steps.append((at, "in_progress"))
    at += HOUR + stream.integer(solve) * slow
    done.steps.append((at, "resolved"))
    done.is_reopened = stream.integer(100) < (60 if case.is_badly_served else 6)
    if done.is_reopened:
        at += 4 * HOUR + stream.integer(DAY)
        done.steps.append((at, "in_progress"))
        at += 2 * HOUR + stream.integer(solve) * slow
        done.steps.append((at, "resolved"))
    done.resolved = at
    done.steps.append((at + 3 * DAY, "closed"))


def send_ticket(stream: Stream, world: World, done: Handled, outbox: Outbox) -> None:
    """Export a ticket at each change of its status, and the change."""
    case = done.case
    account = case.customer.account
    assert account is not None
    priority = priority_of(case)
    opened = done.steps[0][0]
    answer, solve = SERVICE_LEVEL[priority]
    row: Row = {
        "ticket_id": done.ticket_id,
        "customer_id": case.customer.customer_id,
        "account_id": account.account_id,
        "subscription_id": world.lines[case.line].subscription_id,
        # An agent links one ticket in three to the outage behind it; the rest must be found.
        "outage_id": case.cause_id if case.cause == "outage" and stream.integer(3) == 0 else None,
        "channel": case.customer.channel,
        "category": case.category,
        "is_complaint": "true" if case.is_complaint else "false",
        "priority": priority,
        "opened_at": clock(opened),
        "first_response_due_at": clock(opened + answer),
        "resolution_due_at": clock(opened + solve),
        "subject": texts.subject(case.category, case.customer.language),
        "description": texts.body(stream, case.customer.language),
    }
    old = None
    for number, (at, status) in enumerate(done.steps, start=1):
        if status == "in_progress" and "first_response_at" not in row:
            row["first_response_at"] = clock(at)
        if status == "resolved":
            row["resolved_at"] = clock(at)
        late = 1 if stream.integer(40) == 0 else 0
        outbox.add("crm", "tickets", at, row | {"status": status, "changed_at": clock(at)}, late)
        change: Row = {
            "change_id": f"{done.ticket_id}-{number}",
            "ticket_id": done.ticket_id,
            "changed_at": clock(at),
            "old_status": old,
            "new_status": status,
            "agent_id": None if status == "closed" else f"AGT{1 + stream.integer(AGENTS):03d}",
            "note": texts.note(stream) if stream.integer(3) == 0 else None,
        }
        outbox.add("crm", "ticket_status_changes", at, change)
        old = status
