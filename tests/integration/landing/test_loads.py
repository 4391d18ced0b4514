"""Loads: held and decided on, committed by one rename, swept when a writer was killed."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from ingestion.held import refuse_load, release_load
from ingestion.report import EXIT_HELD
from tests.homes import Home, fail_all, usage_file, usage_line, usage_lines
from trunkline.errors import LoadError, LockHeldError, TrunklineError
from trunkline.landing import LoadWriter, held_loads
from trunkline.landing.commit import verify
from trunkline.loads import committed_loads, last_load_seq, read_manifest
from trunkline.lock import writer_lock

SOUND = usage_file([*usage_lines(3), usage_line(4, quantity="x")])


def test_a_failed_gate_holds_the_load(home: Home) -> None:
    home.put(SOUND, "usage_MSC01_1.csv")
    report = home.ingest(fail_all)
    assert (report.exit_code, report.load_seq) == (EXIT_HELD, None)
    (held,) = held_loads(home.settings)
    assert held.name == report.held_as
    assert held.findings[0]["seen"] == "1"
    assert last_load_seq(home.settings) == 0
    assert home.rows("select count(*) from lake") == [(0,)]
    assert not list(home.settings.landing.rglob("*.csv"))
    assert f"trunkline loads release {held.name}" in report.sentences()[-1]


def test_a_released_load_is_as_if_it_had_passed(home: Home, tmp_path_factory) -> None:
    home.put(SOUND, "usage_MSC01_1.csv")
    held_as = str(home.ingest(fail_all).held_as)
    home.land(usage_file(usage_lines(1, 50)), "usage_MSC01_2.csv")
    manifest = release_load(home.settings, held_as, "the holiday explains it")
    assert (manifest.load_seq, manifest.reasons) == (
        2,
        (f"released {held_as}: the holiday explains it",),
    )
    assert [(file.accepted, file.rejected) for file in manifest.files] == [(3, 1)]
    assert home.rows("select count(*) from lake", load=2) == [(3,)]
    assert home.rows("select count(*) from lake where load = 2", "trunkline/rejects") == [(1,)]
    assert len(home.raw_rejects()) == 1
    assert held_loads(home.settings) == []
    assert (home.settings.originals / manifest.files[0].sha256).exists()
    with pytest.raises(LoadError, match="No load is held as"):
        release_load(home.settings, held_as, "again")


def test_a_held_replacement_is_not_released_over_a_later_one(home: Home) -> None:
    """What it takes back was worked out against a version that no longer stands."""
    home.land(SOUND)
    identity = "mediation/usage_events/MSC01/1"
    held = []
    for number in (7, 8):
        home.put(usage_file(usage_lines(1, number)), "usage_MSC01_1.csv")
        held.append(str(home.ingest(fail_all, replace=identity, reason="rewritten").held_as))
    assert release_load(home.settings, held[1], "looked at").reasons == (
        f"replaces {identity}: rewritten",
        f"released {held[1]}: looked at",
    )
    with pytest.raises(LoadError, match=f"{identity} landed in load 2, since {held[0]} was held"):
        release_load(home.settings, held[0], "looked at")
    refuse_load(home.settings, held[0], "the later one stands")
    assert held_loads(home.settings) == []


def test_a_refused_load_keeps_its_files(home: Home) -> None:
    home.put(SOUND, "usage_MSC01_1.csv")
    held_as = str(home.ingest(fail_all).held_as)
    with pytest.raises(TrunklineError, match="needs a reason"):
        refuse_load(home.settings, held_as, " ")
    (refusal,) = refuse_load(home.settings, held_as, "a test file")
    assert "a test file" in refusal.message
    assert (home.settings.refused / str(refusal.kept_as)).read_text() == SOUND
    assert held_loads(home.settings) == []
    assert home.land(SOUND).load_seq == 1  # it may be sent again


def test_the_manifest_tells_everything(home: Home) -> None:
    report = home.land(SOUND)
    manifest = read_manifest(home.settings, 1)
    assert manifest.landed_at == home.settings.now()
    assert manifest.files == report.landed
    file = manifest.files[0]
    assert (file.records, file.accepted, file.rejected) == (4, 3, 1)
    assert (file.producer, file.sequence, file.contract_version) == ("MSC01", 1, 2)
    assert str(file.first_event_at) == str(file.last_event_at) == "2026-01-05 01:00:00"
    assert len(file.sha256) == 64
    assert home.rows(
        "select file_number, origin, accepted, rejected, cast(landed_at as varchar) from lake",
        "trunkline/load_files",
    ) == [(1, "usage_MSC01_1.csv", 3, 1, "2026-02-01 00:00:00")]
    listed = {data_file.path: data_file.rows for data_file in manifest.data_files}
    assert sorted(listed.values()) == [1, 1, 3]
    assert all((home.settings.lake / path).exists() for path in listed)


def test_a_load_without_the_lock_is_refused(home: Home) -> None:
    with pytest.raises(LockHeldError, match="without the writer's lock"):
        LoadWriter.begin(home.settings, "close")


def test_a_load_that_reads_back_otherwise_is_an_error(home: Home) -> None:
    with writer_lock(home.settings, "test"):
        writer = LoadWriter.begin(home.settings, "close")
        writer.write_rows("trunkline", "accepted_gaps", [{"producer": "MSC01", "sequence": 1}])
        manifest = writer.commit(home.settings.now())
        (home.settings.lake / manifest.data_files[0].path).write_bytes(b"")
        with pytest.raises(LoadError, match="reads back otherwise"):
            verify(home.settings, manifest)


CRASH_POINTS = [
    "ingest.before_stage",
    "ingest.after_stage",
    "ingest.before_rename",
    "ingest.before_manifest",
    "ingest.after_manifest",
    "ingest.before_originals",
]


@pytest.mark.parametrize("point", CRASH_POINTS)
def test_killed_and_run_again_equals_undisturbed(home: Home, tmp_path, point: str) -> None:
    home.put(SOUND, "usage_MSC01_1.csv")
    script = (
        "from ingestion.ingest import ingest; from trunkline.settings import Settings;"
        "from tests.homes import pass_all; ingest(Settings.from_environment(), pass_all)"
    )
    environment = {**os.environ, **home.environment, "TRUNKLINE_CRASH_AT": point}
    killed = subprocess.run([sys.executable, "-c", script], env=environment, check=False)
    assert killed.returncode == -9
    home.ingest()
    undisturbed = Home(tmp_path / "undisturbed", TRUNKLINE_KEYS=home.environment["TRUNKLINE_KEYS"])
    undisturbed.land(SOUND)
    query = "select * from lake order by load, file_no, line_no"
    for entity in ("mediation/usage_events", "trunkline/rejects", "trunkline/load_files"):
        assert home.rows(query, entity) == undisturbed.rows(query, entity)
    assert home.raw_rejects() == undisturbed.raw_rejects()
    assert last_load_seq(home.settings) == 1
    for folder in ("originals", "rejects", "work", "refused"):
        left, right = (getattr(each.settings, folder) for each in (home, undisturbed))
        assert sorted(p.name for p in left.iterdir()) == sorted(p.name for p in right.iterdir())
    assert not list(home.settings.landing.rglob("*.csv"))


def test_what_no_manifest_names_is_swept(home: Home) -> None:
    home.land(SOUND)
    stray = home.settings.lake / "mediation" / "usage_events" / "load=2"
    stray.mkdir()
    (stray / "part-00001.parquet").write_bytes(b"half")
    (home.settings.rejects / "load=2").mkdir()
    home.ingest()
    assert not stray.exists()
    assert not (home.settings.rejects / "load=2").exists()
    assert [load.load_seq for load in committed_loads(home.settings)] == [0, 1]
