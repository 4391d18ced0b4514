"""`trunkline rejects`: which records were rejected, and why; never what they say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import duckdb
import typer

from ingestion.refusals import Refusal, refusals
from trunkline.errors import LoadError
from trunkline.loads import LoadFile, committed_loads
from trunkline.settings import Settings

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
    for load_seq, file in landed:
        typer.echo(
            f"{load_seq}/{file.file_no}  {file.source}/{file.entity}/{file.origin}: "
            f"{file.rejected:,} of {file.records:,} records rejected; "
            f"raw lines in restricted/rejects/load={load_seq}"
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
    for load_seq, landed in _files_with_rejects(settings):
        if file in (f"{load_seq}/{landed.file_no}", landed.origin):
            found = True
            for row in _rows(settings, load_seq, landed.file_no):
                typer.echo(_line(landed.origin, *row))
    for refusal in refusals(settings):
        if refusal.origin == file or (refusal.kept_as or "").startswith(file):
            found = True
            _show_refusal(refusal)
    if not found:
        raise LoadError(
            f"No rejected record is known of {file}.", "`trunkline rejects list` names the files."
        )


def _files_with_rejects(settings: Settings) -> Iterator[tuple[int, LoadFile]]:
    for load in committed_loads(settings):
        for file in load.files:
            if file.rejected:
                yield load.load_seq, file


def _rows(settings: Settings, load_seq: int, file_no: int) -> list[tuple[Any, ...]]:
    path = settings.lake / "trunkline" / "rejects" / f"load={load_seq}" / "*.parquet"
    with duckdb.connect() as connection:
        return connection.execute(
            "select record_line, field, rule, message from read_parquet($path)"
            " where file_number = $number order by record_line",
            {"path": str(path), "number": file_no},
        ).fetchall()


def _line(origin: str, line: int, field: str | None, rule: str, message: str) -> str:
    where = f"{origin}: line {line}" + (f", field {field}" if field else "")
    return f"{where}, rule {rule}: {message}"


def _show_refusal(refusal: Refusal) -> None:
    typer.echo(str(refusal))
    for each in refusal.rejects:
        typer.echo(
            _line(refusal.origin, each["line_no"], each["field"], each["rule"], each["message"])
        )
