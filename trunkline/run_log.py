"""The run log: what each step of each run did, one JSON object a line, only ever appended.

`run_log/runs.ndjson` holds one object per finished step, `run_log/gates.ndjson` one per check of a
gate. A step that is under way stands in `run_log/open/`, locked by the process that runs it; a
later run that finds it there without the lock writes the step down as `killed`. A line is written
with one call under a lock; what a full disk or a kill left of a line is cut off before the next.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from trunkline.errors import words_of

STEPS = ("ingest", "gate_raw", "dbt", "gate_marts", "publish", "close", "suspense", "rerating")


def _timestamp(moment: datetime) -> str:
    """UTC without zone, as the marts keep every `_at` column."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")


@dataclass
class Step:
    """One step of a run while it is under way; the work fills in what it finds out."""

    run_id: str
    step: str
    started_at: datetime
    watermark: int | None = None
    code_hash: str | None = None
    status: str = "succeeded"
    detail: str = ""

    def skip(self, reason: str) -> None:
        """Say that there was nothing to do, and why."""
        self.status, self.detail = "skipped", reason


@dataclass(frozen=True)
class GateLine:
    """One check of a gate as the log keeps it."""

    gate: str
    check_name: str
    owner: str
    expected: str
    seen: str
    is_success: bool
    load_seq: int | None = None
    advice: str = ""


@dataclass
class RunLog:
    """The log of one home, and the run that now writes to it."""

    folder: Path
    run_id: str = field(default_factory=lambda: new_run_id())

    @property
    def runs(self) -> Path:
        """File of finished steps."""
        return self.folder / "runs.ndjson"

    @property
    def gates(self) -> Path:
        """File of gate checks."""
        return self.folder / "gates.ndjson"

    def prepare(self) -> int:
        """Make the files, and write down the steps whose process is gone; returns how many."""
        for path in (self.runs, self.gates):
            _append(path, [])
        killed = 0
        for path in sorted((self.folder / "open").glob("*.json")):
            killed += self._bury(path)
        return killed

    def _bury(self, path: Path) -> int:
        with path.open("r+", encoding="utf-8") as file:
            if not _lock_at_once(file):
                return 0
            try:
                record = json.loads(file.read())
            except ValueError:
                # Killed while it wrote this very file: nothing of the step is known.
                record = None
            if record is not None:
                killed = {"status": "killed", "detail": "the process ended in this step"}
                _append(self.runs, [record | killed])
            path.unlink(missing_ok=True)
            return int(record is not None)

    @contextmanager
    def step(self, name: str, **known: Any) -> Iterator[Step]:
        """Run one step: its line is written when the block ends, `failed` when it raised."""
        if name not in STEPS:
            raise ValueError(f"{name} is no step of a run: use one of {', '.join(STEPS)}")
        step = Step(self.run_id, name, datetime.now(UTC), **known)
        under_way = self.folder / "open" / f"{self.run_id}-{name}-{secrets.token_hex(4)}.json"
        under_way.parent.mkdir(parents=True, exist_ok=True)
        with under_way.open("x", encoding="utf-8") as mark:
            # The lock dies with the process: that is how a later run knows of a kill.
            fcntl.flock(mark, fcntl.LOCK_EX)
            mark.write(json.dumps(_line(step, None)))
            mark.flush()
            try:
                yield step
            except BaseException as error:
                step.status, step.detail = "failed", words_of(error, self.folder.parent)
                raise
            finally:
                _append(self.runs, [_line(step, datetime.now(UTC))])
                under_way.unlink(missing_ok=True)

    def record_gate(self, lines: Iterable[GateLine]) -> None:
        """Append the checks of one gate, all at once."""
        checked_at = _timestamp(datetime.now(UTC))
        _append(
            self.gates,
            [{"run_id": self.run_id, **asdict(line), "checked_at": checked_at} for line in lines],
        )


def new_run_id() -> str:
    """Name a run: the UTC second it began and four random hex digits."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Every whole line of a log file; a line cut short by a kill is not there yet."""
    if not path.exists():
        return []
    whole = path.read_bytes().split(b"\n")[:-1]
    return [json.loads(line) for line in whole if line]


def _line(step: Step, ended_at: datetime | None) -> dict[str, Any]:
    return {
        "run_id": step.run_id,
        "step": step.step,
        "status": step.status,
        "started_at": _timestamp(step.started_at),
        "ended_at": _timestamp(ended_at) if ended_at else None,
        "watermark": step.watermark,
        "code_hash": step.code_hash,
        "detail": step.detail,
    }


def _append(path: Path, records: list[Mapping[str, Any]] | list[dict[str, Any]]) -> None:
    """Append whole lines under a lock, after cutting off an unfinished last one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        _cut_unfinished(path)
        if text:
            written = text.encode("utf-8")
            before = path.stat().st_size
            try:
                if os.write(file.fileno(), written) != len(written):
                    raise OSError(28, "No space left for a line of the run log", str(path))
                os.fsync(file.fileno())
            except OSError:
                os.truncate(path, before)
                raise


def _cut_unfinished(path: Path) -> None:
    content = path.read_bytes() if path.stat().st_size < 1 << 20 else _tail(path)
    if content and not content.endswith(b"\n"):
        unfinished = len(content) - (content.rfind(b"\n") + 1)
        os.truncate(path, path.stat().st_size - unfinished)


def _tail(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(-(1 << 20), os.SEEK_END)
        return file.read()


def _lock_at_once(file: TextIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
