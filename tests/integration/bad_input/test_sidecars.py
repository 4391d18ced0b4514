"""Sidecars that contradict their file, or are none: they refuse it, and it alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.homes import Home
from tests.integration.bad_input.refusing import NAME, SOUND, refused


def test_cut_at_the_end_of_a_line_shows_by_the_sidecar(home: Home) -> None:
    home.put_raw(json.dumps({"records": 4}).encode(), f"{NAME}.meta.json")
    refusal = refused(home, SOUND.encode())
    assert refusal.rule == "sidecar_records"
    assert refusal.message == "It holds 3 records, its sidecar says 4."
    assert (home.settings.refused / f"{refusal.kept_as}.meta.json").exists()


def test_sidecar_with_another_hash(home: Home) -> None:
    home.put_raw(json.dumps({"sha256": "0" * 64}).encode(), f"{NAME}.meta.json")
    refusal = refused(home, SOUND.encode())
    assert refusal.rule == "sidecar_sha256"
    assert "its sidecar says 000000" in refusal.message


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b'{"records": "three"}', id="no number"),
        pytest.param(b"[1]", id="no object"),
        pytest.param(b'{"records": 3, "producer": "\xff"}', id="no UTF-8"),
        pytest.param(b'{"producer": "\\ud800", "sequence": 1}', id="half of a sign"),
        pytest.param(b'{"sequence": 9223372036854775808}', id="beyond a BIGINT"),
        pytest.param(b"[" * 60_000, id="nested"),
        pytest.param(b'{"records": 3}' + b" " * (64 << 10), id="large"),
    ],
)
def test_unreadable_sidecar(home: Home, content: bytes) -> None:
    home.put_raw(content, f"{NAME}.meta.json")
    refusal = refused(home, SOUND.encode())
    assert refusal.rule == "sidecar"
    assert refusal.message.startswith("Its sidecar cannot be read: ")
    assert NAME not in refusal.message


def test_a_large_sidecar_is_not_read(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    sidecar = home.put_raw(b" " * ((64 << 10) + 1), f"{NAME}.meta.json")
    read = Path.read_text

    def read_others(path: Path, *arguments: str) -> str:
        assert path != sidecar
        return read(path, *arguments)

    monkeypatch.setattr(Path, "read_text", read_others)
    (refusal,) = home.land(SOUND, NAME).refused
    assert refusal.message == "Its sidecar cannot be read: it is larger than 64 KiB."


def test_a_sidecar_that_is_taken_away_is_none(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    sidecar = home.put('{"records": 3}', f"{NAME}.meta.json")
    read = Path.read_text

    def vanish(path: Path, *arguments: str) -> str:
        if path == sidecar:
            sidecar.unlink()
        return read(path, *arguments)

    monkeypatch.setattr(Path, "read_text", vanish)
    assert home.land(SOUND, NAME).load_seq == 1


def test_sidecar_against_the_name(home: Home) -> None:
    home.put_raw(b'{"producer": "MSC02", "sequence": 1}', f"{NAME}.meta.json")
    assert "Its name says MSC01 1, its sidecar MSC02 1." in refused(home, SOUND.encode()).message
