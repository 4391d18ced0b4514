"""A snapshot shows the gate that let it pass, though dbt read the log before."""

from pathlib import Path

import duckdb

from trunkline.run_facts import refresh_run_facts
from trunkline.run_log import GateLine, RunLog
from trunkline.settings import Settings


def test_log_lines_that_came_after_the_build_are_added_once(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, keys_file=tmp_path / "keys.json")
    log = RunLog(settings.run_log, "run-1")
    log.record_gate([GateLine("raw", "rows", "mediation", "0", "0", True, 1, "Look.")])
    with duckdb.connect() as connection:
        connection.execute(
            "create table fct_gate_results as "
            "select run_id, gate, check_name, load_seq, is_success, "
            f"cast(checked_at as timestamp) as checked_at from read_json('{log.gates}')"
        )
        log.record_gate([GateLine("marts", "keys", "billing", "0", "0", True, 1, "Look.")])
        for _ in range(2):
            refresh_run_facts(settings, connection, ["fct_gate_results", "fct_runs"])
        rows = connection.execute("select gate, load_seq from fct_gate_results").fetchall()
    assert sorted(rows) == [("marts", 1), ("raw", 1)]


def test_a_snapshot_without_run_facts_is_left_alone(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, keys_file=tmp_path / "keys.json")
    with duckdb.connect() as connection:
        refresh_run_facts(settings, connection, ["dim_plans"])
