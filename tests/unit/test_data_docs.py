"""Great Expectations judges the one-row frames, and its pages open without a network."""

from pathlib import Path

import pytest

from expectations import data_docs
from expectations.run_gate import GateMachineryError, run_gate
from expectations.suite import NONE, NOTHING, ZERO_AMOUNT, Between, Check, Group, Suite, Value
from trunkline.run_log import RunLog, read_lines
from trunkline.settings import Settings

SUITE = Suite(
    "raw.mediation.usage_events",
    (
        Group(
            "anything",
            (
                Check("none_is_none", "", NONE, "usage", "Look at the rows."),
                Check("one_is_none", "", NONE, "usage", "Look at the rows."),
                Check("text_is_nothing", "", NOTHING, "usage", "Look at the columns."),
                Check("text_is_something", "", NOTHING, "usage", "Look at the columns."),
                Check("amount_is_zero", "", ZERO_AMOUNT, "billing", "Look at the charges."),
                Check("share_is_unknown", "", Between(70, 150), "usage", "Wait."),
            ),
        ),
    ),
)
VALUES: dict[str, Value] = {
    "none_is_none": 0,
    "one_is_none": 1,
    "text_is_nothing": "",
    "text_is_something": "quantity 3",
    "amount_is_zero": "0.000000",
    "share_is_unknown": None,
}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    home = tmp_path_factory.mktemp("home")
    return Settings(home=home, keys_file=home / "keys.json")


def test_both_agree_on_each_check_and_the_log_keeps_what_was_seen(
    settings: Settings, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    log = RunLog(settings.run_log)
    result = run_gate(settings, log, "raw", [(SUITE, VALUES)], load_seq=7)
    assert "Traceback" not in "".join(capfd.readouterr()) + caplog.text
    assert not result.success
    assert [check.name.rsplit(".", 1)[1] for check in result.failures] == [
        "one_is_none",
        "text_is_something",
    ]
    assert (result.passed, len(result.results)) == (4, 6)
    lines = {line["check_name"].rsplit(".", 1)[1]: line for line in read_lines(log.gates)}
    assert lines["text_is_something"]["seen"] == "quantity 3"
    assert lines["text_is_something"]["expected"] == "nothing"
    assert lines["share_is_unknown"]["seen"] == "nothing to compare yet"
    assert {line["load_seq"] for line in lines.values()} == {7}


def test_the_pages_fetch_nothing_and_lead_from_the_index_to_the_check(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, keys_file=tmp_path / "keys.json")
    run_gate(settings, RunLog(settings.run_log), "raw", [(SUITE, VALUES)], load_seq=7)
    index = (settings.data_docs / "index.html").read_text()
    assert "4 of 5" not in index  # the check without a value is not counted as held
    assert "3 of 5" in index
    pages = list((settings.data_docs / "validations").rglob("*.html"))
    assert len(pages) == 1
    assert pages[0].relative_to(settings.data_docs).as_posix() in index
    text = pages[0].read_text()
    assert "quantity 3" in text
    assert "text_is_something: expected nothing. If it fails (usage): Look at the columns." in text
    for page in (index, text):
        assert "http://" not in page
        assert "https://" not in page
        assert "<script" not in page


def test_only_the_last_runs_are_kept(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_docs, "KEPT_RUNS", 2)
    values = {name: value for name, value in VALUES.items() if name == "none_is_none"}
    check = SUITE.checks[0]
    suite = Suite("marts", (Group("anything", (check,)),))
    for second in range(3):
        run_gate(
            settings,
            RunLog(settings.run_log, f"20990101T00000{second}Z-abcd"),
            "marts",
            [(suite, values)],
            load_seq=1,
        )
    runs = {path.parent.name for path in (settings.run_log / "validations").rglob("2*Z")}
    assert runs == {"run_20990101T000001Z-abcd", "run_20990101T000002Z-abcd"}
    index = (settings.data_docs / "index.html").read_text()
    assert "20990101T000002Z" in index
    assert "20990101T000000Z" not in index


def test_a_gate_that_contradicts_itself_stops(settings: Settings, tmp_path: Path) -> None:
    def contradict(*_: object) -> dict[str, dict[str, bool]]:
        return {SUITE.name: dict.fromkeys(VALUES, True)}

    log = RunLog(tmp_path)
    with pytest.raises(GateMachineryError, match="one_is_none failed"):
        run_gate(settings, log, "raw", [(SUITE, VALUES)], load_seq=1, validate=contradict)
    assert read_lines(log.gates) == []
