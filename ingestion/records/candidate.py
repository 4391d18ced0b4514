"""A file that is whole, new and matches the contract's columns: ready to be taken in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from ingestion.delimited.header import Layout
from ingestion.files.found import FoundFile
from ingestion.files.identity import Identity
from ingestion.records.converted import Reader


@dataclass(frozen=True)
class Candidate:
    """One file to land. ``records`` is the raw count without the header, by its line feeds.

    ``replaces`` says that its identity landed before with other bytes, and that this was declared;
    ``landed_in`` is the load in which the same bytes of a complete export landed before;
    ``reader`` turns a file that is not lines of fields into records.
    """

    file: FoundFile
    identity: Identity
    sha256: str
    layout: Layout
    records: int
    notes: tuple[str, ...] = ()
    file_no: int = 0
    replaces: bool = False
    landed_in: int | None = None
    reader: Reader | None = None

    @property
    def record_format(self) -> str:
        """csv, ndjson or parquet: how its records are taken apart."""
        return "ndjson" if self.reader else self.file.format

    @property
    def most_rejects(self) -> int:
        """How many rejected records the contract bears: the greater of a share and a number."""
        threshold = self.file.entity.reject_threshold
        return max(int(self.records * Decimal(threshold.share)), threshold.records)


def numbered(candidates: list[Candidate]) -> list[Candidate]:
    """Give each file its number within the load.

    The rank by source, entity, producer, sequence number and hash (RATING.md, section 1): never by
    name or arrival, so that the same files always get the same event ids.
    """
    ranked = sorted(candidates, key=_rank)
    return [replace(each, file_no=number) for number, each in enumerate(ranked, start=1)]


def _rank(candidate: Candidate) -> tuple[str, str, str, int, str]:
    identity = candidate.identity
    sequence = -1 if identity.sequence is None else identity.sequence
    entity = candidate.file.entity
    return (entity.source, entity.name, identity.producer or "", sequence, candidate.sha256)
