"""The order in which deliveries are landed and periods are closed between them."""

from __future__ import annotations

import datetime as dt

from ingestion.synthetic.schedule import Schedule, closable
from ingestion.synthetic.switch_files import SwitchFile, gaps_after

CLOSE_DELAY = dt.timedelta(hours=1)


def history(schedule: Schedule, files: list[SwitchFile], cycles: set[int]) -> dict[str, object]:
    """Return the steps in order; each delivery is one load, and so is each close.

    A close is `bill close --all-ended` at its `now`, of the periods listed under `closes`; it names
    the gaps in switch sequences that must be accepted for it, each gap once: a lost file for ever,
    a late one until it comes. `now` is the clock of a step (TRUNKLINE_NOW), `load` the load_seq it
    makes in an empty lake. `cycles` are the cycle days in use. After the last delivery nothing is
    closed, so that open periods remain to be seen.
    """
    steps: list[dict[str, object]] = []
    accepted: set[tuple[str, int]] = set()
    for delivery in schedule.deliveries:
        steps.append({"kind": "delivery", "delivery": delivery.name, "now": delivery.landed_at})
        ended = [pair for pair in closable(schedule, delivery) if pair[0] in cycles]
        if delivery.number == schedule.last_number or not ended:
            continue
        gaps = [gap for gap in gaps_after(files, delivery.number) if gap not in accepted]
        accepted.update(gaps)
        clock = dt.datetime.fromisoformat(delivery.landed_at) + CLOSE_DELAY
        steps.append(
            {
                "kind": "close",
                "closes": [
                    {"cycle": cycle, "period": period.isoformat()} for cycle, period in ended
                ],
                "accept_gaps": [f"{switch}:{sequence}" for switch, sequence in gaps],
                "reason": "the switch file is not expected before the close",
                "now": clock.isoformat(),
            }
        )
    for number, step in enumerate(steps, start=1):
        step["load"] = number
    return {"version": 1, "zone": "Asia/Seoul", "steps": steps}
