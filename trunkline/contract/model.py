"""The landing contract as typed values: what an entity's file must look like."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

LoadMode = Literal["events", "changes", "full"]
FileRuleKind = Literal["no_overlap", "from_zero", "no_gap"]
Personal = Literal["number", "person", "account", "email", "other_number", "restricted"]


@dataclass(frozen=True)
class Column:
    """One column of an entity.

    ``zone`` is ``required`` (each time carries its offset), ``source`` (local times of the source's
    declared zone), ``optional`` (without an offset, a time is local to that zone) or None.
    ``minimum`` and ``maximum`` are kept as text, so that no decimal passes through binary floating
    point. ``blank_is_empty`` takes a text of nothing but spaces as empty.
    """

    name: str
    type: str
    description: str
    required: bool = False
    personal: Personal | None = None
    pattern: str | None = None
    allowed: tuple[str, ...] = ()
    minimum: str | None = None
    maximum: str | None = None
    zone: str | None = None
    unit: str | None = None
    blank_is_empty: bool = False


@dataclass(frozen=True)
class RecordRule:
    """A condition over the columns of one record, in SQL over the typed columns."""

    name: str
    condition: str
    advice: str


@dataclass(frozen=True)
class Span:
    """Two columns between which something holds: from ``begin`` until before ``end``.

    An empty begin is from ever, an empty end for ever. ``is_inclusive`` counts the end itself in.
    """

    begin: str
    end: str
    is_inclusive: bool = False


@dataclass(frozen=True)
class FileRule:
    """What the accepted records of one file must not say to one another.

    It looks at records that have the values of ``only`` and something in each of ``filled``, and
    compares those with the same ``key``, where ``empty`` says as what an empty field counts:

    - ``no_overlap``: no two hold at one time (in all spans of ``during``; always without any) and
      differ in a column of ``differing`` (without any, no two hold at one time at all);
    - ``from_zero``: the least ``column`` is 0;
    - ``no_gap``: in the one span of ``during``, none begins after all those before it have ended.

    A broken rule of level ``refuse`` refuses the file, one of ``warn`` is a note on it.
    """

    name: str
    kind: FileRuleKind
    level: Literal["refuse", "warn"]
    message: str
    advice: str
    key: tuple[str, ...]
    during: tuple[Span, ...] = ()
    differing: tuple[str, ...] = ()
    column: str | None = None
    only: tuple[tuple[str, str], ...] = ()
    filled: tuple[str, ...] = ()
    empty: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class FileIdentity:
    """How a file's name gives its producer and sequence number.

    ``blocks_close`` says that its records are charged: no period closes while one is missing.
    """

    pattern: str
    wraps_after: int | None = None
    blocks_close: bool = False


@dataclass(frozen=True)
class RecordTemplate:
    """One form in which a source without headers may write its records.

    Every field stands in quotes, which are not doubled within; ``before`` and ``after`` are what
    the source writes around the fields of each record.
    """

    name: str
    columns: tuple[str, ...]
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class FileReader:
    """What reads a format that is not lines of fields; ``brings`` names several entities."""

    format: str
    name: str
    brings: tuple[str, ...] = ()


@dataclass(frozen=True)
class RejectThreshold:
    """A file with more rejects than the greater of both is refused whole."""

    share: str = "0.001"
    records: int = 5


@dataclass(frozen=True)
class Entity:
    """What one kind of landed file must hold, and what becomes of it."""

    source: str
    name: str
    version: int
    description: str
    load_mode: LoadMode
    formats: tuple[str, ...]
    columns: tuple[Column, ...]
    header: bool = True
    delimiter: str = ","
    quoted_newlines: bool = False
    own: bool = False
    zone: str | None = None
    country: str | None = None
    event_key: tuple[str, ...] | Literal["all"] | None = None
    reversal_column: str | None = None
    key: tuple[str, ...] = ()
    record_rules: tuple[RecordRule, ...] = ()
    file_rules: tuple[FileRule, ...] = ()
    record_templates: tuple[RecordTemplate, ...] = ()
    readers: tuple[FileReader, ...] = ()
    example_file: str = ""
    file_identity: FileIdentity | None = None
    reject_threshold: RejectThreshold = field(default_factory=RejectThreshold)

    @property
    def label(self) -> str:
        """The entity with its source, as people and folders write it."""
        return f"{self.source}/{self.name}"

    @property
    def file_name(self) -> str:
        """A name that a file of this entity may have; where none is prescribed, any would do."""
        return self.example_file or f"{self.name}_2026-03-01.{self.formats[0]}"

    def reader(self, file_format: str) -> FileReader | None:
        """Return what reads a format of this entity, None where it is read as it is."""
        return next((reader for reader in self.readers if reader.format == file_format), None)

    def column(self, name: str) -> Column:
        """Return the column of that name."""
        return next(column for column in self.columns if column.name == name)
