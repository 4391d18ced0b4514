"""`trunkline loads`: what landed, is held or was refused; and the decision on held loads."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from ingestion.held import refuse_load, release_load
from ingestion.refusals import refusals
from trunkline.landing import HeldLoad, held_load, held_loads
from trunkline.loads import LoadFile, committed_loads, read_manifest
from trunkline.settings import Settings

app = typer.Typer(help="List loads; release or refuse one that a gate held.")
Name = Annotated[str, typer.Argument(help="Name of the held load.")]
Reason = Annotated[str, typer.Option(help="Why; it is kept with the load.")]
Wait = Annotated[float, typer.Option(help="Seconds to wait for another writer.")]


@app.callback(invoke_without_command=True)
def loads(context: typer.Context) -> None:
    """List loads; release or refuse one that a gate held."""
    if context.invoked_subcommand is None:
        list_loads()


@app.command("list")
def list_loads() -> None:
    """List the committed loads, then what is held and what was refused."""
    settings = Settings.from_environment()
    loads = committed_loads(settings)
    if not any(load.load_seq for load in loads):
        typer.echo(f"No load has landed in {settings.home} (TRUNKLINE_HOME).")
    typer.echo(f"{'load':>6}  {'kind':8}  {'landed':20}  {'files':>6}  {'accepted':>12}  rejected")
    for load in loads:
        landed = _by_the_operators_clock(settings, load.landed_at)
        accepted = sum(file.accepted for file in load.files)
        rejected = sum(file.rejected for file in load.files)
        typer.echo(
            f"{load.load_seq:>6}  {load.kind:8}  {landed}   "
            f"{len(load.files):>6}  {accepted:>12,}  {rejected:,}"
        )
    for held in held_loads(settings):
        failed = [each["name"] for each in held.findings if not each["success"]]
        typer.echo(
            f"held: {held.name}, since {_by_the_operators_clock(settings, held.held_at)}, "
            f"{len(held.files)} files; failed: {', '.join(failed)}"
        )
    for refusal in refusals(settings):
        typer.echo(f"refused: {refusal}")


@app.command("show")
def show_load(
    load: Annotated[str, typer.Argument(help="Number of a load, or name of a held one.")],
) -> None:
    """Show the files of one load, and why it is held if it is."""
    settings = Settings.from_environment()
    if load.isdecimal():
        manifest = read_manifest(settings, int(load))
        landed = _by_the_operators_clock(settings, manifest.landed_at)
        typer.echo(f"load {manifest.load_seq}, {manifest.kind}, landed {landed}")
        for reason in manifest.reasons:
            typer.echo(reason)
        _show_files(manifest.files)
        return
    _show_held(settings, held_load(settings, load))


@app.command("release")
def release(name: Name, reason: Reason, wait: Wait = 0.0) -> None:
    """Commit a held load against the gate's word."""
    manifest = release_load(Settings.from_environment(), name, reason, wait)
    typer.echo(f"{name} is load {manifest.load_seq}.")


@app.command("refuse")
def refuse(name: Name, reason: Reason, wait: Wait = 0.0) -> None:
    """Refuse the files of a held load; they are kept and may be sent again."""
    for refusal in refuse_load(Settings.from_environment(), name, reason, wait):
        typer.echo(str(refusal))


def _by_the_operators_clock(settings: Settings, moment: datetime) -> str:
    """A moment as people here read it; what is kept stays UTC."""
    return f"{moment.astimezone(ZoneInfo(settings.zone)):%Y-%m-%d %H:%M:%S}"


def _show_held(settings: Settings, held: HeldLoad) -> None:
    typer.echo(f"{held.name}, held since {_by_the_operators_clock(settings, held.held_at)}")
    _show_files(held.files)
    for each in held.findings:
        if not each["success"]:
            typer.echo(
                f"failed: {each['name']}: expected {each['expected']}, saw {each['seen']}. "
                f"{each['advice']} ({each['owner']})"
            )


def _show_files(files: tuple[LoadFile, ...]) -> None:
    for file in files:
        typer.echo(
            f"{file.file_no:>5}  {file.identity}  {file.origin}  {file.records:,} records, "
            f"{file.accepted:,} accepted, {file.rejected:,} rejected"
        )
        for note in file.notes:
            typer.echo(f"       {note}")
