"""Everything that the contract asks of a record, as SQL conditions in a fixed order."""

from __future__ import annotations

from dataclasses import replace

from ingestion.fields.quoting import identifier, literal, text_of
from ingestion.fields.types import Check, type_checks
from trunkline.contract import Column, Entity


def structure_checks(entity: Entity, width: int, is_delimited: bool) -> list[Check]:
    """Return the checks on the shape of a record: its quotes, its number of fields."""
    if not is_delimited:
        advice = "Send one JSON object a line, each name once, numbers of over 15 digits as text."
        return [Check(None, "json", "width is not null", "is no JSON object", advice)]
    fields = "1 field" if width == 1 else f"{width} fields"
    return [
        Check(
            None,
            "quotes",
            "width is not null",
            "has a quote that does not close, or one inside an unquoted field",
            'Quote the whole field and double the quotes in it: "a ""b"" c".',
        ),
        Check(
            None,
            "field_count",
            f"width = {width}",
            f"does not have {fields}",
            f"Send {fields} parted by {entity.delimiter!r}, empty ones included.",
        ),
    ]


def field_checks(entity: Entity, zone: str) -> list[Check]:
    """Return the checks on each field in the order of the contract, then those on the record."""
    checks = [check for column in entity.columns for check in _column_checks(column, zone)]
    for rule in entity.record_rules:
        message = "contradicts itself" if rule.advice else f"breaks the rule {rule.name}"
        checks.append(Check(None, rule.name, f"({rule.condition})", message, rule.advice))
    return checks


def _column_checks(column: Column, zone: str) -> list[Check]:
    checks = type_checks(column, zone) + _value_checks(column)
    if not column.required:
        return checks
    name, text = column.name, text_of(column.name)
    # Null breaks the strict checks, so that they find an empty field as well.
    strict = [replace(check, is_strict=True) for check in checks]
    found_otherwise = bool(strict) or column.personal not in (None, "restricted")
    required = Check(
        name, "required", f"{text} is not null", "is empty", "Send a value for it.", found_otherwise
    )
    return [required, *strict]


def _value_checks(column: Column) -> list[Check]:
    name, text, value = column.name, text_of(column.name), identifier(column.name)
    checks = []
    if column.pattern is not None:
        holds = f"regexp_full_match({text}, {literal(column.pattern)})"
        message = f"is not of the form {column.pattern}"
        # A personal value has a key only if it fits its pattern, and that is checked too.
        implied = column.personal not in (None, "restricted")
        checks.append(Check(name, "pattern", holds, message, "Send it in that form.", implied))
    if column.allowed:
        holds = f"{text} in ({', '.join(literal(each) for each in column.allowed)})"
        message = f"is none of {', '.join(column.allowed)}"
        checks.append(Check(name, "allowed", holds, message, "Send one of them."))
    for bound, sign, word in ((column.minimum, ">=", "below"), (column.maximum, "<=", "above")):
        if bound is not None:
            rule = "minimum" if sign == ">=" else "maximum"
            holds = f"{value} {sign} {_bound(column, bound)}"
            advice = "Check it at its source; if it is right, the contract must change."
            checks.append(Check(name, rule, holds, f"is {word} {bound}", advice))
    return checks


def _bound(column: Column, bound: str) -> str:
    if column.type == "timestamp":
        return f"cast(timestamptz {literal(bound)} as timestamp)"
    if column.type == "date":
        return f"date {literal(bound)}"
    return bound
