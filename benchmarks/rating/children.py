"""Running one job as a process of its own: what it says at its end, and its memory at the most."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

HERE = Path(__file__).parent
LOOKS_PER_SECOND = 4


def run(
    python: str, script: str, words: Sequence[object], environment: Mapping[str, str] | None = None
) -> dict[str, float]:
    """Run a script of this folder; return its outcome with `peak`, in bytes. Stop when it fails.

    The peak is that of the greatest single process among it and all that it started: what
    processes share (a server's buffers) would be counted again in a sum.
    """
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as complained:
        process = subprocess.Popen(
            [python, str(HERE / script), *map(str, words)],
            env=os.environ | dict(environment or {}),
            stdout=said,
            stderr=complained,
        )
        peak = 0
        try:
            while process.poll() is None:
                peak = max([peak, *map(_most_held, _family(process.pid))])
                time.sleep(1 / LOOKS_PER_SECOND)
        finally:  # stopped by hand: nothing goes on alone
            process.terminate()
            process.wait()
        said.seek(0)
        complained.seek(0)
        printed = said.read().strip()
        if process.returncode:
            complaint = (printed + "\n" + complained.read())[-4000:]
            sys.exit(f"{script} ended with {process.returncode}:\n{complaint}")
    outcome: dict[str, float] = json.loads(printed.splitlines()[-1])
    return outcome | {"peak": peak}


def _family(pid: int) -> list[int]:
    """A process and all below it."""
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        for task in Path(f"/proc/{found[-1]}/task").glob("*/children"):
            try:
                waiting += map(int, task.read_text().split())
            except OSError:  # it ended meanwhile
                continue
    return found


def _most_held(pid: int) -> int:
    """The most that a process ever held in memory, in bytes."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:  # it ended meanwhile
        return 0
    held = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(held[1]) * 1024 if held else 0
