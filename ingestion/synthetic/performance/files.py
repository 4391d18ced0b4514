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
from ingestion.synthetic.performance.gaps import Gap, reported
from ingestion.synthetic.performance.links import LinkCounters
from ingestion.synthetic.random_numbers import Array


def write_counters(
    counters: Counters, links: LinkCounters, gaps: list[Gap], outbox: Outbox, out: Path
) -> None:
    """Write cell_hours, but for the gaps, and link_hours, one file a delivery and month."""
    cell_names = {cell.index: cell.cell_id for cell in counters.cells}
    link_names = {number: link.link_id for number, link in enumerate(links.links)}
    first = counters.world.schedule.first_day
    sequence = 0
    for delivery in counters.world.schedule.deliveries:
        for begin, end in months(delivery.first_day, delivery.end_day):
            sequence += 1
            part = counters.span((begin - first).days, (end - first).days)
            for entity, names, columns in (
                ("cell_hours", cell_names, reported(gaps, part)),
                ("link_hours", link_names, links.span(part)),
            ):
                order = [c.name for c in outbox.contract.entity("network", entity).columns]
                hours = pa.array(hour_texts(columns["hour"], first))
                found = {order[0]: texts(columns[order[0][:4]], names), order[1]: hours}
                found |= {name: numbers(columns[name]) for name in order[2:]}
                name = f"{entity}_{PRODUCERS['network']}_{sequence:06d}.csv.gz"
                folder = out / delivery.name / "landing" / "network" / entity
                write_table(folder / name, pa.table(found))


def numbers(values: Array) -> pa.Array:
    """Return whole numbers, of which -1 stands for none."""
    return pa.array(values, mask=values < 0)


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
