"""Writes the counters of cells and links: one file a month and delivery, and the links' export."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv

from ingestion.synthetic.calendar_of_korea import OFFSET_SECONDS
from ingestion.synthetic.files import gzip_bytes, write_bytes
from ingestion.synthetic.outbox import PRODUCERS, Outbox
from ingestion.synthetic.performance.counters import Counters
from ingestion.synthetic.random_numbers import Array


def write_counters(counters: Counters, outbox: Outbox, out: Path) -> None:
    """Write cell_hours of every delivery, one file a calendar month."""
    names = {cell.index: cell.cell_id for cell in counters.cells}
    order = [column.name for column in outbox.contract.entity("network", "cell_hours").columns]
    first = counters.world.schedule.first_day
    sequence = 0
    for delivery in counters.world.schedule.deliveries:
        for begin, end in months(delivery.first_day, delivery.end_day):
            sequence += 1
            part = counters.span((begin - first).days, (end - first).days)
            columns = {
                "cell_id": texts(part["cell"], names),
                "hour_starts_at": pa.array(hour_texts(part["hour"], first)),
            }
            columns |= {name: pa.array(part[name]) for name in order if name in part}
            name = f"cell_hours_{PRODUCERS['network']}_{sequence:06d}.csv.gz"
            folder = out / delivery.name / "landing" / "network" / "cell_hours"
            write_table(folder / name, pa.table({name: columns[name] for name in order}))


def months(first: dt.date, end: dt.date) -> list[tuple[dt.date, dt.date]]:
    """Cut [first, end) at the first days of months."""
    parts = []
    while first < end:
        following = (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
        parts.append((first, min(following, end)))
        first = following
    return parts


def texts(index: Array, names: dict[int, str]) -> pa.Array:
    """Return the name of each index."""
    known = sorted(names)
    places = np.searchsorted(np.array(known), index).astype(np.int32)
    return pa.DictionaryArray.from_arrays(
        pa.array(places), pa.array([names[i] for i in known])
    ).dictionary_decode()


def hour_texts(hour: Array, first_day: dt.date) -> Array:
    """Return the UTC beginning of hours counted from the first local midnight."""
    midnight = np.datetime64(first_day.isoformat(), "h") - OFFSET_SECONDS // 3600
    distinct, place = np.unique(hour, return_inverse=True)
    shown = [f"{midnight + int(h)}:00:00Z" for h in distinct]
    return np.array(shown, dtype=object)[place]


def write_table(path: Path, table: pa.Table) -> None:
    """Write a table as a gzipped CSV without quotes."""
    buffer = io.BytesIO()
    options = pyarrow.csv.WriteOptions(include_header=False, quoting_style="none")
    pyarrow.csv.write_csv(table, buffer, options)
    header = ",".join(table.column_names).encode() + b"\n"
    write_bytes(path, gzip_bytes(header + buffer.getvalue()))
