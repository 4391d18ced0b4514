"""`trunkline explain`: everything that made one event's charge, step by step."""

from __future__ import annotations

import enum
from typing import Annotated

import typer

from trunkline.settings import Settings

app = typer.Typer(help="Explain one event: source, guiding, price, allowances, charge.")


class Format(enum.StrEnum):
    """How the explanation is printed."""

    text = "text"
    json = "json"


@app.command("explain")
def explain_command(
    event: Annotated[int, typer.Argument(min=0, max=2**63 - 1, help="Number of an event.")],
    form: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.text,
) -> None:
    """Explain one event of the published snapshot: from its line in a file to its charge.

    Every figure is a stored one or worked out again from the catalogue rows that the event names;
    the last step says whether the two agree. Ends with code 1 for a number that no file brought.
    """
    from delivery.explanation.explaining import explain
    from delivery.explanation.printing import json_text, text_lines

    settings = Settings.from_environment()
    explained = explain(settings, event)
    if form is Format.json:
        typer.echo(json_text(explained))
        return
    for line in text_lines(explained, settings.zone):
        typer.echo(line)
