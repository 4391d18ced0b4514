"""Targets that nobody could see are refused while they land, and nothing else with them."""

from __future__ import annotations

import pytest

from tests.homes import Home, usage_file, usage_lines

TARGETS = "planning/targets"
RIGHT = "billed_revenue,2026-03-01,KRW,1230000000"


def export(*lines: str) -> str:
    return "".join(f"{line}\n" for line in ("metric_id,month,currency,value", *lines))


@pytest.mark.parametrize(
    ("wrong", "field", "advice"),
    [
        ("billed_revnue,2026-03-01,KRW,1", "metric_id", "billed_revenue"),
        ("open_outages,2026-03-01,none,1", "metric_id", "billed_revenue"),
        ("net_additions,2026-03-15,none,20", "month_is_its_first_day", "2026-03-01"),
        ("billed_revenue,2026-03-01,none,1", "money_has_a_currency", "none"),
        ("net_additions,2026-03-01,KRW,20", "money_has_a_currency", "none"),
        ("net_additions,2026-03-01,krw,20", "currency", "[A-Z]{3}|none"),
        ("network_availability,2026-03-01,none,99.9", "share_is_a_part_of_one", "0.999"),
        ("net_additions,2026-03-01,none,many", "value", "decimal"),
    ],
    ids=lambda text: text.split(",")[0],
)
def test_an_export_with_a_target_that_cannot_be_is_refused_whole(
    wrong: str, field: str, advice: str, home: Home
) -> None:
    home.put(export(RIGHT, wrong), "wrong.csv", TARGETS)
    home.put(usage_file(usage_lines(3)), "usage_MSC01_000001.csv")
    report = home.ingest()
    [refusal] = [text for text in report.sentences() if "wrong.csv" in text]
    assert "line 3" in refusal and field in refusal and advice in refusal
    assert home.rows("select count(*) from lake") == [(3,)], "the usage beside it lands"
    assert home.rows("select count(*) from lake", TARGETS) == [(0,)]


def test_the_export_before_stands_until_a_right_one_lands(home: Home) -> None:
    assert home.land(export(RIGHT), "march.csv", TARGETS).load_seq == 1
    wrong = home.land(export(RIGHT, "billed_revnue,2026-04-01,KRW,1"), "april.csv", TARGETS)
    assert wrong.load_seq is None
    right = export(RIGHT, "net_additions,2026-04-01,none,-20.5")
    assert home.land(right, "april.csv", TARGETS).load_seq == 2
    columns = "metric_id, month::varchar, currency, value::varchar"
    assert home.rows(f"select {columns} from lake order by 1", TARGETS, 2) == [
        ("billed_revenue", "2026-03-01", "KRW", "1230000000.000000"),
        ("net_additions", "2026-04-01", "none", "-20.500000"),
    ]
