"""Holds the accepted records of each file against one another: what contradicts itself is refused.

Only records of one file: across files and loads the later one paints over (RATING.md, section 1).
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from ingestion.fields.quoting import literal
from ingestion.records.file_rule_query import contradictions
from ingestion.records.tally import Reject, Tally
from trunkline.contract import Entity, FileRule
from trunkline.errors import FileRefusedError
from trunkline.landing import LoadWriter

Contradiction = tuple[int | None, int]
"""The lines of two records that contradict each other; the first is None for one by itself."""


def check_file_rules(
    connection: duckdb.DuckDBPyConnection, writer: LoadWriter, tallies: dict[int, Tally]
) -> None:
    """Refuse the staged files that break a refusing rule, and note on the others what is odd."""
    by_entity: dict[str, list[Tally]] = {}
    for tally in tallies.values():
        entity = tally.candidate.file.entity
        if entity.file_rules and tally.refusal is None and tally.accepted:
            by_entity.setdefault(entity.label, []).append(tally)
    for group in by_entity.values():
        entity = group[0].candidate.file.entity
        staged = _staged(writer, entity, [tally.candidate.file_no for tally in group])
        for rule in entity.file_rules:
            rows = connection.execute(contradictions(entity, rule, staged)).fetchall()
            for file_no in dict.fromkeys(row[0] for row in rows):
                found = [(first, line) for number, first, line, _ in rows if number == file_no]
                total = next(row[3] for row in rows if row[0] == file_no)
                _note(tallies[file_no], rule, found, total)


def _staged(writer: LoadWriter, entity: Entity, numbers: list[int]) -> str:
    folder = writer.directory / "lake" / entity.source / entity.name
    files = literal(str(folder / "*.parquet"))
    shown = ", ".join(str(number) for number in numbers)
    return f"(select * from read_parquet({files}) where file_no in ({shown}))"


def _note(tally: Tally, rule: FileRule, found: list[Contradiction], total: int) -> None:
    lines = ", ".join(_lines(found))
    more = f" and {total - len(found):,} more" if total > len(found) else ""
    said = f"{rule.message}: {lines}{more}"
    if rule.level == "warn":
        tally.notes.append(f"{said} (rule {rule.name}). {rule.advice.rstrip('.')}")
        return
    tally.named += [
        Reject(line, None, rule.name, _message(rule, first, line)) for first, line in found
    ]
    earlier = tally.refusal
    if earlier is None:
        tally.refusal = FileRefusedError(rule.name, f"{said}.", rule.advice, line=found[0][1])
        return
    tally.refusal = FileRefusedError(
        earlier.rule,
        f"{earlier.message} Rule {rule.name}: {said}.",
        f"{earlier.advice} {rule.advice}",
        line=earlier.line,
    )


def _lines(found: list[Contradiction]) -> Iterator[str]:
    for first, line in found:
        yield f"line {line}" if first is None else f"lines {first} and {line}"


def _message(rule: FileRule, first: int | None, line: int) -> str:
    where = "" if first is None else f" (with line {first})"
    return f"{rule.message}{where}. {rule.advice}"
