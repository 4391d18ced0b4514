"""Invariant 10: no name, number, e-mail or account of a known person is in what a run leaves."""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.integration.operator_history import Home
from trunkline.contract import load_contract

pytestmark = pytest.mark.slow

# where personal data may lie: the files as they came, what was kept aside, and the vault
ALLOWED = ("landing", "restricted", "vault")
# Free text of a customer is sought where it is long enough to be nobody else's.
LONG_TEXT = 20
CLASSES = {
    f"{entity.source}/{entity.name}": {
        column.name: column.personal for column in entity.columns if column.personal
    }
    for entity in load_contract()
}


def known_values(operator: Path) -> set[str]:
    """Every personal value of the deliveries, and each number also as E.164 digits and dialled."""
    values: set[str] = set()
    for path in operator.glob("*/landing/*/*/*"):
        columns = CLASSES.get(f"{path.parts[-3]}/{path.parts[-2]}")
        if not columns or ".csv" not in path.suffixes:
            continue
        content = path.read_bytes()
        text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8")
        for record in csv.DictReader(io.StringIO(text, newline="")):
            values |= {
                record[column]
                for column, kind in columns.items()
                if kind != "restricted" or len(record[column]) >= LONG_TEXT
            }
    numbers = {value for value in values if re.fullmatch(r"\+?[0-9]{9,15}", value)}
    digits = {value.lstrip("+") for value in numbers}
    dialled = {"0" + value[2:] for value in digits if value.startswith("8210")}
    # short codes (112, 1588…) and freephone (080, kept whole by the design) belong to no person
    long_enough = {value for value in values if len(value) >= 5 and not value.isdigit()}
    personal = long_enough | numbers | digits | dialled
    return {value for value in personal if not value.lstrip("+").startswith("8280")}


def files_that_a_run_leaves(home: Path) -> list[Path]:
    return sorted(
        path
        for path in home.rglob("*")
        if path.is_file() and path.relative_to(home).parts[0] not in ALLOWED
    )


def decoded_columns(path: Path) -> Iterator[tuple[str, str]]:
    """Each column of a Parquet or DuckDB file as one text of its distinct values."""
    with duckdb.connect() as connection:
        if path.suffix == ".parquet":
            tables = [f"read_parquet('{path}', hive_partitioning = false)"]
        else:
            connection.execute(f"attach '{path}' as opened (read_only)")
            listed = connection.execute(
                "select schema_name, table_name from duckdb_tables() where database_name = 'opened'"
            ).fetchall()
            tables = [f'opened."{schema}"."{table}"' for schema, table in listed]
        for table in tables:
            columns = connection.execute(f"describe select * from {table}").fetchall()
            for column, *_ in columns:
                text = connection.execute(
                    f'select string_agg(distinct cast("{column}" as varchar), chr(10)) from {table}'
                ).fetchone()
                yield f"{path.name}:{table}:{column}", (text[0] if text else None) or ""


def tokens(text: str) -> set[str]:
    """The words of a text in which a known value would stand: runs of digits, e-mails, names."""
    found = set(re.findall(r"\+?[0-9]{9,15}", text))
    found |= {run.lstrip("+") for run in found}
    return found | set(re.findall(r"[\w.+-]+@[\w.-]+", text))


@pytest.fixture(scope="module")
def values(tiny_operator: Path) -> set[str]:
    return known_values(tiny_operator)


def leaks(text: str, values: set[str], names: list[str]) -> set[str]:
    return (tokens(text) & values) | {name for name in names if name in text}


def test_the_search_finds_what_is_there(tiny_operator: Path, values: set[str]) -> None:
    """The proof that the search can fail: it finds the people in the files as they came."""
    names = [value for value in values if not re.fullmatch(r"\+?[0-9]+", value)]
    accounts = next(tiny_operator.glob("001/landing/billing/accounts/*.csv")).read_text()
    numbers = next(tiny_operator.glob("001/landing/billing/number_history/*.csv")).read_text()
    assert len(leaks(accounts, values, names)) > 20
    assert len(leaks(numbers, values, names)) > 20


def test_no_personal_value_is_left(tiny_home: Home, values: set[str]) -> None:
    names = [value for value in values if not re.fullmatch(r"\+?[0-9]+", value)]
    left: dict[str, set[str]] = {}
    files = files_that_a_run_leaves(tiny_home.folder)
    for path in files:
        content = path.read_bytes()
        if path.suffix in {".gz", ".zip"}:
            content = gzip.decompress(content)
        found = leaks(content.decode("utf-8", errors="replace"), values, names)
        if found:
            left[str(path)] = found
        if path.suffix in {".parquet", ".duckdb"}:
            for place, text in decoded_columns(path):
                found = leaks(text, values, names)
                if found:
                    left[place] = found
    kinds = {path.suffix for path in files}
    assert {".parquet", ".duckdb", ".json"} <= kinds
    assert left == {}


def test_the_vault_and_originals_are_for_their_owner_alone(tiny_home: Home) -> None:
    restricted = [
        path
        for folder in ("restricted", "vault")
        for path in (tiny_home.folder / folder).rglob("*")
        if path.is_file()
    ]
    assert restricted
    assert {
        path: oct(path.stat().st_mode & 0o077) for path in restricted if path.stat().st_mode & 0o077
    } == {}
