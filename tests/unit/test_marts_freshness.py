"""When a source is silent for too long, and what never makes it so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from expectations.explain import explain
from expectations.suite import Suite, measure, verdicts
from expectations.suites.freshness import freshness_groups
from trunkline.gates import GateCheck
from trunkline.loads import Manifest, manifest_path
from trunkline.settings import Settings

Landing = tuple[str, str, datetime]
START = datetime(2026, 3, 1, 21, tzinfo=UTC)
DAY = timedelta(days=1)


def deliveries(source: str, *days: float, mode: str = "events") -> list[Landing]:
    """Loads of a source, or of one `source/entity`, so many days after the start."""
    return [(source, mode, START + day * DAY) for day in days]


def judged(landings: list[Landing], longest_silences: dict[str, int] | None = None) -> GateCheck:
    """Judge the loads of a lake, numbered as they landed."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(
            "create table fct_load_files (load_seq bigint, source varchar, entity varchar, "
            "load_mode varchar, accepted bigint, last_event_at timestamp, landed_at timestamp)"
        )
        for load_seq, (source, mode, at) in enumerate(sorted(landings, key=lambda each: each[2])):
            connection.execute(
                "insert into fct_load_files values (?, ?, ?, ?, 1, null, ?)",
                [load_seq, source.split("/")[0], source.split("/")[-1], mode, at],
            )
        suite = Suite("marts.freshness", tuple(freshness_groups(longest_silences)))
        checks = verdicts(suite, measure(connection, suite))
    return next(check for check in checks if "silent" in check.name)


DAILY = deliveries("mediation", *range(100))
MONTHS = (0, 31, 59, 90)


def test_scores_of_today_do_not_make_a_lake_of_last_summer_late() -> None:
    # a newcomer landed files of the CRM in the demo's time, and scored in the present
    landed = [*deliveries("crm", *MONTHS), *deliveries("trunkline", 1, 235, mode="changes")]
    assert judged(landed).success
    # and yet the same silence fails where somebody else delivers
    assert not judged([*landed, *deliveries("payments", 235)]).success


def test_a_note_of_today_does_not_make_a_lake_of_last_summer_late() -> None:
    noted = deliveries("planning/figure_notes", 235, mode="changes")
    assert judged([*deliveries("crm", *MONTHS), *noted]).success
    # nor is it a delivery of the plan, whose silence was declared
    plan = deliveries("planning/targets", 0, 10, mode="full")
    late = judged([*DAILY, *plan, *deliveries("planning/figure_notes", 98)], {"planning": 40})
    assert late.seen.startswith("planning: last delivery 2026-03-11 21:00 UTC")


def test_what_trunkline_lands_has_no_rhythm_of_its_own() -> None:
    own = deliveries("trunkline", 0, 1, 2, 3, 4, mode="events")
    assert judged([*own, *DAILY]).seen == "nothing"


def test_a_source_that_stopped_is_named_with_all_that_one_needs_to_ask_it() -> None:
    check = judged([*DAILY, *deliveries("crm", 0, 2, 5, 8)])
    # silent for three days at most: late after four and a half, and a day
    assert check.seen == (
        "crm: last delivery 2026-03-09 21:00 UTC, longest silence before 72 hours, the next was "
        "due by 2026-03-15 09:00 UTC, others delivered until 2026-06-08 21:00 UTC"
    )
    assert not check.success
    assert "sources.yml" in check.advice


@pytest.mark.parametrize(
    ("case", "days", "holds"),
    [
        ("monthly, and the fifth month runs", (9, 40, 68, 99 - 47), True),
        ("monthly, and one month was left out", (0, 20, 40, 50), False),
        ("daily, one day missing", (*range(98),), True),
        ("daily, silent over a long holiday", (*range(96),), False),
        ("daily, silent over a holiday as long as an earlier one", (*range(70), *range(74, 95)),
         True),
        ("a first delivery of long ago", (0,), True),
        ("three deliveries say nothing yet", (0, 1, 2), True),
        ("a first delivery in six loads of one evening", (0, 0.01, 0.02, 0.03, 0.04, 0.05), True),
        ("four days in a row, then nothing", (0, 1, 2, 3), False),
    ],
)  # fmt: skip
def test_a_source_is_measured_by_its_own_rhythm(
    case: str, days: tuple[float, ...], holds: bool
) -> None:
    assert judged([*DAILY, *deliveries("payments", *days)]).success is holds, case


# Monday is day 1: the start is a Sunday
WORKDAYS = tuple(day for day in range(1, 20) if day % 7 not in (0, 6))


@pytest.mark.parametrize("first", range(1, 6))
def test_a_source_that_rests_at_weekends_is_on_time_from_its_first_week_on(first: int) -> None:
    """Whichever weekday it begins on, it is not late when its next delivery is about to come."""
    bank = [day for day in WORKDAYS if day >= first]
    for due in [day for day in bank if day <= 17]:
        known = deliveries("payments", *(day for day in bank if day < due))
        check = judged([*known, *deliveries("mediation", due - 0.01)])
        assert check.success, (due, check.seen)


