"""`trunkline ingest`: the landing of files, joined here with the gate that judges each load."""

from __future__ import annotations

from typing import Annotated

import typer

from trunkline.settings import Settings

app = typer.Typer()


@app.callback()
def landing() -> None:
    """Land what lies in the landing folder."""


@app.command("ingest")
def ingest_command(
    replace: Annotated[
        str | None, typer.Option(help="Identity whose landed file a new one replaces.")
    ] = None,
    reason: Annotated[str | None, typer.Option(help="Why it is replaced.")] = None,
    wait: Annotated[float, typer.Option(help="Seconds to wait for another writer.")] = 0.0,
    watch: Annotated[
        bool, typer.Option("--watch", help="Wait for files and publish each time, until stopped.")
    ] = False,
    every: Annotated[float, typer.Option(help="Seconds between looks, with --watch.")] = 1.0,
    settle: Annotated[
        float,
        typer.Option(help="Seconds for which a file must not change, with --watch."),
    ] = 2.0,
) -> None:
    """Land what lies in the landing folder as one load.

    With --watch, files are taken as soon as they stopped growing (or their sidecar is there), and
    each time the whole of `trunkline run` is done for them, until SIGINT or SIGTERM.

    Ends with code 1 when the raw gate holds the load, 3 when files were refused (the others
    landed), 75 while another process writes.
    """
    if watch:
        _watch(replace, every, settle)
        return
    from expectations.raw_gate import make_raw_gate
    from ingestion.ingest import ingest
    from trunkline.gates import GateFailedError
    from trunkline.loads import last_load_seq
    from trunkline.lock import writer_lock
    from trunkline.run_log import RunLog

    settings = Settings.from_environment()
    log = RunLog(settings.run_log)
    with writer_lock(settings, "ingest", wait):
        log.prepare()
        with log.step("ingest") as step:
            gate = make_raw_gate(settings, log)
            report = ingest(settings, gate, replace=replace, reason=reason)
            step.watermark = last_load_seq(settings)
            step.detail = report.sentences()[-1]
            if report.held_as is not None:
                step.status = "failed"
            elif report.load_seq is None:
                step.skip("nothing to land")
    *others, outcome = report.sentences()
    for sentence in others:
        typer.echo(sentence, err=report.exit_code != 0)
    if report.gate is not None and report.held_as is not None:
        raise GateFailedError("raw", report.gate, outcome)
    typer.echo(outcome, err=report.exit_code != 0)
    raise typer.Exit(report.exit_code)


def _watch(replace: str | None, every: float, settle: float) -> None:
    from trunkline.cli.run import Progress
    from trunkline.cli.watch import watch

    if replace is not None:
        raise typer.BadParameter("a replacement is declared once, not watched for")
    if every <= 0 or settle < 0:
        raise typer.BadParameter("--every must be above 0 and --settle not below it")
    watch(Settings.from_environment(), Progress(), every=every, settle=settle)
