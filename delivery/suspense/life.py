"""The life of one usage event as lines of text."""

from __future__ import annotations

from delivery.suspense.decisions import VIEWER, SuspenseError
from trunkline.presentation.moments import second
from trunkline.queries import trace
from trunkline.queries.filters import Filters
from trunkline.settings import Settings
from trunkline.snapshots import open_snapshot


def life_of(settings: Settings, event_id: int) -> list[str]:
    """Return one line per change, in order. Raises SuspenseError for an event without any."""
    with open_snapshot(settings) as snapshot:
        changes = trace.life(VIEWER, Filters(), snapshot.connection, event_id).records()
    if not changes:
        raise SuspenseError(
            f"Event {event_id} has no status in the snapshot: it is unknown, not chargeable, or a "
            "duplicate.",
            "The page Trace shows the file and line that a number stands for.",
        )
    return [
        f"{second(change['changed_at'], settings.zone)}  load {change['changed_seq']:<5} "
        f"{change['status']:<12} by {change['caused_by']}"
        + (f"  ({change['reason']})" if change["reason"] else "")
        for change in changes
    ]
