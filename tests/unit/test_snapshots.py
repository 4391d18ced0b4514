"""Publishing, reading, rolling back and sweeping snapshots, on a small warehouse made by hand."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from trunkline.loads import LoadFile, Manifest, manifest_path
from trunkline.pointer import roll_back
from trunkline.publishing import Checks, publish, snapshot_of
from trunkline.settings import Settings
from trunkline.snapshots import (
    NoSnapshotError,
    SnapshotRemovedError,
    current_snapshot_id,
    find_snapshot,
    list_snapshots,
    open_snapshot,
)
from trunkline.sweeping import sweep
from trunkline.warehouse import Standing, WarehouseError

MODELS = ("dim_plans", "fct_rated_usage", "fct_invoices", "int_usage_guided")
CHECKS = Checks(passed=41, total=41)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    project = tmp_path / "checkout"
    (project / "models").mkdir(parents=True)
    (project / "dbt_project.yml").write_text("name: trunkline\n")
    for model in MODELS:
        (project / "models" / f"{model}.sql").write_text("select 1 as one\n")
    monkeypatch.chdir(project)
    made = Settings(
        home=tmp_path / "home",
        keys_file=tmp_path / "keys.json",
        clock=datetime(2026, 10, 1, 4, 10, tzinfo=UTC),
    )
    made.make_folders()
    return made


def land(settings: Settings, load_seq: int, day: str = "2026-10-01") -> None:
    landed_at = datetime.fromisoformat(f"{day}T03:00:00+00:00")
    manifest = Manifest(load_seq=load_seq, kind="ingest", landed_at=landed_at)
    manifest_path(settings, load_seq).write_text(manifest.to_json())


def build(settings: Settings, watermark: int, code: str = "c0de") -> None:
    """Stand in for dbt: one rated event a load, and one invoice a load."""
    settings.warehouse_file.parent.mkdir(exist_ok=True)
    with duckdb.connect(str(settings.warehouse_file)) as connection:
        connection.execute(
            "create or replace table fct_rated_usage as select range * 100 + 7 as event_id, "
            "range as rating_seq, cast(range as decimal(18, 6)) as charge, "
            f"date '2026-10-01' as charged_period from range(1, {watermark + 1})"
        )
        connection.execute(
            "create or replace table fct_invoices as select range as invoice_number "
            f"from range({watermark})"
        )
        connection.execute("create or replace table dim_plans as select 'P1' as plan_id")
        connection.execute("create or replace table int_usage_guided as select 1 as private")
        connection.execute(
            "create table if not exists trunkline_builds (model varchar, watermark bigint, "
            "code_hash varchar, built_at timestamp, invocation_id varchar)"
        )
        for model in MODELS:
            connection.execute(
                "insert into trunkline_builds values (?, ?, ?, now()::timestamp, 'i')",
                [model, watermark, code],
            )


def at(settings: Settings, watermark: int, day: str = "2026-10-01") -> str:
    land(settings, watermark, day)
    build(settings, watermark)
    return publish(settings, CHECKS).snapshot_id


def rated(settings: Settings, snapshot_id: str | None = None) -> int:
    with open_snapshot(settings, snapshot_id) as opened:
        row = opened.connection.execute("select count(*) from fct_rated_usage").fetchone()
    assert row is not None
    return int(row[0])


def test_nothing_published_says_what_to_run(settings: Settings) -> None:
    with pytest.raises(NoSnapshotError, match="trunkline run"):
        open_snapshot(settings)


def test_a_load_of_notes_alone_makes_the_data_no_newer(settings: Settings) -> None:
    at(settings, 1, "2026-09-30")
    note = LoadFile(
        1, "planning", "figure_notes", "changes", "n.ndjson", "s", None, None, 1, 1, 0, None, None,
        1,
    )  # fmt: skip
    landed_at = datetime(2026, 10, 2, 3, tzinfo=UTC)
    manifest = Manifest(load_seq=2, kind="ingest", landed_at=landed_at, files=(note,))
    manifest_path(settings, 2).write_text(manifest.to_json())
    build(settings, 2)
    record = publish(settings, CHECKS)
    assert record.watermark == 2
    assert record.as_of == datetime(2026, 9, 30, 3, tzinfo=UTC)


def test_a_snapshot_holds_the_marts_and_nothing_private(settings: Settings) -> None:
    snapshot_id = at(settings, 1)
    assert snapshot_id == "20261001T041000Z"
    with open_snapshot(settings) as opened:
        assert opened.record.row_counts == {"dim_plans": 1, "fct_invoices": 1, "fct_rated_usage": 1}
        assert (opened.record.checks_passed, opened.record.checks_total) == (41, 41)
        assert opened.record.as_of == datetime(2026, 10, 1, 3, tzinfo=UTC)
        with pytest.raises(duckdb.CatalogException):
            opened.connection.execute("from int_usage_guided")


def test_publishing_writes_only_the_partition_of_the_new_load(settings: Settings) -> None:
    at(settings, 1)
    folder = settings.snapshots / "partitions" / "fct_rated_usage"
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    at(settings, 2)
    after = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert len(after) == 2
    assert before.items() <= after.items()


def test_the_loads_of_a_finished_month_become_one_file(settings: Settings) -> None:
    at(settings, 1, "2026-09-29")
    at(settings, 2, "2026-09-30")
    at(settings, 3, "2026-10-02")
    partitions = find_snapshot(settings).partitions["fct_rated_usage"]
    assert [(p.first_load, p.last_load, p.rows) for p in partitions] == [
        (1, 2, 2),
        (3, 3, 1),
    ]
    assert rated(settings) == 3


def test_a_changed_row_of_an_old_load_is_a_new_file(settings: Settings) -> None:
    land(settings, 1)
    at(settings, 2)
    first = {p.content_hash for p in find_snapshot(settings).partitions["fct_rated_usage"]}
    with duckdb.connect(str(settings.warehouse_file)) as connection:
        connection.execute("update fct_rated_usage set charge = charge + 1 where rating_seq = 1")
    publish(settings, CHECKS)
    second = {p.content_hash for p in find_snapshot(settings).partitions["fct_rated_usage"]}
    assert len(first - second) == 1


def test_a_build_between_two_loads_is_not_published(settings: Settings) -> None:
    at(settings, 1)
    land(settings, 2)
    build(settings, 2)
    with duckdb.connect(str(settings.warehouse_file)) as connection:
        connection.execute("delete from trunkline_builds where model = 'dim_plans'")
    with pytest.raises(WarehouseError, match="dim_plans"):
        publish(settings, CHECKS)
    assert rated(settings) == 1


def test_a_reader_keeps_its_snapshot_through_publish_rollback_and_sweep(
    settings: Settings,
) -> None:
    first = at(settings, 1)
    opened = open_snapshot(settings)
    for watermark in range(2, 12):
        at(settings, watermark)
    roll_back(settings, list_snapshots(settings)[2].snapshot_id)
    sweep(settings)
    assert opened.connection.execute("select count(*) from fct_rated_usage").fetchone() == (1,)
    assert opened.connection.execute("select count(*) from fct_invoices").fetchone() == (1,)
    assert find_snapshot(settings, first).removed_at is None
    opened.close()
    assert first in sweep(settings)
    with pytest.raises(SnapshotRemovedError, match="was removed"):
        open_snapshot(settings, first)


def test_the_last_seven_and_each_month_end_are_kept(settings: Settings) -> None:
    september = [at(settings, n, "2026-09-30") for n in range(1, 4)]
    october = [at(settings, n, "2026-10-01") for n in range(4, 13)]
    kept = [record.snapshot_id for record in reversed(list_snapshots(settings))]
    assert kept == [september[-1], *october[-7:]]
    named = {
        p.content_hash
        for record in list_snapshots(settings)
        for p in record.partitions["fct_rated_usage"]
    }
    folder = settings.snapshots / "partitions" / "fct_rated_usage"
    assert {path.stem for path in folder.iterdir()} == named


def test_rolling_back_changes_the_pointer_alone(settings: Settings) -> None:
    first = at(settings, 1)
    second = at(settings, 2)
    roll_back(settings, first)
    assert (current_snapshot_id(settings), rated(settings)) == (first, 1)
    assert rated(settings, second) == 2
    # The warehouse still has its snapshot: an idle run leaves the rollback alone.
    assert snapshot_of(settings, Standing(2, "c0de")) is not None


def test_rolling_back_to_nothing_known_is_refused(settings: Settings) -> None:
    at(settings, 1)
    for name in ("20260101T000000Z", "../current"):
        with pytest.raises(NoSnapshotError):
            roll_back(settings, name)


def test_what_killed_publishers_left_is_swept(settings: Settings) -> None:
    at(settings, 1)
    strays = [
        settings.snapshots / "x.duckdb.99.partial",
        settings.snapshots / "20200101T000000Z.duckdb",
        settings.snapshots / "partitions" / "fct_rated_usage" / "0.99.partial",
    ]
    for stray in strays:
        stray.write_text("half")
    record = json.loads((settings.snapshots / f"{current_snapshot_id(settings)}.json").read_text())
    record |= {"snapshot_id": "20990101T000000Z", "number": 9}
    (settings.snapshots / "20990101T000000Z.json").write_text(json.dumps(record))
    sweep(settings)
    assert not any(stray.exists() for stray in strays)
    assert [r.number for r in list_snapshots(settings)] == [1]


def test_a_moved_home_still_reads(settings: Settings, tmp_path: Path) -> None:
    at(settings, 1)
    shutil.move(settings.home, tmp_path / "elsewhere")
    moved = Settings(home=tmp_path / "elsewhere", keys_file=settings.keys_file)
    assert rated(moved) == 1


def test_the_file_reads_with_plain_duckdb_from_its_folder(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot_id = at(settings, 1)
    monkeypatch.chdir(settings.snapshots)
    with duckdb.connect(f"{snapshot_id}.duckdb", read_only=True) as connection:
        assert connection.execute("select count(*) from fct_rated_usage").fetchone() == (1,)


ATTACKS: list[Callable[[Settings], str]] = [
    lambda settings: "from read_text('/etc/passwd')",
    lambda settings: f"from read_text('{settings.manifests}/0000001.json')",
    lambda settings: f"copy dim_plans to '{settings.snapshots}/stolen.csv'",
    lambda settings: f"copy dim_plans to '{settings.snapshots}/partitions/stolen.csv'",
    lambda settings: f"attach '{settings.warehouse_file}' as built",
    lambda settings: "set enable_external_access = true",
    lambda settings: "set allowed_paths = []",
    lambda settings: "delete from snapshot.main.dim_plans",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_reader_cannot_leave_its_snapshot(
    settings: Settings, attack: Callable[[Settings], str]
) -> None:
    at(settings, 1)
    with open_snapshot(settings) as opened, pytest.raises(duckdb.Error):
        opened.connection.execute(attack(settings))
