"""The statements behind the rules of a file, beside a comparison of each record with each."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations

import duckdb
import pyarrow as pa
import pytest

from ingestion.records.file_rule_query import MOST_NAMED, contradictions
from trunkline.contract import Entity, FileRule, load_entity
from trunkline.errors import ContractError

COLUMNS = """
source: s
entity: e
version: 1
description: One row.
load_mode: changes
formats: [csv]
columns:
  - {name: a, type: text, description: A.}
  - {name: says, type: integer, description: What it says.}
  - {name: from_hour, type: integer, minimum: 0, maximum: 9, description: From.}
  - {name: to_hour, type: integer, minimum: 0, maximum: 9, description: To.}
  - {name: valid_from, type: date, description: From.}
  - {name: valid_to, type: date, description: To.}
  - {name: secret, type: text, personal: restricted, description: Not in the lake.}
"""
RULE = {
    "name": "r", "kind": "no_overlap", "level": "refuse", "message": "M", "advice": "Do.",
    "key": "[a]", "during": "[[valid_from, valid_to]]", "differing": "[says]",
}  # fmt: skip


def entity_of(tmp_path, **changes: str | None) -> Entity:
    words = {name: value for name, value in {**RULE, **changes}.items() if value is not None}
    rule = ", ".join(f"{name}: {value}" for name, value in words.items())
    path = tmp_path / "e.yml"
    path.write_text(f"{COLUMNS}file_rules:\n  - {{{rule}}}\n", encoding="utf-8")
    return load_entity(path)


def found(entity: Entity, rows: list[tuple], file_no: int = 1) -> list[tuple]:
    """What breaks the one rule of an entity: (earlier line, line, how many); rows from line 2."""
    names = ("a", "says", "from_hour", "to_hour", "valid_from", "valid_to")
    columns = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    given = pa.table(  # noqa: F841 (DuckDB reads it by its name)
        {
            "file_no": pa.array([file_no] * len(rows), pa.int32()),
            "line_no": pa.array(range(2, len(rows) + 2), pa.int64()),
            **{name: pa.array(values) for name, values in columns.items()},
        }
    )
    typed = (
        "(select * replace (cast(says as bigint) as says, cast(from_hour as bigint) as from_hour,"
        " cast(to_hour as bigint) as to_hour, cast(valid_from as date) as valid_from,"
        " cast(valid_to as date) as valid_to) from given)"
    )
    with duckdb.connect() as connection:
        connection.execute("set disabled_optimizers = 'filter_pushdown'")
        query = contradictions(entity, entity.file_rules[0], typed)
        return [row[1:] for row in connection.execute(query).fetchall()]


def day(number: int | None) -> str | None:
    return None if number is None else f"2026-01-{number:02}"


def meet(begin: int, end: int | None, other: int, other_end: int | None) -> bool:
    return (other_end is None or begin < other_end) and (end is None or other < end)


def contradicting(rows: list[tuple], *, hours: bool) -> Iterator[tuple[int, int]]:
    """The lines of each pair of rows that do, each row held against each."""
    for (line, row), (other_line, other) in combinations(enumerate(rows, start=2), 2):
        a, says, begin_hour, end_hour, begin, end = row
        b, other_says, other_hour, other_end_hour, other_begin, other_end = other
        at_one_time = meet(begin, end, other_begin, other_end)
        at_one_time &= not hours or meet(begin_hour, end_hour, other_hour, other_end_hour)
        if a == b and says != other_says and at_one_time:
            yield line, other_line


@pytest.mark.parametrize("hours", [False, True])
def test_what_is_found_is_true_and_nothing_is_overlooked(tmp_path, hours: bool) -> None:
    spans = "[[valid_from, valid_to], [from_hour, to_hour]]" if hours else RULE["during"]
    entity = entity_of(tmp_path, during=spans)
    dice = random.Random(7)
    outcomes = set()
    for _ in range(150):
        rows = []
        for _ in range(dice.randint(1, 6)):
            begin, hour = dice.randint(1, 9), dice.randint(0, 5)
            end = None if dice.random() < 0.2 else begin + dice.randint(1, 3)
            key = dice.choice(["x", "y", None])
            rows.append(
                (key, dice.choice([1, 2, None]), hour, hour + dice.randint(1, 3), begin, end)
            )
        expected = set(contradicting(rows, hours=hours))
        named = found(entity, [(*row[:4], day(row[4]), day(row[5])) for row in rows])
        assert {(first, line) for first, line, _ in named} <= expected
        assert bool(named) == bool(expected)
        outcomes.add(bool(expected))
    assert outcomes == {True, False}


def test_some_are_named_and_all_are_counted(tmp_path) -> None:
    rows = [("x", says, 0, 1, "2026-01-01", None) for says in range(12)]
    named = found(entity_of(tmp_path), rows)
    assert named == [(2, line, 11) for line in range(3, 3 + MOST_NAMED)]


def test_an_inclusive_end_is_still_in_it(tmp_path) -> None:
    rows = [("x", 1, 1, 3, "2026-01-01", None), ("x", 2, 3, None, "2026-01-01", None)]
    spans = "[[valid_from, valid_to], [from_hour, to_hour{}]]"
    assert not found(entity_of(tmp_path, during=spans.format("")), rows)
    assert found(entity_of(tmp_path, during=spans.format(", inclusive")), rows) == [(2, 3, 1)]


def test_an_empty_field_counts_as_declared(tmp_path) -> None:
    rows = [("x", 1, 0, 1, "2026-01-01", None), (None, 2, 0, 1, "2026-01-01", None)]
    assert not found(entity_of(tmp_path), rows)
    assert found(entity_of(tmp_path, empty="{a: x}"), rows) == [(2, 3, 1)]
    assert not found(entity_of(tmp_path, empty="{a: x}", filled="[a]"), rows)
    assert not found(entity_of(tmp_path, empty="{a: x}", only="{a: y}"), rows)


def test_a_set_begins_at_zero(tmp_path) -> None:
    entity = entity_of(tmp_path, kind="from_zero", during="[]", differing=None, column="says")
    rows = [("x", 60, 0, 1, None, None), ("x", 30, 0, 1, None, None), ("y", 0, 0, 1, None, None)]
    assert found(entity, rows) == [(None, 3, 1)]


def test_a_gap_is_where_all_before_have_ended(tmp_path) -> None:
    entity = entity_of(tmp_path, kind="no_gap", differing=None)
    ends = [("2026-01-01", "2026-01-09"), ("2026-01-02", "2026-01-03"), ("2026-01-09", None)]
    assert not found(entity, [("x", 1, 0, 1, *each) for each in ends])
    ends[2] = ("2026-01-10", None)
    assert found(entity, [("x", 1, 0, 1, *each) for each in ends]) == [(2, 4, 1)]


def test_files_are_not_held_against_one_another(tmp_path) -> None:
    entity = entity_of(tmp_path)
    rule = entity.file_rules[0]
    row = "'x' as a, {} as says, date '2026-01-01' as valid_from, null::date as valid_to"
    staged = (
        f"(select 1 as file_no, 2 as line_no, {row.format(1)}"
        f" union all select 2, 2, {row.format(2)})"
    )
    with duckdb.connect() as connection:
        assert connection.execute(contradictions(entity, rule, staged)).fetchall() == []


def test_a_large_file_of_one_key_is_sorted_and_not_compared_pair_by_pair(tmp_path) -> None:
    """A hundred thousand rows of one key: five thousand million pairs would take an hour."""
    entity = entity_of(tmp_path, during="[[valid_from, valid_to], [from_hour, to_hour]]")
    staged = (
        "(select 1 as file_no, range as line_no, 'x' as a, 1 as says, range % 5 as from_hour,"
        " 9 as to_hour, date '2026-01-01' as valid_from, null::date as valid_to"
        " from range(100_000))"
    )
    with duckdb.connect() as connection:
        query = contradictions(entity, entity.file_rules[0], staged)
        assert connection.execute(query).fetchall() == []


def test_others_are_the_columns_that_the_rule_does_not_name(tmp_path) -> None:
    def rule(**changes: str | None) -> FileRule:
        return entity_of(tmp_path, **changes).file_rules[0]

    assert rule(differing="others").differing == ("says", "from_hour", "to_hour")
    assert rule(differing=None, alike="others").key == ("a", "says", "from_hour", "to_hour")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"key": "[b]"}, "file rule r names b, which is no column"),
        ({"key": "[secret]"}, "file rule r names secret, which the lake does not hold"),
        ({"kind": "no_fun"}, "file rule r has an unknown kind or level"),
        ({"level": "shout"}, "file rule r has an unknown kind or level"),
        ({"during": "[[a, valid_to]]"}, "file rule r measures a, which is text"),
        ({"during": "[[valid_from, valid_to, x]]"}, "has a span of more than a begin and an end"),
        ({"during": "[[from_hour, to_hour], [valid_from, valid_to]]"}, "not of few integers"),
        ({"kind": "no_gap", "during": "[]"}, "a number of spans that is not foreseen"),
        ({"kind": "no_gap"}, "only no_overlap knows differing columns"),
        ({"column": "says"}, "from_zero, and nothing else, needs a column"),
        ({"where": "x"}, "file rule r has the unknown entries where"),
    ],
)
def test_a_rule_that_cannot_be_asked_is_named(tmp_path, changes: dict, message: str) -> None:
    with pytest.raises(ContractError, match=message):
        entity_of(tmp_path, **changes)
