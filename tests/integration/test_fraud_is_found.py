"""Every burst of fraud of the answer key is found by the run that landed it."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pytest

from tests.integration.operator_history import Home

pytestmark = pytest.mark.slow

# Lines of the tiny operator that call abroad as often as a fraudster, and are none.
FALSE_ALARMS = 0


def test_the_run_that_landed_a_burst_finds_it(tiny_home: Home, tiny_operator: Path) -> None:
    (key,) = tiny_operator.rglob("fraud.csv")
    with key.open(encoding="utf-8", newline="") as file:
        put_in = list(csv.DictReader(file))
    assert put_in
    with duckdb.connect(str(tiny_home.warehouse), read_only=True) as marts:
        loads = dict(
            marts.execute(
                "select origin, load_seq from fct_load_files where entity = 'usage_events'"
            ).fetchall()
        )
        found = marts.execute(
            "select subscription_id, usage_date::varchar, rating_seq from fct_fraud_bursts"
        ).fetchall()
        raised = marts.execute("select alert_id, share from fct_usage_alerts group by all")
        kinds = {alert for alert, _ in raised.fetchall()}
    wanted = {(row["subscription_id"], row["local_day"], loads[row["file"]]) for row in put_in}
    assert wanted <= set(found)
    false_alarms = sorted(set(found) - wanted)
    assert len(false_alarms) == FALSE_ALARMS, false_alarms
    assert {"charges_of_a_period", "data_of_a_period"} <= kinds
