"""Contacts: how each case goes, from the first call on; the tickets it leads to."""

from __future__ import annotations

from ingestion.synthetic.crm import texts
from ingestion.synthetic.crm.cases import Case
from ingestion.synthetic.crm.tickets import AGENTS, Handled, Queue, send_ticket, ticket_course
from ingestion.synthetic.outbox import DAY, HOUR, MINUTE, Outbox, clock
from ingestion.synthetic.random_numbers import Stream
from ingestion.synthetic.world import World

Row = dict[str, object]


def handle_cases(world: World, cases: list[Case], outbox: Outbox) -> list[Handled]:
    """Let each case take its course, in the order of time; export contacts and tickets."""
    ordered = sorted(cases, key=lambda c: (c.at, c.customer.customer_id, c.line, c.category))
    queue = Queue(world, world.arguments.rates, ordered, outbox.ends[-1])
    handled: list[Handled] = []
    tickets = contacts = 0
    for number, case in enumerate(ordered):
        stream = Stream(world.arguments.seed, "case", number)
        contacts += 1
        done = Handled(case, f"INT-{contacts:07d}", 0)
        if case.needs_ticket:
            tickets += 1
            done.ticket_id = f"TCK-{tickets:06d}"
            ticket_course(
                stream,
                done,
                is_late=queue.is_late(tickets, case),
                is_forgotten=number in queue.forgotten,
            )
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
