"""The record of an event as it landed: what the lake keeps of its line."""

from __future__ import annotations

from typing import Any

import duckdb

from trunkline.settings import Settings

FOUND = """
select * exclude (load, file_no, line_no)
from read_parquet($files, hive_partitioning = true)
where file_no = $file_no and line_no = $line_no
"""


def has_lake(settings: Settings, source: dict[str, Any]) -> bool:
    """Whether the lake of this home holds the entity and load that the file belongs to."""
    return any(_folder(settings, source).glob("*.parquet"))


def record_of(settings: Settings, source: dict[str, Any]) -> dict[str, Any] | None:
    """The accepted record on the line that `source` (a row of the step) names, None without one.

    Personal data are keys there, as everywhere in the lake; empty columns are left out.
    """
    files = [str(path) for path in sorted(_folder(settings, source).glob("*.parquet"))]
    values = {"files": files, "file_no": source["file_no"], "line_no": source["line_no"]}
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        found = connection.execute(FOUND, values)
        names = [column[0] for column in found.description or []]
        row = found.fetchone()
    if row is None:
        return None
    return {name: value for name, value in zip(names, row, strict=True) if value is not None}


def guided_by(source: dict[str, Any], record: dict[str, Any] | None) -> dict[str, str]:
    """Key of the number and destination of a mediation record, as the models read them.

    Empty for records of other sources, whose columns the models translate first.
    """
    if record is None or (source["source"], source["entity"]) != ("mediation", "usage_events"):
        return {}
    if record.get("visited_network"):
        number = str(record.get("other_party_prefix") or "")
        network = str(record["visited_network"]).lower()
        dialled = number and record["direction"] == "outgoing"
        kind, value = "network", f"{network}>{number}" if dialled else network
    elif record["service"] in ("data", "content"):
        kind, value = "service", record["service"]
    else:
        kind, value = "number", str(record.get("other_party_prefix") or "")
    return {
        "line_key": str(record["charged_party_key"]),
        "destination_kind": kind,
        "destination_value": value,
    }


def _folder(settings: Settings, source: dict[str, Any]) -> Any:
    entity = settings.lake / source["source"] / source["entity"]
    return entity / f"load={source['load_seq']}"
