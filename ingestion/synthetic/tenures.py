"""How long the lines had been there when the world begins, and whose contract ends in it."""

from __future__ import annotations

from ingestion.synthetic.people import NEVER, Line
from ingestion.synthetic.random_numbers import Stream

CONTRACT_DAYS = 730
SHARE_AT_CONTRACT_END = 12
"""In a hundred of those that leave."""


def give_tenures(seed: int, lines: list[Line]) -> None:
    """Let lines that are there from the first day have been there before: up to eight years.

    Some of those that leave do so when the two years of their contract are over.
    """
    stream = Stream(seed, "tenures")
    for line in lines:
        if line.joined_day > 0:
            continue
        # The smaller of two draws: young lines are more frequent than old ones.
        line.tenure_days = 30 + min(stream.integer(2_900), stream.integer(2_900))
        if line.left_day < NEVER and stream.integer(100) < SHARE_AT_CONTRACT_END:
            line.tenure_days = max(0, CONTRACT_DAYS - line.left_day)


def is_at_contract_end(line: Line) -> bool:
    """Return whether the line leaves on the day on which its contract is over."""
    return line.left_day + line.tenure_days - line.joined_day == CONTRACT_DAYS
