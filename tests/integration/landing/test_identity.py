"""Invariant 2: landing the same file twice changes nothing, whatever it is called."""

from __future__ import annotations

import pytest

from ingestion.report import EXIT_FINE, EXIT_REFUSED
from tests.homes import Home, fail_all, usage_file, usage_line, usage_lines
from trunkline.errors import TrunklineError
from trunkline.loads import committed_loads, last_load_seq

SOUND = usage_file(usage_lines(3))
IDENTITY = "mediation/usage_events/MSC01/1"


def lake_of(home: Home) -> list[tuple]:
    return home.rows("select * from lake order by load, file_no, line_no")


@pytest.mark.parametrize(
    "name",
    [
        "usage_MSC01_1.csv",
        "usage_MSC01_1.csv.gz",
        "usage_MSC01_1.csv.zst",
        "usage_MSC01_000001.csv",
        "resent.csv",
        "resent.csv.gz",
    ],
)
def test_same_bytes_again_under_whatever_name(home: Home, name: str) -> None:
    home.land(SOUND)
    before = lake_of(home)
    report = home.land(SOUND, name)
    assert (report.load_seq, report.exit_code) == (None, EXIT_FINE)
    assert last_load_seq(home.settings) == 1
    assert lake_of(home) == before
    assert report.unchanged[0].reason.startswith("the same bytes landed as " + IDENTITY)
    assert report.sentences()[-1] == "Nothing to land: no load was made."
    assert not list(home.settings.landing.rglob("*.csv*"))
    assert len(list(home.settings.originals.iterdir())) == 1


def test_the_same_file_twice_in_one_load(home: Home) -> None:
    home.put(SOUND, "usage_MSC01_1.csv")
    home.put(SOUND, "usage_MSC01_1.csv.gz")
    home.put(SOUND, "copy.csv")
    report = home.ingest()
    assert [file.identity for file in report.landed] == [IDENTITY]
    assert len(report.unchanged) == 2


def test_nothing_to_land_makes_no_load(home: Home) -> None:
    report = home.ingest()
    assert (report.load_seq, report.exit_code) == (None, EXIT_FINE)
    assert [load.load_seq for load in committed_loads(home.settings)] == [0]


def test_two_empty_hourly_files_are_two_files(home: Home) -> None:
    home.put(usage_file([]), "usage_MSC01_1.csv")
    home.put(usage_file([]), "usage_MSC01_2.csv")
    report = home.ingest()
    assert [(file.file_no, file.sequence) for file in report.landed] == [(1, 1), (2, 2)]
    assert home.land(usage_file([]), "usage_MSC01_3.csv").load_seq == 2


def test_file_numbers_are_ranks_and_not_names(home: Home) -> None:
    home.put(usage_file(usage_lines(1, 30)), "usage_MSC02_1.csv")
    home.put(usage_file(usage_lines(1, 20)), "usage_MSC01_10.csv")
    home.put(usage_file(usage_lines(1, 10)), "usage_MSC01_9.csv")
    home.put("currency,name,decimals\nKRW,Won,0\n", "z.csv", "catalogue/currencies")
    report = home.ingest()
    assert [(file.file_no, file.origin) for file in report.landed] == [
        (1, "z.csv"),
        (2, "usage_MSC01_9.csv"),
        (3, "usage_MSC01_10.csv"),
        (4, "usage_MSC02_1.csv"),
    ]
    assert home.rows("select file_no, line_no from lake order by 1") == [(2, 2), (3, 2), (4, 2)]


def test_other_bytes_under_the_same_identity_are_refused(home: Home) -> None:
    home.land(SOUND)
    before = lake_of(home)
    report = home.land(usage_file(usage_lines(4)))
    assert report.exit_code == EXIT_REFUSED
    (refusal,) = report.refused
    assert refusal.rule == "rewritten"
    assert f"Other bytes landed as {IDENTITY} in load 1" in refusal.message
    assert f"--replace {IDENTITY}" in refusal.advice
    assert (home.settings.refused / str(refusal.kept_as)).exists()
    assert lake_of(home) == before


def test_two_files_of_one_load_that_claim_one_identity(home: Home) -> None:
    home.put(SOUND, "usage_MSC01_1.csv")
    home.put(usage_file(usage_lines(4)), "usage_MSC01_1.csv.gz")
    report = home.ingest()
    assert report.load_seq is None
    assert [refusal.rule for refusal in report.refused] == ["ambiguous_identity"] * 2


