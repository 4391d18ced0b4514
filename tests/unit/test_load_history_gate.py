"""The raw gate beside earlier loads: how many records, how old, and what shares and means."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from expectations.suite import Suite, Value, measure
from expectations.suites.load_history import drift_groups
from expectations.suites.raw import raw_suite
from expectations.volumes import History, behind, compare, size_percent
from tests.unit.test_raw_gate import NOW, USAGE, judge, usage_file
from trunkline.contract import lake_schema, load_contract
from trunkline.loads import LoadFile

CELLS = load_contract().entity("network", "cells")
CONSENTS = load_contract().entity("crm", "consents")
DAY = timedelta(days=1)
OLD = "timestamp '2019-05-01 00:00:00'"


def export(accepted: int) -> LoadFile:
    return LoadFile(
        1, "network", "cells", "full", "cells.csv", "0" * 64, None, None, accepted, accepted, 0,
        None, None, 1,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("before", "now", "percent", "holds"),
    [
        (100, 100, 100, True),
        (100, 50, 50, False),
        (100, 300, 300, False),
        (19, 1, None, True),
        (15, 0, 0, False),
    ],
)
def test_a_complete_export_stands_beside_the_last_one(
    before: int, now: int, percent: int | None, holds: bool
) -> None:
    seen = size_percent([(NOW - DAY, [export(before)])], [export(now)], NOW)
    assert seen == percent
    suite = raw_suite(CELLS, [export(0)], [], History([], [], 3, size_percent=seen), NOW)
    assert judge(suite)["records_in_percent_of_usual"].success is holds


def test_a_load_stands_beside_those_of_its_weekday() -> None:
    # Sundays bring a tenth; the first load, a history, says nothing
    days = [(NOW - (35 - day) * DAY, day) for day in range(35)]
    earlier = []
    for at, day in days:
        usual = 300 if at.weekday() == 6 else 3000
        earlier.append((at, [usage_file(day, accepted=usual if day else 100_000)]))
    sunday = NOW + (6 - NOW.weekday()) * DAY
    assert size_percent(earlier, [usage_file(99, accepted=300)], sunday) == 100
    assert size_percent(earlier, [usage_file(99, accepted=300)], sunday + DAY) == 10
    assert size_percent(earlier[:4], [usage_file(99, accepted=300)], sunday) is None


def test_a_load_whose_newest_event_is_older_than_ever_is_seen() -> None:
    def landed(at: datetime, age: timedelta) -> tuple[datetime, list[LoadFile]]:
        file = usage_file(1, accepted=1000)
        return at, [LoadFile(**{**file.__dict__, "last_event_at": at - age})]

    earlier = [landed(NOW - day * DAY, timedelta(hours=2)) for day in range(4, 0, -1)]
    assert behind(earlier, landed(NOW, timedelta(hours=74))[1], NOW) == ""
    assert behind(earlier, landed(NOW, timedelta(hours=75))[1], NOW) == "75 hours old"
    assert behind(earlier[1:], landed(NOW, timedelta(days=31))[1], NOW) is None


def test_consent_may_be_as_old_as_the_customer_and_usage_may_not(tmp_path: Path) -> None:
    for entity, column, holds in ((CONSENTS, "acted_at", True), (USAGE, "started_at", False)):
        path = tmp_path / f"{entity.name}.parquet"
        listed = ", ".join(
            f'cast({OLD if name == column else "null"} as {kind}) as "{name}"'
            for name, kind in lake_schema(entity)
        )
        duckdb.sql(f"copy (select {listed} from range(9)) to '{path}' (format parquet)")
        suite = raw_suite(entity, [usage_file(accepted=9)], [path], History([], [], 3), NOW)
        assert judge(suite)["events_older_than_two_years"].success is holds


def test_a_day_stands_beside_files_of_a_month_by_the_days_that_they_cover() -> None:
    def covering(accepted: int, days: int) -> LoadFile:
        return replace(usage_file(accepted=accepted), first_event_at=NOW - days * DAY)

    earlier = [[covering(31_000, 31) for _ in range(8)]]
    assert compare(earlier, [covering(1000, 1)]).unusual == []
    assert compare(earlier, [covering(240, 1)]).unusual == [
        "MSC01 240 records a file instead of 31000"
    ]
    # one stray event of long ago does not make a day's file one of a month
    days = [[covering(1000, 1) for _ in range(8)]]
    assert compare(days, [covering(1000, 31)]).unusual == []


@pytest.mark.parametrize(("days", "is_judged"), [(1, False), (10, True)])
def test_what_follows_the_bill_cycle_is_judged_by_cycles(days: int, is_judged: bool) -> None:
    entity = load_contract().entity("billing", "ledger_postings")
    with duckdb.connect() as connection:
        for table, kind in (("earlier", "payment"), ("staged", "invoice")):
            given = {
                "document_kind": f"'{kind}'",
                "posted_at": f"timestamp '2026-09-01' + to_seconds({days} * range * 86400 // 1000)",
            }
            listed = ", ".join(
                f'cast({given.get(name, "null")} as {kind}) as "{name}"'
                for name, kind in lake_schema(entity)
            )
            connection.execute(f"create table {table} as select {listed} from range(1001)")
        values = measure(connection, Suite("raw", tuple(drift_groups(entity, "staged", "earlier"))))
    assert (values["shares_far_from_the_loads_before"] is not None) is is_judged


@pytest.mark.parametrize(("acts", "holds"), [("confirmed", True), ("withdrawn", False)])
def test_what_people_do_stands_beside_the_time_just_before_it(acts: str, holds: bool) -> None:
    """Two years in which customers joined and consented, then months in which they renew."""
    with duckdb.connect() as connection:
        for table, recent, first, days in (
            ("earlier", "confirmed", "2024-09-01", 851),
            ("staged", acts, "2026-12-31", 31),
        ):
            given = {
                "action": f"if(acted_at < timestamp '2026-09-01', 'granted', '{recent}')",
                "acted_at": f"timestamp '{first}' + to_seconds({days} * range * 86400 // 10000)",
            }
            connection.execute(
                f"create table {table}_acts as select {given['acted_at']} as acted_at "
                "from range(10001)"
            )
            listed = ", ".join(
                f"cast({'acted_at' if name == 'acted_at' else given.get(name, 'null')} as {kind}) "
                f'as "{name}"'
                for name, kind in lake_schema(CONSENTS)
            )
            connection.execute(f"create table {table} as select {listed} from {table}_acts")
        values = measure(
            connection, Suite("raw", tuple(drift_groups(CONSENTS, "staged", "earlier")))
        )
    assert (values["shares_far_from_the_loads_before"] == "") is holds


def drifted(recent: str, rows: int = 1000, hours: int = 24) -> dict[str, Value]:
    """Measure a load of usage beside one of a day before; `recent` replaces its columns."""
    base = {
        "service": "if(range % 4 = 0, 'voice', 'data')", "quantity": "range % 50 + 1",
        "started_at": f"timestamp '2026-09-29' + to_seconds(range * {hours * 3600} // {rows})",
        "cell_id": "'c1'", "direction": "'outgoing'", "outcome": "'completed'",
    }  # fmt: skip
    with duckdb.connect() as connection:
        for table in ("earlier", "staged"):
            listed = ", ".join(
                f'cast({base.get(name, "null")} as {kind}) as "{name}"'
                for name, kind in lake_schema(USAGE)
            )
            changed = (
                f"select * replace ({recent}) from" if table == "staged" and recent else "from"
            )
            connection.execute(
                f"create table {table} as {changed} (select {listed} from range({rows}))"
            )
        groups = drift_groups(USAGE, "staged", "earlier")
        return measure(connection, Suite("raw", tuple(groups)))


@pytest.mark.parametrize(
    ("recent", "shares", "means"),
    [
        ("", "", ""),
        ("if(service = 'voice', 'data', 'voice') as service",
         "service data 25 percent instead of 75; service voice 75 percent instead of 25", ""),
        ("null::varchar as cell_id",
         "cell_id empty 100 percent instead of 0; cell_id filled 0 percent instead of 100", ""),
        ("quantity * 10 as quantity", "", "quantity 1000 percent"),
        ("0 as quantity",
         "quantity other 0 percent instead of 100; quantity zero 100 percent instead of 0", ""),
    ],
)  # fmt: skip
def test_shares_and_means_beside_the_loads_before(recent: str, shares: str, means: str) -> None:
    values = drifted(recent)
    assert values["shares_far_from_the_loads_before"] == shares
    # a column of nothing but zeros has no mean: its share says so
    assert (values["means_far_from_the_loads_before"] or "") == means


@pytest.mark.parametrize(("rows", "hours"), [(199, 24), (1000, 19)])
def test_few_rows_and_part_of_a_day_say_nothing(rows: int, hours: int) -> None:
    values = drifted("if(service = 'voice', 'data', 'voice') as service", rows, hours)
    assert set(values.values()) == {None}


def test_changes_are_not_compared() -> None:
    assert drift_groups(load_contract().entity("crm", "tickets"), "staged", "earlier") == []
