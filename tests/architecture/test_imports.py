"""The one-way rule of ARCHITECTURE section 5, checked by import-linter's contracts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_imports_go_one_way(repository: Path) -> None:
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as run; run()",
    ]
    result = subprocess.run(
        [*command, "--no-cache"], cwd=repository, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert "3 kept, 0 broken" in result.stdout
