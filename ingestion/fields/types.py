"""Which texts a type takes, and what they are cast to: strictly, nothing rounded or dropped."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingestion.fields.quoting import identifier, literal, text_of
from trunkline.contract import Column, sql_type

# 18 digits always fit a BIGINT.
_INTEGER = "-?[0-9]{1,18}"
_DATE = "[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_CLOCK = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.][0-9]{1,6})?"
_LOCAL_TIME = f"{_DATE}[T ]{_CLOCK}"
_OFFSET = "(?:Z|[+-](?:0[0-9]|1[0-4]):?[0-5][0-9])"
_DECIMAL = re.compile(r"decimal\((\d+),(\d+)\)")


@dataclass(frozen=True)
class Check:
    """One thing that must hold of a record: ``holds`` is SQL, where null counts as true.

    ``is_implied`` marks a check that only names a fault better than another one, which would find
    it as well: accepting a record need not look at it. ``is_strict`` marks one whose null is a
    fault as well, because its field is required.
    """

    field: str | None
    rule: str
    holds: str
    message: str
    advice: str
    is_implied: bool = False
    is_strict: bool = False

    @property
    def condition(self) -> str:
        """SQL for accepting a record: true unless the check is broken."""
        return f"({self.holds})" if self.is_strict else f"({self.holds}) is not false"


def typed_sql(column: Column, zone: str) -> str:
    """Return SQL for a column's typed value: null where its text is not of the type.

    Times become UTC without a zone; a column of local times is read in ``zone``.
    """
    text = text_of(column.name)
    if column.type == "text":
        return text
    if column.type != "timestamp":
        return f"try_cast({text} as {sql_type(column)})"
    if column.zone == "source":
        return local_sql(text, zone)
    # The session's zone is UTC, so that the cast to a plain timestamp only drops a zero offset.
    with_offset = f"cast(try_cast({text} as timestamptz) as timestamp)"
    if column.zone != "optional":
        return with_offset
    is_local = f"regexp_full_match({text}, '{_LOCAL_TIME}')"
    return f"case when {is_local} then {local_sql(text, zone)} else {with_offset} end"


def local_sql(text: str, zone: str) -> str:
    """Return SQL for the UTC time of a local one in ``zone``, both without their offset."""
    return f"timezone('UTC', timezone({literal(zone)}, try_cast({text} as timestamp)))"


def type_checks(column: Column, zone: str) -> list[Check]:
    """Return the checks that a column's type asks for."""
    text, name = text_of(column.name), column.name
    if column.type == "text":
        return []
    if column.type == "integer":
        return [
            _matches(column, "integer", _INTEGER, "is no whole number", "Send digits only: 60.")
        ]
    if column.type == "boolean":
        return [_matches(column, "boolean", "true|false", "is neither true nor false", "")]
    if column.type == "date":
        return [
            _matches(column, "date", _DATE, "is no date", "Send it as 2026-01-31."),
            _casts(column, "date", "is a day that the calendar does not have"),
        ]
    if column.type == "timestamp":
        return _time_checks(column, zone)
    precision, scale = (int(each) for each in _DECIMAL.fullmatch(column.type).groups())  # type: ignore[union-attr]
    pattern = f"-?[0-9]{{1,{precision - scale}}}" + (f"([.][0-9]{{1,{scale}}})?" if scale else "")
    return [
        Check(
            name,
            "decimal",
            f"regexp_full_match({text}, '{pattern}')",
            f"is no number with at most {precision - scale} digits before and {scale} after the "
            "decimal point",
            "Send it unrounded in plain digits, without exponent or grouping.",
        )
    ]


def _time_checks(column: Column, zone: str) -> list[Check]:
    if column.zone == "source":
        local = f"try_cast({text_of(column.name)} as timestamp)"
        back = f"timezone({literal(zone)}, timezone({literal(zone)}, {local}))"
        return [
            _matches(
                column,
                "timestamp",
                _LOCAL_TIME,
                "is no local time",
                "Send it as 2026-01-31 13:45:00, without a zone.",
            ),
            _casts(column, "timestamp", "is a time that the calendar does not have"),
            Check(
                column.name,
                "local_time",
                f"{back} = {local}",
                f"is a time that clocks in {zone} skipped",
                "Check the clock of the source, or the zone declared for it.",
            ),
        ]
    if column.zone == "optional":
        message = "is no time"
        advice = "Send it as 2026-01-31T13:45:00+09:00, or as local time without the offset."
        pattern = f"{_LOCAL_TIME}{_OFFSET}?"
        return [
            _matches(column, "timestamp", pattern, message, advice),
            _casts(column, "timestamp", "is a time that the calendar does not have"),
        ]
    return [
        Check(
            column.name,
            "zone",
            f"not regexp_full_match({text_of(column.name)}, '{_LOCAL_TIME}')",
            "bears no zone",
            "Send it with its offset: 2026-01-31T13:45:00+09:00.",
            is_implied=True,
        ),
        _matches(
            column,
            "timestamp",
            _LOCAL_TIME + _OFFSET,
            "is no time with an offset",
            "Send it as 2026-01-31T13:45:00+09:00 or 2026-01-31T04:45:00Z.",
        ),
        _casts(column, "timestamp", "is a time that the calendar does not have"),
    ]


def _matches(column: Column, rule: str, pattern: str, message: str, advice: str) -> Check:
    holds = f"regexp_full_match({text_of(column.name)}, '{pattern}')"
    return Check(column.name, rule, holds, message, advice)


def _casts(column: Column, rule: str, message: str) -> Check:
    holds = f"({text_of(column.name)} is null or {identifier(column.name)} is not null)"
    return Check(column.name, rule, holds, message, "Correct it at its source.")
