"""Small helpers that write SQL text."""

from __future__ import annotations


def literal(text: str) -> str:
    """Return a text as a SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """Return a name as a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def text_of(name: str) -> str:
    """Return the name of the column that holds a field's text as it was read."""
    return identifier(f"text {name}")
