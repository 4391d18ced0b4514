"""Usage records as text: the lines of the switch files, formatted by DuckDB."""

from __future__ import annotations

import datetime as dt

import duckdb
import numpy as np
import pyarrow as pa

from ingestion.synthetic.behaviour import SERVICES, UNITS
from ingestion.synthetic.calendar_of_korea import OFFSET_SECONDS
from ingestion.synthetic.random_numbers import Array
from ingestion.synthetic.records import Records

HEADER = (
    "producer,record_id,record_number,charging_id,service,direction,outcome,charged_party,"
    "other_party,started_at,quantity,unit,cell_id,visited_network,reversal_of,trunk"
)
OUTCOMES = ("completed", "unanswered", "failed")
# Switches differ: the packet gateway writes UTC, the eastern switch numbers as dialled at home.
UTC_PRODUCERS = ("PGW01",)
NATIONAL_PRODUCERS = ("MSC02",)

_LINES = """
select concat(
    producer, ',', record_id, ',', record_number, ',',
    case when charging = 0 then '' else printf('%08x', charging) end, ',',
    service, ',', case when incoming then 'incoming' else 'outgoing' end, ',', outcome, ',',
    case when is_national then '0' || (number - 820000000000) else '+' || number end, ',',
    case when other = 0 then ''
         when other < 10000 then other::varchar
         when not is_national or not starts_with(other::varchar, '82') then '+' || other
         -- nationwide numbers (1588 …) are dialled without a zero in front
         when starts_with(other::varchar, '821') and length(other::varchar) = 10
             then substr(other::varchar, 3)
         else '0' || substr(other::varchar, 3) end, ',',
    day_text, clock_text, ',', quantity, ',', unit, ',',
    cell, ',', case when network = 0 then '' else network::varchar end, ',',
    case when reversed_id = 0 then ''
         else producer || ':' || reversed_id || ':' || reversed_number end,
    -- trunk: what the operator sells it carries itself
    ',',
    chr(10)
) as line
from records
"""


class LineFormatter:
    """Formats records; holds the dictionaries of texts that columns point into."""

    def __init__(
        self, producers: tuple[str, ...], cells: list[str], first_day: dt.date, threads: int = 2
    ) -> None:
        """`first_day` is the earliest UTC day that may occur."""
        self.connection = duckdb.connect(config={"threads": threads})
        self.producers = producers
        self.cells = [*cells, ""]
        self.first_day = first_day
        self.clocks = [
            f"T{s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}{zone}"
            for zone in ("+09:00", "Z")
            for s in range(86_400)
        ]

    def lines(self, records: Records) -> tuple[memoryview, Array]:
        """Return the text of all lines in the order of the records, and where each line begins.

        The second array has one more entry: the end of the last line.
        """
        is_utc = np.isin(self.producers, UTC_PRODUCERS)[records.producer]
        shown = records.started + np.where(is_utc, 0, OFFSET_SECONDS)
        epoch_day = (self.first_day - dt.date(1970, 1, 1)).days
        day = shown // 86_400 - epoch_day
        days = [
            (self.first_day + dt.timedelta(days=d)).isoformat() for d in range(int(day.max()) + 1)
        ]
        clock = shown % 86_400 + np.where(is_utc, 86_400, 0)
        cell = np.where(records.cell < 0, len(self.cells) - 1, records.cell)
        columns = {
            "producer": _texts(records.producer, list(self.producers)),
            "is_national": pa.array(np.isin(self.producers, NATIONAL_PRODUCERS)[records.producer]),
            "service": _texts(records.service, list(SERVICES)),
            "unit": _texts(records.service, list(UNITS)),
            "outcome": _texts(records.outcome, list(OUTCOMES)),
            "day_text": _texts(day, days),
            "clock_text": _texts(clock, self.clocks),
            "cell": _texts(cell, self.cells),
        }
        for name in (
            "record_id", "record_number", "charging", "incoming", "number", "other", "quantity",
            "network", "reversed_id", "reversed_number",
        ):  # fmt: skip
            columns[name] = pa.array(getattr(records, name))
        self.connection.register("records", pa.table(columns))
        table = self.connection.sql(_LINES).to_arrow_table()
        self.connection.unregister("records")
        text = table.column("line").cast(pa.large_string()).combine_chunks()
        _, offsets, data = text.buffers()
        starts = np.frombuffer(offsets, dtype=np.int64)[text.offset : text.offset + len(text) + 1]
        return memoryview(data), starts


def _texts(indices: Array, values: list[str]) -> pa.DictionaryArray:
    """Return a column of texts by index."""
    return pa.DictionaryArray.from_arrays(pa.array(indices.astype(np.int32)), pa.array(values))
