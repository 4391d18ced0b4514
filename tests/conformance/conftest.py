"""One run of the repository's cases for every test that looks at a verdict."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance.judging import Verdict, judge
from tests.conformance.reading import own_files, read_cases


@pytest.fixture(scope="session")
def cases_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the cases' home stands once `verdicts` was asked for."""
    return tmp_path_factory.mktemp("conformance")


@pytest.fixture(scope="session")
def verdicts(cases_folder: Path) -> dict[str, Verdict]:
    """All cases of stage rating through the real ingestion and models, by id."""
    cases = read_cases(own_files(), ["rating"])
    found = judge(cases, cases_folder)
    return {verdict.case.id: verdict for verdict in found}
