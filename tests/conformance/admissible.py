"""Whether a case can be written at all: rows that the contract would reject, before they are sent.

A file with a few bad records, or with two that contradict each other, is refused whole, and would
take every other case with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache

import duckdb
import pyarrow as pa

from ingestion.records.file_rule_query import contradictions
from tests.conformance.fields import NotUnderstoodError
from tests.conformance.naming import Row, text_of
from trunkline.contract import Column, Contract, Entity, lake_columns, load_contract, sql_type

_DECIMAL = re.compile(r"decimal\((\d+),(\d+)\)")


@cache
def contract() -> Contract:
    """The landing contract."""
    return load_contract()


def check_values(rows: Iterable[tuple[str, Row]]) -> None:
    """Raise NotUnderstoodError for the first value that the contract would reject."""
    for label, row in rows:
        for column in contract().named(label).columns:
            problem = _problem(column, text_of(row.get(column.name)))
            if problem:
                raise NotUnderstoodError(f"the contract has no such {label}: {problem}")


def broken_rules(cases: Mapping[str, Iterable[tuple[str, Row]]]) -> dict[str, str]:
    """By name of the case: the rules of the contract that its records break."""
    by_entity: dict[str, list[tuple[str, Row]]] = {}
    for name, rows in cases.items():
        for label, row in rows:
            by_entity.setdefault(label, []).append((name, row))
    broken: dict[str, str] = {}
    for label, named in by_entity.items():
        for name, rules in _broken(contract().named(label), named):
            broken.setdefault(name, f"the contract has no such {label}: {rules}")
    return broken


def _problem(column: Column, text: str) -> str:
    if not text:
        return f"no {column.name}" if column.required else ""
    if column.allowed and text not in column.allowed:
        return f"{column.name} = {text}"
    if column.pattern and not re.fullmatch(column.pattern, text):
        return f"{column.name} = {text}"
    if column.type != "integer" and not column.type.startswith("decimal"):
        return ""
    number = Decimal(text)
    below = column.minimum is not None and number < Decimal(column.minimum)
    above = column.maximum is not None and number > Decimal(column.maximum)
    if matched := _DECIMAL.fullmatch(column.type):
        digits, scale = int(matched[1]), int(matched[2])
        above = above or abs(number) >= Decimal(10) ** (digits - scale)
    return f"{column.name} = {text}" if below or above else ""


def _broken(entity: Entity, rows: list[tuple[str, Row]]) -> list[tuple[str, str]]:
    """By case the rules that its records break, each by itself or one beside another."""
    if not entity.record_rules and not entity.file_rules:
        return []
    names = list(dict.fromkeys(name for name, _ in rows))
    number = {name: place for place, name in enumerate(names)}
    typed = ", ".join(
        f'try_cast(nullif("{column.name}", \'\') as {sql_type(column)}) as "{column.name}"'
        for column in entity.columns
    )
    given = pa.table(  # noqa: F841 (DuckDB reads it by its name)
        {
            "file_no": [number[name] for name, _ in rows],
            "line_no": list(range(1, len(rows) + 1)),
            **{
                column.name: [text_of(row.get(column.name)) for _, row in rows]
                for column in entity.columns
            },
        }
    )
    with duckdb.connect() as connection:
        connection.execute(f"create table typed as select file_no, line_no, {typed} from given")
        queries = [
            f"select file_no, '{rule.name}' from typed where not ({rule.condition})"
            for rule in entity.record_rules
        ]
        if entity.file_rules:
            connection.execute(f"create table lake as select {_as_in_the_lake(entity)} from typed")
        queries += [
            f"select file_no, '{rule.name}' from ({contradictions(entity, rule, 'lake')})"
            for rule in entity.file_rules
            if rule.level == "refuse"
        ]
        broken: dict[int, list[str]] = {}
        for query in queries:
            for file_no, rule_name in dict.fromkeys(connection.execute(query).fetchall()):
                broken.setdefault(file_no, []).append(rule_name)
    return [(names[file_no], ", ".join(rules)) for file_no, rules in sorted(broken.items())]


def _as_in_the_lake(entity: Entity) -> str:
    """The columns of the lake; a person is as good as the key that would stand for it."""
    shown = ["file_no", "line_no"]
    for column in entity.columns:
        shown += [f'"{column.name}" as "{name}"' for name, _ in lake_columns(column)]
    return ", ".join(shown)
