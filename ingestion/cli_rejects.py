"""`trunkline rejects`: which records were rejected, and why; never what they say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from ingestion.refusals import Refusal, refusals, rejects_of
from trunkline.errors import LoadError
from trunkline.landing import held_loads
from trunkline.loads import LoadFile, committed_loads, last_load_seq
from trunkline.settings import Settings


@dataclass(frozen=True)
class FileWithRejects:
    """A file of a committed or held load, where its rejects are listed and its raw lines kept."""

    load: str
    file: LoadFile
    folder: Path
    raw_lines: str

    @property
    def address(self) -> str:
        """LOAD/FILE, by which it can be asked for."""
        return f"{self.load}/{self.file.file_no}"

    @property
    def path(self) -> str:
        """Entity and name under which it landed."""
        return f"{self.file.source}/{self.file.entity}/{self.file.origin}"

    def __str__(self) -> str:
        counted = f"{self.file.rejected:,} of {self.file.records:,} records rejected"
        return f"{self.address}  {self.path}: {counted}; raw lines in {self.raw_lines}"


app = typer.Typer(help="Show refused records: file, line, field and rule.")


@app.callback(invoke_without_command=True)
def rejects(context: typer.Context) -> None:
    """Show refused records: file, line, field and rule."""
    if context.invoked_subcommand is None:
        list_rejects(load=None)


@app.command("list")
def list_rejects(
    load: Annotated[
        str | None, typer.Option(help="Only this load: its number, or the name of a held one.")
    ] = None,
) -> None:
    """List the files with rejected records, newest load first, and those that were refused whole.

    A file that was refused whole belongs to no load: with --load, none is listed.
    """
    settings = Settings.from_environment()
    if load is not None:
        load = _known_load(settings, load)
    landed = [each for each in _files_with_rejects(settings) if load in (None, each.load)]
    refused = list(reversed(refusals(settings))) if load is None else []
    if not landed and not refused:
        typer.echo(
            "No record was rejected and no file refused."
            if load is None
            else f"No record of load {load} was rejected."
        )
    for each in (*landed, *(f"refused: {refusal}" for refusal in refused)):
        typer.echo(str(each))


@app.command("show")
def show_rejects(
    file: Annotated[
        str,
        typer.Argument(help="LOAD/FILE of the list, or the file's name (ENTITY/NAME to be exact)."),
    ],
) -> None:
    """Show each rejected record of a file: line, field, rule and what to do.

    Asked by name, it shows every file of that name, each under its entity and load.
    """
    settings = Settings.from_environment()
    found = False
    for each in _files_with_rejects(settings):
        by_name = _is_called(each.path, file)
        if by_name or file == each.address:
            if by_name:
                typer.echo(str(each))
            found = True
            for row in rejects_of(each.folder, each.file.file_no):
                typer.echo(_line(each.file.origin, *row))
    for refusal in reversed(refusals(settings)):
        path = f"{refusal.source}/{refusal.entity}/{refusal.origin}"
        if _is_called(path, file) or (refusal.kept_as or "").startswith(file):
            found = True
            _show_refusal(refusal)
    if not found:
        raise LoadError(
            f"No rejected record is known of {file}.", "`trunkline rejects list` names the files."
        )


def _is_called(path: str, name: str) -> bool:
    """Say whether a file, as source/entity/name, is meant by its name or by an end of its path."""
    return f"/{path}".endswith(f"/{name}")


def _known_load(settings: Settings, load: str) -> str:
    """Return a load as it is listed; raise LoadError when there is none, committed or held."""
    last = last_load_seq(settings)
    held = [each.name for each in held_loads(settings)]
    if load in held:
        return load
    if load.isdecimal() and 0 < int(load) <= last:
        return str(int(load))  # 01 is load 1
    waiting = f", or one that is held: {', '.join(held)}" if held else ""
    raise LoadError(f"There is no load {load}.", f"Name one of 1 to {last}{waiting}.")


def _files_with_rejects(settings: Settings) -> Iterator[FileWithRejects]:
    """Those of the held loads, then those of the committed ones, newest first."""
    for held in reversed(held_loads(settings)):
        folder = held.folder / "lake" / "trunkline" / "rejects"
        for file in held.files:
            if file.rejected:
                yield FileWithRejects(held.name, file, folder, f"restricted/held/{held.name}")
    for load in reversed(committed_loads(settings)):
        place = f"load={load.load_seq}"
        folder = settings.lake / "trunkline" / "rejects" / place
        for file in load.files:
            if file.rejected:
                yield FileWithRejects(
                    str(load.load_seq), file, folder, f"restricted/rejects/{place}"
                )


def _line(origin: str, line: int, field: str | None, rule: str, message: str) -> str:
    # a rule on the whole record has no field: saying nothing looked like a field that is missing
    part = f"field {field}" if field else "the whole record"
    return f"{origin}: line {line}, {part}, rule {rule}: {message}"


def _show_refusal(refusal: Refusal) -> None:
    typer.echo(str(refusal))
    for each in refusal.rejects:
        typer.echo(
            _line(refusal.origin, each["line_no"], each["field"], each["rule"], each["message"])
        )
