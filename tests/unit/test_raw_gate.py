"""The raw gate: what it sees of a staged load, and what it says."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from expectations.suite import Between, OneOf, Suite, Value, measure, verdicts
from expectations.suites.raw import raw_suite
from expectations.volumes import History, compare
from trunkline.contract import lake_schema, load_contract
from trunkline.gates import GateCheck
from trunkline.loads import LoadFile

NOW = datetime(2026, 10, 1, 3, tzinfo=UTC)
USAGE = load_contract().entity("mediation", "usage_events")
QUIET = History(unusual=[], missing=[], missing_allowed=3)


def usage_file(sequence: int = 1, accepted: int = 2, rejected: int = 0) -> LoadFile:
    return LoadFile(
        file_no=1,
        source="mediation",
        entity="usage_events",
        load_mode="events",
        origin=f"usage_MSC01_{sequence:06d}.csv",
        sha256="0" * 64,
        producer="MSC01",
        sequence=sequence,
        records=accepted + rejected,
        accepted=accepted,
        rejected=rejected,
        first_event_at=NOW,
        last_event_at=NOW,
        contract_version=1,
    )


def staged(folder: Path, **changed: str) -> Path:
    """Two staged events; `changed` gives a column another SQL value in the second."""
    good = {
        "file_no": "1", "line_no": "2", "event_key": "'MSC01:1:0'", "producer": "'MSC01'",
        "record_id": "'1'", "record_number": "0", "service": "'voice'", "direction": "'outgoing'",
        "outcome": "'completed'", "charged_party_key": "'aa'", "quantity": "60",
        "started_at": "timestamp '2026-09-30 12:00:00'", "unit": "'second'",
    }  # fmt: skip
    path = folder / "part.parquet"
    rows = []
    for values in (good, good | changed):
        listed = ", ".join(
            f'cast({values.get(name, "null")} as {kind}) as "{name}"'
            for name, kind in lake_schema(USAGE)
        )
        rows.append(f"select {listed}")
    duckdb.sql(f"copy ({' union all '.join(rows)}) to '{path}' (format parquet)")
    return path


def judge(suite: Suite) -> dict[str, GateCheck]:
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        values = measure(connection, suite)
    return {check.name.rsplit(".", 1)[1]: check for check in verdicts(suite, values)}


def test_a_clean_load_passes_every_check(tmp_path: Path) -> None:
    suite = raw_suite(USAGE, [usage_file()], [staged(tmp_path)], QUIET, NOW)
    assert [str(check) for check in judge(suite).values() if not check.success] == []


@pytest.mark.parametrize(
    ("check", "changed", "seen"),
    [
        ("required_columns_are_filled", {"charged_party_key": "null"}, "charged_party 1"),
        ("required_columns_are_filled", {"service": "null", "unit": "null"}, "service 1, unit 1"),
        ("values_are_in_range", {"quantity": "-1"}, "quantity 1"),
        ("values_are_in_range", {"started_at": "timestamp '1999-12-31 23:59:59'"}, "started_at 1"),
        ("values_are_allowed", {"direction": "'sideways'"}, "direction 1"),
    ],
)
def test_values_that_landing_should_have_rejected_are_named_by_column(
    tmp_path: Path, check: str, changed: dict[str, str], seen: str
) -> None:
    suite = raw_suite(USAGE, [usage_file()], [staged(tmp_path, **changed)], QUIET, NOW)
    result = judge(suite)[check]
    assert (result.success, result.seen) == (False, seen)
    assert result.owner == "mediation"
    assert result.advice


def test_staged_rows_must_be_those_that_were_accepted(tmp_path: Path) -> None:
    suite = raw_suite(USAGE, [usage_file(accepted=3)], [staged(tmp_path)], QUIET, NOW)
    result = judge(suite)["rows_are_those_accepted"]
    assert (result.success, result.seen, result.expected) == (False, "-1", "0")


def test_a_file_that_lost_records_is_seen(tmp_path: Path) -> None:
    lost = replace(usage_file(), records=3)
    suite = raw_suite(USAGE, [lost], [staged(tmp_path)], QUIET, NOW)
    assert judge(suite)["records_are_accounted_for"].seen == "1"


@pytest.mark.parametrize(("rejected", "success"), [(5, True), (6, False)])
def test_the_share_of_rejected_records_has_the_contract_s_bound(
    tmp_path: Path, rejected: int, success: bool
) -> None:
    suite = raw_suite(USAGE, [usage_file(rejected=rejected)], [staged(tmp_path)], QUIET, NOW)
    assert judge(suite)["rejected_records_beyond_threshold"].success is success


def test_a_clock_that_runs_ahead_is_seen(tmp_path: Path) -> None:
    path = staged(tmp_path, started_at="timestamp '2026-10-01 09:00:00'")
    files = [usage_file()]
    assert judge(raw_suite(USAGE, files, [path], QUIET, NOW))["events_of_the_future"].seen == "1"
    many = [path] * 6
    assert not judge(raw_suite(USAGE, files, many, QUIET, NOW))["events_of_the_future"].success


def test_an_entity_without_staged_rows_is_judged_all_the_same() -> None:
    suite = raw_suite(USAGE, [usage_file(accepted=0)], [], QUIET, NOW)
    assert all(check.success for check in judge(suite).values())


def test_every_entity_of_the_contract_has_a_suite_that_runs() -> None:
    for entity in load_contract():
        if entity.source != "trunkline":
            suite = raw_suite(entity, [], [], QUIET, NOW)
            assert all(check.success for check in judge(suite).values()), entity.label


def test_a_producer_far_from_its_usual_volume_is_named() -> None:
    usual = [[usage_file(n, accepted=1000)] for n in range(1, 8)]
    assert compare(usual, [usage_file(8, accepted=249)]).unusual == [
        "MSC01 249 records a file instead of 1000"
    ]
    assert compare(usual, [usage_file(8, accepted=250)]).unusual == []
    assert compare(usual[:6], [usage_file(8, accepted=1)]).unusual == []


def test_small_files_say_nothing_about_volume() -> None:
    usual = [[usage_file(n, accepted=199)] for n in range(1, 8)]
    assert compare(usual, [usage_file(8, accepted=1)]).unusual == []


def test_only_gaps_that_this_load_opens_count() -> None:
    earlier = [[usage_file(1)], [usage_file(3)]]
    assert [str(gap) for gap in compare(earlier, [usage_file(6)]).missing] == ["MSC01:4", "MSC01:5"]
    assert compare(earlier, [usage_file(2)]).missing == []


@pytest.mark.parametrize(
    ("expected", "value", "holds"),
    [
        (Between(0, 0), 0, True),
        (Between(0, 0), 1, False),
        (Between(1, None), 0, False),
        (Between(None, 5), 6, False),
        (Between(0, 0), None, True),
        (OneOf(("",)), "", True),
        (OneOf(("0.000000",)), "0.000001", False),
    ],
)
def test_what_holds(expected: Between | OneOf, value: Value, holds: bool) -> None:
    assert expected.holds(value) is holds
