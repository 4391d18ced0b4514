"""What an event costs: tiers, connect fee, bounds, rounding, and each segment's part of it."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal
from fractions import Fraction

from tests.oracle.segments import Segment, metered, stepped
from tests.oracle.tariffs import Tariff

ROUNDINGS = {
    "half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "up": ROUND_UP, "down": ROUND_DOWN,
}  # fmt: skip


def rounded(amount: Fraction, mode: str = "half_up", decimals: int = 6) -> Decimal:
    """An exact amount, not negative, rounded once."""
    scaled = amount * 10**decimals
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    # Which side of the half the rest lies on is all that rounding needs of it.
    twice = 2 * rest
    half = (twice > scaled.denominator) - (twice < scaled.denominator)
    digit = Decimal(0) if rest == 0 else Decimal(("0.3", "0.5", "0.7")[half + 1])
    units = (whole + digit).quantize(Decimal(1), ROUNDINGS[mode])
    return units.scaleb(-decimals)


def give(segments: list[Segment], free: int) -> None:
    """Let allowances give from the front; what is left of each segment is charged."""
    is_begun = False
    for segment in segments:
        segment.free = min(free, segment.metered)
        free -= segment.free
        left = segment.metered - segment.free
        if segment.tariff.meters_the_rest():
            first = metered(left, segment.tariff)
            left = stepped(left, segment.tariff.next) if is_begun else first
        segment.charged = left
        is_begun = is_begun or left > 0


def charge(segments: list[Segment], quantity: int, is_first_part: bool, before: int) -> Decimal:
    """Set the charge of each segment and return their sum.

    Connect fee, bounds and rounding are those of the first one's price. `quantity` is what was
    used, `before` what tiers that count the period have counted already.
    """
    first = segments[0].tariff
    charged = sum(segment.charged for segment in segments)
    fee = due_connect_fee(first, quantity, charged) if is_first_part else Decimal(0)
    segments[0].connect_fee = fee
    exact: list[Fraction] = []
    counted = before if first.counts_the_period() else 0
    for segment in segments:
        until = counted + segment.charged
        exact.append(segment.tariff.cost(until) - segment.tariff.cost(counted))
        counted = until
    exact[0] += Fraction(fee)
    total = rounded_event(first, bounded(first, sum(exact, Fraction(0)), charged > 0 or fee > 0))
    for segment, amount in zip(segments[:-1], exact, strict=False):
        segment.charge = rounded(amount)
    # The last one takes what is left, so that the segments add up to the event.
    segments[-1].charge = total - sum((each.charge for each in segments[:-1]), Decimal(0))
    return total


def due_connect_fee(tariff: Tariff, quantity: int, charged: int) -> Decimal:
    """The connect fee by the tariff's rule."""
    due = {"each_event": True, "used": quantity > 0, "charged": charged > 0}
    return tariff.connect_fee if due[tariff.says("connect_fee_rule", "each_event")] else Decimal(0)


def bounded(tariff: Tariff, amount: Fraction, is_due: bool) -> Fraction:
    """Least and most that an event costs, where something is due."""
    least, most = tariff.amount_of("minimum_charge"), tariff.amount_of("maximum_charge")
    if is_due and least is not None:
        amount = max(amount, Fraction(least))
    if is_due and most is not None:
        amount = min(amount, Fraction(most))
    return amount


def rounded_event(tariff: Tariff, amount: Fraction) -> Decimal:
    """An event keeps six decimals, or is rounded as its tariff says."""
    if tariff.says("rounding_stage", "line") != "event":
        return rounded(amount)
    decimals = int(tariff.says("rounding_decimals", "6"))
    return rounded(amount, tariff.says("rounding_mode", "half_up"), decimals)
