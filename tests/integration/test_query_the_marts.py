"""What the page on querying the marts tells people to type works, on a real home."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.operator_history import Home

pytestmark = pytest.mark.slow
BLOCK = re.compile(r"```(?:python|sh)\n(.*?)```", re.DOTALL)
OF_THE_PAGE = re.compile(r"\d{8}T\d{6}Z")


def test_what_the_page_says_can_be_typed(repository: Path, tiny_home: Home, tmp_path: Path) -> None:
    page = (repository / "docs" / "how-to" / "query-the-marts.md").read_text(encoding="utf-8")
    pointer = json.loads((tiny_home.folder / "snapshots" / "current.json").read_text())
    (tmp_path / "data").symlink_to(tiny_home.folder)
    python = Path(sys.executable).parent
    typed = [re.sub(r"(?m)^   ", "", block) for block in BLOCK.findall(page)]
    typed = [block for block in typed if not block.startswith("duckdb ")]  # not installed here
    assert len(typed) == 3
    for block in typed:
        command = OF_THE_PAGE.sub(pointer["snapshot_id"], block)
        called = ["bash", "-ec", command] if "python -c" in block else ["python", "-c", command]
        ended = subprocess.run(
            called,
            cwd=tmp_path,
            env=tiny_home.environment(PATH=f"{python}:/usr/bin:/bin"),
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 0, block + ended.stderr
        assert "│" in ended.stdout, block
