"""Recognises by which of an entity's templates a file without header was written."""

from __future__ import annotations

import codecs
import csv
import re

from ingestion.delimited.header import Layout
from ingestion.files.bytes import read_blocks
from ingestion.files.found import FoundFile
from trunkline.contract import Column, Entity, RecordTemplate
from trunkline.errors import FileRefusedError

_LINES_LOOKED_AT = 100
# What a field of the type may hold; enough to tell templates of equal width apart.
_FITS = {
    "timestamp": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9:.]+"),
    "integer": re.compile(r"-?[0-9]+"),
}


def recognise_template(file: FoundFile) -> Layout:
    """Return the layout of the template that fits most of a file's first lines.

    Raises FileRefusedError naming the templates there are when none fits any of them.
    """
    entity = file.entity
    lines = _first_lines(file)
    if not lines:
        return _layout(entity, entity.record_templates[0])
    fitting = {
        template.name: sum(_fits(entity, template, line) for line in lines)
        for template in entity.record_templates
    }
    best = max(entity.record_templates, key=lambda template: fitting[template.name])
    if not fitting[best.name]:
        raise _unknown(entity, lines[0])
    return _layout(entity, best)


def split_template(template: RecordTemplate, delimiter: str, line: str) -> list[str] | None:
    """Return the fields of a line written by a template, None where it is not written so."""
    if not (line.startswith(template.before) and line.endswith(template.after)):
        return None
    body = line[len(template.before) : len(line) - len(template.after)]
    if len(body) > 1 and body.startswith('"') and body.endswith('"'):
        fields = re.split(f'"{re.escape(delimiter)} ?"', body[1:-1])
        if len(fields) == len(template.columns):
            return fields
    sign = re.escape(delimiter)
    field = f'(?:"(?:[^"]|"")*"|[^"{sign}]*)'
    if not re.fullmatch(f"{field}(?:{sign}{field})*", body):
        return None
    try:
        return next(csv.reader([body], delimiter=delimiter, strict=True), [])
    except csv.Error:  # a field beyond all measure
        return None


def _first_lines(file: FoundFile) -> list[str]:
    head = next(read_blocks(file.path, file.compression), b"").removeprefix(codecs.BOM_UTF8)
    lines = head.split(b"\n")[:-1][:_LINES_LOOKED_AT]
    return [line.rstrip(b"\r").decode("utf-8", "replace") for line in lines]


def _fits(entity: Entity, template: RecordTemplate, line: str) -> bool:
    fields = split_template(template, entity.delimiter, line)
    if fields is None or len(fields) != len(template.columns):
        return False
    columns = (entity.column(name) for name in template.columns)
    return all(_fits_column(column, text) for column, text in zip(columns, fields, strict=True))


def _fits_column(column: Column, text: str) -> bool:
    if not text:
        return not column.required
    expected = _FITS.get(column.type)
    return expected is None or expected.fullmatch(text) is not None


def _layout(entity: Entity, template: RecordTemplate) -> Layout:
    absent = tuple(c.name for c in entity.columns if c.name not in template.columns)
    return Layout(template.columns, absent=absent, template=template)


def _unknown(entity: Entity, line: str) -> FileRefusedError:
    width = len(re.split(f'"{re.escape(entity.delimiter)} ?"', line))
    known = ", ".join(f"{each.name} ({len(each.columns)})" for each in entity.record_templates)
    return FileRefusedError(
        "template",
        f"Its first line has {width} fields in quotes and fits none of the templates that "
        f"{entity.label} knows, with their fields: {known}.",
        "Have the source write one of these templates, or check that each line is one record.",
        line=1,
    )
