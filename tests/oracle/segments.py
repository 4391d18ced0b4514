"""Cuts a call where another price begins, and meters the pieces one after the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from tests.oracle.tariffs import Tariff

SECOND = dt.timedelta(seconds=1)
Piece = tuple[int, Tariff, str]
"""(offset in whole seconds, price, time band) from which on it applies."""


@dataclass
class Segment:
    """A part of an event at one price, and what became of it."""

    tariff: Tariff
    time_band: str
    offset: int
    used: int
    metered: int
    free: int = 0
    charged: int = 0
    connect_fee: Decimal = Decimal(0)
    charge: Decimal = Decimal(0)


def stepped(quantity: int, step: int) -> int:
    """A quantity in whole steps, upwards."""
    return -(-quantity // step) * step


def metered(quantity: int, tariff: Tariff) -> int:
    """Nothing for nothing, at least the initial increment, then whole next ones."""
    if quantity == 0:
        return 0
    return tariff.initial + stepped(max(0, quantity - tariff.initial), tariff.next)


def pieces(
    started_at: dt.datetime,
    seconds: int,
    first: tuple[Tariff, str],
    moments: Iterable[dt.datetime],
    price_at: Callable[[dt.datetime], tuple[Tariff | None, str]],
) -> list[Piece]:
    """The stretches of a call at one price each; `moments` are where it may change.

    The second in which a price changes belongs to the earlier one. Where no price applies, the one
    before goes on.
    """
    found: list[Piece] = [(0, *first)]
    for moment in sorted(moments):
        tariff, band = price_at(moment)
        offset = -((started_at - moment) // SECOND)
        if tariff is None or tariff.rows == found[-1][1].rows or offset >= seconds:
            continue
        if offset == found[-1][0]:
            found.pop()
        if not found or found[-1][1].rows != tariff.rows:
            found.append((offset, tariff, band))
    return found


def meter(cut: list[Piece], seconds: int) -> list[Segment]:
    """The pieces as segments: what the increments of one reach over is taken from the next."""
    segments: list[Segment] = []
    reached = 0
    ends = [offset for offset, _, _ in cut[1:]] + [seconds]
    for (offset, tariff, band), end in zip(cut, ends, strict=True):
        begin = max(offset, reached)
        used = end - begin
        if used <= 0 and segments:
            continue
        if tariff.meters_the_rest():
            quantity = used
        elif segments:
            quantity = stepped(used, tariff.next)
        else:
            quantity = metered(used, tariff)
        if tariff.reaches_over():
            reached = max(reached, begin + quantity)
        segments.append(Segment(tariff, band, begin, used, quantity))
    ends = [segment.offset for segment in segments[1:]] + [seconds]
    for segment, end in zip(segments, ends, strict=True):
        segment.used = end - segment.offset
    return segments
