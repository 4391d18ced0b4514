"""An explanation as text, one block a step, or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from delivery.explanation.blocks import BLOCKS, fact, rated_again
from delivery.explanation.explaining import Explained
from trunkline.presentation.moments import second

TITLES = {
    "guiding": "Guiding",
    "price": "Price",
    "segments": "Segments",
    "metering": "Metering",
    "draws": "Allowances",
    "tiers": "Tiers",
    "rounding": "Rounding",
    "lines": "Line of the bill",
}
NOTHING = {
    "guiding": "no row of the marts",
    "price": "the charge that it names is not in this snapshot",
    "metering": "not worked out: the charge that it names is not in this snapshot",
    "draws": "no allowance gave to it",
    "tiers": "nothing was left to charge by quantity",
    "rounding": "not worked out: the charge that it names is not in this snapshot",
    "lines": "in no line: what it was charged is not in this snapshot's charges",
}


def text_lines(explained: Explained, zone: str) -> Iterator[str]:
    """The explanation for people: blocks with a title, in the order in which it happened."""
    yield f"Event {explained.event_id}"
    yield f"  snapshot {explained.snapshot_id}, load {explained.watermark}"
    yield f"  {_fate(explained)}"
    yield ""
    yield "Source"
    for row in explained.source.records():
        yield f"  {row['source']}/{row['entity']} {row['origin']}, line {row['line_no']:,}"
        yield (
            f"  load {row['load_seq']}, file {row['file_no']}, landed "
            f"{second(row['landed_at'], zone)}, sha256 {row['sha256']}"
        )
    if explained.record:
        yield ""
        yield "Record"
        for name, value in explained.record.items():
            yield f"  {name:<20} {second(value, zone) if isinstance(value, datetime) else value}"
    if explained.life.rows:
        yield ""
        yield "Life"
        for row in explained.life.records():
            reason = f" ({row['reason']})" if row["reason"] else ""
            when = second(row["changed_at"], zone)
            yield f"  {when}  load {row['changed_seq']}  {row['status']}{reason}"
    for name, title in TITLES.items():
        if name not in explained.steps:
            continue
        yield ""
        of = "" if explained.steps_of == explained.event_id else f" of event {explained.steps_of}"
        yield f"{title}{of}"
        rows = explained.steps[name].records()
        if not rows:
            lacks_price = name == "tiers" and not explained.steps["price"].rows
            yield f"  {NOTHING['rounding' if lacks_price else name]}"
        for row in rows:
            yield from (f"  {line}" for line in BLOCKS[name](row, zone))
    if explained.orders.rows:
        yield ""
        yield "Rated again"
        for row in explained.orders.records():
            yield from (f"  {line}" for line in rated_again(row))
    yield from _check(explained)


def _fate(explained: Explained) -> str:
    fate = explained.fate
    status, of = fate["status"], fate["original_event_id"]
    if status == "rated":
        waited = f", waited for {fate['reason']} until then" if fate["reason"] else ""
        charge = fact(fate["charge"])
        return f"rated by load {fate['rating_seq']}{waited}: {charge} {fate['currency']}"
    if status == "reversal":
        return (
            f"a reversal: load {fate['rating_seq']} takes back event {of}, "
            f"{fact(fate['charge'])} {fate['currency']}"
        )
    if status == "duplicate":
        differs = ", though it says something else" if fate["is_conflict"] else ""
        return f"a duplicate, not charged: it repeats event {of}{differs}"
    if status == "suspended":
        return f"in suspense for {fate['reason']}, not rated yet; what ends it: {explained.cure}"
    if status == "written_off":
        return f"written off by load {fate['ended_seq']} (it lacked: {fate['reason']}), not charged"
    if status == "rejected":
        return f"rejected: {fate['field']} breaks the rule {fate['reason']}: {fate['message']}"
    if explained.record:
        said = ", ".join(str(explained.record.get(name)) for name in ("direction", "outcome"))
        return f"not chargeable ({said}): neither charged nor waiting"
    return (
        "not chargeable, or no record: nothing stands for this line, of whose file "
        f"{fate['not_chargeable']:,} records are not chargeable"
    )


def _check(explained: Explained) -> Iterator[str]:
    if not explained.steps:
        return
    rows = explained.steps["check"].records()
    yield ""
    yield "Check"
    if explained.is_proved:
        yield f"  {len(rows)} figures worked out again, all equal to those stored"
    for row in rows:
        if row["is_equal"]:
            continue
        where = f" of segment {row['segment_number']}" if row["segment_number"] else ""
        found = "nothing" if row["explained"] is None else fact(row["explained"])
        yield f"  DIFFERS: {row['item']}{where}: {found} worked out, {fact(row['stored'])} stored"


def json_text(explained: Explained) -> str:
    """The explanation for programs: amounts as texts with all their decimals, times as ISO 8601."""
    content = {
        "event_id": str(explained.event_id),
        "snapshot": explained.snapshot_id,
        "load": explained.watermark,
        "fate": explained.fate | {"cure": explained.cure},
        "source": next(iter(explained.source.records()), None),
        "record": explained.record,
        "life": explained.life.records(),
        "explained_event_id": str(explained.steps_of) if explained.steps else None,
        "steps": {name: table.records() for name, table in explained.steps.items()},
        "orders": explained.orders.records(),
        "is_proved": explained.is_proved if explained.steps else None,
    }
    return json.dumps(content, default=_plain, ensure_ascii=False, indent=2)


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return f"{value.isoformat()}Z"
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")
