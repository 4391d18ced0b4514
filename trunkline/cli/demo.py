"""The demo: a synthetic operator from its first file to a published snapshot."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from trunkline.cli.pipeline import Report, run
from trunkline.dbt_runner import BuildError, call
from trunkline.errors import TrunklineError
from trunkline.loads import last_load_seq
from trunkline.settings import Settings
from trunkline.snapshot_records import SnapshotRecord


class DemoError(TrunklineError):
    """The home already holds something that is not this demo."""


def demo(
    settings: Settings, operator: Path, *, size: str, seed: int, docs: bool, report: Report
) -> None:
    """Generate the operator unless it is there, land and close in its order, score, tell.

    Steps that an earlier, stopped demo has landed are not repeated.
    """
    _generate(operator, size, seed, report)
    snapshot = play(settings, operator, report)
    snapshot = score(settings, operator, report) or snapshot
    if docs:
        _write_docs(settings, report)
    report("done")
    _tell(settings, snapshot, report)


def play(settings: Settings, operator: Path, report: Report) -> SnapshotRecord:
    """Land and close what the operator's history says, each step at its own time."""
    steps: list[dict[str, Any]] = json.loads((operator / "history.json").read_text())["steps"]
    _check_home(settings, operator)
    snapshot = None
    for step in steps:
        with _clock(settings, step["now"]) as then:
            if step["kind"] == "close":
                if last_load_seq(settings) < step["load"]:
                    _close(then, step, report)
                continue
            if last_load_seq(settings) < step["load"]:
                _deliver(then, operator / step["delivery"])
            elif any(later["load"] <= last_load_seq(settings) for later in steps[step["load"] :]):
                continue
            snapshot = run(then, report).snapshot
    assert snapshot is not None
    return snapshot


def score(settings: Settings, operator: Path, report: Report) -> SnapshotRecord | None:
    """Score who may leave an hour after the last step, and publish; None where nobody can be.

    A demo that has done so does it no more: the load of the scores follows the last step's.
    """
    from ml.churn.model import TooLittleHistoryError
    from ml.churn.scores import score_churn

    last = json.loads((operator / "history.json").read_text())["steps"][-1]
    now = datetime.fromisoformat(last["now"]) + timedelta(hours=1)
    with _clock(settings, now.isoformat()) as then:
        if last_load_seq(settings) <= last["load"]:
            try:
                scored = score_churn(then)
            except TooLittleHistoryError as error:
                report(f"nobody scored: {error.message}")
                return None
            report(f"load {scored.load_seq}: {scored.subscriptions:,} churn scores")
        return run(then, report).snapshot


def _generate(operator: Path, size: str, seed: int, report: Report) -> None:
    if (operator / "history.json").exists():
        report(f"the operator is there already: {operator}")
        return
    from ingestion.synthetic.arguments import SIZES, Arguments
    from ingestion.synthetic.generate import generate

    if operator.exists():
        shutil.rmtree(operator)  # left by a generator that was stopped: history.json comes last
    if size not in SIZES:
        raise DemoError(f"There is no size {size!r}.", f"Choose one of {', '.join(SIZES)}.")
    chosen = SIZES[size]
    arguments = Arguments(
        subscribers=chosen.subscribers,
        months=chosen.months,
        seed=seed,
        events_per_day=chosen.events_per_day,
        deliveries=chosen.deliveries,
    )
    summary = generate(arguments, operator)
    report(f"generated {summary.usage_records:,} usage records in {operator}")


def _check_home(settings: Settings, operator: Path) -> None:
    """Refuse to mix the demo with another operator's loads."""
    mark = settings.home / "demo.json"
    here = {"operator": operator.name}
    if mark.exists():
        if json.loads(mark.read_text()) != here:
            raise DemoError(
                f"{settings.home} holds another demo.", "Set TRUNKLINE_HOME to a new folder."
            )
    elif last_load_seq(settings) > 0:
        raise DemoError(
            f"{settings.home} already holds loads of its own.",
            "Set TRUNKLINE_HOME to a new folder for the demo.",
        )
    settings.make_folders()
    mark.write_text(json.dumps(here) + "\n")


@contextmanager
def _clock(settings: Settings, now: str) -> Iterator[Settings]:
    """Set the clock to the time of a step, also for what reads it from the environment."""
    before = os.environ.get("TRUNKLINE_NOW")
    os.environ["TRUNKLINE_NOW"] = now
    try:
        yield replace(settings, clock=datetime.fromisoformat(now))
    finally:
        if before is None:
            del os.environ["TRUNKLINE_NOW"]
        else:
            os.environ["TRUNKLINE_NOW"] = before


def _deliver(settings: Settings, delivery: Path) -> None:
    """Copy a delivery's files into landing, from where landing moves them on."""
    settings.make_folders()
    landing = delivery / "landing"
    for source in sorted(path for path in landing.rglob("*") if path.is_file()):
        target = settings.landing / source.relative_to(landing)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


def _close(settings: Settings, step: dict[str, Any], report: Report) -> None:
    from delivery.billing.close import close_periods
    from delivery.billing.gaps import parse_gaps
    from delivery.billing.periods import Period, choose

    def wanted(known: list[Period]) -> list[Period]:
        cycles = [each["cycle"] for each in step["closes"]]
        return choose(known, cycles, [each["period"] for each in step["closes"]], settings.now())

    accepted = parse_gaps(step["accept_gaps"])
    close = close_periods(settings, wanted, accepted, step["reason"] if accepted else "")
    report(
        f"closed {len(close.periods)} periods as load {close.load_seq}: "
        f"{close.rows['register_invoices']:,} invoices, "
        f"{close.rows['register_rated_usage']:,} rated events"
    )


def _write_docs(settings: Settings, report: Report) -> None:
    """Build dbt's documentation with lineage as one file that opens without a server."""
    ended = call(settings, ["docs", "generate", "--static", "--no-compile"])
    page = settings.warehouse_file.with_name("dbt") / "static_index.html"
    if ended.returncode != 0 or not page.exists():
        said = "\n  ".join(ended.stdout.strip().splitlines()[-8:])
        raise BuildError(f"dbt docs failed:\n  {said}")
    settings.dbt_docs.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(page, settings.dbt_docs / "index.html")
    report("wrote dbt's documentation")


def _tell(settings: Settings, snapshot: SnapshotRecord, report: Report) -> None:
    for label, value in (
        ("snapshot", f"{snapshot.snapshot_id}, load {snapshot.watermark}"),
        ("checks", f"{snapshot.checks_passed} of {snapshot.checks_total} held"),
        ("rated events", f"{snapshot.row_counts.get('fct_rated_usage', 0):,}"),
        ("invoices", f"{snapshot.row_counts.get('fct_invoices', 0):,}"),
        ("pages", "make dashboards"),
        ("data docs", str(settings.data_docs / "index.html")),
        ("lineage", str(settings.dbt_docs / "index.html")),
    ):
        report(f"  {label:<13} {value}")
