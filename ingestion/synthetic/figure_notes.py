"""What the operator's people note on figures: an outage behind one, a target that was missed.

Nothing is drawn here: the notes follow from what happened, so no other file depends on them.
"""

from __future__ import annotations

import datetime as dt

from ingestion.synthetic.calendar_of_korea import add_months, midnight_seconds
from ingestion.synthetic.files import Row
from ingestion.synthetic.outbox import DAY, HOUR, MINUTE, Outbox, clock, local_date
from ingestion.synthetic.performance.outages import Outage
from ingestion.synthetic.planning import Plan
from ingestion.synthetic.rates import Rates
from ingestion.synthetic.world import World

OPERATIONS, PLANNERS = "네트워크운영팀", "경영기획팀"
NOTED_MONTHS = 3
"""Months, from the last that is told of, whose worst outage is noted."""
MORNING = 9 * HOUR + 40 * MINUTE
CAUSES = {
    "power": ("정전", "power cut"),
    "fibre_cut": ("광케이블 절단", "fibre cut"),
    "hardware": ("장비 고장", "equipment fault"),
    "software": ("소프트웨어 장애", "software fault"),
    "weather": ("강풍", "storm"),
}


def send_notes(world: World, rates: Rates, outages: list[Outage], outbox: Outbox) -> None:
    """Send the notes with the first deliveries after they were written."""
    told = [each for each in outages if outbox.delivery_at(noted_at(each))]
    for outage in worst_by_month(told)[-NOTED_MONTHS:]:
        # the cause is known a day later: the same note, written anew
        for text, at in (
            (looked_into(outage), noted_at(outage)),
            (explained(outage), noted_at(outage) + DAY),
        ):
            month = local_date(outage.began).replace(day=1)
            row = note(f"NOTE-{outage.outage_id}", "network_availability", month, text, at)
            outbox.add("planning", "figure_notes", at, row | {"written_by": OPERATIONS})
    missed = most_missed(world, rates, outbox)
    if missed is not None:
        text = (
            '"순증" 목표에 못 미침: 요금제별 가입과 해지를 확인 중.\n'
            "Below target: who joined and who left is looked at by plan."
        )
        at = planners_meet(missed)
        row = note(f"NOTE-PLAN-{missed:%Y-%m}", "net_additions", missed, text, at)
        outbox.add("planning", "figure_notes", at, row | {"written_by": PLANNERS})


def note(note_id: str, metric_id: str, month: dt.date, text: str, at: int) -> Row:
    """Return one state of a note, unsigned."""
    return {
        "note_id": note_id,
        "metric_id": metric_id,
        "month": month.isoformat(),
        "text": text,
        "written_at": clock(at),
        "is_withdrawn": "false",
    }


def worst_by_month(outages: list[Outage]) -> list[Outage]:
    """Return of each local month in which any began the outage that took most, oldest first."""
    worst: dict[dt.date, Outage] = {}
    for outage in outages:
        month = local_date(outage.began).replace(day=1)
        if not outage.is_planned and lost(outage) > (lost(worst[month]) if month in worst else 0):
            worst[month] = outage
    return [worst[month] for month in sorted(worst)]


def lost(outage: Outage) -> int:
    """Return the seconds that an outage took, over its cells."""
    return len(outage.cells) * (outage.ended - outage.began)


def noted_at(outage: Outage) -> int:
    """Return when an outage is noted: on the morning after its end."""
    return midnight_seconds(local_date(outage.ended)) + DAY + MORNING


def looked_into(outage: Outage) -> str:
    """Return what is noted before the cause is known."""
    return f"{outage.site_id} 장애, 원인 확인 중.\nOutage at {outage.site_id}, cause not known yet."


def explained(outage: Outage) -> str:
    """Return what is noted once it is."""
    korean, english = CAUSES[outage.cause]
    minutes = (outage.ended - outage.began) // MINUTE
    return (
        f"{outage.site_id} {korean}, {minutes}분 만에 복구 ✅\n"
        f"Outage at {outage.site_id} ({english}), back after {minutes} minutes."
    )


def most_missed(world: World, rates: Rates, outbox: Outbox) -> dt.date | None:
    """Return the month whose net additions are farthest below plan, if it could be noted."""
    first = world.schedule.first_day
    planned = {
        str(row["month"]): int(str(row["value"]))
        for row in Plan(world, rates).rows()
        if row["metric_id"] == "net_additions"
    }
    missed = []
    for number in range(world.arguments.months):
        month, after = add_months(first, number), add_months(first, number + 1)
        added = active(world, (after - first).days) - active(world, (month - first).days)
        # of the first month it is not known who joined on its first day
        if number and outbox.delivery_at(planners_meet(month)):
            missed.append((planned[month.isoformat()] - added, month))
    farthest = max(missed, default=(0, first))
    return farthest[1] if farthest[0] > 0 else None


def active(world: World, day: int) -> int:
    """Return how many lines there are when a day begins."""
    return sum(line.joined_day < day <= line.left_day for line in world.lines)


def planners_meet(month: dt.date) -> int:
    """Return when a month is talked over: on the fourth of the next, at two."""
    return midnight_seconds(add_months(month, 1).replace(day=4)) + 14 * HOUR