@pytest.mark.parametrize(
    ("case", "days", "late_after"),
    [
        ("in its first week", (1, 2, 3, 4, 5), 11.5),
        ("in its second week", (1, 2, 3, 4, 5, 8, 9), 5.5),
        ("daily, in its first week", (1, 2, 3, 4), 11.5),
    ],
)
def test_a_young_source_that_stops_is_named(
    case: str, days: tuple[int, ...], late_after: float
) -> None:
    for silence, holds in ((late_after, True), (late_after + 0.1, False)):
        clock = deliveries("mediation", days[-1] + silence)
        check = judged([*deliveries("payments", *days), *clock])
        assert check.success is holds, (case, silence, check.seen)
        assert holds or check.seen.startswith("payments: last delivery")


def test_the_operator_may_know_better_than_the_rhythm() -> None:
    holiday = [*DAILY, *deliveries("payments", *range(96))]
    assert judged(holiday, {"payments": 10}).success
    assert not judged(holiday, {"payments": 2}).success
    assert not judged(holiday, {"crm": 10}).success
    # what is declared holds from the first delivery on, when there is no rhythm yet
    first = judged([*DAILY, *deliveries("payments", 0)], {"payments": 30})
    assert first.seen == (
        "payments: last delivery 2026-03-01 21:00 UTC, the next was due by 2026-03-31 21:00 UTC, "
        "others delivered until 2026-06-08 21:00 UTC"
    )


def test_catalogues_come_when_they_change_and_still_tell_the_time() -> None:
    assert judged([*DAILY, *deliveries("catalogue", 0, 1, 2, 3, mode="changes")]).success
    late = [*deliveries("crm", 0, 1, 2, 3), *deliveries("catalogue", 90, mode="changes")]
    assert not judged(late).success
    assert judged(deliveries("catalogue", 0, 90, mode="changes")).seen == "nothing to compare yet"


def test_a_source_of_catalogues_alone_may_be_silent_for_as_long_as_declared() -> None:
    monthly = deliveries("catalogue", 0, 30, mode="full")
    assert judged([*DAILY, *monthly], {"catalogue": 70}).seen == "nothing"
    assert judged([*DAILY, *monthly], {"catalogue": 40}).seen == (
        "catalogue: last delivery 2026-03-31 21:00 UTC, longest silence before 720 hours, the next "
        "was due by 2026-05-10 21:00 UTC, others delivered until 2026-06-08 21:00 UTC"
    )
    # files of several entities in one load are one delivery
    both = [*monthly, *deliveries("catalogue", 99, mode="changes")]
    assert judged([*DAILY, *both], {"catalogue": 40}).success


def test_catalogues_do_not_excuse_declared_events_that_stopped() -> None:
    exports = deliveries("crm", *range(0, 99, 10), mode="full")
    stopped = [*DAILY, *exports, *deliveries("crm", 0, 7, 14)]
    assert judged(stopped, {"crm": 40}).seen.startswith("crm: last delivery 2026-03-15 21:00 UTC")


def aged(ages: list[int], released: list[int]) -> GateCheck:
    """Judge daily loads of 100 events whose newest is so many hours old; loads count from 1."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(
            "create table fct_load_files (load_seq bigint, source varchar, entity varchar, "
            "load_mode varchar, accepted bigint, last_event_at timestamp, landed_at timestamp)"
        )
        for load_seq, age in enumerate(ages, start=1):
            landed_at = START + load_seq * DAY
            connection.execute(
                "insert into fct_load_files values (?, 'crm', 'surveys', 'events', 100, ?, ?)",
                [load_seq, landed_at - timedelta(hours=age), landed_at],
            )
        suite = Suite("marts.freshness", tuple(freshness_groups(None, released)))
        checks = verdicts(suite, measure(connection, suite))
    return next(check for check in checks if "older" in check.name)


def test_an_archive_that_somebody_released_does_not_stop_publishing() -> None:
    archive = [2, 3, 2, 2, 9000]
    assert aged(archive, []).seen == "crm/surveys 9000 hours old"
    assert aged(archive, [5]).success
    # nor does it hide the old file after it, or excuse it
    assert not aged([*archive, 400], [5]).success
    assert aged([*archive, 3], [5]).success


def test_the_gate_knows_which_loads_were_released(tmp_path: Path) -> None:
    settings = Settings(tmp_path, tmp_path / "keys.json")
    settings.manifests.mkdir(parents=True)
    for load_seq, held_as in ((1, None), (2, "held-0123456789"), (3, None)):
        manifest = Manifest(load_seq, "ingest", START, held_as=held_as)
        manifest_path(settings, load_seq).write_text(manifest.to_json())
    *_, query = explain(settings, "events_older_than_they_ever_arrived")
    assert "load_seq not in (2)" in query
