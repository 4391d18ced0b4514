"""`job_models.py FOLDER [OUT]`: Trunkline's own models, from usage to line totals, through dbt.

Every model that `int_usage_charges` stands on is built, in the warehouse of the home. The seconds
are dbt's own from the first model to the last, hooks included; its start-up (loading, parsing) is
told apart. OUT gets the seconds of each model.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import duckdb
from lake import environment
from outcome import say

from trunkline.dbt_runner import call
from trunkline.loads import last_load_seq
from trunkline.settings import Settings

FIGURES = """
    select
        (select count(*) from fct_rated_usage) as events,
        (select count(distinct (subscription_id, charge_id, zone, time_band, period))
            from int_usage_charges) as line_count,
        cast(coalesce(sum(amount), 0) * 1000000 as bigint) as micros
    from int_usage_charges
"""


def main() -> None:
    folder = Path(sys.argv[1])
    settings = Settings.from_environment(environment(folder))
    begun = time.monotonic()
    ended = call(
        settings,
        ["run", "--select", "+int_usage_charges"],
        environment={"TRUNKLINE_WATERMARK": str(last_load_seq(settings))},
    )
    wall = time.monotonic() - begun
    if ended.returncode:
        sys.exit(f"dbt run:\n{ended.stdout[-4000:]}")
    results = json.loads(
        (settings.warehouse_file.with_name("dbt") / "run_results.json").read_text()
    )
    taken = sorted(
        (round(node["execution_time"], 2), node["unique_id"].split(".")[-1])
        for node in results["results"]
    )
    if len(sys.argv) > 2:
        Path(sys.argv[2]).write_text("".join(f"{s:8.2f} {name}\n" for s, name in taken[::-1]))
    with duckdb.connect(str(settings.warehouse_file), read_only=True) as warehouse:
        figures = warehouse.execute(FIGURES).fetchone()
    seconds = float(results["elapsed_time"])
    say(seconds, *figures, starting=wall - seconds, models=len(taken))


if __name__ == "__main__":
    main()
