"""The known faults of usage records, put in where they arise and marked for the answer key."""

from __future__ import annotations

from enum import IntFlag

import numpy as np

from ingestion.synthetic import behaviour
from ingestion.synthetic.arguments import FaultRates
from ingestion.synthetic.parties import MOBILE
from ingestion.synthetic.places import CURED_DESTINATION, SATELLITE, UNKNOWN_CALLING_CODE
from ingestion.synthetic.random_numbers import Array, mixed
from ingestion.synthetic.records import Records

LONGEST_RESEND_DAYS = 40
LONGEST_REVERSAL_DAYS = 25
# Reversals are numbered in ranges of their own above the records of their file.
REVERSAL_RANGE = 5_000_000
SECOND_REVERSAL_RANGE = 7_500_000
SECOND_REVERSAL_SHARE = 0.05


class Fault(IntFlag):
    """What is known about a record; several can be true of one."""

    PARTIAL = 1
    UNKNOWN_NUMBER = 2
    NO_PRICE = 4
    NO_DESTINATION = 8
    LATER_DESTINATION = 16
    COPIED = 32
    DUPLICATE_WITHIN = 64
    DUPLICATE_ACROSS = 128
    CONFLICT = 256
    REVERSED = 512
    REVERSAL = 1024
    FUTURE_CLOCK = 2048
    ABSURD_QUANTITY = 4096


COPIES = int(Fault.DUPLICATE_WITHIN | Fault.DUPLICATE_ACROSS)


def share(draw: Array, purpose: int) -> Array:
    """Return a number in [0, 1) from a record's random bits; each purpose has one of its own."""
    bits = mixed(draw ^ np.uint64(purpose * 0x9E3779B97F4A7C15 % 2**64))
    fractions: Array = (bits >> np.uint64(11)).astype(np.float64) * 2.0**-53
    return fractions


def is_chargeable(records: Records) -> Array:
    """Completed, and outgoing or abroad: what a charge can arise from."""
    chargeable: Array = (records.outcome == 0) & (~records.incoming | (records.network != 0))
    return chargeable


def spoil_parties(records: Records, rates: FaultRates) -> None:
    """Charge some records to numbers nobody has; lead some calls where there is no price."""
    whole = (records.record_number == 0) & is_chargeable(records)
    unknown = whole & (share(records.draw, 2) < rates.unknown_numbers)
    tail = (mixed(records.draw) % np.uint64(10_000_000)).astype(np.int64)
    records.number[unknown] = MOBILE + tail[unknown]
    records.fault[unknown] |= Fault.UNKNOWN_NUMBER

    reaching = whole & ~unknown & ~records.incoming & (records.network == 0)
    reaching &= (records.service == behaviour.VOICE) | (records.service == behaviour.SMS)
    spoilt = reaching & (share(records.draw, 3) < rates.unrateable)
    which = share(records.draw, 4)
    codes = (
        (which < 0.5, SATELLITE[0], Fault.NO_PRICE),
        ((which >= 0.5) & (which < 0.75), UNKNOWN_CALLING_CODE, Fault.NO_DESTINATION),
        (which >= 0.75, CURED_DESTINATION[0], Fault.LATER_DESTINATION),
    )
    for chosen, code, fault in codes:
        records.other[spoilt & chosen] = int(code + "555000000") + tail[spoilt & chosen] % 1_000_000
        records.fault[spoilt & chosen] |= fault


def duplicates_of(records: Records, rates: FaultRates) -> Records:
    """Copies of some records, for the same file or a later one; marks what was copied."""
    within = share(records.draw, 5) < rates.duplicate_within
    across = share(records.draw, 6) < rates.duplicate_across
    records.fault[within | across] |= Fault.COPIED
    first, second = records.take(within), records.take(across)
    first.fault |= Fault.DUPLICATE_WITHIN
    second.fault |= Fault.DUPLICATE_ACROSS
    # Most are sent again within three days, one in five up to forty days later.
    soon = share(second.draw, 7)
    delay = np.where(soon < 0.8, 3, LONGEST_RESEND_DAYS) * share(second.draw, 8)
    second.file_day += 1 + delay.astype(np.int32)
    copies = Records.joined([first, second])
    conflict = (share(copies.draw, 9) < rates.duplicate_conflict) & (copies.outcome == 0)
    copies.quantity[conflict] += 1
    copies.fault[conflict] |= Fault.CONFLICT
    return copies


def reversals_of(records: Records, rates: FaultRates) -> Records:
    """Return records that take back some chargeable ones 1 to 26 days later; mark the originals.

    One in twenty is taken back twice: the second reversal finds nothing left to reverse.
    """
    drawn = share(records.draw, 10)
    chosen = is_chargeable(records) & (drawn < rates.reversals) & (records.record_id > 0)
    twice = chosen & (share(records.draw, 11) < SECOND_REVERSAL_SHARE)
    records.fault[chosen] |= Fault.REVERSED
    parts = []
    for mask, own_range in ((chosen, REVERSAL_RANGE), (twice, SECOND_REVERSAL_RANGE)):
        reversals = records.take(mask)
        delay = share(reversals.draw, own_range) * LONGEST_REVERSAL_DAYS
        reversals.file_day += 1 + delay.astype(np.int32)
        reversals.reversed_id[:] = reversals.record_id
        reversals.reversed_number[:] = reversals.record_number
        reversals.record_id += own_range
        reversals.record_number[:] = 0
        reversals.fault[:] = Fault.REVERSAL
        reversals.draw[:] = mixed(reversals.draw + np.uint64(own_range))
        parts.append(reversals)
    return Records.joined(parts)
