"""`trunkline explain`: every fate of a number in words, and exact figures in JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from delivery.explanation.blocks import fact, row_of_file, span
from delivery.explanation.explaining import Explained, UnknownEventError, explain
from delivery.explanation.printing import json_text, text_lines
from tests.pages import small_operator
from trunkline.settings import Settings
from trunkline.snapshots import open_snapshot

ZONE = "Asia/Seoul"
# order 3 added half a unit to event 903, and a reversal took it back
ORDERED = """
insert into fct_rerating_adjustments by name
select 3 as order_seq, event_id, subscription_id, account_key, plan_id, charge_id, currency,
    0 as free_quantity, charge as charged_before, charge + 0.5 as charged_now,
    case when back then -0.5 else 0.5 end as amount, back as is_taken_back,
    case when back then 7 end as reversal_event_id, charged_period
from fct_rated_usage cross join (values (false), (true)) as sides(back)
where event_id = (3::bigint << 43) + (1 << 29) + 903
"""


def number(line: int) -> int:
    """The number of the event on a line of file 1 of load 3."""
    return (3 << 43) + (1 << 29) + line


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    home = tmp_path_factory.mktemp("explained")
    events = Path(small_operator.__file__).with_name("explained_events.sql")
    # line 397 was refused; the small operator refuses lines that it also accepted
    reject = "update fct_rejects set line_no = 397 where line_no = 40"
    small_operator.publish(home, changes=[events.read_text(encoding="utf-8"), reject, ORDERED])
    return Settings(home=home, keys_file=home / "keys.json")


def said(explained: Explained) -> str:
    return "\n".join(text_lines(explained, ZONE))


def one(settings: Settings, sql: str) -> int:
    with open_snapshot(settings) as snapshot:
        row = snapshot.connection.execute(sql).fetchone()
    assert row is not None
    return int(row[0])


def test_text_has_a_block_for_each_step_in_order(settings: Settings) -> None:
    text = said(explain(settings, number(901)))
    titles = [line for line in text.splitlines() if line and not line.startswith(" ")]
    assert titles == [
        f"Event {number(901)}", "Source", "Life", "Guiding", "Price", "Segments", "Metering",
        "Allowances", "Tiers", "Rounding", "Line of the bill", "Check",
    ]  # fmt: skip
    assert "granted 600, before 600, given 100, after 500" in text
    assert "usage_MSC01_000001.csv.gz of load 1, line 11" in text
    assert "10 figures worked out again, all equal to those stored" in text


def test_json_holds_exact_figures_as_texts(settings: Settings) -> None:
    content = json.loads(json_text(explain(settings, number(901))))
    assert content["is_proved"] is True
    assert content["fate"]["charge"] == "4.000000"
    assert content["steps"]["tiers"][0]["exact_amount"] == "1.033333333333"
    assert content["steps"]["segments"][1]["begins_at"] == "2026-06-20T03:17:01Z"


def test_a_bound_that_moved_the_charge_and_a_lost_step_are_said(settings: Settings) -> None:
    text = said(explain(settings, number(903)))
    assert "event: 12, by the maximum 10, half_up at 6 decimals: 10 KRW" in text
    assert "5 + 1 x 100 / 100 = 6 KRW" in text
    assert "lost to whole steps 1, after 16" in said(explain(settings, number(905)))


def test_what_orders_changed_is_said_beside_what_was_charged(settings: Settings) -> None:
    said_again = said(explain(settings, number(903))).partition("Rated again\n")[2]
    assert "order 3 (a wrong price), with what load 2 knew" in said_again
    assert "of it free 0: 10 before, 10.5 now" in said_again
    assert "adds 0.5 KRW in the period from" in said_again
    assert "order 3: taken back by event 7, -0.5 KRW" in said_again
    assert "Rated again" not in said(explain(settings, number(901)))


def test_a_difference_is_never_hidden(settings: Settings) -> None:
    explained = explain(settings, number(908))
    assert not explained.is_proved
    assert "DIFFERS: charge: 0.766667 worked out, 0.766668 stored" in said(explained)
    lacking = explain(settings, number(2))
    assert "the charge that it names is not in this snapshot" in said(lacking)
    assert "DIFFERS: charge: nothing worked out" in said(lacking)


def test_what_was_not_charged_says_why(settings: Settings) -> None:
    assert "what ends it: " in said(explain(settings, number(51)))
    given_up = one(settings, "select event_id from fct_suspense where status = 'written_off'")
    assert "written off by load " in said(explain(settings, given_up))
    assert "rejected: quantity breaks the rule type" in said(explain(settings, number(397)))
    assert "not chargeable" in said(explain(settings, number(303)))


def test_duplicate_and_reversal_are_explained_by_their_event(settings: Settings) -> None:
    copy = explain(settings, number(399))
    assert (copy.steps_of, copy.is_proved) == (number(901), True)
    assert "though it says something else" in said(copy)
    reversal = one(settings, "select event_id from fct_usage_adjustments order by 1 limit 1")
    original = one(
        settings, "select original_event_id from fct_usage_adjustments order by event_id limit 1"
    )
    assert f"takes back event {original}, -" in said(explain(settings, reversal))


@pytest.mark.parametrize(
    ("event", "message"),
    [
        (17, "file 0 of load 0"),
        (number(400), "line 400 of usage_MSC01_000003.csv.gz"),
    ],
)
def test_a_number_that_no_file_brought_is_an_error(
    event: int, message: str, settings: Settings
) -> None:
    with pytest.raises(UnknownEventError, match=message):
        explain(settings, event)


def test_facts_and_intervals_are_plain() -> None:
    assert [fact(None), fact(600)] == ["-", "600"]
    times = {"valid_from": None, "valid_to": None, "known_from": 2, "known_to": 5}
    assert span(times, ZONE) == "known from load 2 until load 5"
    assert row_of_file({"load_seq": None}) == ""
