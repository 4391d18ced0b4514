"""`trunkline run`, `publish`, `snapshots`, `warehouse` and `demo`."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from trunkline.settings import Settings

app = typer.Typer(no_args_is_help=True)
snapshots_app = typer.Typer(invoke_without_command=True, help="List snapshots, or go back to one.")
warehouse_app = typer.Typer(no_args_is_help=True, help="Rebuild the warehouse from the lake.")
app.add_typer(snapshots_app, name="snapshots")
app.add_typer(warehouse_app, name="warehouse")

Wait = Annotated[float, typer.Option(help="Seconds to wait for another writer.")]


class Progress:
    """Prints what was done, with the seconds since the start."""

    def __init__(self) -> None:
        self.began = time.monotonic()

    def __call__(self, text: str) -> None:
        """Print one line."""
        typer.echo(f"[{time.monotonic() - self.began:6.1f} s] {text}")


@app.command("run")
def run_command(wait: Wait = 0.0) -> None:
    """Ingest, build, check and publish in one go; safe to repeat.

    Ends with code 1 when a gate or the build fails (the last snapshot stays in service), with 3
    when files were refused whole, whether or not others landed, with 75 while another process
    writes.
    """
    from trunkline.cli.pipeline import REFUSED, run

    done = run(Settings.from_environment(), Progress(), wait=wait)
    if done.refused_files:
        raise typer.Exit(REFUSED)


@app.command("publish")
def publish_command(wait: Wait = 0.0) -> None:
    """Publish the warehouse, if the marts gate has passed for it."""
    from trunkline.cli.pipeline import checks_of, one_writer, publish_checked
    from trunkline.run_log import RunLog
    from trunkline.warehouse import open_warehouse, project_folder, standing

    settings = Settings.from_environment()
    with one_writer(settings, "publish", wait):
        log = RunLog(settings.run_log)
        log.prepare()
        with open_warehouse(settings) as warehouse:
            where = standing(warehouse, project_folder())
        publish_checked(settings, log, Progress(), checks_of(settings, where))


@snapshots_app.callback()
def snapshots_command(context: typer.Context) -> None:
    """List the snapshots that are kept, newest first."""
    if context.invoked_subcommand is None:
        list_command()


@snapshots_app.command("list")
def list_command(
    removed: Annotated[
        bool, typer.Option("--removed", help="Also those that were removed.")
    ] = False,
) -> None:
    """List the snapshots that are kept, newest first; * marks the one in service."""
    from trunkline.snapshots import NoSnapshotError, current_snapshot_id, list_snapshots

    settings = Settings.from_environment()
    try:
        current = current_snapshot_id(settings)
    except NoSnapshotError as nothing:
        typer.echo(str(nothing))
        return
    for record in list_snapshots(settings, removed=removed):
        as_of = f"{record.as_of:%Y-%m-%d %H:%M}" if record.as_of else "-"
        state = f"  removed {record.removed_at:%Y-%m-%d}" if record.removed_at else ""
        typer.echo(
            f"{'*' if record.snapshot_id == current else ' '} {record.snapshot_id:<20} "
            f"load {record.watermark:>4}  code {record.code_hash}  as of {as_of} UTC  "
            f"checks {record.checks_passed}/{record.checks_total}{state}"
        )


@snapshots_app.command("rollback")
def rollback_command(
    snapshot_id: Annotated[str, typer.Argument(help="As `trunkline snapshots` names it.")],
    wait: Wait = 0.0,
) -> None:
    """Put an earlier snapshot in service again, until the next publication."""
    from trunkline.cli.pipeline import one_writer
    from trunkline.pointer import roll_back

    settings = Settings.from_environment()
    with one_writer(settings, "snapshots rollback", wait):
        record = roll_back(settings, snapshot_id)
    typer.echo(f"snapshot {record.snapshot_id} of load {record.watermark} is in service")


@warehouse_app.callback()
def warehouse_command() -> None:
    """Rebuild the warehouse from the lake."""


@warehouse_app.command("rebuild")
def rebuild_command(wait: Wait = 0.0) -> None:
    """Delete the warehouse and build it again from the lake; the snapshot stays in service."""
    from trunkline.cli.pipeline import rebuild

    rebuild(Settings.from_environment(), Progress(), wait=wait)


@app.command("demo")
def demo_command(
    size: Annotated[str, typer.Option(help="tiny, demo or large.")] = "demo",
    seed: Annotated[int, typer.Option(help="Equal seeds give an equal operator.")] = 1,
    operator: Annotated[
        Path | None, typer.Option(help="Folder of a generated operator; made if it is not there.")
    ] = None,
    docs: Annotated[bool, typer.Option(help="Also build dbt's documentation.")] = True,
) -> None:
    """Build the demo operator: generate, land, close and publish, then say where to look."""
    from trunkline.cli.demo import demo

    settings = Settings.from_environment()
    folder = operator or settings.home / "operator" / f"{size}-{seed}"
    demo(settings, folder, size=size, seed=seed, docs=docs, report=Progress())
