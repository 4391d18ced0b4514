"""What the raw gate expects of one entity of a staged load, derived from the landing contract.

Landing has judged each record already. The gate judges the load: did everything arrive that was
accepted, is it of this time, and is it as much as the same switches sent before.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from expectations.suite import NONE, NOTHING, Check, Group, Suite
from expectations.suites.arrival import arrival_checks
from expectations.suites.load_history import drift_groups
from expectations.volumes import History
from trunkline.contract import Column, Entity, lake_columns, lake_schema
from trunkline.loads import LoadFile
from trunkline.snapshots import quoted


def raw_suite(
    entity: Entity,
    files: Sequence[LoadFile],
    paths: Sequence[Path],
    history: History,
    now: datetime,
    earlier: Sequence[Path] = (),
) -> Suite:
    """Return the suite for one entity of one load.

    `files` and `paths` are those of the entity; `history` is what its producers sent before; `now`
    (UTC) is when the load lands; `earlier` are the entity's files of the loads before.
    """
    relation = _relation(entity, paths)
    owner = entity.source
    accepted = sum(file.accepted for file in files)
    checks = [
        Check(
            "rows_are_those_accepted",
            f"count(*) - {accepted}",
            NONE,
            owner,
            "What was staged is not what the file records say: ingest again, and report it.",
        ),
        Check(
            "records_are_accounted_for",
            str(sum(file.records - file.accepted - file.rejected for file in files)),
            NONE,
            owner,
            "records = accepted + rejected must hold for each file: report it.",
        ),
        _rejected(entity, files),
        _offending(
            "required_columns_are_filled",
            [(c, f'"{name}" is null') for c, name in _required(entity)],
            owner,
            "Ask the source to fill the columns that its contract requires.",
        ),
        _offending(
            "values_are_in_range",
            [(column, condition) for column in entity.columns for condition in _outside(column)],
            owner,
            "Ask the source for values within the bounds of the contract.",
        ),
        _offending(
            "values_are_allowed",
            [(column, _unknown(column)) for column in entity.columns if column.allowed],
            owner,
            "Ask the source for the codes of the contract, or extend the contract.",
        ),
    ]
    checks += arrival_checks(entity, files, history, now)
    groups = [Group(relation, tuple(checks))]
    if paths and earlier:
        groups += drift_groups(entity, relation, _relation(entity, earlier))
    return Suite(f"raw.{entity.source}.{entity.name}", tuple(groups))


def _relation(entity: Entity, paths: Sequence[Path]) -> str:
    if not paths:
        columns = ", ".join(f'null::{kind} as "{name}"' for name, kind in lake_schema(entity))
        return f"(select {columns} where false)"
    listed = ", ".join(quoted(str(path)) for path in paths)
    return f"read_parquet([{listed}], union_by_name = true, hive_partitioning = false)"


def _rejected(entity: Entity, files: Sequence[LoadFile]) -> Check:
    threshold = entity.reject_threshold
    share = str(threshold.share)
    allowed = f"greatest({threshold.records * len(files)}, floor({_records(files)} * {share}))"
    return Check(
        "rejected_records_beyond_threshold",
        f"cast(greatest(0, {sum(file.rejected for file in files)} - {allowed}) as bigint)",
        NONE,
        entity.source,
        "Look at `trunkline rejects`: one cause is likely; have the files sent again.",
    )


def _records(files: Sequence[LoadFile]) -> int:
    return sum(file.records for file in files)


def _required(entity: Entity) -> list[tuple[Column, str]]:
    return [
        (column, name)
        for column in entity.columns
        if column.required
        for name, _ in lake_columns(column)
        if not name.endswith("_prefix")
    ]


def _outside(column: Column) -> list[str]:
    if column.personal or column.type == "text":
        return []
    kind = {"integer": "bigint", "timestamp": "timestamptz"}.get(column.type, column.type)
    value = f"timezone('UTC', \"{column.name}\")" if column.type == "timestamp" else column.name
    conditions = []
    for bound, sign in ((column.minimum, "<"), (column.maximum, ">")):
        if bound is not None:
            conditions.append(f"{value} {sign} cast({quoted(str(bound))} as {kind})")
    return conditions


def _unknown(column: Column) -> str:
    return f'"{column.name}" not in ({", ".join(quoted(value) for value in column.allowed)})'


def _offending(name: str, conditions: list[tuple[Column, str]], owner: str, advice: str) -> Check:
    """Expect no row under any condition; what is seen names columns with their counts."""
    parts = ", ".join(
        f"case when count(*) filter ({condition}) > 0 "
        f"then '{column.name} ' || count(*) filter ({condition}) end"
        for column, condition in conditions
    )
    return Check(name, f"concat_ws(', ', {parts})" if parts else "''", NOTHING, owner, advice)
