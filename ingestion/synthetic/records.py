"""Usage records as columns: one NumPy array per field, all of one length."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from ingestion.synthetic.random_numbers import Array

_TYPES = {
    "line": np.int32,
    "producer": np.int8,
    "file_day": np.int32,
    "record_id": np.int64,
    "record_number": np.int32,
    "charging": np.int64,
    "service": np.int8,
    "incoming": np.bool_,
    "outcome": np.int8,
    "number": np.int64,
    "other": np.int64,
    "started": np.int64,
    "quantity": np.int64,
    "cell": np.int32,
    "network": np.int32,
    "reversed_id": np.int64,
    "reversed_number": np.int32,
    "fault": np.int16,
    "draw": np.uint64,
    "tie": np.int64,
}


@dataclass
class Records:
    """Columns of usage records.

    `file_day` is the day of the file that holds the record, `started` seconds since 1970 (UTC),
    `number` and `other` E.164 digits as a number (0: none; below 10000: a short code), `cell` -1
    and `network` 0: none, `record_id` 0: not yet written, `reversed_id` the record_id taken back,
    `fault` bits of faults.Fault, `draw` random bits for faults, `tie` a last sort key.
    """

    line: Array
    producer: Array
    file_day: Array
    record_id: Array
    record_number: Array
    charging: Array
    service: Array
    incoming: Array
    outcome: Array
    number: Array
    other: Array
    started: Array
    quantity: Array
    cell: Array
    network: Array
    reversed_id: Array
    reversed_number: Array
    fault: Array
    draw: Array
    tie: Array

    @classmethod
    def empty(cls, count: int) -> Records:
        """`count` records of zeros."""
        return cls(**{name: np.zeros(count, dtype=kind) for name, kind in _TYPES.items()})

    @classmethod
    def joined(cls, parts: list[Records]) -> Records:
        """Return all parts, one after the other."""
        return cls(
            **{name: np.concatenate([getattr(part, name) for part in parts]) for name in _TYPES}
        )

    def take(self, which: Array) -> Records:
        """Return the records at these positions or under this mask, as copies."""
        return Records(**{field.name: getattr(self, field.name)[which] for field in fields(self)})

    def __len__(self) -> int:
        """Return the number of records."""
        return len(self.line)
