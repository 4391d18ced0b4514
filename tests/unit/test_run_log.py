"""The run log keeps one whole line a step, whatever ends the step."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from trunkline.run_log import GateLine, RunLog, read_lines


def test_a_step_that_ends_leaves_one_line_with_its_watermark(tmp_path: Path) -> None:
    log = RunLog(tmp_path)
    log.prepare()
    with log.step("dbt", code_hash="abc") as step:
        step.watermark = 3
        step.detail = "61 models"
    (line,) = read_lines(log.runs)
    assert line["run_id"] == log.run_id
    assert (line["step"], line["status"], line["watermark"]) == ("dbt", "succeeded", 3)
    assert line["started_at"] <= line["ended_at"]
    assert not list((tmp_path / "open").iterdir())


def test_a_step_that_raises_is_failed_and_says_why_in_one_line(tmp_path: Path) -> None:
    log = RunLog(tmp_path)
    with pytest.raises(RuntimeError), log.step("ingest"):
        raise RuntimeError("no\nroom")
    (line,) = read_lines(log.runs)
    assert (line["status"], line["detail"]) == ("failed", "no room")


def test_a_step_nobody_knows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="is no step"), RunLog(tmp_path).step("dance"):
        pass


DIE_IN_STEP = """
import os, pathlib, signal, sys
from trunkline.run_log import RunLog
with RunLog(pathlib.Path(sys.argv[1]), "killed-run").step("publish"):
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_step_is_written_down_by_the_next_run(tmp_path: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", DIE_IN_STEP, str(tmp_path)], check=False)
    assert ended.returncode == -signal.SIGKILL
    log = RunLog(tmp_path)
    assert log.prepare() == 1
    (line,) = read_lines(log.runs)
    assert (line["run_id"], line["step"], line["status"]) == ("killed-run", "publish", "killed")
    assert line["ended_at"] is None
    assert log.prepare() == 0


def test_a_step_under_way_elsewhere_is_left_alone(tmp_path: Path) -> None:
    running = RunLog(tmp_path)
    with running.step("dbt"):
        assert RunLog(tmp_path).prepare() == 0
    assert [line["status"] for line in read_lines(running.runs)] == ["succeeded"]


def test_what_a_kill_left_of_a_line_is_cut_off_before_the_next(tmp_path: Path) -> None:
    log = RunLog(tmp_path)
    with log.step("ingest"):
        pass
    with log.runs.open("a") as file:
        file.write('{"run_id": "half')
    with log.step("dbt"):
        pass
    assert [json.loads(text)["step"] for text in log.runs.read_text().splitlines()] == [
        "ingest",
        "dbt",
    ]


def test_the_checks_of_a_gate_are_kept_with_their_run(tmp_path: Path) -> None:
    log = RunLog(tmp_path)
    log.record_gate([GateLine("marts", "no_null_keys", "billing", "0", "2", False)])
    (line,) = read_lines(log.gates)
    assert line["run_id"] == log.run_id
    assert line["is_success"] is False
