from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.homes import Home
from trunkline.errors import LockHeldError
from trunkline.lock import writer_lock

HOLD = (
    "import time; from trunkline.settings import Settings; from trunkline.lock import writer_lock\n"
    "with writer_lock(Settings.from_environment(), 'bill close'):\n"
    "    print('held', flush=True); time.sleep(60)"
)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def holder(home: Home):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD],
        env={**os.environ, **home.environment},
        stdout=subprocess.PIPE,
    )
    assert process.stdout and process.stdout.readline() == b"held\n"
    yield process
    process.kill()
    process.wait()


def test_a_second_writer_is_told_who_holds_it(home: Home, holder: subprocess.Popen) -> None:
    with pytest.raises(LockHeldError) as told, writer_lock(home.settings, "ingest"):
        pass
    assert f"process {holder.pid} (bill close, since 20" in told.value.message
    assert "--wait" in told.value.advice
    assert told.value.exit_code == 75


def test_a_killed_holder_frees_it(home: Home, holder: subprocess.Popen) -> None:
    holder.send_signal(signal.SIGKILL)
    with writer_lock(home.settings, "ingest", wait=10):
        pass


def test_waiting_ends(home: Home, holder: subprocess.Popen) -> None:
    began = time.monotonic()
    with pytest.raises(LockHeldError), writer_lock(home.settings, "ingest", wait=0.5):
        pass
    assert 0.4 < time.monotonic() - began < 10


def test_one_process_may_take_it_again(home: Home) -> None:
    with writer_lock(home.settings, "run"):
        with writer_lock(home.settings, "ingest"):
            pass
        with pytest.raises(LockHeldError):
            raise LockHeldError("still held by this process", "")
    with writer_lock(home.settings, "run"):
        pass
