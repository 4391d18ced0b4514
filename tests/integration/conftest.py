"""A tiny operator whose whole history was played once, shared by every test that only reads it."""

from __future__ import annotations

from pathlib import Path

import pytest
from filelock import FileLock

from tests.integration.operator_history import TRUNKLINE, Home, play, steps_of


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all workers of this session see."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session")
def tiny_operator(shared_folder: Path) -> Path:
    """The files of a tiny operator: deliveries, history, answer key."""
    import subprocess

    out = shared_folder / "tiny_operator"
    with FileLock(f"{out}.lock"):
        if not (out / "history.json").exists():
            subprocess.run(
                [TRUNKLINE, "generate", "--size", "tiny", "--out", str(out)],
                check=True,
                capture_output=True,
            )
    return out


@pytest.fixture(scope="session")
def tiny_home(shared_folder: Path, tiny_operator: Path) -> Home:
    """The tiny operator's history, played to its end and published. Read it; do not write to it."""
    home = Home(shared_folder / "tiny_home", shared_folder / "tiny_keys.json")
    done = shared_folder / "tiny_home.done"
    with FileLock(f"{done}.lock"):
        if not done.exists():
            play(tiny_operator, home, steps_of(tiny_operator))
            done.touch()
    return home
