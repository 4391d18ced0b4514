"""Two runs at once, and pages that stay open while snapshots change under them."""

from __future__ import annotations

import subprocess
import time

import pytest

from tests.faults.conftest import Undisturbed, settings_of, start_run, watermark_in_service
from tests.integration.operator_history import REPOSITORY, TRUNKLINE, Home, mart_digests
from trunkline.snapshots import list_snapshots, open_snapshot

pytestmark = [pytest.mark.slow, pytest.mark.faults]


def test_a_second_run_is_busy_or_waits(home: Home, undisturbed: Undisturbed) -> None:
    first = start_run(home, undisturbed.now)
    lock = home.folder / "writer.lock"
    while not lock.exists() or not lock.read_text():
        assert first.poll() is None
        time.sleep(0.02)
    second = home.run("run", now=undisturbed.now, expect=75)
    assert "busy" in second
    assert f"process {first.pid} (run, since " in second
    waited = home.run("run", "--wait", "600", now=undisturbed.now)
    assert first.wait() == 0
    assert "nothing new" in waited
    assert mart_digests(home.warehouse) == undisturbed.digests


def test_an_open_page_goes_on_through_run_publish_and_rollback(
    home: Home, undisturbed: Undisturbed
) -> None:
    settings = settings_of(home)
    question = "select count(*), sum(charge) from fct_rated_usage"
    with open_snapshot(settings) as page:
        before = page.connection.execute(question).fetchone()
        run = start_run(home, undisturbed.now)
        answers = 0
        while run.poll() is None:
            assert page.connection.cursor().execute(question).fetchone() == before
            answers += 1
            time.sleep(0.05)
        assert run.returncode == 0
        assert answers > 10
        assert page.connection.execute(question).fetchone() == before
        assert watermark_in_service(home) == 2
        home.run("snapshots", "rollback", page.record.snapshot_id, now=undisturbed.now)
        assert watermark_in_service(home) == 1
        assert page.connection.execute(question).fetchone() == before
    # An idle run leaves the rollback alone; new data or new code would publish again.
    assert "nothing new" in home.run("run", now=undisturbed.now)
    assert watermark_in_service(home) == 1
    assert len(list_snapshots(settings)) == 2


def test_a_gate_that_says_no_leaves_the_last_snapshot_in_service(
    home: Home, undisturbed: Undisturbed
) -> None:
    usage = sorted((home.folder / "landing" / "mediation" / "usage_events").iterdir())
    ahead = usage[0].with_name(f"{usage[0].name.partition('.')[0]}.csv")
    for path in usage:
        path.unlink()
    switch = ahead.name.split("_")[1]
    rows = [
        f"{switch},ahead{n},0,voice,outgoing,completed,+821012345678,"
        f"2031-01-01T00:00:{n:02d}+09:00,60,second"
        for n in range(50)
    ]
    header = (
        "producer,record_id,record_number,service,direction,outcome,charged_party,started_at,"
        "quantity,unit"
    )
    ahead.write_text("\n".join([header, *rows]) + "\n")
    said = home.run("run", now=undisturbed.now, expect=1)
    assert "raw gate failed" in said
    assert "events_of_the_future failed: expected 0 to 5, saw 50 (mediation)" in said
    assert watermark_in_service(home) == 1
    shown = subprocess.run(
        [TRUNKLINE, "loads"],
        cwd=REPOSITORY,
        env=home.environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "held-" in shown.stdout
    home.run("run", now=undisturbed.now)
    assert watermark_in_service(home) == 1
