"""Reads a landed file once: its bytes, its columns, and how many records it holds."""

from __future__ import annotations

import codecs
import traceback
from pathlib import Path

from ingestion.delimited.header import Layout, columns_by_place, read_layout
from ingestion.delimited.lines import read_lines
from ingestion.delimited.templates import recognise_template
from ingestion.files.found import FoundFile, Sidecar, read_sidecar
from ingestion.files.identity import Identity, file_identity
from ingestion.files.inspect import Inspection, inspect_file
from ingestion.records.candidate import Candidate
from ingestion.records.converted import count_records, files_within, reader_of
from ingestion.records.parquet_file import read_parquet_layout
from trunkline.contract import Contract
from trunkline.errors import FileRefusedError

# What content can make of a reader that did not foresee it; a full disk or a broken catalogue is
# none of the file's, and stops the load.
_UNFORESEEN = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)


def examine(file: FoundFile, contract: Contract) -> list[Candidate]:
    """Read a file and match its columns: one candidate for each entity that it brings.

    Raises FileRefusedError when it cannot be landed, also when no reader foresaw its content:
    one file must not keep the others from landing.
    """
    try:
        return _read(file, contract)
    except _UNFORESEEN as error:
        raise _not_foreseen(error) from error


def _not_foreseen(error: Exception) -> FileRefusedError:
    # the error's own words may quote the file, and with it a person: only its place is named
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(last.filename).stem}, line {last.lineno}"
    return FileRefusedError(
        "reader_stopped",
        f"What reads it stopped with {type(error).__name__} in {place}: nobody foresaw its form.",
        "Compare the file with its format in docs/reference/contract.md; if it keeps to it, "
        "report this message to Trunkline. The other files land without it.",
    )


def _read(file: FoundFile, contract: Contract) -> list[Candidate]:
    kind = file.format  # refuses a name that says no format
    sidecar = read_sidecar(file)
    inspection = inspect_file(file, sidecar)
    reader = reader_of(file)
    if reader is not None:
        counts, says = count_records(file, reader)
        _compare_with_sidecar(sidecar, counts[file.entity.name])
        return [
            Candidate(
                within,
                file_identity(within, sidecar, inspection.sha256, says),
                inspection.sha256,
                Layout(tuple(column.name for column in within.entity.columns)),
                counts[within.entity.name],
                says.notes if says and within.entity.name == file.entity.name else (),
                reader=reader,
            )
            for within in files_within(file, contract)
        ]
    identity = file_identity(file, sidecar, inspection.sha256)
    if kind == "parquet":
        layout, records = read_parquet_layout(file)
    elif kind == "ndjson":
        layout = Layout(tuple(column.name for column in file.entity.columns))
        records = inspection.lines
    else:
        if file.entity.record_templates:
            layout = recognise_template(file)
        else:
            layout = read_layout(file.entity, inspection)
        records = _count_records(file, inspection)
    _compare_with_sidecar(sidecar, records)
    notes = _notes(file, identity, inspection, layout)
    return [Candidate(file, identity, inspection.sha256, layout, records, notes)]


def _compare_with_sidecar(sidecar: Sidecar, records: int) -> None:
    if sidecar.records is not None and sidecar.records != records:
        raise FileRefusedError(
            "sidecar_records",
            f"It holds {records} records, its sidecar says {sidecar.records}.",
            "Have both sent again: the file may have been cut at the end of a line.",
        )


def _count_records(file: FoundFile, inspection: Inspection) -> int:
    if inspection.size == 0:
        return 0
    if file.entity.quoted_newlines and inspection.has_quotes:
        return sum(each.batch.num_rows for each in read_lines(file, 0, file.entity.header))
    return inspection.lines - int(file.entity.header)


def _notes(
    file: FoundFile, identity: Identity, inspection: Inspection, layout: Layout
) -> tuple[str, ...]:
    notes = []
    if file.entity.file_identity and not identity.is_declared:
        notes.append(
            f"its name gives no producer and number, as {file.entity.file_name} does: it is known "
            "by its bytes alone, none is missed before or after it, and other bytes under its name "
            "would land as another file"
        )
    if layout.template and inspection.size:
        notes.append(f"written by the template {layout.template.name}")
    if layout.unknown:
        places = columns_by_place(layout.names, layout.unknown)
        notes.append(f"the contract does not know its {places}: kept aside")
    if layout.absent:
        notes.append(f"optional columns not sent: {', '.join(layout.absent)}")
    if inspection.first_line.startswith(codecs.BOM_UTF8):
        notes.append("begins with a byte order mark, which was passed over")
    if inspection.has_mixed_line_ends:
        notes.append("mixes LF and CRLF line ends; both were taken")
    return tuple(notes)
