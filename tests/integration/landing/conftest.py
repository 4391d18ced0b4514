from __future__ import annotations

from pathlib import Path

import pytest

from tests.homes import Home
from tests.integration.landing.usage_formats import LANDED, csv_text


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def expected(tmp_path: Path, home: Home) -> list[tuple]:
    other = Home(tmp_path / "csv", TRUNKLINE_KEYS=home.environment["TRUNKLINE_KEYS"])
    other.land(csv_text())
    return other.rows(LANDED)
