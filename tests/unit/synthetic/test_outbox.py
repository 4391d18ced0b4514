"""Rows on their way out: the delivery that brings them, quotes where needed, whole money."""

from __future__ import annotations

import pytest

from ingestion.synthetic.calendar_of_korea import midnight_seconds
from ingestion.synthetic.money import half_up, millionths, money
from ingestion.synthetic.outbox import HOUR, Outbox, clock, local_date
from ingestion.synthetic.schedule import make_schedule
from tests.unit.synthetic.conftest import START, arguments, rows_of


@pytest.fixture
def outbox() -> Outbox:
    return Outbox(make_schedule(arguments(months=1)))


def test_what_happens_before_the_export_comes_with_the_delivery_and_nothing_after_the_last(outbox):
    first_end = midnight_seconds(outbox.schedule.deliveries[0].end_day)
    assert outbox.delivery_at(first_end + 5 * HOUR - 1) == 1
    assert outbox.delivery_at(first_end + 5 * HOUR) == 2
    assert outbox.delivery_at(outbox.ends[-1]) == 0
    assert outbox.delivery_at(0) == 1
    row = {"campaign_id": "c", "name": "n"}
    assert outbox.add("crm", "campaigns", outbox.ends[-1], row) == 0
    assert outbox.add("crm", "campaigns", outbox.start, row, delay=9) == 3
    assert [number for _, _, number in outbox.lines] == [3]


def test_free_text_comes_back_as_it_was(outbox, tmp_path):
    text = 'She said "no",\ntwice 😡, 두 번'
    outbox.add("crm", "surveys", outbox.start + 9, {"survey_id": "b", "comment": text})
    outbox.add("crm", "surveys", outbox.start, {"survey_id": "a", "score": 3})
    outbox.write(tmp_path)
    rows = rows_of(tmp_path / "001" / "landing" / "crm" / "surveys" / "surveys_001.csv")
    assert [(row["survey_id"], row["comment"]) for row in rows] == [("a", ""), ("b", text)]
    columns = outbox.contract.entity("crm", "surveys").columns
    assert list(rows[0]) == [column.name for column in columns]


def test_a_column_that_the_contract_does_not_know_is_refused(outbox):
    with pytest.raises(ValueError, match="crm/surveys has no colour"):
        outbox.add("crm", "surveys", outbox.start, {"colour": "red"})


def test_instants_are_local_and_bear_their_offset():
    at = midnight_seconds(START)
    assert clock(at) == "2026-01-01T00:00:00+09:00"
    assert local_date(at - 1).isoformat() == "2025-12-31"


def test_money_is_exact():
    texts = ("0.0025", "-3.75", "12")
    assert [millionths(text) for text in texts] == [2_500, -3_750_000, 12_000_000]
    assert [half_up(n, 10) for n in (4, 5, -5, -4)] == [0, 1, -1, 0]
    assert [money(n, "USD") for n in (5, -1234)] == ["0.05", "-12.34"]
    assert money(-7, "KRW") == "-7"
    with pytest.raises(ValueError, match="six decimals"):
        millionths("0.0000001")
