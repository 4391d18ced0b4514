"""What every suite shares: the repository's root and the public data that nobody here made."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
PARSED = REPOSITORY / "target" / "tests" / "partial_parse.msgpack"
"""What dbt remembers of the project (see `tests/parse_once.py`)."""


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder `data` of TRUNKLINE_SHARED (default `../shared`), for tests marked `real_data`.

    A user who does not have it sees these tests skipped, with the reason. Where
    TRUNKLINE_REQUIRE_SHARED=1 (as in `.ci/run`) its absence is a failure: these tests are the
    only ones on data that nobody here made, so they must not go missing in silence.
    """
    folder = Path(os.environ.get("TRUNKLINE_SHARED", "../shared"))
    data = (folder if folder.is_absolute() else REPOSITORY / folder) / "data"
    if data.is_dir():
        return data
    message = f"TRUNKLINE_SHARED: no public data at {data}; set it to the folder that holds data/"
    if os.environ.get("TRUNKLINE_REQUIRE_SHARED") == "1":
        pytest.fail(message)
    pytest.skip(message)


class RealDataWatch:
    """Counts the tests on real data that passed; in CI a session without any has failed.

    It listens to reports, which reach the main process from every worker, so that a marker
    taken away, a deselection and a skip are all noticed alike.
    """

    def __init__(self) -> None:
        self.passed = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.passed += report.when == "call" and report.passed and "real_data" in report.keywords

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if not self.passed and session.exitstatus in (pytest.ExitCode.OK, 5):
            print("\nNo test marked real_data passed, and TRUNKLINE_REQUIRE_SHARED=1 demands it.")
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_configure(config: pytest.Config) -> None:
    """Name what was parsed to every dbt; watch over the real data where they are required."""
    os.environ["DBT_PARTIAL_PARSE_FILE_PATH"] = str(PARSED)
    is_worker = hasattr(config, "workerinput")
    if os.environ.get("TRUNKLINE_REQUIRE_SHARED") == "1" and not is_worker:
        config.pluginmanager.register(RealDataWatch())
