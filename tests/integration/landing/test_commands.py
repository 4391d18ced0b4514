"""The commands on loads, rejects and the contract say what a person needs to go on."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from ingestion.cli import app
from tests.homes import USAGE, Home, fail_all, usage_file, usage_line, usage_lines
from trunkline.errors import TrunklineError

STATUSES = (
    "change_id,ticket_id,changed_at,old_status,new_status\n"
    "S1,T1,2026-01-01T00:00:00+09:00,,open\n"
    "S2,T1,2026-01-02T00:00:00+09:00,open,open\n"
)
BAD = usage_file([*usage_lines(3), usage_line(4, quantity="1.5")])


def said(home: Home, *words: str) -> str:
    outcome = CliRunner().invoke(app, list(words), env=dict(home.environment))
    if outcome.exception is not None:
        raise outcome.exception
    return outcome.output


def test_rejects_of_a_load_by_number_and_by_name(home: Home) -> None:
    assert said(home, "rejects") == "No record was rejected and no file refused.\n"
    home.land(BAD)
    assert said(home, "rejects", "list").startswith(
        "1/1  mediation/usage_events/usage_MSC01_1.csv: 1 of 4 records rejected; raw lines in "
        "restricted/rejects/load=1"
    )
    line = (
        "usage_MSC01_1.csv: line 5, field quantity, rule integer: quantity is no whole number. "
        "Send digits only: 60.\n"
    )
    assert said(home, "rejects", "show", "1/1") == line
    named = said(home, "rejects", "show", "usage_MSC01_1.csv")
    assert named == said(home, "rejects", "list") + line
    with pytest.raises(TrunklineError, match="No rejected record is known of other"):
        said(home, "rejects", "show", "other")


def test_rejects_are_listed_newest_first_or_of_one_load(home: Home) -> None:
    home.land(BAD)
    home.land(usage_file(usage_lines(2, 50)), "usage_MSC01_2.csv")
    home.land(usage_file([*usage_lines(3, 60), usage_line(70, quantity="x")]), "usage_MSC01_3.csv")
    held = usage_file([*usage_lines(3, 80), usage_line(90, quantity="x")])
    home.put(held, "usage_MSC01_4.csv")
    name = home.ingest(fail_all).held_as
    addresses = [line.split("  ")[0] for line in said(home, "rejects", "list").splitlines()]
    assert addresses == [f"{name}/1", "3/1", "1/1"]
    assert said(home, "rejects", "list", "--load", "3").startswith("3/1  ")
    assert said(home, "rejects", "list", "--load", "03").startswith("3/1  ")
    assert said(home, "rejects", "list", "--load", str(name)).startswith(f"{name}/1  ")
    assert said(home, "rejects", "list", "--load", "2") == "No record of load 2 was rejected.\n"
    with pytest.raises(TrunklineError, match=f"no load 7.*1 to 3, or one that is held: {name}"):
        said(home, "rejects", "list", "--load", "7")
    with pytest.raises(TrunklineError, match="no load ²"):
        said(home, "rejects", "list", "--load", "²")
    with pytest.raises(TrunklineError, match="No load is held as ²"):
        said(home, "loads", "show", "²")


def test_what_was_refused_whole_belongs_to_no_load(home: Home) -> None:
    home.land(BAD)
    home.land(usage_file(usage_line(number, quantity="x") for number in range(8)), "u_2.csv")
    assert "refused: mediation/usage_events/u_2.csv" in said(home, "rejects", "list")
    assert "refused" not in said(home, "rejects", "list", "--load", "1")


def test_files_of_one_name_are_told_apart_and_a_whole_record_is_called_one(home: Home) -> None:
    usage = usage_file([*usage_lines(3), usage_line(4, quantity="1.5")])
    home.put(usage, "mine.csv")
    home.put(STATUSES, "mine.csv", "crm/ticket_status_changes")
    home.ingest()
    shown = said(home, "rejects", "show", "mine.csv")
    assert "crm/ticket_status_changes/mine.csv: 1 of 2 records rejected" in shown
    assert "mediation/usage_events/mine.csv: 1 of 4 records rejected" in shown
    assert "mine.csv: line 3, the whole record, rule status_changes: " in shown
    assert "mine.csv: line 5, field quantity, rule integer" in shown
    exact = said(home, "rejects", "show", "ticket_status_changes/mine.csv")
    assert "status_changes" in exact and "quantity" not in exact


def test_a_refused_file_is_listed_with_its_records(home: Home) -> None:
    home.land(usage_file(usage_line(number, quantity="x") for number in range(8)))
    listed = said(home, "loads", "list")
    assert "refused: mediation/usage_events/usage_MSC01_1.csv: line 2, field quantity" in listed
    shown = said(home, "rejects", "show", "usage_MSC01_1.csv")
    assert shown.count("rule integer: quantity is no whole number.") == 9


def test_loads_are_listed_shown_released_and_refused(home: Home) -> None:
    home.land(BAD)
    home.put(usage_file(usage_lines(2, 20)), "usage_MSC01_2.csv")
    first = str(home.ingest(fail_all).held_as)
    home.put(usage_file(usage_lines(2, 30)), "usage_MSC01_3.csv")
    second = str(home.ingest(fail_all).held_as)
    listed = said(home, "loads")
    assert f"held: {first}, since 2026-02-01 09:00:00, 1 files; failed: volume" in listed
    assert "mediation/usage_events/MSC01/1  usage_MSC01_1.csv  4 records, 3 accepted" in said(
        home, "loads", "show", "1"
    )
    assert "failed: volume: expected no less than 10, saw 1. Look. (data engineering)" in said(
        home, "loads", "show", first
    )
    assert "usage_MSC01_2.csv" not in said(home, "rejects")
    home.put(usage_file([*usage_lines(2, 40), usage_line(9, quantity="x")]), "usage_MSC01_4.csv")
    third = str(home.ingest(fail_all).held_as)
    rejected = "line 4, field quantity, rule integer: quantity is no whole number."
    assert f"{third}/1  {USAGE}/usage_MSC01_4.csv: 1 of 3 records rejected" in said(home, "rejects")
    assert rejected in said(home, "rejects", "show", "usage_MSC01_4.csv")
    said(home, "loads", "refuse", third, "--reason", "a test.")
    assert f"{third}/1" not in said(home, "rejects")
    shown = said(home, "rejects", "show", "usage_MSC01_4.csv")
    assert rejected in shown
    assert "was refused: a test. What to do:" in shown
    assert said(home, "loads", "release", first, "--reason", "a holiday") == f"{first} is load 2.\n"
    assert "a holiday" in said(home, "loads", "show", "2")
    assert "was refused: a test" in said(home, "loads", "refuse", second, "--reason", "a test")


def test_the_contract_is_shown(home: Home) -> None:
    assert "mediation/usage_events" in said(home, "contract", "list")
    shown = said(home, "contract", "show", "usage_events")
    assert "Event key: producer, record_id, record_number" in shown
    assert "started_at           timestamp, required, with zone" in shown
    assert "A .xml is read as camt and brings" in said(home, "contract", "show", "bank_statements")
    legs = said(home, "contract", "show", "freeswitch/call_records")
    assert "Records by the template example: caller_id_name, caller_id_number" in legs
    assert said(home, "contract", "template", "usage_events").startswith("producer,record_id,")
    with pytest.raises(TrunklineError, match="no entity nothing"):
        said(home, "contract", "show", "nothing")


def test_a_source_is_shown_by_its_entities(home: Home) -> None:
    listed = said(home, "contract", "show", "crm").splitlines()
    assert len(listed) == 12 and all(line.startswith("crm/") for line in listed)
    both = said(home, "contract", "show", "payments")
    assert both.startswith("payments/payments, version")
    assert "payments is a source as well:\npayments/bank_statement_lines" in both


@pytest.mark.parametrize(
    ("entity", "lands", "example"),
    [
        ("usage_events", "<name>.csv, .ndjson or .parquet (all but Parquet also .gz or .zst)",
         "usage_MSC01_000123.csv.gz"),
        ("asterisk/call_records", "<name>.csv (also .gz or .zst)", "Master.csv"),
        ("tickets", "<name>.csv, .ndjson or .parquet (all but Parquet also .gz or .zst)",
         "tickets_2026-03-01.csv"),
    ],
)  # fmt: skip
def test_how_a_file_is_called(home: Home, entity: str, lands: str, example: str) -> None:
    shown = said(home, "contract", "show", entity)
    assert f"/{lands}\n" in shown
    assert f"/{example}\n" in shown


def test_a_file_whose_name_gives_no_number_is_told_what_follows(home: Home) -> None:
    home.put(usage_file(usage_lines(3)), "mine.csv")
    home.put(usage_file(usage_lines(3, 10)), "usage_MSC01_1.csv")
    home.put("offer_id,name,kind,valid_from\n", "any_name.csv", "crm/offers")
    home.put(usage_file(usage_lines(3, 20)), "by_sidecar.csv")
    home.put('{"producer": "MSC01", "sequence": 2}', "by_sidecar.csv.meta.json")
    told = [each for each in home.ingest().sentences() if "no producer and number" in each]
    (sentence,) = told
    assert sentence.startswith("mine.csv: its name gives no producer and number, as usage_MSC01_")
    assert sentence.endswith("would land as another file.")
    assert "no producer and number" in said(home, "loads", "show", "1")
