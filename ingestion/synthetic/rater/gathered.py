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
_MARKED = int(Fault.COPIED) | COPIES | int(Fault.REVERSED | Fault.REVERSAL)
# Above any number of switches and of days: packs delivery, switch and day into 31 bits.
SWITCHES, DAYS = 8, 4096


@dataclass(frozen=True)
class Usage:
    """Chargeable records in order of arrival, one array per column.

    `started` counts seconds from the first local midnight, `use` points into `uses`. Few records
    are partial, copied or reversed: these have a place above zero in the three last arrays, which
    hold their charging id (0: a whole record), key, and the key that they take back (0: none).
    """

    line: Array
    started: Array
    quantity: Array
    use: Array
    has_number: Array
    delivery: Array
    place: Array
    session: Array
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
        self.world = world
        self.start = midnight_seconds(world.schedule.first_day)
        switches = 1 + max(switch for switch, _ in files)
        self.delivery = np.zeros((switches, world.schedule.day_count), dtype=np.int16)
        for (switch, day), file in files.items():
            self.delivery[switch, day] = file.delivery
        self.columns: dict[str, list[Array]] = {}
        self.arrival: list[Array] = []
        self.details: list[tuple[Array, Array, Array]] = []
        self.detail_count = 0
        self.uses: dict[int, int] = {}

    def take(self, records: Records) -> None:
        """Keep what can be charged of a span, whose records stand in the order of their lines."""
        delivery = self.delivery[records.producer, records.file_day]
        known = (records.fault & Fault.UNKNOWN_NUMBER) == 0
        kept = np.flatnonzero(is_chargeable(records) & known & (delivery != LOST))
        records, delivery = records.take(kept), delivery[kept]
        started = (records.started - self.start).astype(np.int32)
        part = {
            "line": records.line,
            "started": started,
            "quantity": records.quantity,
            "use": self.use_of(records),
            "has_number": self.has_number(records.line, started // 86_400, records.number),
            "delivery": delivery,
            "place": self.place_of(records),
        }
        for name, values in part.items():
            self.columns.setdefault(name, []).append(values)
        arrival = delivery.astype(np.int32) * SWITCHES + records.producer
        self.arrival.append(arrival * DAYS + records.file_day)

    def has_number(self, line: Array, day: Array, number: Array) -> Array:
        """Return whether a number was a line's on a day."""
        world = self.world
        own = np.where(day < world.number_day[line], world.number[line], world.new_number[line])
        is_own: Array = own == number
        return is_own

    def place_of(self, records: Records) -> Array:
        """Note what few records have, and return where, counted from 1; 0 for all the others."""
        is_part = records.record_number > 0
        few = np.flatnonzero(is_part | ((records.fault & _MARKED) != 0))
        part = records.take(few)
        key = packed_key(part.producer, part.record_id, part.record_number)
        reverses = packed_key(part.producer, part.reversed_id, part.reversed_number)
        session = np.where(part.record_number > 0, part.charging, 0)
        self.details.append((session, key, np.where(part.reversed_id != 0, reverses, 0)))
        place = np.zeros(len(records), dtype=np.int32)
        place[few] = self.detail_count + 1 + np.arange(len(few))
        self.detail_count += len(few)
        return place

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
        order = np.argsort(np.concatenate(self.arrival), kind="stable")
        columns = {
            name: np.concatenate(self.columns.pop(name))[order] for name in list(self.columns)
        }
        nothing = np.zeros(1, dtype=np.int64)
        session, key, reverses = (
            np.concatenate([nothing, *values]) for values in zip(*self.details, strict=True)
        )
        # Of equal keys the first to arrive counts; whole files of copies stay behind.
        few = np.flatnonzero(columns["place"])
        _, first = np.unique(key[columns["place"][few]], return_index=True)
        keep = np.ones(len(order), dtype=bool)
        keep[few] = False
        keep[few[first]] = True
        uses = [(value % 16 // 2, value % 2 == 1, value // 16 - 10_000_000) for value in self.uses]
        kept = {name: columns.pop(name)[keep] for name in list(columns)}
        return Usage(**kept, session=session, key=key, reverses=reverses, uses=uses)


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
