"""`trunkline rerate`: list what was rated by corrected versions, and order it to be rated again."""

from __future__ import annotations

from typing import Annotated

import typer

from trunkline.settings import Settings

app = typer.Typer(
    no_args_is_help=True, help="List usage whose price was corrected; order it rated again."
)

Names = list[str] | None


@app.command("list")
def list_command() -> None:
    """List rated events whose price or subscription was corrected since, by period and plan."""
    from delivery.rerating.listing import painted_over

    found = painted_over(Settings.from_environment())
    if not found:
        typer.echo("No rated event stands on a version that was corrected since.")
        return
    typer.echo(
        f"{'period':<10} {'cycle':>5} {'events':>8} {'price':>8} {'subscr.':>8} {'adjusted':>8} "
        f"{'charged':>18}     plan"
    )
    for row in found:
        typer.echo(
            f"{row['period']} {row['cycle_day']:>5} {row['events']:>8,} "
            f"{row['price_corrected']:>8,} {row['subscription_corrected']:>8,} "
            f"{row['adjusted']:>8,} {row['charged']:>18,} {row['currency']} {row['plan_id']}"
        )


@app.command("order")
def order_command(
    period: Annotated[str, typer.Option(help="First local day, or YYYY-MM for every cycle.")],
    plan: Annotated[Names, typer.Option(help="Accounts with usage on it; repeatable.")] = None,
    account: Annotated[Names, typer.Option(help="Pseudonym; repeatable.")] = None,
    subscription: Annotated[
        Names, typer.Option(help="The account of this subscription; repeatable.")
    ] = None,
    known_at: Annotated[
        int | None, typer.Option(help="Load whose knowledge counts, if not the last one.")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why; it is kept with the order.")] = "",
    by: Annotated[
        str | None, typer.Option(help="Who orders it, if not this machine's user.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be charged, land nothing.")
    ] = False,
    wait: Annotated[float, typer.Option(help="Seconds to wait for another writer.")] = 0.0,
) -> None:
    """Rate a period again, in the order in which events began, and charge the difference.

    Accounts are taken whole: allowances may be shared. What is closed stays as it was issued.
    """
    from delivery.aside import Scope
    from delivery.rerating.orders import order

    scope = Scope(period, tuple(plan or ()), tuple(account or ()), tuple(subscription or ()))
    done = order(
        Settings.from_environment(),
        scope,
        reason,
        by,
        known_at=known_at,
        dry_run=dry_run,
        wait=wait,
    )
    typer.echo(f"{done.event_count:,} events rated again with what load {done.known_at} knew")
    if done.left_out_count:
        typer.echo(
            f"{done.left_out_count:,} events left as they were: charges of their account look at "
            "the whole period"
        )
    if done.unrateable_count:
        typer.echo(
            f"{done.unrateable_count:,} events left as they were: load {done.known_at} knew no "
            "price for them"
        )
    for currency, count, amount in done.totals:
        typer.echo(f"{count:,} adjustments: {amount:+,} {currency}")
    if not done.totals:
        typer.echo("Nothing differs: there is nothing to charge.")
    elif done.load_seq is not None:
        typer.echo(f"load {done.load_seq} holds the order and its adjustments")
        typer.echo("Run `trunkline run` to build and publish them.")
