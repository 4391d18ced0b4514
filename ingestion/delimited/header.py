"""Matches a file's header with the contract, by name; without a header, its records' template."""

from __future__ import annotations

import codecs
import csv
import difflib
from collections.abc import Container
from dataclasses import dataclass

from ingestion.files.inspect import Inspection
from trunkline.contract import Entity, RecordTemplate
from trunkline.errors import FileRefusedError

_OTHER_DELIMITERS = (";", "\t", "|", ",")
_LIKENESS = 0.75


@dataclass(frozen=True)
class Layout:
    """The columns of a file in their order: those of the contract, and unknown ones."""

    names: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    template: RecordTemplate | None = None

    def position(self, name: str) -> int | None:
        """Return the 1-based place of a column, None where the file has none."""
        return self.names.index(name) + 1 if name in self.names else None


def read_layout(entity: Entity, inspection: Inspection) -> Layout:
    """Return the layout of a delimited file; raise FileRefusedError when it cannot be matched."""
    if not entity.header or inspection.size == 0:
        return Layout(tuple(column.name for column in entity.columns))
    return match_columns(entity, _header_names(entity, inspection.first_line), line=1)


def match_columns(entity: Entity, names: tuple[str, ...], line: int | None = None) -> Layout:
    """Match names with the contract's: none doubled, no required one missing or renamed."""
    known = {column.name: column for column in entity.columns}
    doubled = sorted({name for name in names if names.count(name) > 1}, key=names.index)
    if doubled:
        raise FileRefusedError(
            "doubled_column",
            f"Its header names {', '.join(_shown(names, known, each) for each in doubled)} twice.",
            "Send each column once.",
            line=line,
            field=next((name for name in doubled if name in known), None),
        )
    unknown = tuple(name for name in names if name not in known)
    missing = [name for name, column in known.items() if column.required and name not in names]
    if missing:
        raise _missing_columns(entity, names, missing, unknown, line)
    absent = tuple(name for name in known if name not in names)
    return Layout(names, unknown, absent)


def columns_by_place(names: tuple[str, ...], shown: tuple[str, ...]) -> str:
    """Say in which places of a header names stand that the contract does not know.

    Never the names: in a file without a header they are the values of its first record.
    """
    places = [str(names.index(name) + 1) for name in shown]
    return f"column{'s' if len(places) > 1 else ''} {', '.join(places)}"


def _shown(names: tuple[str, ...], known: Container[str], name: str) -> str:
    if name in known:
        return name
    places = [str(place) for place, each in enumerate(names, start=1) if each == name]
    return f"what stands in its columns {' and '.join(places)}"


def _header_names(entity: Entity, first_line: bytes) -> tuple[str, ...]:
    try:
        text = first_line.removeprefix(codecs.BOM_UTF8).decode("utf-8").rstrip("\r\n")
        return tuple(next(csv.reader([text], delimiter=entity.delimiter, strict=True), ()))
    except (UnicodeDecodeError, csv.Error) as error:
        raise FileRefusedError(
            "header",
            f"Its header cannot be read ({error}).",
            f"Begin it with: {entity.delimiter.join(column.name for column in entity.columns)}",
            line=1,
        ) from error


def _missing_columns(
    entity: Entity,
    names: tuple[str, ...],
    missing: list[str],
    unknown: tuple[str, ...],
    line: int | None,
) -> FileRefusedError:
    message = f"Its header lacks {', '.join(missing)}."
    advice = "Send every required column under its name in the contract."
    for name in missing:
        alike = difflib.get_close_matches(name.lower(), unknown, n=1, cutoff=_LIKENESS)
        if alike:
            place = columns_by_place(names, (alike[0],))
            message += f" The name of its {place} is almost {name}."
            advice = f"If {place} is meant to be {name}, name it so."
            break
    if len(names) == 1:
        for delimiter in _OTHER_DELIMITERS:
            if delimiter != entity.delimiter and names[0].count(delimiter) >= len(missing) - 1 > 0:
                message += f" Its fields seem to be parted by {delimiter!r}."
                advice = f"Part the fields by {entity.delimiter!r}."
                break
    return FileRefusedError("missing_column", message, advice, line=line, field=missing[0])
