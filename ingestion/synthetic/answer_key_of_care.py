"""The answer key of service: late and open tickets, lowered answers, outages, missing hours."""

from __future__ import annotations

from pathlib import Path

from ingestion.synthetic.crm.tickets import Handled
from ingestion.synthetic.files import Row, write_csv
from ingestion.synthetic.outbox import clock
from ingestion.synthetic.whole_operator import WholeOperator
from ingestion.synthetic.world import World

TICKET_COLUMNS = (
    "ticket_id", "subscription_id", "cause", "is_answered_late", "is_solved_late", "is_forgotten",
    "is_open_at_end", "is_overdue_at_end",
)  # fmt: skip
SURVEY_COLUMNS = ("survey_id", "customer_id", "kind", "score", "lowered_by")
OUTAGE_COLUMNS = (
    "outage_id", "site_id", "cause", "severity", "is_planned", "began_at", "ended_at",
    "is_open_at_end",
)  # fmt: skip
GAP_COLUMNS = ("cell_id", "first_hour_starts_at", "hours")


class CareKey:
    """Turns what was drawn into the rows of the key."""

    def __init__(self, world: World, whole: WholeOperator, start: int, end: int) -> None:
        """`start` is the first midnight, `end` when the last export is made; since 1970."""
        self.world, self.whole, self.start, self.end = world, whole, start, end
        self.tickets = [
            self.ticket(done) for done in whole.handled if done.ticket_id and done.steps[0][0] < end
        ]
        self.outages = self.outage_rows()

    def write(self, folder: Path) -> None:
        """Write one CSV per kind of knowledge."""
        write_csv(folder / "tickets.csv", self.tickets, TICKET_COLUMNS)
        write_csv(folder / "surveys.csv", self.whole.surveys.answers, SURVEY_COLUMNS)
        write_csv(folder / "outages.csv", self.outages, OUTAGE_COLUMNS)
        write_csv(folder / "missing_hours.csv", self.gap_rows(), GAP_COLUMNS)

    def counts(self) -> dict[str, object]:
        """Return how many cases of each kind the deliveries hold."""
        ticket_kinds = ("is_answered_late", "is_solved_late", "is_open_at_end", "is_overdue_at_end")
        return {
            "tickets": len(self.tickets),
            **{
                f"tickets_{kind.removeprefix('is_')}": count(self.tickets, kind)
                for kind in ticket_kinds
            },
            "outages_open_at_end": count(self.outages, "is_open_at_end"),
            "missing_cell_hours": sum(gap.hours for gap in self.whole.gaps),
        }

    def ticket(self, done: Handled) -> Row:
        """Return how a ticket went, as far as the last export tells; what is due may be late."""
        told = [(at, status) for at, status in done.steps if at < self.end]
        is_open = told[-1][1] not in ("resolved", "closed")
        solved = self.end if is_open else max(at for at, status in told if status == "resolved")
        return {
            "ticket_id": done.ticket_id,
            "subscription_id": self.world.lines[done.case.line].subscription_id,
            "cause": done.case.cause,
            "is_answered_late": said(min(done.answered, self.end) > done.answer_due),
            "is_solved_late": said(solved > done.solution_due),
            "is_forgotten": said(done.is_forgotten),
            "is_open_at_end": said(is_open),
            "is_overdue_at_end": said(is_open and solved > done.solution_due),
        }

    def outage_rows(self) -> list[Row]:
        """Return when each outage began and ended; the end of the last is never told."""
        return [
            {
                "outage_id": each.outage_id,
                "site_id": each.site_id,
                "cause": each.cause,
                "severity": each.severity,
                "is_planned": said(each.is_planned),
                "began_at": clock(each.began),
                "ended_at": clock(each.ended),
                "is_open_at_end": said(each.is_open_at(self.end)),
            }
            for each in self.whole.outages
        ]

    def gap_rows(self) -> list[Row]:
        """Return the hours of which no counters come, one row a cell and span."""
        return [
            {
                "cell_id": gap.cell.cell_id,
                "first_hour_starts_at": clock(self.start + gap.first_hour * 3_600),
                "hours": gap.hours,
            }
            for gap in self.whole.gaps
        ]


def said(truth: bool) -> str:
    """Return a truth as the key writes it."""
    return "true" if truth else "false"


def count(rows: list[Row], column: str) -> int:
    """Return how many rows say so."""
    return sum(row[column] == "true" for row in rows)
