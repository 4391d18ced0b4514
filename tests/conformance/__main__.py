"""`make conformance`: runs cases through the real ingestion and models and prints the table."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.conformance.judging import FAILED, judge
from tests.conformance.reading import own_files, read_cases
from tests.conformance.report import failures, table
from tests.conformance.running import ConformanceRunError


def main(arguments: list[str]) -> int:
    """Run the cases of the repository (stage rating), or those of a file (all stages)."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance", description=main.__doc__)
    parser.add_argument("cases", nargs="*", type=Path, help="files of cases, JSON lines")
    parser.add_argument("--stage", choices=("rating", "invoicing", "all"), help="only this stage")
    parser.add_argument("--only", default="", help="ids of cases, parted by commas")
    parser.add_argument("--verbose", action="store_true", help="say what failed, and why")
    parser.add_argument("--no-checks", action="store_true", help="build only what is read")
    parser.add_argument("--keep", type=Path, help="an empty folder for the lake, to look at after")
    wanted = parser.parse_args(arguments)
    stage = wanted.stage or ("all" if wanted.cases else "rating")
    stages = () if stage == "all" else (stage,)
    cases = read_cases(wanted.cases or own_files(), stages)
    if wanted.only:
        cases = [case for case in cases if case.id in wanted.only.split(",")]
    with tempfile.TemporaryDirectory(prefix="conformance-") as scratch:
        folder = wanted.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        try:
            verdicts = judge(cases, folder, _progress, checks=not wanted.no_checks)
        except ConformanceRunError as error:
            print(f"No case was judged. {error}", file=sys.stderr)
            return 2
    if wanted.verbose:
        print("\n".join(failures(verdicts)), end="\n\n")
    print("\n".join(table(verdicts)))
    return int(any(verdict.outcome == FAILED for verdict in verdicts))


def _progress(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
