"""A third of the tiny operator: its home after one delivery, and what the second makes of it."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock

from tests.integration.operator_history import (
    REPOSITORY,
    TRUNKLINE,
    Home,
    land,
    mart_digests,
    steps_of,
)
from trunkline.settings import Settings
from trunkline.snapshots import open_snapshot

PATHS = ("base", "built", "keys", "operator")


@dataclass(frozen=True)
class Undisturbed:
    """Where the first delivery leads to, and the second when nothing goes wrong.

    `built` stands before the marts gate of the second: a run that was killed there.
    """

    base: Path
    built: Path
    keys: Path
    operator: Path
    second: str
    now: str
    seconds: float
    digests: dict[str, tuple[int, str]]


def start_run(home: Home, now: str, **more: str) -> subprocess.Popen[bytes]:
    """Start `trunkline run`, to be killed or watched."""
    return subprocess.Popen(
        [TRUNKLINE, "run"],
        cwd=REPOSITORY,
        env=home.environment(TRUNKLINE_NOW=now, **more),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def play_base(folder: Path) -> Undisturbed:
    """Generate the operator, land its first delivery, then the second on a copy."""
    operator, keys = folder / "operator", folder / "keys.json"
    subprocess.run(
        [TRUNKLINE, "generate", "--size", "tiny", "--subscribers", "20", "--out", str(operator)],
        check=True,
        capture_output=True,
    )
    first, second = [step for step in steps_of(operator) if step["kind"] == "delivery"][:2]
    base = Home(folder / "base", keys)
    land(operator, base, first["delivery"])
    base.run("run", now=first["now"])
    straight = Home(folder / "straight", keys)
    shutil.copytree(base.folder, straight.folder)
    land(operator, straight, second["delivery"])
    began = time.monotonic()
    straight.run("run", now=second["now"])
    seconds = time.monotonic() - began
    digests = mart_digests(straight.warehouse)
    built = Home(folder / "built", keys)
    shutil.copytree(base.folder, built.folder)
    land(operator, built, second["delivery"])
    killed = start_run(built, second["now"], TRUNKLINE_CRASH_AT="dbt.after_build")
    assert killed.wait() == -signal.SIGKILL
    return Undisturbed(
        base=base.folder,
        built=built.folder,
        keys=keys,
        operator=operator,
        second=second["delivery"],
        now=second["now"],
        seconds=seconds,
        digests=digests,
    )


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Undisturbed:
    """Played once, shared by the workers of this session."""
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / "faults"
    folder.mkdir(exist_ok=True)
    kept = folder / "undisturbed.json"
    with FileLock(f"{kept}.lock"):
        if not kept.exists():
            played = play_base(folder)
            paths = {name: str(getattr(played, name)) for name in PATHS}
            kept.write_text(json.dumps(played.__dict__ | paths))
    values = json.loads(kept.read_text())
    values |= {name: Path(values[name]) for name in PATHS}
    values["digests"] = {mart: tuple(digest) for mart, digest in values["digests"].items()}
    return Undisturbed(**values)


@pytest.fixture
def home(undisturbed: Undisturbed, tmp_path: Path) -> Home:
    """A copy of the home after the first delivery, with the second one waiting in landing."""
    copied = Home(tmp_path / "home", undisturbed.keys)
    shutil.copytree(undisturbed.base, copied.folder)
    land(undisturbed.operator, copied, undisturbed.second)
    return copied


def settings_of(home: Home) -> Settings:
    """The settings of a home, for looking at it from here."""
    return Settings(home=home.folder, keys_file=home.keys)


def watermark_in_service(home: Home) -> int:
    """The load of the snapshot in service, read through to its facts."""
    with open_snapshot(settings_of(home)) as opened:
        row = opened.connection.execute(
            "select max(load_seq), (select count(*) from fct_rated_usage) from fct_load_files"
        ).fetchone()
        assert row is not None
        assert row[0] == opened.record.watermark
        assert row[1] == opened.record.row_counts["fct_rated_usage"] > 0
        return int(row[0])


@pytest.fixture
def built_home(undisturbed: Undisturbed, tmp_path: Path) -> Home:
    """A copy of the home in which the second delivery is built, and not yet checked."""
    copied = Home(tmp_path / "built_home", undisturbed.keys)
    shutil.copytree(undisturbed.built, copied.folder)
    return copied


@pytest.fixture
def recovers(undisturbed: Undisturbed) -> Callable[[Home], None]:
    """Run again after a fault: marts as an undisturbed run's, and nothing left over."""

    def check(home: Home) -> None:
        assert watermark_in_service(home) in (1, 2)
        home.run("run", now=undisturbed.now)
        assert mart_digests(home.warehouse) == undisturbed.digests
        assert watermark_in_service(home) == 2
        left = [
            path
            for path in home.folder.rglob("*")
            if path.name.endswith((".partial", ".tmp")) or "restricted/work/" in str(path)
        ]
        assert [str(path) for path in left] == []
        landing = home.folder / "landing"
        assert [path.name for path in landing.rglob("*") if path.is_file()] == []

    return check
