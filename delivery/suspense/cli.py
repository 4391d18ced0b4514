"""`trunkline suspense`: list what waits to be rated, release it, write it off, show its life."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Annotated

import typer

from trunkline.settings import Settings

if TYPE_CHECKING:
    from trunkline.queries.waiting import Choice

app = typer.Typer(
    no_args_is_help=True, help="List what waits to be rated; release it or write it off."
)


class Format(enum.StrEnum):
    """How a list is printed."""

    table = "table"
    csv = "csv"
    json = "json"


Event = Annotated[list[int] | None, typer.Option(help="Number of an event; repeatable.")]
Reason = Annotated[str | None, typer.Option(help="Only what lacks this, as no_price.")]
OlderThan = Annotated[int | None, typer.Option(min=0, help="Only what waits for more days.")]
Why = Annotated[str, typer.Option(help="Why; it is kept with the decision.")]
By = Annotated[str | None, typer.Option(help="Who decides, if not this machine's user.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what is meant, decide nothing.")]
Limit = Annotated[int, typer.Option(min=0, help="Events to show; 0 shows all.")]
Wait = Annotated[float, typer.Option(help="Seconds to wait for another writer.")]


def _choice(
    reason: str | None,
    service: str | None = None,
    older_than: int | None = None,
    events: list[int] | None = None,
) -> Choice:
    from trunkline.queries.waiting import CURES, Choice

    if reason is not None and reason not in CURES:
        raise typer.BadParameter(f"--reason {reason}: give one of {', '.join(CURES)}")
    if service not in (None, "voice", "sms", "mms", "data", "content"):
        raise typer.BadParameter(f"--service {service}: give voice, sms, mms, data or content")
    return Choice(reason, service, older_than, tuple(dict.fromkeys(events or ())))


@app.command("list")
def list_command(
    reason: Reason = None,
    service: Annotated[str | None, typer.Option(help="Only this service.")] = None,
    older_than: OlderThan = None,
    form: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.table,
    limit: Limit = 50,
) -> None:
    """List what waits in the published snapshot: by reason, then the events, oldest first."""
    from delivery.suspense import listing
    from trunkline.queries import waiting
    from trunkline.queries.viewer import local_viewer
    from trunkline.snapshots import open_snapshot

    choice, viewer = _choice(reason, service, older_than), local_viewer("en")
    with open_snapshot(Settings.from_environment()) as snapshot:
        reasons = waiting.by_reason(viewer, choice, snapshot.connection)
        events = waiting.events(viewer, choice, snapshot.connection, limit or None)
        shown = snapshot.record
    if form is Format.json:
        typer.echo(listing.json_text(reasons, events, shown.snapshot_id))
        return
    if form is Format.csv:
        given = {"reason": reason, "service": service, "older than (days)": older_than}
        filters = {name: str(value) for name, value in given.items() if value is not None}
        typer.echo(listing.csv_text(events, shown.snapshot_id, filters), nl=False)
        return
    typer.echo(f"snapshot {shown.snapshot_id}, load {shown.watermark}")
    if not events.total_rows:
        typer.echo("nothing waits")
        return
    listing.print_reasons(reasons, typer.echo)
    typer.echo("")
    listing.print_events(events, typer.echo)


@app.command("retry")
def retry_command(
    reason: Reason = None,
    event: Event = None,
    why: Why = "",
    by: By = None,
    limit: Limit = 50,
    wait: Wait = 0.0,
) -> None:
    """Say what each event lacks; with --why, release those whose quantity is out of range.

    Every load tries again what waits, so that nothing else needs an order.
    """
    from delivery.suspense import listing
    from delivery.suspense.decisions import RELEASABLE, look, release

    settings, choice = Settings.from_environment(), _choice(reason, events=event)
    if why:
        if not event and reason != RELEASABLE:
            raise typer.BadParameter(f"say which: --event, or --reason {RELEASABLE}")
        done = release(settings, choice, why, by, wait=wait)
        listing.print_reasons(done.by_reason, typer.echo)
        typer.echo(f"load {done.load_seq} releases {done.events.total_rows:,} events")
        typer.echo("Run `trunkline run` to rate them.")
        return
    found = look(settings, choice, limit or None)
    listing.print_reasons(found.by_reason, typer.echo)
    typer.echo("")
    listing.print_cures(found.by_reason, typer.echo)
    typer.echo("")
    listing.print_events(found.events, typer.echo)
    typer.echo("Every load tries them all again: land what they lack, then `trunkline run`.")
    if RELEASABLE in found.by_reason.column("reason"):
        typer.echo(f"Release what is {RELEASABLE} with --why TEXT.")


@app.command("write-off")
def write_off_command(
    event: Event = None,
    reason: Reason = None,
    older_than: OlderThan = None,
    why: Why = "",
    by: By = None,
    dry_run: DryRun = False,
    limit: Limit = 50,
    wait: Wait = 0.0,
) -> None:
    """Give events up: from this load on they are never rated, whatever lands later."""
    from delivery.suspense import listing
    from delivery.suspense.decisions import look, write_off

    by_number = bool(event) and reason is None and older_than is None
    by_age = not event and reason is not None and older_than is not None
    if not (by_number or by_age):
        raise typer.BadParameter("say --event, or --reason and --older-than")
    settings = Settings.from_environment()
    choice = _choice(reason, older_than=older_than, events=event)
    if dry_run:
        found = look(settings, choice, limit or None)
        listing.print_reasons(found.by_reason, typer.echo)
        typer.echo("")
        listing.print_events(found.events, typer.echo)
        typer.echo("Nothing was written off: this was a dry run.")
        return
    done = write_off(settings, choice, why, by, wait=wait)
    listing.print_reasons(done.by_reason, typer.echo)
    typer.echo(f"load {done.load_seq} writes off {done.events.total_rows:,} events")
    typer.echo("Run `trunkline run` to account for them.")


@app.command("show")
def show_command(
    event: Annotated[int, typer.Argument(help="Number of an event.")],
) -> None:
    """Show the life of one event: each status it had, since which load, and what changed it."""
    from delivery.suspense.life import life_of

    for line in life_of(Settings.from_environment(), event):
        typer.echo(line)
