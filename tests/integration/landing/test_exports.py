"""Complete exports and price lists: what returns, what is absent, two nights in one load."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingestion import originals
from ingestion.held import refuse_load, release_load
from tests.homes import Home, fail_all, usage_file, usage_lines
from trunkline.errors import LoadError
from trunkline.gates import GateResult, StagedLoad
from trunkline.loads import last_load_seq, read_manifest

OFFERS = "crm/offers"
TAXES = "catalogue/taxes"
RANGES = "catalogue/numbering_ranges"


def export(*names: str) -> str:
    lines = [f"{each[0]},{each},discount,2026-01-01T00:00:00Z\n" for each in names]
    return "offer_id,name,kind,valid_from\n" + "".join(lines)


def tax(rate: str) -> str:
    header = "tax_code,name,rate,status,valid_from\n"
    return header + f"vat,VAT,{rate},active,2026-01-01T00:00:00Z\n"


def ranges(code: str, operator: str) -> str:
    return f"calling_code,prefix,lengths,type,operator\n{code},1,8,MOBILE,{operator}\n"


def counting(home: Home, entity: str = OFFERS) -> int:
    """Rows of the newest load, which are what a complete export leaves."""
    return home.rows("select count(*) from lake", entity, last_load_seq(home.settings))[0][0]


def test_an_export_that_is_again_as_it_was_counts(home: Home) -> None:
    first, second = export("A1", "B1"), export("A1")
    assert home.land(first, "day1.csv", OFFERS).load_seq == 1
    assert home.land(second, "day2.csv", OFFERS).load_seq == 2
    report = home.land(first, "day3.csv", OFFERS)
    assert report.load_seq == 3
    note = "the same bytes landed in load 1; they count as the newest again"
    assert f"day3.csv: {note}." in report.sentences()
    assert note in read_manifest(home.settings, 3).files[0].notes
    assert counting(home) == 2
    again = home.land(first, "day3.csv", OFFERS)
    assert again.load_seq is None and again.unchanged[0].reason.endswith("in load 3")


def test_an_outbox_that_is_sent_whole_again_brings_what_is_new_in_it(home: Home) -> None:
    days = [export("A1", "B1"), export("A1"), export("A1", "C1")]
    for day in days[:2]:
        home.land(day, "day.csv", OFFERS)
    for number, day in enumerate(days[:2]):
        home.put(day, f"{number}.csv", OFFERS)
    report = home.ingest()
    assert (report.load_seq, len(report.unchanged)) == (None, 2)
    for number, day in enumerate(days):
        home.put(day, f"{number}.csv", OFFERS)
    report = home.ingest()
    assert (report.load_seq, len(report.unchanged), len(report.refused)) == (3, 2, 0)
    assert [file.origin for file in report.landed] == ["2.csv"]
    assert not list(home.settings.landing.rglob("*.csv"))


def test_two_nights_in_one_load_are_refused(home: Home) -> None:
    home.put(export("A1", "B1"), "monday.csv", OFFERS)
    home.put(export("A2"), "tuesday.csv", OFFERS)
    report = home.ingest()
    assert report.load_seq is None
    assert [refusal.rule for refusal in report.refused] == ["two_exports"] * 2
    assert "monday.csv and tuesday.csv hold the same keys" in report.refused[0].message
    assert "Send the newest alone" in report.refused[0].advice
    assert home.land(export("A2"), "tuesday.csv", OFFERS).load_seq == 1


def test_the_parts_of_an_export_count_together(home: Home) -> None:
    def send(**parts: str) -> int | None:
        for name, operator in parts.items():
            home.put(ranges(name[1:], operator), f"{name}.csv", RANGES)
        return home.ingest().load_seq

    assert send(p44="one", p82="one") == 1
    # of one part that came twice, the other is not gone
    assert send(p44="one") is None
    # one part is as it was, the other new: both are the export
    assert send(p44="one", p82="two") == 2
    notes = [note for file in read_manifest(home.settings, 2).files for note in file.notes]
    assert not any("newest again" in note for note in notes)
    assert counting(home, RANGES) == 2
    # and a part that is again as it was in load 1
    assert send(p44="one", p82="one") == 3


def test_a_rejected_record_does_not_delete_what_was_sent(home: Home) -> None:
    home.land(export("A1", "B1"), "day1.csv", OFFERS)
    report = home.land(export("A1", "B2").replace("B2,discount", "B2,Discount"), "2.csv", OFFERS)
    assert report.load_seq is None
    assert [refusal.rule for refusal in report.refused] == ["reject_threshold"]
    assert "More than 0 of its 2 records" in report.refused[0].message


@pytest.mark.parametrize(
    ("bad", "rule"),
    [
        pytest.param("nonsense\n1\n", "missing_column", id="its columns"),
        pytest.param(export("B1").replace(",discount", ",Discount"), "reject_threshold", id="rows"),
    ],
)
def test_a_part_does_not_land_without_one_that_was_refused(home: Home, bad: str, rule: str) -> None:
    home.put(export("A1"), "1.csv", OFFERS)
    home.put(export("B1"), "2.csv", OFFERS)
    assert home.ingest().load_seq == 1
    home.put(export("A2"), "1.csv", OFFERS)
    home.put(bad, "2.csv", OFFERS)
    home.put(tax("0.10"), "taxes.csv", TAXES)
    report = home.ingest()
    assert [file.entity for file in report.landed] == ["taxes"]
    refused = {refusal.origin: refusal for refusal in report.refused}
    assert refused["2.csv"].rule == rule
    assert refused["1.csv"].rule == "export_part_refused"
    assert "send all parts again together" in refused["1.csv"].advice
    home.put(export("A2"), "1.csv", OFFERS)
    home.put(export("B2"), "2.csv", OFFERS)
    assert home.ingest().load_seq == 3
    assert counting(home) == 2


def test_a_refused_file_makes_no_two_exports_of_sound_ones(home: Home) -> None:
    home.put(export("A1"), "1.csv", OFFERS)
    home.put(export("B1"), "2.csv", OFFERS)
    home.put(export("A2", "C2").replace("C2,discount", "C2,Discount"), "3.csv", OFFERS)
    rules = {refusal.origin: refusal.rule for refusal in home.ingest().refused}
    assert rules == {
        "1.csv": "export_part_refused",
        "2.csv": "export_part_refused",
        "3.csv": "reject_threshold",
    }


def test_a_part_waits_for_one_that_is_still_written(home: Home) -> None:
    first = home.put(export("A1"), "1.csv", OFFERS)
    second = home.put(export("B1"), "2.csv", OFFERS)
    # as the watch sees it before it begins
    assert home.ingest(is_whole=lambda file: file.path != second).load_seq is None

    def gate(_: StagedLoad) -> GateResult:
        adding_to(second, "C,C1,discount,2026-01-01T00:00:00Z\n")
        return GateResult(True, [])

    # and as it turns out while it lands
    report = home.ingest(gate)
    assert report.load_seq is None
    assert {each.origin: each.message.partition(" was ")[0] for each in report.refused} == {
        "1.csv": "Another part of its export",
        "2.csv": "It",
    }
    assert first.exists() and second.exists()
    assert home.ingest().load_seq == 1
    assert counting(home) == 3


def test_a_price_list_that_comes_again_is_never_dropped_unsaid(home: Home) -> None:
    ten, twelve = tax("0.10"), tax("0.12")
    assert home.land(ten, "taxes.csv", TAXES).load_seq == 1
    assert home.land(ten, "taxes.csv", TAXES).load_seq is None
    assert home.land(twelve, "taxes.csv", TAXES).load_seq == 2
    (refusal,) = home.land(ten, "taxes.csv", TAXES).refused
    assert refusal.rule == "landed_before"
    assert "The same bytes landed in load 1, and other files of catalogue/taxes since" in str(
        refusal
    )
    home.put('{"sequence": 1}', "taxes.csv.meta.json", TAXES)
    assert home.land(ten, "taxes.csv", TAXES).load_seq == 3
    # the whole outbox once more is no return
    home.put(twelve, "twelve.csv", TAXES)
    home.put(ten, "ten.csv", TAXES)
    report = home.ingest()
    assert (report.load_seq, len(report.unchanged), len(report.refused)) == (None, 2, 0)


@pytest.mark.parametrize(
    ("entity", "older", "newer"),
    [
        pytest.param(OFFERS, export("A1", "B1"), export("A2"), id="complete"),
        pytest.param(TAXES, tax("0.10"), tax("0.12"), id="changes without a time"),
    ],
)
def test_a_held_state_is_not_released_over_a_newer_one(
    home: Home, entity: str, older: str, newer: str
) -> None:
    home.put(older, "older.csv", entity)
    held = str(home.ingest(fail_all).held_as)
    home.land(newer, "newer.csv", entity)
    with pytest.raises(LoadError, match=f"{entity} landed in load 1, since {held} was held") as no:
        release_load(home.settings, held, "looked at")
    assert f"`trunkline loads refuse {held} --reason …`" in no.value.advice
    refuse_load(home.settings, held, "the newer one stands")
    assert last_load_seq(home.settings) == 1
    # and where nothing newer landed, or something else, it is released
    home.put(older, "older.csv", entity)
    held = str(home.ingest(fail_all).held_as)
    home.land(usage_file(usage_lines(1)), "usage_MSC01_1.csv")
    assert release_load(home.settings, held, "looked at").load_seq == 3


def test_a_numbered_export_that_is_held_is_not_released_over_a_newer_one(home: Home) -> None:
    home.put('{"sequence": 1}', "offers.csv.meta.json", OFFERS)
    home.put(export("A1"), "offers.csv", OFFERS)
    held = str(home.ingest(fail_all).held_as)
    home.put('{"sequence": 2}', "offers.csv.meta.json", OFFERS)
    assert home.land(export("A2"), "offers.csv", OFFERS).load_seq == 1
    with pytest.raises(LoadError, match="crm/offers landed in load 1"):
        release_load(home.settings, held, "looked at")


def adding_to(path: Path, text: str) -> None:
    with path.open("a") as file:
        file.write(text)


def test_a_file_that_grows_while_the_gate_looks_is_left_for_the_next_round(home: Home) -> None:
    growing = home.put(export("A1"), "growing.csv", OFFERS)
    home.put(tax("0.10"), "taxes.csv", TAXES)
    seen = []

    def gate(staged: StagedLoad) -> GateResult:
        seen.append(len(staged.files))
        if len(seen) == 1:
            adding_to(growing, "B,B1,discount,2026-01-01T00:00:00Z\n")
        return GateResult(True, [])

    report = home.ingest(gate)
    assert seen == [2, 1]
    assert [file.entity for file in report.landed] == ["taxes"]
    assert [(each.rule, each.kept_as) for each in report.refused] == [("still_written", None)]
    assert growing.exists()
    assert home.ingest().load_seq == 2
    assert counting(home) == 2


@pytest.mark.parametrize("is_kept", [False, True])
def test_what_is_written_after_the_commit_is_not_moved_away(home: Home, is_kept: bool) -> None:
    """Between the last look and the moving, a file may still grow."""
    growing = home.put(export("A1"), "growing.csv", OFFERS)
    moved = originals.keep_original

    def grow_then_keep(*arguments: object) -> None:
        if is_kept:
            growing.touch()
        else:
            adding_to(growing, "B,B1,discount,2026-01-01T00:00:00Z\n")
        moved(*arguments)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ingestion.ingest.keep_original", grow_then_keep)
        assert home.ingest().load_seq == 1
    assert growing.exists() is not is_kept
    if not is_kept:
        assert home.ingest().load_seq == 2
        assert counting(home) == 2
