"""Which plan a line takes: beside the others of its account, or in place of the one it had."""

from __future__ import annotations

from ingestion.synthetic.random_numbers import Stream
from ingestion.synthetic.tariffs import PLANS


def next_plan(stream: Stream, plans: list[int], currency: str) -> int:
    """Return a plan for the next line of an account, of the currency of its invoices."""
    fitting = [i for i in plans if PLANS[i].currency == currency]
    return fitting[stream.choose([PLANS[i].share for i in fitting])]


def changed_plan(stream: Stream, plan: int) -> int:
    """Return another plan of the same kind of line, segment and currency, or the same if none."""
    old = PLANS[plan]
    fitting = [
        i
        for i, new in enumerate(PLANS)
        if i != plan
        and (new.line_type, new.segment, new.currency) == (old.line_type, old.segment, old.currency)
    ]
    return fitting[stream.integer(len(fitting))] if fitting else plan
