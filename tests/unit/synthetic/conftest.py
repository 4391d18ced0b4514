"""One tiny operator for all tests of a run, generated once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ingestion.synthetic.arguments import Arguments, FaultRates, choose
from ingestion.synthetic.generate import generate

START = dt.date(2026, 1, 1)


def arguments(**changes: object) -> Arguments:
    named = {
        "size": "tiny", "subscribers": None, "months": None, "seed": 1, "start": START,
        "faults": FaultRates(),
    }  # fmt: skip
    return choose(**(named | changes))


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny") / "operator"
    generate(arguments(), folder)
    return folder
