"""`trunkline export`: rated events, allowance balances and price plans for charging systems."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from delivery.exchange.exporting import Form, What, export
from trunkline.errors import TrunklineError
from trunkline.settings import Settings

app = typer.Typer(help="Write rated events, balances and plans for other charging systems.")


@app.command("export")
def export_command(
    form: Annotated[
        list[Form] | None, typer.Option("--as", help="Form; repeatable. Without it, both.")
    ] = None,
    what: Annotated[
        list[What] | None, typer.Option(help="What; repeatable. Without it, all.")
    ] = None,
    since: Annotated[
        int | None, typer.Option(min=0, help="Write what is newer than this load once more.")
    ] = None,
    to: Annotated[
        Path | None, typer.Option(help="Folder; without it exports/ of the data home.")
    ] = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Export whatever is published, until stopped.")
    ] = False,
    every: Annotated[float, typer.Option(help="Seconds between looks, with --watch.")] = 2.0,
) -> None:
    """Write what the published snapshot holds that is new since the last export.

    TMF635 is one JSON object a line (.ndjson). A file is named by the loads of which it holds the
    news and appears whole; without news there is none. Persons are pseudonyms.
    """
    settings = Settings.from_environment()
    folder = to if to is not None else settings.home / "exports"
    forms, kinds = form or list(Form), what or list(What)
    if not watch:
        _once(settings, forms, kinds, since, folder)
        return
    if since is not None or every <= 0:
        raise typer.BadParameter("--watch goes on from the last export, and --every is above 0")
    told = ""
    while True:
        try:
            _once(settings, forms, kinds, None, folder, is_quiet=True)
            told = ""
        except (TrunklineError, OSError) as error:
            # nothing published yet, another export, a full disk: told once, tried again
            if str(error) != told:
                typer.echo(str(error), err=True)
            told = str(error)
        time.sleep(every)


def _once(
    settings: Settings,
    forms: list[Form],
    what: list[What],
    since: int | None,
    folder: Path,
    is_quiet: bool = False,
) -> None:
    done = export(settings, forms, what, since, folder)
    for path in done.files:
        typer.echo(f"wrote {path}")
    if not done.files and not is_quiet:
        typer.echo(f"nothing new up to load {done.watermark}")
