"""`trunkline whatif`: the trial of a catalogue, joined here with the landing of its files."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from trunkline.settings import Settings

app = typer.Typer()


@app.callback()
def trial() -> None:
    """Try a candidate catalogue on usage that has happened."""


@app.command("whatif")
def whatif_command(
    catalogue: Annotated[
        Path, typer.Option(help="Folder with a folder of files for each catalogue entity.")
    ],
    period: Annotated[str, typer.Option(help="First local day, or YYYY-MM for every cycle.")],
    segment: Annotated[
        list[str] | None, typer.Option(help="Only accounts of this segment; repeatable.")
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help="Accounts to show that pay more.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    output: Annotated[
        Path | None, typer.Option(help="Write a CSV file with a line per subscription.")
    ] = None,
    wait: Annotated[float, typer.Option(help="Seconds to wait for another writer.")] = 0.0,
) -> None:
    """Rate a period's usage under a candidate catalogue and say what would change.

    The files count as if they landed now: they paint over what they name, all else stays. Nothing
    of it is kept.
    """
    from delivery.whatif.printing import csv_text, json_text, text_lines
    from delivery.whatif.trial import try_catalogue

    settings = Settings.from_environment()
    found = try_catalogue(
        settings, landing_of(catalogue), period, tuple(segment or ()), limit=limit, wait=wait
    )
    if output is not None:
        output.write_text(csv_text(found), encoding="utf-8")
    if as_json:
        typer.echo(json_text(found))
        return
    for line in text_lines(found):
        typer.echo(line)
    if output is not None:
        typer.echo(f"{len(found.subscriptions):,} subscriptions written to {output}")


def landing_of(catalogue: Path) -> Callable[[Settings], None]:
    """Return what lands the files of a folder in a home aside, by the contract alone.

    Raises TrunklineError for a folder without files, an unknown entity, and a file or record that
    the contract refuses.
    """
    from trunkline.contract import load_contract
    from trunkline.errors import TrunklineError

    folder = catalogue / "catalogue" if (catalogue / "catalogue").is_dir() else catalogue
    known = {entity.name for entity in load_contract() if entity.source == "catalogue"}
    named = sorted(path.name for path in folder.glob("*") if path.is_dir())
    if unknown := [name for name in named if name not in known]:
        raise TrunklineError(
            f"{folder / unknown[0]} is no entity of the catalogue.",
            f"Name the folders in {folder} after {', '.join(sorted(known))}.",
        )
    if not any(path.is_file() for name in named for path in (folder / name).iterdir()):
        raise TrunklineError(
            f"There are no catalogue files in {folder}.",
            "Put them into a folder of their entity, as charge_tiers/prices.csv.",
        )

    def land(aside: Settings) -> None:
        from ingestion.ingest import ingest
        from trunkline.gates import GateResult

        for name in named:
            shutil.copytree(folder / name, aside.landing / "catalogue" / name, dirs_exist_ok=True)
        report = ingest(aside, lambda staged: GateResult(True, []))
        if report.exit_code or any(file.rejected for file in report.landed):
            said = "\n  ".join(report.sentences())
            raise TrunklineError(
                f"The candidate catalogue breaks the contract:\n  {said}",
                "Correct its files; nothing was rated.",
            )

    return land
