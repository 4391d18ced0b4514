"""The marts gate: what was built is looked at as a whole before it is published."""

from __future__ import annotations

from expectations.run_gate import run_gate
from expectations.suite import measure
from expectations.suites.marts import marts_suites
from trunkline.faults import crash_point
from trunkline.gates import GateFailedError, GateResult
from trunkline.run_log import RunLog
from trunkline.settings import Settings
from trunkline.warehouse import open_warehouse, project_folder, standing

WHAT_TO_DO = "docs/how-to/when-a-gate-stops-publishing.md"


def run_marts_gate(settings: Settings, log: RunLog) -> GateResult:
    """Judge the warehouse; raises GateFailedError naming each check and what it saw.

    Raises WarehouseError unless every model stands at one load: half a build is not judged.
    """
    crash_point("gate.before_marts")
    with log.step("gate_marts") as step:
        with open_warehouse(settings) as warehouse:
            where = standing(warehouse, project_folder())
            step.watermark, step.code_hash = where.watermark, where.code_hash
            suites = marts_suites(where.watermark, settings.longest_silences)
            measured = [(suite, measure(warehouse, suite)) for suite in suites]
        result = run_gate(settings, log, "marts", measured, load_seq=where.watermark)
        step.detail = f"{result.passed} of {len(result.results)} checks held"
        if not result.success:
            raise GateFailedError(
                "marts",
                result,
                "Nothing was published: the last snapshot stays in service.\n"
                f"Report: {settings.data_docs / 'index.html'}\n"
                f"What to do: {WHAT_TO_DO}",
            )
    crash_point("gate.after_marts")
    return result
