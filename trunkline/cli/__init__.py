"""The `trunkline` command: one table that says which package brings which command.

A package is imported only when one of its commands is called, so `trunkline --help` does not
wait for dbt or Great Expectations. The help lines stand here for the same reason.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from typing import Any, NamedTuple

import typer
from typer.core import TyperGroup

from trunkline import __version__


class Origin(NamedTuple):
    """Where a command comes from: module, the Typer app in it, and the line `--help` prints."""

    module: str
    app: str
    help: str


COMMANDS: dict[str, Origin] = {
    "ingest": Origin("trunkline.cli.ingest", "app", "Land what lies in the landing folder."),
    "loads": Origin("ingestion.cli", "app", "List loads; release or refuse one that a gate held."),
    "rejects": Origin("ingestion.cli", "app", "Show refused records: file, line, field and rule."),
    "contract": Origin("ingestion.cli", "app", "List, show or write a template of an entity."),
    "generate": Origin("ingestion.synthetic.cli", "app", "Write a synthetic operator's files."),
    "run": Origin("trunkline.cli.run", "app", "Ingest, build, check and publish in one go."),
    "gate": Origin("expectations.cli", "app", "Run one gate on its own: raw or marts."),
    "publish": Origin("trunkline.cli.run", "app", "Publish the checked warehouse as a snapshot."),
    "snapshots": Origin("trunkline.cli.run", "app", "List snapshots, or go back to one."),
    "warehouse": Origin("trunkline.cli.run", "app", "Rebuild the warehouse from the lake."),
    "bill": Origin("delivery.billing.cli", "app", "Close a billing period, or verify closed ones."),
    "suspense": Origin(
        "delivery.suspense.cli", "app", "List what waits to be rated; release it or write it off."
    ),
    "rerate": Origin(
        "delivery.rerating.cli", "app", "Order a period rated again; charge the difference."
    ),
    "whatif": Origin("trunkline.cli.whatif", "app", "Try a catalogue on usage that has happened."),
    "explain": Origin(
        "delivery.explanation.cli", "app", "Explain one event, from its line to its charge."
    ),
    "ml": Origin("ml.cli", "app", "Train models on the snapshot and score with them."),
    "dashboards": Origin("dashboards.cli", "app", "Serve the pages on this machine."),
    "demo": Origin("trunkline.cli.run", "app", "Build the demo operator, deliveries to snapshot."),
}


class ComposedGroup(TyperGroup):
    """A command group that looks its commands up in `COMMANDS` and imports on first use."""

    writes_help = False

    def list_commands(self, ctx: Any) -> list[str]:
        """Names in the order of the table, which is the order of a day's work."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command, its package imported; its help line alone while `--help` is written."""
        origin = COMMANDS.get(cmd_name)
        if origin is None:
            return None
        return _help_line(cmd_name, origin) if self.writes_help else load_command(cmd_name, origin)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the overview without importing what it lists."""
        self.writes_help = True
        super().format_help(ctx, formatter)


def _help_line(name: str, origin: Origin) -> Any:
    """A command that has nothing but a name and the help line of the table."""
    app = typer.Typer(add_completion=False)
    app.command(name, help=origin.help)(lambda: None)
    return typer.main.get_command(app)


def load_command(name: str, origin: Origin) -> Any:
    """Import `origin` and return its command `name`, or the whole app when it is that command.

    A package with one group of its own (`bill`, `gate`) hands over its app as it is; one with
    several commands (`ingest`, `loads`) is looked into.
    """
    app = getattr(importlib.import_module(origin.module), origin.app)
    command: Any = typer.main.get_command(app)
    inner = getattr(command, "commands", {})
    if name in inner:
        command = inner[name]
    command.name = name
    return command


def _print_version(value: bool) -> None:
    if value:
        typer.echo(f"trunkline {__version__}")
        raise typer.Exit


def _build() -> Any:
    app = typer.Typer(
        cls=ComposedGroup,
        name="trunkline",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback()
    def trunkline(
        version: bool = typer.Option(
            False, "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ) -> None:
        """From a usage file to an invoice line, every figure traceable."""

    return typer.main.get_command(app)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and exit with its code.

    A `TrunklineError` is something the user can act on: its message goes to standard error
    without a traceback, and its `exit_code` becomes the exit code.
    """
    from trunkline.errors import TrunklineError

    try:
        _build()(args=list(arguments) if arguments is not None else None, prog_name="trunkline")
    except TrunklineError as error:
        typer.secho(str(error), err=True, fg=typer.colors.RED)
        sys.exit(getattr(error, "exit_code", 1))
