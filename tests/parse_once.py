"""`python -m tests.parse_once`: parse the dbt project for every home that the tests will make.

dbt parses anew in a home where it has not run yet, a third of what a small build takes. What it
remembers of this parse is named to each of them by `tests/conftest.py`; dbt compares it with the
project's files and parses what changed, so an old one does no harm, and none at all costs time.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from tests.conftest import PARSED
from trunkline.dbt_runner import call
from trunkline.settings import Settings


def main() -> int:
    """Write what dbt remembers of the project to PARSED; return dbt's exit code."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        settings = Settings.from_environment(os.environ | {"TRUNKLINE_HOME": str(home)})
        ended = call(settings, ["parse"])
        if ended.returncode:
            print(ended.stdout + ended.stderr)
            return ended.returncode
        PARSED.parent.mkdir(parents=True, exist_ok=True)
        written = settings.warehouse_file.with_name("dbt") / PARSED.name
        # by another name first: a test run beside this one may read it
        aside = PARSED.with_suffix(f".{os.getpid()}")
        aside.write_bytes(written.read_bytes())
        aside.replace(PARSED)
    return 0


if __name__ == "__main__":
    sys.exit(main())
