"""Plays a generated operator's history through the oracle."""

from __future__ import annotations

from pathlib import Path

from tests.oracle.billing import Billing
from tests.oracle.deliveries import read_history
from tests.oracle.rater import Oracle


def rate_history(folder: Path) -> Billing:
    """Rate and bill a generated operator: every delivery and close of its history, in order."""
    oracle = Oracle()
    billing = Billing(oracle)
    for step in read_history(folder):
        if step.closes:
            billing.close(step.load_seq, step.closes)
            oracle.pass_time(step.load_seq, step.landed_at)
        else:
            oracle.deliver(step.load_seq, step.files, step.landed_at)
    return billing
