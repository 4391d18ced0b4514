"""A sound file, and the landing of one that must be refused whole."""

from __future__ import annotations

from ingestion.refusals import Refusal, refusals
from ingestion.report import EXIT_REFUSED
from tests.homes import Home, usage_file, usage_lines
from trunkline.loads import last_load_seq

NAME = "usage_MSC01_1.csv"
SOUND = usage_file(usage_lines(3))


def refused(home: Home, data: bytes, name: str = NAME) -> Refusal:
    """Land one file, which must be refused and kept with its bytes as they came."""
    home.put_raw(data, name)
    report = home.ingest()
    assert report.exit_code == EXIT_REFUSED
    assert report.load_seq is None and last_load_seq(home.settings) == 0
    (refusal,) = report.refused
    kept = home.settings.refused / str(refusal.kept_as)
    assert kept.read_bytes() == data
    assert kept.stat().st_mode & 0o777 == 0o600
    assert not (home.settings.landing / "mediation" / "usage_events" / name).exists()
    assert refusals(home.settings) == [refusal]
    text = str(refusal)
    assert name in text and f"rule {refusal.rule}" in text and "What to do: " in text
    return refusal
