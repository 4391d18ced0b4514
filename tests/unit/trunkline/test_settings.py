from __future__ import annotations

from pathlib import Path

import pytest

from trunkline.errors import TrunklineError
from trunkline.settings import Settings


def test_defaults() -> None:
    settings = Settings.from_environment({"XDG_CONFIG_HOME": "/etc/x"})
    assert settings.home == Path("data").absolute()
    assert settings.keys_file == Path("/etc/x/trunkline/keys.json")
    assert (settings.zone, settings.country) == ("Asia/Seoul", "KR")
    assert settings.now().tzinfo is not None


def test_the_clock_is_utc_whatever_zone_it_is_set_in() -> None:
    settings = Settings.from_environment({"TRUNKLINE_NOW": "2026-07-01T06:00:00+09:00"})
    assert settings.now().isoformat() == "2026-06-30T21:00:00+00:00"


def test_sources_override_the_contract(tmp_path: Path) -> None:
    (tmp_path / "sources.yml").write_text("asterisk: {zone: America/New_York, country: US}")
    settings = Settings.from_environment({"TRUNKLINE_HOME": str(tmp_path)})
    assert settings.zone_of("asterisk", "Asia/Seoul") == "America/New_York"
    assert settings.zone_of("other", "Asia/Tokyo") == "Asia/Tokyo"
    assert settings.zone_of("other", None) == "Asia/Seoul"
    assert settings.country_of("asterisk", None) == "US"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("TRUNKLINE_NOW", "2026-01-31T12:00:00", "no time with a zone"),
        ("TRUNKLINE_NOW", "yesterday", "no time with a zone"),
        ("TRUNKLINE_ZONE", "Mars/Base", "does not know"),
    ],
)
def test_settings_that_make_no_sense(name: str, value: str, words: str) -> None:
    with pytest.raises(TrunklineError, match=words):
        Settings.from_environment({name: value})


def test_an_unknown_entry_of_a_source(tmp_path: Path) -> None:
    (tmp_path / "sources.yml").write_text("asterisk: {timezone: Asia/Seoul}")
    with pytest.raises(TrunklineError, match="source asterisk, has timezone"):
        Settings.from_environment({"TRUNKLINE_HOME": str(tmp_path)})


@pytest.mark.parametrize(
    ("entry", "read"),
    [("zone: 9", "9"), ("zone: yes", "True"), ("country: 82", "82"), ("country: NO", "False")],
)
def test_a_zone_or_country_that_is_no_text(tmp_path: Path, entry: str, read: str) -> None:
    (tmp_path / "sources.yml").write_text(f"asterisk: {{{entry}}}")
    name = entry.partition(":")[0]
    where = f"sources.yml, source asterisk, has {name} {read}, which is no text"
    with pytest.raises(TrunklineError, match=where):
        Settings.from_environment({"TRUNKLINE_HOME": str(tmp_path)})


@pytest.mark.parametrize("text", ["asterisk: {zone: ", "- asterisk", "asterisk"])
def test_sources_that_are_no_mapping(tmp_path: Path, text: str) -> None:
    (tmp_path / "sources.yml").write_text(text)
    with pytest.raises(TrunklineError, match=r"sources\.yml (is no YAML|names no sources)"):
        Settings.from_environment({"TRUNKLINE_HOME": str(tmp_path)})


def test_a_source_s_longest_silence(tmp_path: Path) -> None:
    (tmp_path / "sources.yml").write_text(
        "crm: {longest_silence_days: 40}\nasterisk: {country: US}\n"
    )
    settings = Settings.from_environment({"TRUNKLINE_HOME": str(tmp_path)})
    assert settings.longest_silences == {"crm": 40}


@pytest.mark.parametrize("days", ["0", "forty", "1.5", "yes", "36501"])
def test_a_silence_that_is_no_number_of_days(tmp_path: Path, days: str) -> None:
    (tmp_path / "sources.yml").write_text(f"crm: {{longest_silence_days: {days}}}")
    with pytest.raises(TrunklineError, match="source crm, has longest_silence_days"):
        Settings.from_environment({"TRUNKLINE_HOME": str(tmp_path)})
