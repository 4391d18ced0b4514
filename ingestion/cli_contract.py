"""`trunkline contract`: what may land, and in which form."""

from __future__ import annotations

from typing import Annotated

import typer

from trunkline.contract import Column, Entity, load_contract

app = typer.Typer(no_args_is_help=True, help="List, show or write a template of an entity.")
_ZONES = {
    "required": "with zone",
    "source": "local time of the source",
    "optional": "with zone, or local time of the source",
}
Name = Annotated[str, typer.Argument(help="ENTITY, or SOURCE/ENTITY.", metavar="ENTITY")]


@app.command("list")
def list_entities() -> None:
    """List the entities that may land."""
    for entity in load_contract():
        if not entity.own:
            formats = ", ".join(entity.formats)
            typer.echo(f"{entity.label:32}  v{entity.version}  {entity.load_mode:8}  {formats}")


@app.command("show")
def show_entity(entity: Name) -> None:
    """Show every column, key and rule of an entity."""
    shown = load_contract().named(entity)
    typer.echo(f"{shown.label}, version {shown.version}, load mode {shown.load_mode}")
    typer.echo(shown.description)
    typer.echo(f"Lands as: landing/{shown.label}/<name>.{' or .'.join(shown.formats)}")
    for reader in shown.readers:
        brings = f" and brings {', '.join(reader.brings)}" if reader.brings else ""
        typer.echo(f"A .{reader.format} is read as {reader.name}{brings}.")
    for each in shown.record_templates:
        typer.echo(f"Records by the template {each.name}: {', '.join(each.columns)}")
    if shown.file_identity:
        typer.echo(f"Identity from the file name: {shown.file_identity.pattern}")
    for title, names in (("Event key", shown.event_key), ("Key", shown.key)):
        if names:
            typer.echo(f"{title}: {names if isinstance(names, str) else ', '.join(names)}")
    threshold = shown.reject_threshold
    typer.echo(
        f"Refused whole above the greater of {threshold.share} of the records and "
        f"{threshold.records} rejected ones."
    )
    for column in shown.columns:
        typer.echo(f"  {column.name:20} {_terms(column)}. {column.description}")
    for rule in shown.record_rules:
        typer.echo(f"  rule {rule.name}: {rule.condition}. {rule.advice}")


@app.command("template")
def template(entity: Name) -> None:
    """Write an empty file of an entity: its header line."""
    shown = load_contract().named(entity)
    if shown.header:
        typer.echo(_header(shown))
    else:
        typer.echo(f"{shown.label} has no header; its fields are: {_header(shown)}", err=True)


def _header(entity: Entity) -> str:
    return entity.delimiter.join(column.name for column in entity.columns)


def _terms(column: Column) -> str:
    terms = [column.type, "required" if column.required else "may be empty"]
    if column.unit:
        terms.append(f"in {column.unit}")
    if column.zone:
        terms.append(_ZONES[column.zone])
    if column.personal:
        terms.append(f"personal ({column.personal})")
    if column.allowed:
        terms.append(f"one of {', '.join(column.allowed)}")
    if column.pattern:
        terms.append(f"like {column.pattern}")
    if column.minimum is not None:
        terms.append(f"from {column.minimum}")
    if column.maximum is not None:
        terms.append(f"to {column.maximum}")
    return ", ".join(terms)
