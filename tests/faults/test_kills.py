"""kill -9 at each named point and at random moments of a run; then the run again."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from collections.abc import Callable

import pytest

from tests.faults.conftest import Undisturbed, start_run, watermark_in_service
from tests.integration.operator_history import REPOSITORY, TRUNKLINE, Home
from trunkline.faults import CRASH_POINTS

pytestmark = [pytest.mark.slow, pytest.mark.faults]

EARLY_POINTS = [point for point in CRASH_POINTS if point.startswith(("ingest.", "dbt."))]
LATE_POINTS = [point for point in CRASH_POINTS if point.startswith(("gate.", "publish."))]


def test_every_point_is_tried() -> None:
    assert {*EARLY_POINTS, *LATE_POINTS, "close.before_commit"} == set(CRASH_POINTS)
    assert len(CRASH_POINTS) == 15


@pytest.mark.parametrize("point", EARLY_POINTS)
def test_killed_while_landing_or_building(
    point: str, home: Home, undisturbed: Undisturbed, recovers: Callable[[Home], None]
) -> None:
    killed = start_run(home, undisturbed.now, TRUNKLINE_CRASH_AT=point)
    assert killed.wait() == -signal.SIGKILL, f"{point} was never reached"
    assert watermark_in_service(home) == 1
    recovers(home)


@pytest.mark.parametrize("point", LATE_POINTS)
def test_killed_while_checking_or_publishing(
    point: str, built_home: Home, undisturbed: Undisturbed, recovers: Callable[[Home], None]
) -> None:
    killed = start_run(built_home, undisturbed.now, TRUNKLINE_CRASH_AT=point)
    assert killed.wait() == -signal.SIGKILL, f"{point} was never reached"
    assert watermark_in_service(built_home) == (2 if point == "publish.after_pointer" else 1)
    recovers(built_home)


@pytest.mark.parametrize("number", range(5))
def test_killed_at_a_random_moment(
    number: int, home: Home, undisturbed: Undisturbed, recovers: Callable[[Home], None]
) -> None:
    moment = random.Random(f"kill {number}").uniform(0.05, 0.95) * undisturbed.seconds
    run = start_run(home, undisturbed.now)
    time.sleep(moment)
    run.send_signal(signal.SIGKILL)
    run.wait()
    recovers(home)


def test_a_close_killed_before_its_commit_leaves_the_period_open(
    home: Home, undisturbed: Undisturbed
) -> None:
    home.run("run", now=undisturbed.now)
    gaps = home.run("bill", "periods", now=undisturbed.now).partition("block a close: ")[2].strip()
    close = ["bill", "close", "--all-ended"]
    for gap in filter(None, gaps.split(", ")):
        close += ["--accept-gap", gap, "--reason", "the switch lost it"]
    killed = subprocess.run(
        [TRUNKLINE, *close],
        cwd=REPOSITORY,
        env=home.environment(
            TRUNKLINE_NOW=undisturbed.now, TRUNKLINE_CRASH_AT="close.before_commit"
        ),
        capture_output=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert "closed by load" not in home.run("bill", "periods", now=undisturbed.now)
    assert not (home.folder / "lake" / "trunkline" / "bill_closes" / "load=3").exists()
    assert "load 3 holds the close" in home.run(*close, now=undisturbed.now)
    home.run("run", now=undisturbed.now)
    assert "0 differences" in home.run("bill", "verify", now=undisturbed.now)