def test_a_declared_replacement_takes_back_what_vanished(home: Home) -> None:
    home.land(SOUND)
    home.put(
        usage_file([usage_line(1), usage_line(3, quantity="99"), usage_line(9)]),
        "usage_MSC01_1.csv",
    )
    report = home.ingest(replace=IDENTITY, reason="the switch wrote R2 by mistake")
    assert report.load_seq == 2
    assert [(file.records, file.accepted) for file in report.landed] == [(3, 3), (1, 1)]
    assert home.rows(
        "select file_no, line_no, reversal_of, quantity from lake where reversal_of is not null"
    ) == [(2, 1, "MSC01:R2:0", 61)]
    keys = home.rows("select count(distinct event_key), count(*) from lake")
    assert keys == [(5, 7)]  # R1, R2, R3, R9 and one reversal; R1 and R3 twice
    assert committed_loads(home.settings)[-1].reasons == (
        f"replaces {IDENTITY}: the switch wrote R2 by mistake",
    )
    assert home.land(SOUND).load_seq is None  # the replaced version is known, and changes nothing


def test_a_record_that_another_file_holds_as_well_is_not_taken_back(home: Home) -> None:
    home.put(SOUND, "usage_MSC01_1.csv")
    home.put(usage_file([usage_line(2)]), "usage_MSC01_2.csv")
    home.ingest()
    home.put(usage_file([usage_line(1), usage_line(3)]), "usage_MSC01_1.csv")
    report = home.ingest(replace=IDENTITY, reason="R2 belongs to file 2")
    assert len(report.landed) == 1
    assert home.rows("select count(*) from lake where reversal_of is not null") == [(0,)]


def test_a_record_taken_back_does_not_return_unseen(home: Home) -> None:
    home.land(SOUND)
    home.put(usage_file([usage_line(1)]), "usage_MSC01_1.csv")
    home.ingest(replace=IDENTITY, reason="first")
    home.put(usage_file([usage_line(1), usage_line(2), usage_line(7)]), "usage_MSC01_1.csv")
    report = home.ingest(replace=IDENTITY, reason="second")
    assert [refusal.rule for refusal in report.refused] == ["returning_records"]
    assert last_load_seq(home.settings) == 2


def test_a_replacement_needs_a_reason_and_a_file(home: Home) -> None:
    home.land(SOUND)
    with pytest.raises(TrunklineError, match="needs a reason"):
        home.ingest(replace=IDENTITY)
    with pytest.raises(TrunklineError, match=f"No file in landing replaces {IDENTITY}"):
        home.ingest(replace=IDENTITY, reason="x")


def test_a_replacement_that_is_refused_gives_the_load_no_reason(home: Home) -> None:
    home.land(SOUND)
    home.put(usage_file(usage_line(n, quantity="x") for n in range(8)), "usage_MSC01_1.csv")
    home.put(usage_file(usage_lines(1, 20)), "usage_MSC01_2.csv")
    report = home.ingest(replace=IDENTITY, reason="rewritten")
    assert (report.load_seq, [each.rule for each in report.refused]) == (2, ["reject_threshold"])
    assert committed_loads(home.settings)[-1].reasons == ()


def test_a_held_file_is_known(home: Home) -> None:
    home.put(SOUND, "usage_MSC01_1.csv")
    held_as = home.ingest(fail_all).held_as
    report = home.land(SOUND)
    assert report.unchanged[0].reason == f"the same bytes are held as {held_as}"
    other = home.land(usage_file(usage_lines(4)))
    assert [refusal.rule for refusal in other.refused] == ["rewritten"]


def test_full_and_changes_entities_without_identity(home: Home) -> None:
    first = "currency,name,decimals\nKRW,Won,0\n"
    assert home.land(first, "a.csv", "catalogue/currencies").load_seq == 1
    assert home.land(first, "b.csv", "catalogue/currencies").load_seq is None
    assert home.land(first + "USD,Dollar,2\n", "a.csv", "catalogue/currencies").load_seq == 2
    assert home.rows(
        "select load, count(*) from lake group by 1 order by 1", "catalogue/currencies"
    ) == [
        (1, 1),
        (2, 2),
    ]
