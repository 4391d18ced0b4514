"""What somebody is told whose gate failed: where to read on, and the query behind a check."""

from __future__ import annotations

from pathlib import Path

import pytest

from expectations.check_names import checks_named, did_you_mean
from expectations.explain import UnknownCheckError, explain
from expectations.marts_gate import WHAT_TO_DO
from trunkline.settings import Settings

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path, tmp_path / "keys.json")


def test_the_page_that_a_failure_names_is_there() -> None:
    page = (REPOSITORY / WHAT_TO_DO).read_text(encoding="utf-8")
    assert "sources_silent_for_longer_than_ever" in page


@pytest.mark.parametrize("name", ["marts.crm.tickets_without_a_status", "tickets_without_a_status"])
def test_a_check_is_shown_with_its_advice_and_its_query(settings: Settings, name: str) -> None:
    first, advice, *_, query = explain(settings, name)
    assert first == "marts.crm.tickets_without_a_status: expected 0 (crm)"
    assert advice.startswith("Status changes are missing")
    assert query.startswith("select count(*) filter (") and query.endswith("as measured;")


def test_what_the_operator_declared_stands_in_the_query(tmp_path: Path) -> None:
    (tmp_path / "sources.yml").write_text("crm: {longest_silence_days: 40}")
    told = Settings.from_environment({"TRUNKLINE_HOME": str(tmp_path)})
    *_, query = explain(told, "sources_silent_for_longer_than_ever")
    assert "when 'crm' then 960" in query


def test_a_name_is_looked_up_in_one_way_whoever_asks() -> None:
    known = ["marts.crm.tickets_twice", "marts.usage.late_events", "raw.crm.tickets_twice"]
    assert checks_named("marts.crm.tickets_twice", known) == known[:1]
    assert checks_named("tickets_twice", known) == [known[0], known[2]]
    assert checks_named("crm.tickets_twice", known) == []
    near = f"Did you mean {known[0]} or {known[2]}?"
    assert did_you_mean("crm.ticket_twice", known, "No.") == near
    assert did_you_mean("balances", known, "No.") == "No."


def test_a_name_that_is_nearly_right(settings: Settings) -> None:
    with pytest.raises(UnknownCheckError) as unknown:
        list(explain(settings, "tickets_without_status"))
    assert "marts.crm.tickets_without_a_status" in unknown.value.advice
