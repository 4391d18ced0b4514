"""Calling dbt: as a process of its own, with everything it needs to know in its environment."""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trunkline.errors import TrunklineError
from trunkline.faults import crash_point
from trunkline.loads import last_load_seq
from trunkline.settings import Settings
from trunkline.snapshot_records import write_whole
from trunkline.warehouse import code_hash, project_folder

PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)


class BuildError(TrunklineError):
    """A model, test or seed of the build failed."""


@dataclass(frozen=True)
class BuildResult:
    """What dbt did: how many nodes of each status, and its own time in seconds."""

    counts: dict[str, int]
    seconds: float

    def __str__(self) -> str:
        listed = ", ".join(f"{count} {status}" for status, count in sorted(self.counts.items()))
        return f"{listed} in {self.seconds:.1f} s"


def build(
    settings: Settings,
    *,
    variables: dict[str, Any] | None = None,
    environment: dict[str, str] | None = None,
) -> BuildResult:
    """Run `dbt build` (without unit tests, which are the developer's) on the home's warehouse.

    Raises BuildError with the failing nodes and their messages.
    """
    crash_point("dbt.before_build")
    arguments = ["build", "--exclude-resource-type", "unit_test"]
    if variables:
        arguments += ["--vars", json.dumps(variables)]
    results = _target(settings) / "run_results.json"
    results.unlink(missing_ok=True)
    _verdict(settings).unlink(missing_ok=True)
    # said once instead of asked by every model and hook: every model of the build sees one load
    watermark = {"TRUNKLINE_WATERMARK": str(last_load_seq(settings))}
    ended = call(settings, arguments, environment=watermark | (environment or {}))
    result = _summary(results)
    passed = ended.returncode == 0 and result is not None
    write_whole(_verdict(settings), json.dumps({"passed": passed}) + "\n")
    if not passed or result is None:
        raise BuildError(_explain(results, ended), f"The whole log: {_log(settings)}")
    crash_point("dbt.after_build")
    return result


def call(
    settings: Settings,
    arguments: Sequence[str],
    *,
    environment: dict[str, str] | None = None,
    target: str = "dbt",
) -> subprocess.CompletedProcess[str]:
    """Run one dbt command in the checkout; its log goes to `run_log/dbt/`.

    `target` is the folder beside the warehouse for what dbt compiles and remembers: another set of
    variables wants another one, or the next build would parse everything anew.

    dbt dies with this process: a killed run must not leave a writer behind in the warehouse.
    """
    project = project_folder()
    folder = settings.warehouse_file.with_name(target)
    folder.mkdir(parents=True, exist_ok=True)
    _log(settings).parent.mkdir(parents=True, exist_ok=True)
    command = [
        str(Path(sys.executable).with_name("dbt")),
        "--no-use-colors",
        # dbt's debug log is half a megabyte a second, and costs a tenth of the build
        *("--log-level-file", "info"),
        *arguments,
        *("--project-dir", str(project), "--profiles-dir", str(project)),
        *("--target-path", str(folder), "--log-path", str(_log(settings).parent)),
    ]
    return subprocess.run(
        command,
        # another path would be parsed anew: from its own folder each warehouse has the same
        cwd=settings.warehouse_file.parent,
        env=_environment(settings, project) | (environment or {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=_die_with_parent,
    )


def _environment(settings: Settings, project: Path) -> dict[str, str]:
    # dbt loads some 2,000 modules: compiling them at every start costs more than parsing the
    # project, so the compiled ones are kept even where the shell says otherwise.
    inherited = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return inherited | {
        "DO_NOT_TRACK": "1",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "TRUNKLINE_HOME": str(settings.home),
        "TRUNKLINE_WAREHOUSE": settings.warehouse_file.name,
        "TRUNKLINE_SPILL": "spill",
        "TRUNKLINE_ZONE": settings.zone,
        "TRUNKLINE_COUNTRY": settings.country,
        "TRUNKLINE_CODE_HASH": code_hash(project, settings.zone),
    }


def last_build_passed(settings: Settings) -> bool | None:
    """Say whether the last build passed with all its tests; None when it was killed, or not ours.

    A failing test leaves models that all stand at one load: the standing alone does not tell.
    """
    try:
        content: dict[str, Any] = json.loads(_verdict(settings).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return bool(content["passed"])


def _verdict(settings: Settings) -> Path:
    return _target(settings) / "verdict.json"


def _target(settings: Settings) -> Path:
    return settings.warehouse_file.with_name("dbt")


def _log(settings: Settings) -> Path:
    return settings.run_log / "dbt" / "dbt.log"


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGKILL)


def _read(results: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(results.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content


def _summary(results: Path) -> BuildResult | None:
    content = _read(results)
    if not content:
        return None
    counts: dict[str, int] = {}
    for node in content["results"]:
        counts[node["status"]] = counts.get(node["status"], 0) + 1
    return BuildResult(counts, float(content["elapsed_time"]))


def _explain(results: Path, ended: subprocess.CompletedProcess[str]) -> str:
    """Name each node that failed and what it said; without results, the end of dbt's output."""
    failed = [
        f"{node['unique_id'].split('.', 2)[2]}: {' '.join((node['message'] or '').split())}"
        for node in _read(results).get("results", [])
        if node["status"] in ("error", "fail", "runtime error")
    ]
    if failed:
        more = f"\n  and {len(failed) - 10} more" if len(failed) > 10 else ""
        return "dbt build failed:\n  " + "\n  ".join(failed[:10]) + more
    if ended.returncode < 0:
        return f"dbt was ended by signal {-ended.returncode}."
    said = (ended.stdout + ended.stderr).strip().splitlines()
    return "dbt could not start the build:\n  " + "\n  ".join(said[-12:])
