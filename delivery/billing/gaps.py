"""Gaps in switch sequences before a close: each must be filled, or accepted with a reason."""

from __future__ import annotations

from collections.abc import Iterable

from trunkline.errors import TrunklineError
from trunkline.sequences import WIDEST_HOLE, Gap

SHOWN = 10


class GapError(TrunklineError):
    """Files are missing in a switch's sequence, or an accepted gap is none."""


def parse_gaps(texts: Iterable[str]) -> list[Gap]:
    """Read `SWITCH:SEQUENCE` (or `SWITCH:FIRST-LAST`) as given on the command line."""
    gaps = []
    for text in texts:
        producer, _, numbers = text.partition(":")
        first, _, last = numbers.partition("-")
        if not producer or not first.isdigit() or (last and not last.isdigit()):
            raise GapError(f"{text!r} names no gap.", "Write it as MSC01:123 or MSC01:123-125.")
        numbers_named = range(int(first), int(last or first) + 1)
        if len(numbers_named) > WIDEST_HOLE:
            raise GapError(
                f"{text!r} names {len(numbers_named):,} files.",
                "A hole that wide is named by its first number alone.",
            )
        gaps += [Gap(producer, number) for number in numbers_named]
    return gaps


def check_gaps(found: list[Gap], accepted_before: Iterable[Gap], accepted_now: list[Gap]) -> None:
    """Refuse while a gap is open that nobody accepted, or when what is accepted is no gap."""
    unknown = sorted(set(accepted_now) - set(found))
    if unknown:
        raise GapError(
            f"{listed(unknown)}: no file is missing there.",
            "Accept only what `trunkline bill periods` lists as missing.",
        )
    still_open = sorted(set(found) - set(accepted_before) - set(accepted_now))
    if still_open:
        raise GapError(
            f"Switch files are missing: {listed(still_open)}. What they hold would be billed late.",
            "Land them, or accept each with --accept-gap SWITCH:SEQUENCE --reason TEXT.",
        )


def listed(gaps: list[Gap]) -> str:
    """Return gaps as text, the first ten by name."""
    shown = ", ".join(str(gap) for gap in gaps[:SHOWN])
    return shown + (f" and {len(gaps) - SHOWN} more" if len(gaps) > SHOWN else "")
