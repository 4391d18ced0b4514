"""The order in which deliveries are landed and periods are closed between them."""

from __future__ import annotations

import datetime as dt

from ingestion.synthetic.schedule import Schedule, closable
from ingestion.synthetic.switch_files import SwitchFile, gaps_after


def history(schedule: Schedule, files: list[SwitchFile]) -> dict[str, object]:
    """Return the steps in order: each delivery is one load, each close is one load.

    A close names the gaps in switch sequences that must be accepted for it, each gap once: a lost
    file for ever, a late one until it comes. `now` is a clock for the step (TRUNKLINE_NOW). After
    the last delivery nothing is closed, so that open periods remain to be seen.
    """
    steps: list[dict[str, object]] = []
    accepted: set[tuple[str, int]] = set()
    for delivery in schedule.deliveries:
        steps.append({"kind": "delivery", "delivery": delivery.name, "now": delivery.landed_at})
        if delivery.number == schedule.last_number:
            break
        clock = dt.datetime.fromisoformat(delivery.landed_at)
        for cycle, period in closable(schedule, delivery):
            clock += dt.timedelta(minutes=10)
            gaps = [gap for gap in gaps_after(files, delivery.number) if gap not in accepted]
            accepted.update(gaps)
            steps.append(
                {
                    "kind": "close",
                    "cycle": cycle,
                    "period": period.isoformat(),
                    "accept_gaps": [f"{switch}:{sequence}" for switch, sequence in gaps],
                    "reason": "the switch file is not expected before the close",
                    "now": clock.isoformat(),
                }
            )
    for number, step in enumerate(steps, start=1):
        step["load"] = number
    return {"version": 1, "zone": "Asia/Seoul", "steps": steps}
