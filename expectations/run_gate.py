"""What both gates do with measured suites: judge, report, log."""

from __future__ import annotations

from collections.abc import Callable

from expectations import data_docs
from expectations.suite import Suite, Value, verdicts
from trunkline.errors import TrunklineError
from trunkline.gates import GateCheck, GateResult
from trunkline.run_log import GateLine, RunLog
from trunkline.settings import Settings

Validate = Callable[
    [Settings, str, list[tuple[Suite, dict[str, Value]]]], dict[str, dict[str, bool]]
]


class GateMachineryError(TrunklineError):
    """Great Expectations and the suite's own rule disagree about a check."""


def run_gate(
    settings: Settings,
    log: RunLog,
    gate: str,
    measured: list[tuple[Suite, dict[str, Value]]],
    *,
    load_seq: int | None,
    validate: Validate = data_docs.validate,
) -> GateResult:
    """Judge measured suites by Great Expectations, write the Data Docs and the gate log."""
    outcome = validate(settings, log.run_id, measured)
    checks: list[GateCheck] = []
    for suite, values in measured:
        for check, judged in zip(suite.checks, verdicts(suite, values), strict=True):
            if values[check.name] is not None:
                _agree(judged, outcome[suite.name][check.name])
            checks.append(judged)
    log.record_gate(
        GateLine(
            gate=gate,
            check_name=check.name,
            owner=check.owner,
            expected=check.expected,
            seen=check.seen
            if check.success or not check.accepted
            else f"{check.seen} (accepted {check.accepted})",
            is_success=check.success,
            load_seq=load_seq,
            advice=check.advice,
        )
        for check in checks
    )
    return GateResult(not any(check.blocks for check in checks), checks)


def _agree(judged: GateCheck, held: bool) -> None:
    """Stop when the readable verdict, made by the suite, is not Great Expectations' own."""
    if judged.success != held:
        raise GateMachineryError(
            f"{judged}, but Great Expectations says {'held' if held else 'failed'}.",
            "Report it: a gate must not guess.",
        )
