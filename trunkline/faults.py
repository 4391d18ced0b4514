"""Named places at which a test may kill the process, as a power cut would."""

from __future__ import annotations

import os
import signal

# Every point is listed here, so that the kill tests can walk through all of them.
CRASH_POINTS = (
    "ingest.before_stage",
    "ingest.after_stage",
    "ingest.before_rename",
    "ingest.before_manifest",
    "ingest.after_manifest",
    "ingest.before_originals",
    "dbt.before_build",
    "dbt.after_build",
    "gate.before_marts",
    "gate.after_marts",
    "publish.before_partitions",
    "publish.before_snapshot",
    "publish.before_pointer",
    "publish.after_pointer",
    "close.before_commit",
)


def crash_point(name: str) -> None:
    """Kill this process with SIGKILL when TRUNKLINE_CRASH_AT names this point.

    Nothing is flushed, closed or cleaned up: what survives is what a real crash leaves.
    """
    if name not in CRASH_POINTS:
        raise ValueError(f"{name} is not listed in CRASH_POINTS")
    if os.environ.get("TRUNKLINE_CRASH_AT") == name:
        os.kill(os.getpid(), signal.SIGKILL)
