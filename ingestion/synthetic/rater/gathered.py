"""The usage that the biller gets to see: what can be charged, in the order in which it arrives."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ingestion.synthetic.behaviour import CONTENT, DATA
from ingestion.synthetic.calendar_of_korea import midnight_seconds
from ingestion.synthetic.faults import COPIES, Fault, is_chargeable
from ingestion.synthetic.random_numbers import Array
from ingestion.synthetic.records import Records
from ingestion.synthetic.switch_files import LOST, SwitchFile
from ingestion.synthetic.world import World

# Digits of a number that decide where it leads: no prefix of the catalogue is longer.
DIGITS = 7
_COPIED = int(Fault.COPIED) | COPIES
_MARKED = _COPIED | int(Fault.REVERSED | Fault.REVERSAL)


@dataclass(frozen=True)
class Usage:
    """Chargeable records in order of arrival, one array per column.

    `started` counts seconds from the first local midnight, `use` points into `uses`, `session` is
    0 but for partial records; `key` and `reverses` identify the records that somebody refers to.
    """

    line: Array
    started: Array
    quantity: Array
    use: Array
    number: Array
    delivery: Array
    session: Array
    is_reversal: Array
    is_copy: Array
    key: Array
    reverses: Array
    uses: list[tuple[int, bool, int]]
    """(service, incoming, destination): digits of a number, minus a network, or 0 for a service."""

    def __len__(self) -> int:
        """Return the number of records."""
        return len(self.line)


class Gathered:
    """Collects chargeable usage span by span."""

    def __init__(self, world: World, files: dict[tuple[int, int], SwitchFile]) -> None:
        """`files` are the switch files by switch and day."""
        self.start = midnight_seconds(world.schedule.first_day)
        switches = 1 + max(switch for switch, _ in files)
        self.delivery = np.zeros((switches, world.schedule.day_count), dtype=np.int16)
        for (switch, day), file in files.items():
            self.delivery[switch, day] = file.delivery
        self.columns: dict[str, list[Array]] = {}
        self.place: list[Array] = []
        self.uses: dict[int, int] = {}

    def take(self, records: Records) -> None:
        """Keep what can be charged of a span, whose records stand in the order of their lines."""
        delivery = self.delivery[records.producer, records.file_day]
        known = (records.fault & Fault.UNKNOWN_NUMBER) == 0
        kept = np.flatnonzero(is_chargeable(records) & known & (delivery != LOST))
        records, delivery = records.take(kept), delivery[kept]
        marked = (records.fault & _MARKED) != 0
        key = packed_key(records.producer, records.record_id, records.record_number)
        reverses = packed_key(records.producer, records.reversed_id, records.reversed_number)
        is_reversal = records.reversed_id != 0
        part = {
            "line": records.line,
            "started": (records.started - self.start).astype(np.int32),
            "quantity": records.quantity,
            "use": self.use_of(records),
            "number": records.number,
            "delivery": delivery,
            "session": np.where(records.record_number > 0, records.charging, 0),
            "is_reversal": is_reversal,
            "is_copy": (records.fault & _COPIED) != 0,
            "key": np.where(marked, key, 0),
            "reverses": np.where(is_reversal, reverses, 0),
        }
        for name, values in part.items():
            self.columns.setdefault(name, []).append(values)
        place = delivery.astype(np.int64) << 40
        self.place.append(place | records.producer.astype(np.int64) << 32 | records.file_day)

    def use_of(self, records: Records) -> Array:
        """Return the index of each record's use."""
        service = records.service.astype(np.int64)
        is_home_service = (service == DATA) | (service == CONTENT)
        destination = np.where(is_home_service, 0, leading_digits(records.other))
        destination = np.where(records.network != 0, -records.network.astype(np.int64), destination)
        packed = (destination + 10_000_000) * 16 + service * 2 + records.incoming
        distinct, place = np.unique(packed, return_inverse=True)
        known = [self.uses.setdefault(int(value), len(self.uses)) for value in distinct]
        return np.array(known, dtype=np.int32)[place]

    def arrived(self) -> Usage:
        """Return everything in order of arrival, without the copies of what came before."""
        order = np.argsort(np.concatenate(self.place), kind="stable")
        columns = {
            name: np.concatenate(self.columns.pop(name))[order] for name in list(self.columns)
        }
        copies = np.flatnonzero(columns["is_copy"])
        _, first = np.unique(columns["key"][copies], return_index=True)
        keep = np.ones(len(order), dtype=bool)
        keep[copies] = False
        keep[copies[first]] = True
        uses = [(value % 16 // 2, value % 2 == 1, value // 16 - 10_000_000) for value in self.uses]
        return Usage(**{name: values[keep] for name, values in columns.items()}, uses=uses)


def packed_key(producer: Array, record_id: Array, record_number: Array) -> Array:
    """Return one number for a switch's record."""
    key: Array = (record_id << 6 | record_number) << 3 | producer
    return key


def leading_digits(number: Array) -> Array:
    """Return what of a number decides where it leads.

    The last four digits are private and never looked at, but for freephone and short codes; a
    short code stands behind the country code.
    """
    text_length = np.searchsorted(10 ** np.arange(1, 16), number, side="right") + 1
    is_short = number < 10_000
    full = np.where(is_short, number + 82 * 10**text_length, number)
    length = np.where(is_short, text_length + 2, text_length)
    is_whole = (length <= 6) | (full // 10 ** np.maximum(length - 4, 0) == 8280)
    shown = np.where(is_whole, length, length - 4)
    cut = np.minimum(shown, DIGITS)
    digits: Array = full // 10 ** (length - cut)
    return digits
