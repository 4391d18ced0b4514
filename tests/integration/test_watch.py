"""`trunkline ingest --watch` on a tiny operator: from a file that still grows to a snapshot."""

from __future__ import annotations

import queue
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.integration.operator_history import REPOSITORY, TRUNKLINE, Home, steps_of
from trunkline.figure_notes import new_note, write_note
from trunkline.settings import Settings
from trunkline.snapshots import NoSnapshotError, open_snapshot
from trunkline.waiting_notes import waiting_notes

pytestmark = pytest.mark.slow

LONGEST_SECONDS = 240.0


class Watching:
    """A watch in a process of its own, and what it prints, line by line."""

    def __init__(self, home: Home, now: str) -> None:
        self.home = home
        self.process = subprocess.Popen(
            [TRUNKLINE, "ingest", "--watch", "--every", "0.2", "--settle", "1"],
            cwd=REPOSITORY,
            env=home.environment(TRUNKLINE_NOW=now),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.printed: list[str] = []
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def wait_for(self, words: str) -> str:
        """Return the next line that holds some words; fail when none comes in time."""
        until = time.monotonic() + LONGEST_SECONDS
        while time.monotonic() < until:
            try:
                line = self._lines.get(timeout=1)
            except queue.Empty:
                assert self.process.poll() is None, "".join(self.printed)
                continue
            if words in line:
                return line
        raise AssertionError(f"no line with {words!r}:\n{''.join(self.printed)}")

    def stop(self, number: signal.Signals) -> int:
        """Send a signal and return the exit code."""
        self.process.send_signal(number)
        return self.process.wait(timeout=LONGEST_SECONDS)

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.printed.append(line)
            self._lines.put(line)


@pytest.fixture
def watching(tmp_path: Path, tiny_operator: Path) -> Iterator[Watching]:
    home = Home(tmp_path / "home", tmp_path / "keys.json")
    watch = Watching(home, steps_of(tiny_operator)[0]["now"])
    yield watch
    if watch.process.poll() is None:
        watch.process.kill()
        watch.process.wait()


def landed(home: Home) -> dict[str, tuple[int, int]]:
    """Records and rejects of every usage file in the snapshot in service; none without one."""
    settings = Settings.from_environment(home.environment())
    try:
        opened = open_snapshot(settings)
    except NoSnapshotError:
        return {}
    with opened as snapshot:
        rows = snapshot.connection.execute(
            "select origin, records, rejected from fct_load_files where entity = 'usage_events'"
        ).fetchall()
    return {name: (records, rejected) for name, records, rejected in rows}


def test_files_are_published_once_they_are_whole(watching: Watching, tiny_operator: Path) -> None:
    home = watching.home
    first = tiny_operator / steps_of(tiny_operator)[0]["delivery"] / "landing"
    watching.wait_for("watching")
    usage = sorted((first / "mediation" / "usage_events").glob("usage_*"))
    # everything but the usage, and of that one file which grows more slowly than a look
    for path in first.rglob("*"):
        if path.is_file() and path not in usage:
            target = home.folder / "landing" / path.relative_to(first)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    slow = home.folder / "landing" / usage[0].relative_to(first)
    slow.parent.mkdir(parents=True, exist_ok=True)
    data = usage[0].read_bytes()
    with slow.open("wb") as growing:
        for start in range(0, len(data), len(data) // 6 + 1):
            growing.write(data[start : start + len(data) // 6 + 1])
            growing.flush()
            time.sleep(0.5)
    while usage[0].name not in landed(home):
        watching.wait_for("published snapshot")
    assert set(landed(home)) == {usage[0].name}

    # a file that is refused whole ends no watch, and the next sound one is published
    bad = slow.with_name("usage_MSC01_900000001.csv")
    bad.write_bytes(b"nothing,of,the,contract\n1,2,3,4\n")
    watching.wait_for("refused, rule missing_column")
    assert watching.process.poll() is None
    second = usage[1]
    (slow.parent / second.name).write_bytes(second.read_bytes())
    watching.wait_for("published snapshot")
    assert second.name in landed(home)

    # what somebody notes on a page comes by itself, with nothing beside it
    settings = Settings.from_environment(home.environment())
    note = new_note(settings, "net_additions", date(2026, 1, 1), "Two\nlines 🙂", "Planning")
    write_note(settings, note)
    watching.wait_for("published snapshot")
    with open_snapshot(settings) as snapshot:
        notes = snapshot.connection.execute(
            "select note_text, written_by from dim_figure_notes where note_id = ?", [note.note_id]
        ).fetchall()
        assert notes == [("Two\nlines 🙂", "Planning")]
        assert waiting_notes(settings, snapshot.record.watermark) == []

    assert watching.stop(signal.SIGTERM) == 0
    assert "the watch ended" in watching.printed[-1]
    # nobody holds the lock, and nothing is left to do
    assert "nothing new" in home.run("run", now=steps_of(tiny_operator)[0]["now"])
