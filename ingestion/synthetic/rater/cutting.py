"""Cuts the few calls that meet another price before they end."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ingestion.synthetic.catalogue import time_bands
from ingestion.synthetic.random_numbers import Array
from ingestion.synthetic.rater.prices import Prices
from ingestion.synthetic.rater.tariffing import BANDS, DAY_SECONDS, Tariffing

# Seconds of the local day at which a band, or the day itself and with it a price, may change.
CHANGES = np.array(
    sorted(
        {60 * int(str(row[name])) for row in time_bands() for name in ("from_minute", "to_minute")}
    )
)


@dataclass
class Part:
    """A stretch of a call at one price: tariff and band by their numbers."""

    tariff: int
    band: int
    begin: int
    used: int = 0
    metered: int = 0


def until_change(started: Array) -> Array:
    """Return the seconds until the next moment, after this one, at which a price may change."""
    second = started % DAY_SECONDS
    left: Array = CHANGES[np.searchsorted(CHANGES, second, side="right")] - second
    return left


def cut(
    tariffing: Tariffing, prices: Prices, plan: int, first: Part, started: int, seconds: int
) -> list[Part]:
    """Return the parts of a call that begins with `first`; neighbours at one price are one."""
    tariffs = tariffing.list
    own = tariffs[first.tariff]
    parts = [first]
    if own.counts_period:
        return metered(tariffing, parts, seconds)
    offset = int(until_change(np.array([started]))[0])
    while offset < seconds:
        moment = np.array([started + offset])
        band = int(tariffing.band(moment)[0])
        day = (started + offset) // DAY_SECONDS
        use = (own.service, own.direction, own.zone)
        tariff = prices.tariff(plan, *use, BANDS[band], day)
        # Where nothing has a price, the one before goes on.
        if tariff is not None and tariffing.number(tariff) != parts[-1].tariff:
            parts.append(Part(tariffing.number(tariff), band, offset))
        offset += int(until_change(moment)[0])
    return metered(tariffing, parts, seconds)


def metered(tariffing: Tariffing, parts: list[Part], seconds: int) -> list[Part]:
    """Meter parts in turn; the last increment of one takes its rest from those after it."""
    kept: list[Part] = []
    reached = 0
    for part, end in zip(parts, [*(p.begin for p in parts[1:]), seconds], strict=True):
        tariff = tariffing.list[part.tariff]
        begin = max(part.begin, reached)
        length = end - begin
        if kept and length <= 0:
            continue
        initial = 0 if kept else tariff.initial
        part.metered = initial + -(-max(0, length - initial) // tariff.next) * tariff.next
        part.begin, reached = begin, begin + part.metered
        kept.append(part)
    for part, end in zip(kept, [*(p.begin for p in kept[1:]), seconds], strict=True):
        part.used = end - part.begin
    return kept
