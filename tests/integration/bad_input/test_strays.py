"""What lies in landing and belongs to no entity, or is gone by the time it is to be refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingestion import refusals
from ingestion.report import EXIT_REFUSED
from tests.homes import Home
from tests.integration.bad_input.refusing import NAME, SOUND

CALLS = "freeswitch/call_records"


def test_strays_are_left_and_told_of_by_their_folder(home: Home) -> None:
    """Their names may be those of accounts."""
    strays = [
        home.put_raw(b"x", "x.csv", "nobody/nothing"),
        home.put_raw(b"x", "x.csv", "billing/account"),
        home.put_raw(b"x", "01012345678.csv", "freeswitch"),
        home.put_raw(b"x", "01012345679.csv", "freeswitch"),
        home.put_raw(b"x", "01012345678.csv", f"{CALLS}/2026"),
        home.put_raw(b"x", "01012345678.csv", "."),
    ]
    link = home.settings.landing / CALLS / "01012345678.csv"
    link.symlink_to(strays[0])
    report = home.ingest()
    assert report.exit_code == EXIT_REFUSED
    left = "not at <source>/<entity>/<file> of the contract; left there."
    assert report.sentences()[:-1] == [
        f"landing: 1 file(s), {left}",
        f"landing/billing/account: 1 file(s), {left} Did you mean billing/accounts?",
        f"landing/freeswitch: 2 file(s), {left} Did you mean {CALLS}?",
        f"landing/{CALLS}: 1 symbolic link(s), which are not followed; left there.",
        f"landing/{CALLS}/2026: 1 file(s), {left} Did you mean {CALLS}?",
        f"landing/nobody/nothing: 1 file(s), {left}",
    ]
    assert all(each.exists() for each in (*strays, link))


def test_a_name_that_is_no_utf8_stops_nothing(home: Home) -> None:
    """As a Korean Windows writes it in CP949; Python keeps such bytes as halves of signs."""
    name = os.fsdecode("사용량_1.csv".encode("cp949"))
    home.put(SOUND, name)
    home.put("no header\n", f"x{name}")
    home.put("x", "x.csv", f"nobody/{name}")
    report = home.ingest()
    (landed,) = report.landed
    assert landed.origin.endswith("_1.csv") and "?" in landed.origin
    "\n".join(report.sentences()).encode()


@pytest.mark.parametrize("step", ["_sha256_of", "move_private"])
def test_a_refused_file_that_is_taken_away_stops_nothing(
    home: Home, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Once before it is hashed, once before it is moved."""
    gone = home.put("no header\n", "gone.csv")
    home.put(SOUND, NAME)
    do = getattr(refusals, step)

    def vanish(path: Path, *arguments: Path) -> object:
        gone.unlink(missing_ok=True)
        return do(path, *arguments)

    monkeypatch.setattr(refusals, step, vanish)
    report = home.ingest()
    assert [(each.origin, each.kept_as) for each in report.refused] == [("gone.csv", None)]
    assert [file.origin for file in report.landed] == [NAME]
    assert refusals.refusals(home.settings) == []
    assert not list(home.settings.refused.iterdir())
