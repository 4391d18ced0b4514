"""One tiny operator for all tests of a run, generated once."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
from pathlib import Path

import pytest

from ingestion.synthetic.arguments import Arguments, FaultRates, choose
from ingestion.synthetic.generate import generate
from ingestion.synthetic.rates import Rates

START = dt.date(2026, 1, 1)


def arguments(**changes: object) -> Arguments:
    named = {
        "size": "tiny", "subscribers": None, "months": None, "seed": 1, "start": START,
        "faults": FaultRates(),
    }  # fmt: skip
    return choose(**(named | changes))


def rows_of(path: Path) -> list[dict[str, str]]:
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode()
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny") / "operator"
    generate(arguments(), folder)
    return folder


def business_operator(folder: Path, rates: Rates) -> Path:
    """Enough people for every kind of case, and little usage."""
    generate(Arguments(300, 5, 5, START, events_per_day=0.4, rates=rates), folder)
    return folder


@pytest.fixture(scope="session")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return business_operator(tmp_path_factory.mktemp("business") / "operator", Rates())


@pytest.fixture(scope="session")
def faultless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    none = Rates(**dict.fromkeys(Rates.__dataclass_fields__, 0.0))
    return business_operator(tmp_path_factory.mktemp("faultless") / "operator", none)
