"""How the tests of the answer key read an operator's files."""

from __future__ import annotations

from pathlib import Path

from tests.unit.synthetic.conftest import rows_of

Row = dict[str, str]


def entity(operator: Path, source: str, name: str) -> list[Row]:
    """All rows of an entity, in the order of deliveries."""
    paths = sorted(operator.glob(f"*/landing/{source}/{name}/*"))
    return [row for path in paths for row in rows_of(path)]


def key(operator: Path, name: str) -> list[Row]:
    return rows_of(operator / "answer_key" / f"{name}.csv")


def newest(rows: list[Row], *names: str) -> dict[tuple[str, ...], Row]:
    """The newest state by key, in whatever order they arrived."""
    found: dict[tuple[str, ...], Row] = {}
    for row in sorted(rows, key=lambda r: r["changed_at"]):
        found[tuple(row[name] for name in names)] = row
    return found
