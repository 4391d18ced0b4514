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
from trunkline.loads import LoadFile, committed_loads
from trunkline.settings import Settings


@dataclass(frozen=True)
class FileWithRejects:
    """A file of a committed or held load, where its rejects are listed and its raw lines kept."""

    load: str
    file: LoadFile
    folder: Path
    raw_lines: str


app = typer.Typer(help="Show refused records: file, line, field and rule.")


@app.callback(invoke_without_command=True)
def rejects(context: typer.Context) -> None:
    """Show refused records: file, line, field and rule."""
    if context.invoked_subcommand is None:
        list_rejects()


@app.command("list")
def list_rejects() -> None:
    """List the files with rejected records, and those that were refused whole."""
    settings = Settings.from_environment()
    landed, refused = list(_files_with_rejects(settings)), refusals(settings)
    if not landed and not refused:
        typer.echo("No record was rejected and no file refused.")
    for each in landed:
        file = each.file
        typer.echo(
            f"{each.load}/{file.file_no}  {file.source}/{file.entity}/{file.origin}: "
            f"{file.rejected:,} of {file.records:,} records rejected; raw lines in {each.raw_lines}"
        )
    for refusal in refused:
        typer.echo(f"refused: {refusal}")


@app.command("show")
def show_rejects(
    file: Annotated[str, typer.Argument(help="LOAD/FILE of the list, or the file's name.")],
) -> None:
    """Show each rejected record of a file: line, field, rule and what to do."""
    settings = Settings.from_environment()
    found = False
    for each in _files_with_rejects(settings):
        if file in (f"{each.load}/{each.file.file_no}", each.file.origin):
            found = True
            for row in rejects_of(each.folder, each.file.file_no):
                typer.echo(_line(each.file.origin, *row))
    for refusal in refusals(settings):
        if refusal.origin == file or (refusal.kept_as or "").startswith(file):
            found = True
            _show_refusal(refusal)
    if not found:
        raise LoadError(
            f"No rejected record is known of {file}.", "`trunkline rejects list` names the files."
        )


def _files_with_rejects(settings: Settings) -> Iterator[FileWithRejects]:
    """Those of the committed loads, oldest first, then those of the held ones."""
    for load in committed_loads(settings):
        place = f"load={load.load_seq}"
        folder = settings.lake / "trunkline" / "rejects" / place
        for file in load.files:
            if file.rejected:
                yield FileWithRejects(
                    str(load.load_seq), file, folder, f"restricted/rejects/{place}"
                )
    for held in held_loads(settings):
        folder = held.folder / "lake" / "trunkline" / "rejects"
        for file in held.files:
            if file.rejected:
                yield FileWithRejects(held.name, file, folder, f"restricted/held/{held.name}")


def _line(origin: str, line: int, field: str | None, rule: str, message: str) -> str:
    where = f"{origin}: line {line}" + (f", field {field}" if field else "")
    return f"{where}, rule {rule}: {message}"


def _show_refusal(refusal: Refusal) -> None:
    typer.echo(str(refusal))
    for each in refusal.rejects:
        typer.echo(
            _line(refusal.origin, each["line_no"], each["field"], each["rule"], each["message"])
        )
