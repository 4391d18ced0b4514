"""Delivered files as loads: which rows, numbered how, and what no reader may accept."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import hashlib
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.oracle.guide import CHANGES
from tests.oracle.knowledge import instant

# What rating reads. Files of other entities are numbered, like all, and not looked into.
READ = {
    *CHANGES, "plans", "charge_tiers", "time_bands", "holidays", "currencies", "one_time_charges",
    "usage_events",
}  # fmt: skip
UNITS = {"voice": "second", "sms": "message", "mms": "message", "data": "byte", "content": "item"}
_SWITCH_FILE = re.compile(r"usage_([A-Z][A-Z0-9]+)_([0-9]+)\.csv")


@dataclass(frozen=True)
class File:
    """One file of a load; the first column of `rows` is the physical line."""

    file_no: int
    entity: str
    name: str
    rows: list[tuple[int, dict[str, str]]]
    rejected: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Step:
    """One load of a history: the files of a delivery, or the periods of a close."""

    load_seq: int
    files: list[File]
    closes: list[tuple[int, str]]
    landed_at: dt.datetime


def read_history(folder: Path) -> Iterator[Step]:
    """All steps of an operator in order, the files of a delivery read when its turn comes."""
    history = json.loads((folder / "history.json").read_text("utf-8"))
    landed: set[tuple[str, str]] = set()
    for number, step in enumerate(history["steps"], start=1):
        now = instant(step["now"])
        if step["kind"] == "delivery":
            files = read_delivery(folder / step["delivery"] / "landing", landed)
            yield Step(number, files, [], now)
        else:
            closes = [(close["cycle"], close["period"]) for close in step["closes"]]
            yield Step(number, [], closes, now)


def read_delivery(landing: Path, landed: set[tuple[str, str]]) -> list[File]:
    """Every file of a landing folder, numbered by source, entity, switch, sequence, SHA-256.

    A file is known by its switch and sequence, or without these by its bytes: what an earlier load
    brought (`landed`, which this adds to) is no file of this one and takes no number.
    """
    found: list[tuple[tuple[str, str, str, int, str], Path, str]] = []
    for path in landing.glob("*/*/*.csv*"):
        raw = path.read_bytes()
        if path.suffix == ".gz":
            raw = gzip.decompress(raw)
        switch = _SWITCH_FILE.match(path.name)
        producer, sequence = (switch[1], int(switch[2])) if switch else ("", -1)
        source, entity = path.parent.parent.name, path.parent.name
        digest = hashlib.sha256(raw).hexdigest()
        identity = (f"{source}/{entity}", f"{producer}:{sequence}" if switch else digest)
        if identity in landed:
            continue
        landed.add(identity)
        rank = (source, entity, producer, sequence, digest)
        found.append((rank, path, raw.decode()))
    files = []
    for file_no, (rank, path, text) in enumerate(sorted(found, key=lambda f: f[0]), start=1):
        files.append(_file(file_no, rank[1], path.name, text))
    return files


def _file(file_no: int, entity: str, name: str, text: str) -> File:
    lines = text.splitlines()
    header = lines[0].split(",")
    file = File(file_no, entity, name, [])
    if entity not in READ:
        return file
    for line_no, line in enumerate(lines[1:], start=2):
        # None of these entities has a field with a line break, so that a line is a record.
        values = next(csv.reader(io.StringIO(line)))
        row = dict(zip(header, values, strict=False))
        is_whole = line.count('"') % 2 == 0 and len(values) == len(header)
        if is_whole and (entity != "usage_events" or _is_sound(row)):
            file.rows.append((line_no, row))
        else:
            file.rejected.append(line_no)
    return file


def _is_sound(row: dict[str, str]) -> bool:
    try:
        instant(row["started_at"])
    except ValueError:
        return False
    return (
        UNITS.get(row["service"]) == row["unit"]
        and re.fullmatch("[0-9]+", row["quantity"]) is not None
        and re.fullmatch(r"\+?[0-9]{3,15}", row["charged_party"]) is not None
        and row["outcome"] in ("completed", "unanswered", "failed")
        and row["direction"] in ("outgoing", "incoming")
        and (row["record_number"] == "0" or row["charging_id"] != "")
    )
