"""Wrong data of many kinds, one at a time: a gate must stop it before anybody reads it.

Each kind is done to a copy of the tiny operator's warehouse, or to its last staged load, as a wrong
rule or a wrong file would do it: consistently where the marts would follow each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from expectations.raw_gate import measure_load
from expectations.suite import verdicts
from tests.integration.corrupted_loads import IN_A_LOAD
from tests.integration.corrupted_marts import IN_THE_MARTS
from tests.integration.damaged_warehouse import copied, failures_of, suites
from tests.integration.operator_history import Home
from trunkline.gates import StagedLoad
from trunkline.loads import LoadFile, committed_loads
from trunkline.settings import Settings

pytestmark = pytest.mark.slow

ALL_BUT = 1
"""Kinds that may pass both gates: at least 19 of any 20 are stopped."""


@pytest.fixture
def warehouse(tiny_home: Home, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the tiny warehouse that a test may damage."""
    yield from copied(tiny_home.warehouse, tmp_path)


def test_the_marts_gate_stops_each_kind_by_the_check_that_is_meant_for_it(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    expected = suites(warehouse)
    assert failures_of(warehouse, expected) == set(), "the undamaged warehouse must pass"
    untouched = _digests(warehouse)
    passed, unseen = [], []
    for kind, (statements, check) in IN_THE_MARTS.items():
        warehouse.execute("begin")
        for statement in statements:
            warehouse.execute(statement)
        assert _digests(warehouse) != untouched, f"{kind} changed nothing"
        failed = failures_of(warehouse, expected)
        warehouse.execute("rollback")
        if not failed:
            passed.append(kind)
        if check is not None and check not in failed:
            unseen.append(f"{kind}: {check} held; failed were {sorted(failed) or 'none'}")
    assert unseen == []
    assert len(IN_THE_MARTS) >= 20
    assert len(passed) <= ALL_BUT, passed
    assert passed == [kind for kind, (_, check) in IN_THE_MARTS.items() if check is None]


def test_the_raw_gate_stops_each_kind_by_the_check_that_is_meant_for_it(
    tiny_home: Home, tmp_path: Path
) -> None:
    home = Settings(home=tiny_home.folder, keys_file=tiny_home.keys)
    last = [load for load in committed_loads(home) if load.kind == "ingest"][-1]
    settings = replace(home, clock=last.landed_at)
    unseen = []
    for number, (kind, (label, damage, check)) in enumerate(IN_A_LOAD.items()):
        [original] = [
            home.lake / file.path for file in last.data_files if file.path.startswith(f"{label}/")
        ]
        source, entity = label.split("/")
        files = [file for file in last.files if (file.source, file.entity) == (source, entity)]
        damaged = tmp_path / f"{number}.parquet"
        rows = {}
        with duckdb.connect() as connection:
            connection.execute(
                f"create view staged as from read_parquet('{original}', hive_partitioning = false)"
            )
            connection.execute(f"copy ({damage}) to '{damaged}' (format parquet)")
            for path in (original, damaged):
                rows[path] = _digest(
                    connection, f"read_parquet('{path}', hive_partitioning = false)"
                )
        assert rows[damaged] != rows[original], f"{kind} changed nothing"
        # landing would have counted what it then saw
        counted = rows[damaged][0] - sum(file.accepted for file in files[1:])
        seen = [replace(files[0], records=counted, accepted=counted, rejected=0), *files[1:]]
        if "month_before" in kind:
            seen = [_a_month_before(file) for file in seen]
        key = (source, entity)
        assert _failures(settings, StagedLoad(last.load_seq, files, {key: [original]})) == set()
        failed = _failures(settings, StagedLoad(last.load_seq, seen, {key: [damaged]}))
        if check not in failed:
            unseen.append(f"{kind}: {check} held; failed were {sorted(failed) or 'none'}")
    assert unseen == []


def _failures(settings: Settings, staged: StagedLoad) -> set[str]:
    checks = [
        check
        for suite, values in measure_load(settings, staged)
        for check in verdicts(suite, values)
    ]
    return {check.name.rsplit(".", 1)[1] for check in checks if not check.success}


def _a_month_before(file: LoadFile) -> LoadFile:
    assert file.first_event_at is not None
    assert file.last_event_at is not None
    month = timedelta(days=31)
    return replace(
        file,
        first_event_at=file.first_event_at - month,
        last_event_at=file.last_event_at - month,
    )


def _digests(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, int, int]]:
    """Rows and the sum of their hashes, of every table."""
    tables = connection.execute("select table_name from duckdb_tables() order by 1").fetchall()
    return [(table, *_digest(connection, f'"{table}"')) for (table,) in tables]


def _digest(connection: duckdb.DuckDBPyConnection, relation: str) -> tuple[int, int]:
    row = connection.execute(
        f"select count(*), coalesce(sum(hash(part)), 0) from {relation} as part"
    ).fetchone()
    assert row is not None
    return int(row[0]), int(row[1])
