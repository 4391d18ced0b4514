"""A part of an event, in the units of its case."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Segment:
    """A part of an event at one price: offsets from its beginning, what it was metered, charge."""

    from_offset: Decimal
    to_offset: Decimal
    time_band: str
    charge: str
    metered: Decimal
    amount: Decimal
