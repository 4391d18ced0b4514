"""The files of large facts: named by their rows, shared as long as those stay as they are."""

import hashlib
from pathlib import Path

import duckdb
import pytest

from trunkline import partitions
from trunkline.large_facts import LARGE_FACTS
from trunkline.partitions import content_hash_of, group_loads, write_partitions
from trunkline.settings import Settings
from trunkline.snapshots import partition_path

USAGE = LARGE_FACTS["fct_rated_usage"]
BLOCKS = (
    "select sha256(string_agg(cast(hash(fact) as varchar), ',' order by event_id)) "
    "from events as fact group by event_id >> {bits} order by event_id >> {bits}"
)


@pytest.fixture
def events() -> duckdb.DuckDBPyConnection:
    """Fifty events in five blocks, two of them next to one another, in no order."""
    connection = duckdb.connect()
    connection.execute(
        "create table events as select ((range % 5) * (range % 5) << $bits) + range as event_id, "
        "cast(range as decimal(18, 6)) as charge from range(50) order by hash(range)",
        {"bits": USAGE.block_bits},
    )
    return connection


@pytest.mark.parametrize("rows_at_once", [1, 15, 25, 50, 2_000_000])
def test_digest_does_not_depend_on_how_many_rows_are_taken_at_once(
    events: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch, rows_at_once: int
) -> None:
    monkeypatch.setattr(partitions, "ROWS_AT_ONCE", rows_at_once)
    blocks = [row[0] for row in events.execute(BLOCKS.format(bits=USAGE.block_bits)).fetchall()]
    assert len(blocks) == 5
    whole = ",".join(["event_id BIGINT", "charge DECIMAL(18,6)", *blocks])
    expected = hashlib.sha256(whole.encode()).hexdigest()[:32]
    assert content_hash_of(events, "events", USAGE) == expected


def test_another_charge_of_one_event_is_another_digest(events: duckdb.DuckDBPyConnection) -> None:
    before = content_hash_of(events, "events", USAGE)
    events.execute("update events set charge = charge + 0.000001 where charge = 49")
    assert content_hash_of(events, "events", USAGE) != before


def test_other_columns_are_another_digest_even_of_no_rows(
    events: duckdb.DuckDBPyConnection,
) -> None:
    empty = content_hash_of(events, "(select * from events where false)", USAGE)
    whole = content_hash_of(events, "events", USAGE)
    events.execute("alter table events rename column charge to amount")
    assert content_hash_of(events, "(select * from events where false)", USAGE) != empty
    assert content_hash_of(events, "events", USAGE) != whole


def test_files_of_billed_charges_stay_and_that_of_open_ones_is_written_anew(
    tmp_path: Path,
) -> None:
    settings = Settings(home=tmp_path, keys_file=tmp_path / "keys.json")
    warehouse = duckdb.connect()
    warehouse.execute(
        "create table fct_charges as select * from (values "
        "('a', 'k1', 'billed', 2, 1.5, 1), ('b', 'k2', 'billed', 2, 2.5, 1),"
        " ('b', 'k3', 'billed', 3, 3, 1), ('a', 'k4', 'unbilled', null, 0, 5)) as charges "
        "(account_key, charge_key, status, close_load_seq, amount, event_count)"
    )
    for column in ("quantity bigint", "description varchar"):
        warehouse.execute(f"alter table fct_charges add column {column}")
    months = [(1, 2), (3, 3)]
    first = write_partitions(settings, warehouse, "fct_charges", months, [])
    assert [(p.first_load, p.last_load, p.rows) for p in first] == [(0, 0, 1), (1, 2, 2), (3, 3, 1)]

    # a day later more usage of no charge stands in the open one, and nothing else has changed
    warehouse.execute("update fct_charges set event_count = 9 where status = 'unbilled'")
    second = write_partitions(settings, warehouse, "fct_charges", months, first)
    assert [p.content_hash for p in first[1:]] == [p.content_hash for p in second[1:]]
    assert first[0].content_hash != second[0].content_hash
    files = [str(partition_path(settings, "fct_charges", p.content_hash)) for p in second]
    read = duckdb.sql(
        "select charge_key, event_count from read_parquet($files) order by 1",
        params={"files": files},
    )
    assert read.fetchall() == [("k1", 1), ("k2", 1), ("k3", 1), ("k4", 9)]

    # a build under another rule changed what was billed: its file is not taken for today's
    warehouse.execute("update fct_charges set amount = 2.6 where charge_key = 'k2'")
    third = write_partitions(settings, warehouse, "fct_charges", months, second)
    assert [a.content_hash == b.content_hash for a, b in zip(second, third, strict=True)] == [
        True, False, True
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        ({}, []),
        ({1: "2026-09"}, [(1, 1)]),
        ({1: "2026-09", 2: "2026-09", 3: "2026-10"}, [(1, 2), (3, 3)]),
        ({1: "2026-09", 2: "2026-10", 3: "2026-09", 4: "2026-11"}, [(1, 1), (2, 3), (4, 4)]),
    ],
)
def test_groups_follow_from_the_lake(
    months: dict[int, str], expected: list[tuple[int, int]]
) -> None:
    assert group_loads(months) == expected
