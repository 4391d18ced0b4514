"""What each job says when it is done: its own seconds, and the figures that all must share."""

from __future__ import annotations

import json


def say(seconds: float, events: int, lines: int, micros: int, **more: float) -> None:
    """Print the outcome as the last line of a job's output.

    `seconds` leave out starting up and, of a server, loading its tables; `micros` are the total of
    the line totals in millionths.
    """
    figures = {"seconds": seconds, "events": events, "lines": lines, "micros": micros}
    print(json.dumps(figures | more), flush=True)


def amount(micros: int) -> str:
    """Millionths as an amount, to the last decimal."""
    return f"{micros // 1_000_000:,}.{micros % 1_000_000:06}"
