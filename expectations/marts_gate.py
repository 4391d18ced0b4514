"""The marts gate: what was built is looked at as a whole before it is published."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from expectations.acceptances import accept, read_acceptances
from expectations.run_gate import run_gate
from expectations.suite import Suite, measure
from expectations.suites.marts import marts_suites
from trunkline.faults import crash_point
from trunkline.gates import GateFailedError, GateResult
from trunkline.loads import committed_loads
from trunkline.run_log import RunLog
from trunkline.settings import Settings
from trunkline.warehouse import open_warehouse, project_folder, standing

WHAT_TO_DO = "docs/how-to/when-a-gate-stops-publishing.md"


def suites_of(settings: Settings, watermark: int) -> list[Suite]:
    """Return the suites for a warehouse built to this load, with what the operator says of them.

    Raises TrunklineError naming the file and the entry of an acceptance that cannot stand.
    """
    released = [load.load_seq for load in committed_loads(settings) if load.held_as is not None]
    suites = marts_suites(watermark, settings.longest_silences, released)
    today = settings.now().astimezone(ZoneInfo(settings.zone)).date()
    return accept(suites, read_acceptances(settings.home), today)


def run_marts_gate(settings: Settings, log: RunLog) -> GateResult:
    """Judge the warehouse; raises GateFailedError naming each check and what it saw.

    Raises WarehouseError unless every model stands at one load: half a build is not judged.
    """
    crash_point("gate.before_marts")
    with log.step("gate_marts") as step:
        with open_warehouse(settings) as warehouse:
            where = standing(warehouse, project_folder())
            step.watermark, step.code_hash = where.watermark, where.code_hash
            suites = suites_of(settings, where.watermark)
            measured = [(suite, measure(warehouse, suite)) for suite in suites]
        result = run_gate(settings, log, "marts", measured, load_seq=where.watermark)
        step.detail = result.summary
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
