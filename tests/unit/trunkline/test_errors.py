"""The words of an error: on one line, and without the name of a landed file."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.homes import Home
from trunkline.cli import watch as watching
from trunkline.cli.watch import Watch
from trunkline.disk_space import NoSpaceError, check_space, full_disk_named
from trunkline.errors import words_of
from trunkline.run_log import RunLog, read_lines

NAME = "010'1234 5678.csv"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    home.settings.make_folders()
    return home


def test_a_path_of_landing_is_not_told(home: Home) -> None:
    landed = home.settings.landing / "freeswitch" / "call_records" / NAME
    for path in (landed, str(landed)):
        error = PermissionError(errno.EACCES, "Permission denied", path)
        assert words_of(error, home.settings.home) == (
            "[Errno 13] Permission denied: a file of landing"
        )
    kept = home.settings.refused / "0a"
    moved = OSError(errno.EXDEV, "Invalid cross-device link", str(landed), None, str(kept))
    assert words_of(moved, home.settings.home) == (
        "[Errno 18] Invalid cross-device link: a file of landing -> a file of restricted"
    )
    said = duckdb.IOException(f'IO Error: Cannot open file "{landed}": Permission denied')
    assert words_of(said, home.settings.home) == ('IO Error: Cannot open file "a file of landing')


def test_other_words_stay_as_they_are(home: Home) -> None:
    manifests = home.settings.manifests
    error = FileNotFoundError(errno.ENOENT, "No such file or directory", str(manifests))
    assert words_of(error, home.settings.home).endswith(f"directory: '{manifests}'")
    assert words_of(RuntimeError("no\nroom"), home.settings.home) == "no room"
    assert words_of(KeyError(), home.settings.home) == "KeyError"


def test_run_log_watch_and_full_disk_tell_no_path_of_landing(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(home.settings.landing / NAME)
    log = RunLog(home.settings.run_log)
    with pytest.raises(PermissionError), log.step("ingest"):
        raise PermissionError(errno.EACCES, "Permission denied", path)
    assert read_lines(log.runs)[0]["detail"] == "[Errno 13] Permission denied: a file of landing"

    with pytest.raises(NoSpaceError) as full, full_disk_named(home.settings):
        raise OSError(errno.ENOSPC, "No space left on device", path)
    assert "No space left on device: a file of landing" in str(full.value)
    assert NAME not in str(full.value)

    told: list[str] = []
    watch = Watch(home.settings, told.append, every=0.01, settle=0.0)

    def fail(*_: Any, **__: Any) -> None:
        watch.stop()
        raise PermissionError(errno.EACCES, "Permission denied", path)

    monkeypatch.setattr(watching, "run", fail)
    monkeypatch.setattr(watching, "last_load_seq", lambda settings: 1)
    watch.run()
    assert told[1] == (
        "this round failed, please report it: PermissionError: [Errno 13] Permission denied: "
        "a file of landing"
    )

    def lose() -> None:
        watch.stop()
        raise FileNotFoundError(errno.ENOENT, "No such file or directory", path)

    monkeypatch.setattr(watch._arrivals, "look", lose)
    assert not watch._sees_new_files()
    assert told[-1].endswith("trying again: [Errno 2] No such file or directory: a file of landing")


def test_a_file_that_is_taken_away_needs_no_space(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = home.put("x", "gone.csv")
    stat = Path.stat

    def vanish(path: Path, **options: bool) -> Any:
        found = stat(path, **options)
        if path == gone:
            gone.unlink()
        return found

    monkeypatch.setattr(Path, "stat", vanish)
    check_space(home.settings)
    assert not gone.exists()
