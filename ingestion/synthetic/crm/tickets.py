"""Tickets: how soon each is answered and solved, which wait too long, and every change of status.

Most keep their service target. On the days after an outage the queue is long, and more are late;
who is badly served waits far too long; a few tickets are forgotten for weeks.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from ingestion.synthetic.crm import texts
from ingestion.synthetic.crm.cases import Case
from ingestion.synthetic.outbox import DAY, HOUR, MINUTE, Outbox, clock
from ingestion.synthetic.random_numbers import Stream, in_turn
from ingestion.synthetic.rates import Rates
from ingestion.synthetic.switch_files import count_of
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
LONGEST_TARGET = 3 * DAY
"""Of the priorities that tickets get."""
MILLION = 1_000_000
# Of a million tickets so many more are late that tell of an outage, of a failing cell, or that are
# opened while many tell of an outage.
LATER_BY_CAUSE = {"outage": 100_000, "failing_cell": 30_000}
MOST_BY_QUEUE = 80_000
QUEUE_SECONDS = 2 * DAY


@dataclass
class Handled:
    """What came of a case."""

    case: Case
    interaction_id: str
    ended: int
    ticket_id: str = ""
    resolved: int = 0
    is_reopened: bool = False
    is_forgotten: bool = False
    steps: list[tuple[int, str]] = field(default_factory=list)
    """(instant, new status) of its ticket."""

    @property
    def answer_due(self) -> int:
        """When its ticket must be answered."""
        return self.steps[0][0] + SERVICE_LEVEL[priority_of(self.case)][0]

    @property
    def solution_due(self) -> int:
        """When its ticket must be solved."""
        return self.steps[0][0] + SERVICE_LEVEL[priority_of(self.case)][1]

    @property
    def answered(self) -> int:
        """When its ticket is first answered."""
        return self.steps[1][0]

    @property
    def is_late(self) -> bool:
        """Return whether its ticket is answered or solved after it was due."""
        return self.answered > self.answer_due or self.resolved > self.solution_due


class Queue:
    """Decides which tickets wait too long."""

    def __init__(self, world: World, rates: Rates, ordered: list[Case], end: int) -> None:
        """`ordered` are all cases by time, `end` is when the last export is made."""
        self.late = round(rates.late_tickets * MILLION)
        self.start = Stream(world.arguments.seed, "late_tickets").integer(1 << 32)
        own = [n for n, case in enumerate(ordered) if case.needs_ticket]
        self.outages = [ordered[n].at for n in own if ordered[n].cause == "outage"]
        self.usual = max(1, len(own) * QUEUE_SECONDS // (world.schedule.day_count * DAY))
        stream = Stream(world.arguments.seed, "forgotten_tickets")
        count = count_of(rates.forgotten_tickets, len(own))
        # One of them is overdue at the end: the newest that can be.
        due = [n for n in own if ordered[n].at + LONGEST_TARGET + DAY < end]
        newest = due[-1:] if count else []
        others = stream.sample(len(own), count - len(newest))
        self.forgotten = {*newest, *(own[n] for n in others)}

    def is_late(self, number: int, case: Case) -> bool:
        """Return whether ticket `number`, of a case, waits too long."""
        waiting = bisect_left(self.outages, case.at)
        waiting -= bisect_left(self.outages, case.at - QUEUE_SECONDS)
        odds = self.late
        if odds:
            odds += LATER_BY_CAUSE.get(case.cause, 0)
            odds += min(MOST_BY_QUEUE, MOST_BY_QUEUE * waiting // (2 * self.usual))
        return case.is_badly_served or in_turn(number, MILLION, self.start) < odds


def priority_of(case: Case) -> str:
    """Return how urgent a ticket is."""
    if case.category == "outage":
        return "urgent" if case.is_complaint else "high"
    return "high" if case.is_complaint else "normal"


def ticket_course(stream: Stream, done: Handled, *, is_late: bool, is_forgotten: bool) -> None:
    """Draw every change of a ticket's status."""
    case = done.case
    answer, solve = SERVICE_LEVEL[priority_of(case)]
    opened = case.at + 5 * MINUTE
    done.is_forgotten = is_forgotten
    # 0 is only answered late, 1 only solved late, 2 both; who is badly served waits for an answer.
    kind = 2 * stream.integer(2) if case.is_badly_served else stream.integer(3)
    answered = opened + 5 * MINUTE + stream.integer(answer * 4 // 5)
    if is_late and kind != 1:
        answered = opened + answer + 10 * MINUTE + stream.integer(3 * answer)
    solved = answered + HOUR // 2 + stream.integer(opened + solve * 4 // 5 - answered)
    if is_forgotten:
        solved = opened + (20 + stream.integer(40)) * DAY
    elif is_late and kind != 0:
        solved = opened + solve + HOUR + stream.integer(2 * solve)
    done.steps += [(opened, "open"), (answered, "in_progress")]
    span = solved - answered
    if stream.integer(4) == 0:
        done.steps.append((answered + span * 3 // 10, "waiting"))
        done.steps.append((answered + span * 6 // 10, "in_progress"))
    done.steps.append((solved, "resolved"))
    done.is_reopened = stream.integer(100) < (60 if case.is_badly_served else 4)
    if done.is_reopened:
        again = solved + 2 * HOUR + stream.integer(12 * HOUR)
        solved = again + HOUR + stream.integer(solve // 2)
        done.steps += [(again, "in_progress"), (solved, "resolved")]
    done.resolved = solved
    done.steps.append((solved + 3 * DAY, "closed"))


def send_ticket(stream: Stream, world: World, done: Handled, outbox: Outbox) -> None:
    """Export a ticket at each change of its status, and the change."""
    case = done.case
    account = case.customer.account
    assert account is not None
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
        "priority": priority_of(case),
        "opened_at": clock(done.steps[0][0]),
        "first_response_due_at": clock(done.answer_due),
        "resolution_due_at": clock(done.solution_due),
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
