"""A data home in a temporary folder, with words to land files in it and to look at the outcome."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import zstandard

from ingestion.ingest import ingest
from ingestion.report import IngestReport
from trunkline.gates import GateCheck, GateResult, StagedLoad
from trunkline.settings import Settings

USAGE_HEADER = (
    "producer,record_id,record_number,charging_id,service,direction,outcome,charged_party,"
    "other_party,started_at,quantity,unit,cell_id,visited_network,reversal_of,trunk"
)
USAGE = "mediation/usage_events"
_USAGE_FIELDS = {
    "producer": "MSC01",
    "record_id": "R1",
    "record_number": "0",
    "charging_id": "",
    "service": "voice",
    "direction": "outgoing",
    "outcome": "completed",
    "charged_party": "+821012345678",
    "other_party": "+821098765432",
    "started_at": "2026-01-05T10:00:00+09:00",
    "quantity": "61",
    "unit": "second",
    "cell_id": "CELL1",
    "visited_network": "",
    "reversal_of": "",
    "trunk": "",
}


def usage_record(number: int, **fields: str) -> dict[str, str]:
    """A sound usage record with some fields set otherwise."""
    return {**_USAGE_FIELDS, "record_id": f"R{number}", **fields}


def usage_line(number: int, **fields: str) -> str:
    """The record as a line without its end."""
    return ",".join(usage_record(number, **fields).values())


def usage_file(lines: Iterable[str], header: str = USAGE_HEADER) -> str:
    """A usage file of some lines."""
    return "".join(f"{line}\n" for line in (header, *lines))


def usage_lines(count: int, first: int = 1) -> list[str]:
    """Sound lines with the record numbers from ``first``."""
    return [usage_line(number) for number in range(first, first + count)]


def pass_all(staged: StagedLoad) -> GateResult:
    """A gate that lets every load pass."""
    return GateResult(True, [])


def fail_all(staged: StagedLoad) -> GateResult:
    """A gate that holds every load."""
    check = GateCheck("volume", "no less than 10", "1", "data engineering", "Look.", False)
    return GateResult(False, [check])


class Home:
    """One data home, with its own keys, clock and sources."""

    def __init__(self, folder: Path, sources: str = "", **environment: str) -> None:
        self.folder = folder
        self.environment: Mapping[str, str] = {
            "TRUNKLINE_HOME": str(folder / "home"),
            "TRUNKLINE_KEYS": str(folder / "keys" / "keys.json"),
            "TRUNKLINE_NOW": "2026-02-01T00:00:00Z",
            **environment,
        }
        if sources:
            (folder / "home").mkdir(parents=True)
            (folder / "home" / "sources.yml").write_text(sources)

    @property
    def settings(self) -> Settings:
        return Settings.from_environment(self.environment)

    def put(self, content: str | bytes, name: str, entity: str = USAGE) -> Path:
        """Put a file into landing; .gz and .zst names are compressed."""
        data = content.encode() if isinstance(content, str) else content
        if name.endswith(".gz"):
            data = gzip.compress(data, mtime=0)
        if name.endswith(".zst"):
            data = zstandard.compress(data)
        return self.put_raw(data, name, entity)

    def put_raw(self, data: bytes, name: str, entity: str = USAGE) -> Path:
        """Put bytes into landing as they are."""
        path = self.settings.landing / entity / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def ingest(self, gate: Any = pass_all, **options: Any) -> IngestReport:
        """Land what lies in landing."""
        return ingest(self.settings, gate, **options)

    def land(self, content: str | bytes, name: str = "usage_MSC01_1.csv", entity: str = USAGE):
        """Put one file and land it."""
        self.put(content, name, entity)
        return self.ingest()

    def rows(self, query: str, entity: str = USAGE, load: int | str = "*") -> list[tuple]:
        """Run a query over the lake rows of an entity, called ``lake``."""
        files = self.settings.lake / entity / f"load={load}" / "*.parquet"
        with duckdb.connect() as connection:
            connection.execute(
                f"create view lake as from read_parquet('{files}', union_by_name = true,"
                " hive_partitioning = true)"
            )
            return connection.execute(query).fetchall()

    def rejects(self) -> list[tuple]:
        """Line, field and rule of the rejected records that the lake keeps."""
        query = "select record_line, field, rule from lake order by load, file_number, record_line"
        return self.rows(query, "trunkline/rejects")

    def raw_rejects(self) -> list[bytes]:
        """The raw lines that are kept apart."""
        files = self.settings.rejects / "load=*" / "*.parquet"
        with duckdb.connect() as connection:
            found = connection.execute(
                f"select raw from read_parquet('{files}') order by file_no, line_no"
            ).fetchall()
        return [row[0] for row in found]
