"""How values are written, in SQL: every one a text, so that no amount passes through a float."""

from __future__ import annotations

FOR_EVER = "timestamp '9999-01-01'"


def moment(column: str) -> str:
    """Return SQL for a UTC time as ISO 8601; null for what has no end."""
    return (
        f"case when {column} < {FOR_EVER}"
        f" then strftime({column}, '%Y-%m-%dT%H:%M:%S.%f') || 'Z' end"
    )


def text(column: str) -> str:
    """Return SQL for a value as its text: a decimal with all its places."""
    return f"cast({column} as varchar)"
