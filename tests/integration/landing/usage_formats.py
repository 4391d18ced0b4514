"""The same three usage records in every format that takes them."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

from tests.homes import usage_file, usage_record

RECORDS = [
    usage_record(1),
    usage_record(2, other_party="112", charging_id="S2", cell_id=""),
    usage_record(3, started_at="2026-01-05T01:00:00.25Z", quantity="0"),
]
LANDED = "select * exclude (load, file_no, line_no) from lake order by event_key"


def csv_text() -> str:
    return usage_file(",".join(record.values()) for record in RECORDS)


def ndjson_text() -> str:
    lines = []
    for record in RECORDS:
        values: dict[str, object] = {name: value for name, value in record.items() if value}
        values["quantity"] = int(record["quantity"])
        lines.append(json.dumps(values))
    return "".join(f"{line}\n" for line in lines)


def parquet_file(path: Path, change: str = "*", records: list[dict[str, str]] = RECORDS) -> bytes:
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'Asia/Seoul'")
        connection.execute("create table lines (line varchar)")
        names = ", ".join(RECORDS[0])
        structure = json.dumps([dict.fromkeys(RECORDS[0], "VARCHAR")])
        connection.execute(
            f"create table usage as select {names} from"
            " (select unnest(from_json($records, $structure), recursive := true))",
            {"records": json.dumps(records), "structure": structure},
        )
        connection.execute(
            f"copy (select {change} from (select * replace (nullif(charging_id, '') as charging_id,"
            " cast(quantity as bigint) as quantity, cast(started_at as timestamptz) as started_at)"
            f" from usage)) to '{path}' (format parquet)"
        )
    return path.read_bytes()
