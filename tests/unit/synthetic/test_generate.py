"""The operator: same arguments same bytes, sizes, and files that keep the contract."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from pathlib import Path

import pytest

from ingestion.synthetic.arguments import Arguments, FaultRates, Size
from ingestion.synthetic.generate import generate
from ingestion.synthetic.schedule import make_schedule
from tests.unit.synthetic.conftest import arguments, rows_of
from trunkline.contract import load_contract


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_equal_arguments_write_equal_bytes_and_another_seed_others(tiny, tmp_path):
    generate(arguments(), tmp_path / "again")
    assert digests(tmp_path / "again") == digests(tiny)
    generate(arguments(seed=2), tmp_path / "other")
    assert digests(tmp_path / "other") != digests(tiny)


def test_spans_do_not_change_what_is_drawn_for_the_same_days(tmp_path, monkeypatch):
    """The number of threads or processors never reaches the bytes; a gzip header has no time."""
    generate(arguments(subscribers=20), tmp_path / "one")
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    generate(arguments(subscribers=20), tmp_path / "two")
    assert digests(tmp_path / "one") == digests(tmp_path / "two")
    packed = next((tmp_path / "one").rglob("*.gz")).read_bytes()
    assert packed[4:8] == b"\0\0\0\0"


def test_tiny_has_20_to_30_thousand_records_in_at_least_six_deliveries(tiny):
    key = json.loads((tiny / "answer_key" / "key.json").read_text("utf-8"))
    assert 20_000 <= key["counts"]["usage_records"] <= 30_000
    history = json.loads((tiny / "history.json").read_text("utf-8"))
    kinds = [step["kind"] for step in history["steps"]]
    assert kinds.count("delivery") >= 6
    assert kinds.count("close") >= 5
    assert kinds[-1] == "delivery"


def test_demo_has_three_deliveries_and_closes_all_ended_periods_between(tmp_path):
    # the demo's calendar with a handful of lines
    demo = arguments(size="demo", subscribers=12, events_per_day=0.5)
    generate(demo, tmp_path / "demo")
    history = json.loads((tmp_path / "demo" / "history.json").read_text("utf-8"))
    kinds = [step["kind"] for step in history["steps"]]
    assert kinds == ["delivery", "close", "delivery", "close", "delivery"]
    assert len(history["steps"][1]["closes"]) == 12
    assert history["steps"][3]["closes"] == [
        {"cycle": 11, "period": "2026-04-11"},
        {"cycle": 21, "period": "2026-04-21"},
        {"cycle": 1, "period": "2026-05-01"},
    ]
    first = [step["now"] for step in history["steps"]]
    assert first == sorted(first)


def test_every_file_has_the_columns_of_the_contract_and_every_entity_has_rows(tiny):
    contract = load_contract()
    seen = set()
    for path in tiny.glob("*/landing/*/*/*.csv*"):
        source, name = path.parent.parent.name, path.parent.name
        entity = contract.entity(source, name)
        rows = rows_of(path)
        if not rows:
            assert source == "mediation"
            continue
        seen.add((source, name))
        columns = entity.columns
        assert list(rows[0]) == [column.name for column in columns], path
        for column in columns:
            # a handful of rows is enough for names and forms; landing itself reads them all
            for row in rows[:50]:
                value = row[column.name]
                assert value or not column.required, (path, column.name)
                if value and column.pattern:
                    assert re.fullmatch(column.pattern, value), (path, column.name, value)
                if value and column.allowed:
                    assert value in column.allowed, (path, column.name, value)
    operator_sources = (
        "billing", "catalogue", "crm", "mediation", "network", "payments", "planning",
    )  # fmt: skip
    # under contract, but not yet among what the operator writes
    not_written = {
        ("catalogue", "mobile_networks"),
        ("catalogue", "numbering_ranges"),
        ("catalogue", "supply_routes"),
    }
    assert seen | not_written == {
        (entity.source, entity.name)
        for entity in contract.entities
        if entity.source in operator_sources
    }


def test_numbers_are_nobodys_and_addresses_are_for_examples(tiny):
    for row in rows_of(tiny / "answer_key" / "people.csv"):
        assert re.fullmatch(r"(\+82101[0-9]{7}\|?)+", row["numbers"])
        assert re.fullmatch(r"(\S+@example\.(com|org|net))?", row["holder_email"])
    for path in tiny.glob("*/landing/mediation/*/*PGW01*"):
        for row in rows_of(path):
            assert re.fullmatch(r"\+8210[01][0-9]{7}", row["charged_party"]), path


@pytest.mark.parametrize("changes", [{"subscribers": 0}, {"months": 0}, {"deliveries": "never"}])
def test_impossible_arguments_are_refused_by_name(changes):
    with pytest.raises(ValueError, match=f"--{next(iter(changes))}"):
        arguments(**changes)


def test_a_rate_above_one_half_is_refused_by_its_option():
    with pytest.raises(ValueError, match="--fault-late-files"):
        Arguments(1, 1, 1, faults=FaultRates(late_files=0.6))


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "note").write_text("mine", "utf-8")
    with pytest.raises(ValueError, match="not empty"):
        generate(arguments(), tmp_path)


def test_rates_of_zero_leave_no_fault(tmp_path):
    none = FaultRates(**dict.fromkeys(FaultRates.__dataclass_fields__, 0.0))
    generate(arguments(subscribers=20, months=1, faults=none), tmp_path / "clean")
    key = json.loads((tmp_path / "clean" / "answer_key" / "key.json").read_text("utf-8"))
    counts = key["counts"]
    assert set(counts.pop("records_by_fault").values()) == {0}
    kept = {name for name, count in counts.items() if count}
    assert kept == {"usage_records", "usage_files", "empty_files"}


def test_the_last_day_can_be_a_delivery_of_its_own():
    schedule = make_schedule(arguments(deliveries="day"))
    days = [(d.first_day.isoformat(), d.end_day.isoformat()) for d in schedule.deliveries]
    assert days == [("2026-01-01", "2026-02-28"), ("2026-02-28", "2026-03-01")]


def test_start_and_size_are_arguments():
    assert arguments(start=dt.date(2027, 3, 1)).start == dt.date(2027, 3, 1)
    assert isinstance(Size(1, 1, 1.0, "months"), Size)
    assert arguments(size=None, subscribers=20, months=2).deliveries == "thirds"
    assert arguments(size=None).subscribers == 2_000
