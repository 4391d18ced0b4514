from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from ingestion.arrivals import Arrivals
from ingestion.files.bytes import read_blocks
from tests.homes import Home
from trunkline.contract import load_contract
from trunkline.errors import FileRefusedError


class Clock:
    """Seconds that pass when the test says so."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def arrivals(home: Home, clock: Clock) -> Arrivals:
    home.settings.make_folders()
    return Arrivals(home.settings, load_contract(), 2.0, clock)


def names(arrivals: Arrivals) -> list[str]:
    return [file.path.name for file in arrivals.look()]


def test_a_file_is_whole_once_it_stopped_growing(
    home: Home, arrivals: Arrivals, clock: Clock
) -> None:
    path = home.put("half", "a.csv")
    assert names(arrivals) == []
    clock.now += 1.5
    path.write_text("half and more")
    assert names(arrivals) == []
    clock.now += 1.5
    # long enough since it came, but not since it grew
    assert names(arrivals) == []
    clock.now += 0.5
    assert names(arrivals) == ["a.csv"]


def test_the_same_size_at_another_time_is_still_written(
    home: Home, arrivals: Arrivals, clock: Clock
) -> None:
    path = home.put("12345", "a.csv")
    arrivals.look()
    clock.now += 2
    path.write_text("54321")
    os.utime(path, ns=(1, 1))
    assert names(arrivals) == []
    clock.now += 2
    assert names(arrivals) == ["a.csv"]


def test_a_sidecar_written_after_its_file_says_that_it_is_whole(
    home: Home, arrivals: Arrivals
) -> None:
    path = home.put("whole", "a.csv")
    sidecar = home.put('{"records": 1}', "a.csv.meta.json")
    assert names(arrivals) == ["a.csv"]
    # a sidecar that came first says nothing of the bytes that follow it
    os.utime(sidecar, ns=(1, path.stat().st_mtime_ns - 1))
    assert names(arrivals) == []


def test_a_file_that_grew_after_the_look_is_not_taken(
    home: Home, arrivals: Arrivals, clock: Clock
) -> None:
    path = home.put("line\n", "a.csv")
    arrivals.look()
    clock.now += 3
    (file,) = arrivals.look()
    with path.open("a") as growing:
        growing.write("another\n")
    report = home.ingest(is_whole=lambda found: arrivals.is_whole(found))
    assert (report.landed, report.refused) == ((), [])
    assert path.exists() and arrivals.is_whole(file)


def test_a_file_that_is_taken_away_stops_nothing(
    home: Home, arrivals: Arrivals, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once between the listing of the folder and the look at it, once before its reading."""
    gone = home.put("x", "gone.csv")
    home.put("x", "stays.csv")
    arrivals.look()
    clock.now += 3
    whole, _ = arrivals.look()
    stat = Path.stat

    def vanishing(path: Path, **options: bool) -> os.stat_result:
        if path == gone and sys._getframe(1).f_code.co_name == "find_files":
            gone.unlink(missing_ok=True)
        return stat(path, **options)

    monkeypatch.setattr(Path, "stat", vanishing)
    assert names(arrivals) == ["stays.csv"]
    assert whole.path == gone and whole.has_changed()
    with pytest.raises(FileRefusedError) as refused:
        list(read_blocks(gone, None))
    assert refused.value.rule == "still_written"


def test_what_is_being_copied_and_what_is_no_entity_is_passed_over(
    home: Home, arrivals: Arrivals, clock: Clock
) -> None:
    home.put("x", "a.csv.part")
    home.put("x", "b.csv", "nobody/knows")
    arrivals.look()
    clock.now += 3
    assert names(arrivals) == []
