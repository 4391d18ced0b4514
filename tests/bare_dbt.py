"""Calling dbt as a developer does, on a warehouse of one's own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]


def bare_dbt(
    *words: str, warehouse: Path, environment: Mapping[str, str], project: Path = REPOSITORY
) -> subprocess.CompletedProcess[str]:
    """Run dbt in the warehouse's folder, where its target and log folders lie too.

    As in `trunkline.dbt_runner`, the path of the warehouse is the same from there for every home,
    so that what was parsed once (`tests/parse_once.py`) is good for all of them. The environment
    names the home. It knows no code hash unless the environment names one.
    """
    warehouse.parent.mkdir(parents=True, exist_ok=True)
    return subprocess.run(
        [
            *(str(Path(sys.executable).with_name("dbt")), *words),
            *("--project-dir", str(project), "--profiles-dir", str(project)),
            *("--target-path", str(warehouse.parent / "target")),
            *("--log-path", str(warehouse.parent)),
        ],
        cwd=warehouse.parent,
        env={**environment, "TRUNKLINE_WAREHOUSE": warehouse.name, "TRUNKLINE_SPILL": "spill"},
        capture_output=True,
        text=True,
        check=False,
    )
