"""Where a warehouse stands, which code built it, and what a failed build says."""

import json
import re
import subprocess
from pathlib import Path

import duckdb
import pytest

from trunkline import dbt_runner
from trunkline.dbt_runner import BuildError, build, last_build_passed
from trunkline.settings import Settings
from trunkline.warehouse import (
    CODE_FOLDERS,
    Standing,
    WarehouseError,
    code_hash,
    model_names,
    standing,
)

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "checkout"
    (folder / "models" / "marts").mkdir(parents=True)
    (folder / "dbt_project.yml").write_text("name: trunkline\n")
    (folder / "models" / "marts" / "dim_plans.sql").write_text("select 1\n")
    (folder / "models" / "stg_plans.sql").write_text("select 1\n")
    (folder / "models" / "int_inline.sql").write_text("{{ config(materialized='ephemeral') }}\n")
    monkeypatch.chdir(folder)
    return folder


def test_the_code_hash_follows_names_and_bytes(project: Path) -> None:
    before = code_hash(project, "Asia/Seoul")
    assert len(before) == 16
    (project / "notes.txt").write_text("no part of the build")
    assert code_hash(project, "Asia/Seoul") == before
    model = project / "models" / "stg_plans.sql"
    model.write_text("select 2\n")
    changed = code_hash(project, "Asia/Seoul")
    model.rename(model.with_name("stg_plan.sql"))
    assert len({before, changed, code_hash(project, "Asia/Seoul")}) == 3


def test_the_code_hash_follows_what_models_read_of_the_environment(project: Path) -> None:
    assert code_hash(project, "Asia/Seoul") != code_hash(project, "Europe/Berlin")
    read = {
        name
        for folder in CODE_FOLDERS
        for path in (REPOSITORY / folder).rglob("*.*")
        for name in re.findall(r"env_var\(\s*['\"](\w+)", path.read_text(encoding="utf-8"))
    }
    # where the home is, which load is seen, and the hash itself
    beside = {"TRUNKLINE_HOME", "TRUNKLINE_WATERMARK", "TRUNKLINE_CODE_HASH"}
    assert read - beside == {"TRUNKLINE_ZONE"}


def test_models_are_the_files_that_leave_a_relation(project: Path) -> None:
    assert model_names(project) == {"dim_plans", "stg_plans"}


def builds(*rows: tuple[str, int, str, int]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(
        "create table trunkline_builds (model varchar, watermark bigint, code_hash varchar, "
        "built_at timestamp, invocation_id varchar)"
    )
    for model, watermark, code, minute in rows:
        connection.execute(
            "insert into trunkline_builds values (?, ?, ?, timestamp '2026-10-01' + to_minutes(?), "
            "'i')",
            [model, watermark, code, minute],
        )
    return connection


def test_a_warehouse_stands_where_its_newest_builds_do(project: Path) -> None:
    connection = builds(
        ("dim_plans", 1, "a", 0), ("stg_plans", 1, "a", 0),
        ("dim_plans", 2, "b", 5), ("stg_plans", 2, "b", 5), ("removed_model", 1, "a", 0),
    )  # fmt: skip
    assert standing(connection, project) == Standing(2, "b")


@pytest.mark.parametrize(
    ("case", "rows", "named"),
    [
        ("never_built", [], "dim_plans, stg_plans"),
        ("one_behind", [("dim_plans", 2, "b", 5), ("stg_plans", 1, "b", 0)], "stg_plans differs"),
        ("other_code", [("dim_plans", 2, "b", 5), ("stg_plans", 2, "a", 0)], "stg_plans differs"),
        ("one_missing", [("dim_plans", 2, "b", 5)], "stg_plans differs"),
    ],
)
def test_models_that_stand_elsewhere_are_named(
    project: Path, case: str, rows: list[tuple[str, int, str, int]], named: str
) -> None:
    with pytest.raises(WarehouseError, match=named):
        standing(builds(*rows), project)


def stand_in(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, code: int, results: object, said: str = ""
) -> None:
    """Let `dbt` end with a code, its results and its output."""
    target = settings.warehouse_file.with_name("dbt")

    def call(*_: object, **__: object) -> subprocess.CompletedProcess[str]:
        target.mkdir(parents=True, exist_ok=True)
        if results is not None:
            (target / "run_results.json").write_text(json.dumps(results))
        return subprocess.CompletedProcess([], code, said, "")

    monkeypatch.setattr(dbt_runner, "call", call)


def node(name: str, status: str, message: str) -> dict[str, str]:
    return {"unique_id": f"model.trunkline.{name}", "status": status, "message": message}


def test_a_failed_build_names_the_model_and_its_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=tmp_path, keys_file=tmp_path / "keys.json")
    results = {
        "elapsed_time": 2.0,
        "results": [
            node("stg_plans", "success", "OK"),
            node("fct_invoices", "error", "Constraint Error:\n  duplicate key"),
            node("fct_control_totals", "skipped", ""),
        ],
    }
    stand_in(monkeypatch, settings, 1, results)
    with pytest.raises(BuildError, match="fct_invoices: Constraint Error: duplicate key"):
        build(settings)
    assert last_build_passed(settings) is False


def test_a_build_that_could_not_start_shows_the_end_of_its_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=tmp_path, keys_file=tmp_path / "keys.json")
    stand_in(monkeypatch, settings, 2, None, "Compilation Error in model fct_charges")
    with pytest.raises(BuildError, match="Compilation Error in model fct_charges"):
        build(settings)


def test_a_good_build_says_what_it_did(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(home=tmp_path, keys_file=tmp_path / "keys.json")
    assert last_build_passed(settings) is None
    results = {"elapsed_time": 2.04, "results": [node("a", "success", ""), node("b", "pass", "")]}
    stand_in(monkeypatch, settings, 0, results)
    assert str(build(settings)) == "1 pass, 1 success in 2.0 s"
    assert last_build_passed(settings) is True
