"""The disk fills up at several moments of a run: a clear end, nothing half visible."""

from __future__ import annotations

import resource
import subprocess
from collections.abc import Callable

import pytest

from tests.faults.conftest import Undisturbed, watermark_in_service
from tests.integration.operator_history import REPOSITORY, TRUNKLINE, Home

pytestmark = [pytest.mark.slow, pytest.mark.faults]

# No file may grow beyond this: it stops landing, dbt, or the snapshot, as the sizes rise.
LIMITS = {"while_landing": 2_000, "while_building": 600_000, "late_in_the_build": 20_000_000}


@pytest.mark.parametrize("moment", LIMITS)
def test_a_disk_that_fills_up(
    moment: str, home: Home, undisturbed: Undisturbed, recovers: Callable[[Home], None]
) -> None:
    limit = LIMITS[moment]
    ended = subprocess.run(
        [TRUNKLINE, "run"],
        cwd=REPOSITORY,
        env=home.environment(TRUNKLINE_NOW=undisturbed.now),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    said = ended.stdout + ended.stderr
    assert ended.returncode == 1, said[-3000:]
    assert "Traceback" not in said, said[-3000:]
    assert "full" in said or "too large" in said.lower() or "could not write" in said.lower(), said
    assert watermark_in_service(home) == 1
    recovers(home)
