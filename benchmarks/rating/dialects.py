"""What DuckDB, PostgreSQL and Spark write differently in the job's SQL."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Dialect:
    """What three engines write differently."""

    divided: str
    """Whole-number division of two BIGINT."""
    weekday: str
    """Day of the week of a timestamp, Monday is 1."""


DUCKDB = Dialect("({a}) // ({b})", "isodow({at})")
POSTGRESQL = Dialect("({a}) / ({b})", "extract(isodow from {at})")
SPARK = Dialect("({a}) div ({b})", "(weekday({at}) + 1)")
