"""The command `trunkline generate`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from ingestion.synthetic.arguments import FaultRates, choose
from ingestion.synthetic.generate import generate as generate_operator
from ingestion.synthetic.rates import with_rates

app = typer.Typer(add_completion=False)
app = typer.Typer(add_completion=False, help="Write a synthetic operator's files.")
DEFAULTS = FaultRates()
Rate = Annotated[float, typer.Option(help="Share of records, files or lines; 0 switches it off.")]


@app.command()
@app.command()
def generate(
    out: Annotated[Path, typer.Option(help="Folder to write into; must be empty or new.")],
    seed: Annotated[int, typer.Option(help="Equal seeds give equal bytes.")] = 1,
    size: Annotated[str | None, typer.Option(help="tiny, demo or large.")] = None,
    subscribers: Annotated[int | None, typer.Option(help="Lines over the whole time.")] = None,
    months: Annotated[int | None, typer.Option(help="Months from the start.")] = None,
    start: Annotated[str, typer.Option(help="First month, as 2026-01.")] = "2026-01",
    events_per_day: Annotated[
        float | None, typer.Option(help="Mean usage records per line and day.")
    ] = None,
    deliveries: Annotated[str | None, typer.Option(help="months, thirds or day.")] = None,
    rate: Annotated[
        list[str] | None,
        typer.Option(help="NAME=SHARE of what happens to people, cells and money; repeat it."),
    ] = None,
    fault_duplicate_within: Rate = DEFAULTS.duplicate_within,
    fault_duplicate_across: Rate = DEFAULTS.duplicate_across,
    fault_duplicate_conflict: Rate = DEFAULTS.duplicate_conflict,
    fault_missing_files: Rate = DEFAULTS.missing_files,
    fault_late_files: Rate = DEFAULTS.late_files,
    fault_unknown_numbers: Rate = DEFAULTS.unknown_numbers,
    fault_unknown_cured: Rate = DEFAULTS.unknown_cured,
    fault_unrateable: Rate = DEFAULTS.unrateable,
    fault_corrected_prices: Rate = DEFAULTS.corrected_prices,
    fault_partial_sessions: Rate = DEFAULTS.partial_sessions,
    fault_reversals: Rate = DEFAULTS.reversals,
    fault_malformed: Rate = DEFAULTS.malformed,
    fault_future_clocks: Rate = DEFAULTS.future_clocks,
    fault_absurd_quantities: Rate = DEFAULTS.absurd_quantities,
) -> None:
    """Write a synthetic operator: deliveries, the history of loads and closes, an answer key."""
    faults = FaultRates(
        duplicate_within=fault_duplicate_within,
        duplicate_across=fault_duplicate_across,
        duplicate_conflict=fault_duplicate_conflict,
        missing_files=fault_missing_files,
        late_files=fault_late_files,
        unknown_numbers=fault_unknown_numbers,
        unknown_cured=fault_unknown_cured,
        unrateable=fault_unrateable,
        corrected_prices=fault_corrected_prices,
        partial_sessions=fault_partial_sessions,
        reversals=fault_reversals,
        malformed=fault_malformed,
        future_clocks=fault_future_clocks,
        absurd_quantities=fault_absurd_quantities,
    )
    try:
        first_month = dt.date.fromisoformat(f"{start}-01")
    except ValueError:
        raise typer.BadParameter(f"--start must be a month such as 2026-01; got {start}") from None
    try:
        arguments = choose(
            size,
            subscribers,
            months,
            seed,
            first_month,
            faults,
            events_per_day,
            deliveries,
            with_rates(rate or []),
        )
        summary = generate_operator(arguments, out, typer.echo)
    except ValueError as problem:
        raise typer.BadParameter(str(problem)) from None
    typer.echo(
        f"Wrote {summary.usage_records:,} usage records in {summary.usage_files:,} switch files, "
        f"{summary.deliveries} deliveries, to {out}; {out / 'history.json'} tells their order."
    )
