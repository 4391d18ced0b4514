"""`trunkline bill`: close billing periods, list them, verify closed ones."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from trunkline.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Close a billing period, or verify closed ones.")

Wait = Annotated[float, typer.Option(help="Seconds to wait for another writer.")]


@app.command("close")
def close_command(
    cycle: Annotated[list[int] | None, typer.Option(help="Bill cycle day; repeatable.")] = None,
    period: Annotated[
        list[str] | None, typer.Option(help="First local day, or YYYY-MM; repeatable.")
    ] = None,
    all_ended: Annotated[
        bool, typer.Option("--all-ended", help="Every open period that has ended.")
    ] = False,
    accept_gap: Annotated[
        list[str] | None, typer.Option(help="Missing switch file, as MSC01:123; repeatable.")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why the gaps are accepted.")] = "",
    wait: Wait = 0.0,
) -> None:
    """Close billing periods: what they charged is registered and never changes again.

    Several periods of one command share one load. Needs a warehouse that stands at the last load.
    """
    from delivery.billing import periods as billing_periods
    from delivery.billing.close import close_periods
    from delivery.billing.gaps import parse_gaps

    settings = Settings.from_environment()
    if all_ended == bool(cycle or period) or bool(cycle) != bool(period):
        raise typer.BadParameter("say --cycle and --period, or --all-ended")

    def choose(known: list[billing_periods.Period]) -> list[billing_periods.Period]:
        if all_ended:
            return billing_periods.all_ended(known, settings.now())
        return billing_periods.choose(known, cycle or [], period or [], settings.now())

    done = close_periods(settings, choose, parse_gaps(accept_gap or []), reason, wait=wait)
    for closed in done.periods:
        typer.echo(f"closed {closed}")
    rows = ", ".join(f"{name.removeprefix('register_')} {n:,}" for name, n in done.rows.items())
    typer.echo(f"load {done.load_seq} holds the close and its register: {rows}")
    typer.echo("Run `trunkline run` to build and publish what was issued.")


@app.command("periods")
def periods_command() -> None:
    """List billing periods with what they hold, and the switch files that are missing."""
    from delivery.billing.close import accepted_gaps
    from delivery.billing.gaps import listed
    from delivery.billing.periods import read_periods
    from trunkline.loads import committed_loads
    from trunkline.sequences import find_charged_gaps
    from trunkline.warehouse import open_warehouse

    settings = Settings.from_environment()
    with open_warehouse(settings) as warehouse:
        periods = read_periods(warehouse)
        accepted = set(accepted_gaps(settings, warehouse))
    for each in periods:
        if each.close_load_seq is not None:
            state = f"closed by load {each.close_load_seq}"
        else:
            state = "can be closed" if each.has_ended(settings.now()) else "running"
        amounts = ", ".join(f"{amount:,} {currency}" for currency, amount in each.amounts)
        typer.echo(
            f"cycle {each.cycle_day:>2}  {each.period}  {state:<18}  {each.charges:>7,} charges  "
            f"{amounts}"
        )
    files = [load.files for load in committed_loads(settings)]
    gaps = [gap for gap in find_charged_gaps(files) if gap not in accepted]
    if gaps:
        typer.echo(f"missing switch files, which block a close: {listed(gaps)}")


@app.command("verify")
def verify_command(
    recompute: Annotated[
        bool, typer.Option("--recompute", help="Rate again with today's code and compare.")
    ] = False,
    cycle: Annotated[int | None, typer.Option(help="Only this bill cycle day.")] = None,
    period: Annotated[str | None, typer.Option(help="Only this period (its first day).")] = None,
    wait: Wait = 0.0,
) -> None:
    """Compare closed periods with their register; exit code 1 when anything differs."""
    from delivery.billing import verify

    settings = Settings.from_environment()
    day = dt.date.fromisoformat(period) if period else None
    if recompute:
        found = verify.recompute(settings, cycle_day=cycle, period=day, wait=wait)
    else:
        found = verify.verify(settings, cycle_day=cycle, period=day)
    for each in found[:50]:
        typer.echo(f"{each.what} {each.key}")
        typer.echo(f"  issued: {each.issued or 'nothing'}")
        typer.echo(f"  found:  {each.found or 'nothing'}")
    if len(found) > 50:
        typer.echo(f"and {len(found) - 50:,} more")
    typer.echo(f"{len(found):,} differences")
    if found:
        raise typer.Exit(1)
