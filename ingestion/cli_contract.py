"""`trunkline contract`: what may land, and in which form."""

from __future__ import annotations

from collections.abc import Iterable
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
EntityOrSource = Annotated[
    str,
    typer.Argument(help="ENTITY, SOURCE/ENTITY, or SOURCE for all of it.", metavar="ENTITY"),
]


@app.command("list")
def list_entities() -> None:
    """List the entities that may land."""
    _list(entity for entity in load_contract() if not entity.own)


@app.command("show")
def show_entity(entity: EntityOrSource) -> None:
    """Show every column, key and rule of an entity; of a source, list its entities."""
    contract = load_contract()
    of_source = contract.of_source(entity)
    is_source = bool(of_source)
    if is_source and not any(each.name == entity for each in contract):
        _list(of_source)
        return
    shown = contract.named(entity)
    typer.echo(f"{shown.label}, version {shown.version}, load mode {shown.load_mode}")
    typer.echo(shown.description)
    typer.echo(f"Lands as: landing/{shown.label}/{_endings(shown)}")
    typer.echo(f"For example: landing/{shown.label}/{shown.file_name}")
    for reader in shown.readers:
        brings = f" and brings {', '.join(reader.brings)}" if reader.brings else ""
        typer.echo(f"A .{reader.format} is read as {reader.name}{brings}.")
    for each in shown.record_templates:
        typer.echo(f"Records by the template {each.name}: {', '.join(each.columns)}")
    if shown.file_identity:
        typer.echo(f"Identity from the file name: {shown.file_identity.pattern}")
        typer.echo(
            "A file of another name is known by its bytes alone: none is missed before or after it."
        )
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
    for file_rule in shown.file_rules:
        outcome = "refuses the file" if file_rule.level == "refuse" else "is a note on the file"
        typer.echo(f"  rule {file_rule.name} {outcome}: {file_rule.message}. {file_rule.advice}")
    if is_source:
        typer.echo(f"\n{entity} is a source as well:")
        _list(of_source)


@app.command("template")
def template(entity: Name) -> None:
    """Write an empty file of an entity: its header line."""
    shown = load_contract().named(entity)
    if shown.header:
        typer.echo(_header(shown))
    else:
        typer.echo(f"{shown.label} has no header; its fields are: {_header(shown)}", err=True)


def _list(entities: Iterable[Entity]) -> None:
    for entity in entities:
        formats = ", ".join(entity.formats)
        typer.echo(f"{entity.label:32}  v{entity.version}  {entity.load_mode:8}  {formats}")


def _endings(entity: Entity) -> str:
    """The names that a file may have, and which of them may be compressed."""
    *others, last = (f".{each}" for each in entity.formats)
    names = f"<name>{', '.join(others)} or {last}" if others else f"<name>{last}"
    packed = [each for each in entity.formats if each != "parquet"]
    if packed == [*entity.formats]:
        return f"{names} (also .gz or .zst)"
    return f"{names} (all but Parquet also .gz or .zst)" if packed else names


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
