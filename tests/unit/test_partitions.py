"""The digest that names a file of events: the same for the same rows, however many at a time."""

import duckdb
import pytest

from trunkline import partitions
from trunkline.partitions import BLOCK_BITS, content_hash_of

AT_ONCE = (
    "select sha256(string_agg(block_hash, ',' order by block)) from (select event_id >> {bits} as "
    "block, sha256(string_agg(cast(hash(event) as varchar), ',' order by event_id)) as block_hash "
    "from events as event group by block)"
)


@pytest.fixture
def events() -> duckdb.DuckDBPyConnection:
    """Fifty events in five blocks, two of them next to one another, in no order."""
    connection = duckdb.connect()
    connection.execute(
        "create table events as select ((range % 5) * (range % 5) << $bits) + range as event_id, "
        "cast(range as decimal(18, 6)) as charge from range(50) order by hash(range)",
        {"bits": BLOCK_BITS},
    )
    return connection


@pytest.mark.parametrize("rows_at_once", [1, 15, 25, 50, 2_000_000])
def test_digest_does_not_depend_on_how_many_rows_are_taken_at_once(
    events: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch, rows_at_once: int
) -> None:
    monkeypatch.setattr(partitions, "ROWS_AT_ONCE", rows_at_once)
    whole = events.execute(AT_ONCE.format(bits=BLOCK_BITS)).fetchone()
    assert whole is not None
    assert content_hash_of(events, "events") == whole[0][:32]


def test_another_charge_of_one_event_is_another_digest(events: duckdb.DuckDBPyConnection) -> None:
    before = content_hash_of(events, "events")
    events.execute("update events set charge = charge + 0.000001 where charge = 49")
    assert content_hash_of(events, "events") != before
    assert content_hash_of(events, "(select * from events where false)") == "0" * 32
