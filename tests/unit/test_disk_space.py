"""A full disk is named plainly, whoever hits it."""

import errno
import shutil
from collections import namedtuple
from pathlib import Path

import duckdb
import pytest

from trunkline.disk_space import NoSpaceError, check_space, full_disk_named
from trunkline.settings import Settings

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(home=tmp_path / "home", keys_file=tmp_path / "keys.json")
    made.make_folders()
    return made


def test_a_run_does_not_begin_without_room_for_what_landed(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    (settings.landing / "usage.csv").write_bytes(b"x" * 2**20)
    needed = (300 + 4) * 2**20
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(needed, 0, needed))
    check_space(settings)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(needed, 1, needed - 1))
    with pytest.raises(NoSpaceError, match="303 MB free; this run needs about 304 MB"):
        check_space(settings)


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EFBIG, "File too large"),
        duckdb.IOException('Could not write file "x": No space left on device'),
    ],
)
def test_a_disk_that_fills_up_is_named(settings: Settings, error: Exception) -> None:
    with (
        pytest.raises(NoSpaceError, match=r"is full.*last snapshot stays"),
        full_disk_named(settings),
    ):
        raise error


def test_other_errors_pass(settings: Settings) -> None:
    with pytest.raises(FileNotFoundError), full_disk_named(settings):
        raise FileNotFoundError(errno.ENOENT, "no such file")
