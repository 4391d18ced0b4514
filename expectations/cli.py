"""`trunkline gate`: run one gate on its own."""

from __future__ import annotations

from typing import Annotated

import typer

from trunkline.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Run one gate on its own: raw or marts.")


@app.command("marts")
def marts_command() -> None:
    """Check the built warehouse; exit code 1 and the failed checks when one does not hold."""
    from expectations.marts_gate import run_marts_gate
    from trunkline.run_log import RunLog

    settings = Settings.from_environment()
    log = RunLog(settings.run_log)
    log.prepare()
    result = run_marts_gate(settings, log)
    typer.echo(result.summary)
    for check in result.accepted:
        typer.echo(str(check))
    typer.echo(f"Report: {settings.data_docs / 'index.html'}")


@app.command("raw")
def raw_command(
    load: int | None = typer.Option(None, help="Load to look at again; the last one if not given."),
) -> None:
    """Check a committed load again, as the gate did before it was committed."""
    from expectations.raw_gate import judge_again
    from trunkline.gates import GateFailedError
    from trunkline.run_log import RunLog

    settings = Settings.from_environment()
    log = RunLog(settings.run_log)
    log.prepare()
    result = judge_again(settings, log, load)
    if not result.success:
        raise GateFailedError("raw", result, "The load is committed; nothing was changed.")
    typer.echo(f"{result.passed} of {len(result.results)} checks held")
    typer.echo(f"Report: {settings.data_docs / 'index.html'}")


@app.command("show")
def show_command(
    check: Annotated[str, typer.Argument(help="Its name, as the failed gate printed it.")],
) -> None:
    """Show a check of the marts gate: what it expects, what to do, and the SQL that measures it."""
    from expectations.explain import explain

    for line in explain(Settings.from_environment(), check):
        typer.echo(line)
