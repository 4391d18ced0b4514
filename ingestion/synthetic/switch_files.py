"""The files that each switch writes: one a day, numbered without gaps, and what befalls them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ingestion.synthetic.arguments import Arguments
from ingestion.synthetic.random_numbers import Stream
from ingestion.synthetic.schedule import Schedule

LOST = 0
RESTART_EVERY_DAYS = 40


@dataclass
class SwitchFile:
    """One file of a switch; `delivery` is the number of the delivery that brings it, or LOST."""

    producer: str
    sequence: int
    day: int
    is_empty: bool
    """Written after a restart: a header and no record."""
    delivery: int
    is_late: bool = False
    malformed: int = 0
    """Extra lines that no reader may accept."""
    records: int = 0
    """Sound records written (or lost with the file), counted when they are."""

    @property
    def name(self) -> str:
        """Return its file name: the switch and the sequence number are its identity."""
        return f"usage_{self.producer}_{self.sequence:06d}.csv.gz"


def producers(subscribers: int) -> tuple[str, ...]:
    """Return the switches: voice and messages west and east, and the packet gateway last."""
    return ("MSC01", "PGW01") if subscribers < 500 else ("MSC01", "MSC02", "PGW01")


def make_switch_files(arguments: Arguments, schedule: Schedule) -> list[SwitchFile]:
    """Return all files by switch and sequence number, with missing and late ones marked."""
    stream = Stream(arguments.seed, "switch_files")
    files: list[SwitchFile] = []
    for producer in producers(arguments.subscribers):
        sequence = 0
        restart = stream.integer(RESTART_EVERY_DAYS)
        for day in range(schedule.day_count):
            delivery = schedule.delivery_of(schedule.first_day + dt.timedelta(days=day))
            if day % RESTART_EVERY_DAYS == restart:
                sequence += 1
                files.append(SwitchFile(producer, sequence, day, True, delivery))
            sequence += 1
            files.append(SwitchFile(producer, sequence, day, False, delivery))
    daily = [file for file in files if not file.is_empty]
    faults = arguments.faults
    # Neither the first nor the last file of a switch: those would leave no gap in the sequence.
    inner = [f for f in daily if 0 < f.day < schedule.day_count - 1]
    for index in stream.sample(len(inner), count_of(faults.missing_files, len(inner))):
        inner[index].delivery = LOST
    on_time = [f for f in inner if f.delivery not in (LOST, schedule.last_number)]
    for index in stream.sample(len(on_time), count_of(faults.late_files, len(on_time))):
        on_time[index].delivery += 1
        on_time[index].is_late = True
    lines = arguments.subscribers * arguments.events_per_day * schedule.day_count
    arriving = [file for file in daily if file.delivery != LOST]
    for _ in range(malformed_count(faults.malformed, lines)):
        arriving[stream.integer(len(arriving))].malformed += 1
    return files


def malformed_count(rate: float, records: float) -> int:
    """How many malformed lines there are in all: at least one, if the rate is above zero."""
    return max(1, round(rate * records)) if rate > 0 else 0


def count_of(rate: float, population: int) -> int:
    """How many of a population carry a fault: at least one, if the rate is above zero."""
    return min(population, max(1, round(rate * population))) if rate > 0 else 0


def gaps_after(files: list[SwitchFile], delivery: int) -> list[tuple[str, int]]:
    """(switch, sequence) of the files that a reader of deliveries 1 … `delivery` finds missing."""
    last: dict[str, int] = {}
    for file in files:
        if 0 < file.delivery <= delivery:
            last[file.producer] = max(last.get(file.producer, 0), file.sequence)
    return [
        (file.producer, file.sequence)
        for file in files
        if not 0 < file.delivery <= delivery and file.sequence < last.get(file.producer, 0)
    ]
