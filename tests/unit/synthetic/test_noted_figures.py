"""The invented operator's notes: on what happened, once known; nothing else depends on them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ingestion.synthetic.figure_notes import most_missed, send_notes
from ingestion.synthetic.outbox import Outbox
from ingestion.synthetic.performance.outages import make_outages
from ingestion.synthetic.performance.sites import make_radio
from ingestion.synthetic.planning import Plan
from ingestion.synthetic.rates import Rates
from ingestion.synthetic.world import make_world
from tests.unit.synthetic.conftest import arguments, rows_of


def notes_of(operator: Path) -> list[dict[str, str]]:
    files = sorted(operator.glob("*/landing/planning/figure_notes/*.csv"))
    return [row for file in files for row in rows_of(file)]


def test_worst_outages_are_noted_twice_and_the_newer_knows_the_cause(operator: Path) -> None:
    notes = [row for row in notes_of(operator) if row["note_id"].startswith("NOTE-OUT-")]
    by_note = {row["note_id"]: row for row in notes}
    assert len(notes) == 2 * len(by_note) == 6
    outages = {row["outage_id"]: row for row in rows_of(operator / "answer_key" / "outages.csv")}
    for note_id, newest in by_note.items():
        outage = outages[note_id.removeprefix("NOTE-")]
        assert newest["month"][:7] == outage["began_at"][:7]
        assert newest["written_at"] > outage["ended_at"] and outage["is_planned"] == "false"
        assert outage["site_id"] in newest["text"] and "\n" in newest["text"]
        first = next(row for row in notes if row["note_id"] == note_id)
        assert "not known yet" in first["text"] and "back after" in newest["text"]
        assert first["written_at"] < newest["written_at"]
    assert len({row["month"] for row in notes}) == 3


def test_the_month_that_missed_its_plan_by_most_is_noted(operator: Path) -> None:
    chosen = arguments(size="demo")
    world = make_world(chosen)
    month = most_missed(world, chosen.rates, Outbox(world.schedule))
    assert month is not None
    planned = next(
        int(str(row["value"]))
        for row in Plan(world, chosen.rates).rows()
        if (row["metric_id"], row["month"]) == ("net_additions", month.isoformat())
    )
    first, end = ((day - world.schedule.first_day).days for day in (month, next_month(month)))
    joined = sum(first <= line.joined_day < end for line in world.lines)
    left = sum(first <= line.left_day < end for line in world.lines)
    assert joined - left < planned
    noted = [row for row in notes_of(operator) if row["metric_id"] == "net_additions"]
    assert len(noted) <= 1


def next_month(month: date) -> date:
    return month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)


def test_without_outages_there_is_nothing_to_note_of_them(faultless: Path) -> None:
    assert not [row for row in notes_of(faultless) if "OUT" in row["note_id"]]


def test_the_shown_month_of_the_demo_has_a_note() -> None:
    """What `make demo` publishes ends in June; the last month closed in every cycle is April."""
    chosen = arguments(size="demo")
    world = make_world(chosen)
    outbox = Outbox(world.schedule)
    outages = make_outages(world, make_radio(world), Rates().outages, outbox.start)
    send_notes(world, chosen.rates, outages, outbox)
    lines = [line for lines in outbox.lines.values() for _, line in lines]
    assert len(lines) == 7
    assert any(",2026-04-01," in line for line in lines)
