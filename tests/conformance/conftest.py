"""One run of the repository's cases for every test that looks at a verdict."""

from __future__ import annotations

import pytest

from tests.conformance.judging import Verdict, judge
from tests.conformance.reading import own_files, read_cases


@pytest.fixture(scope="session")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Verdict]:
    """All cases of stage rating through the real ingestion and models, by id."""
    cases = read_cases(own_files(), ["rating"])
    found = judge(cases, tmp_path_factory.mktemp("conformance"))
    return {verdict.case.id: verdict for verdict in found}
