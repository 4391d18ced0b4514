"""Generates one operator: deliveries, history and answer key."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ingestion.synthetic.arguments import Arguments, require_empty
from ingestion.synthetic.files import write_bytes
from ingestion.synthetic.history import history
from ingestion.synthetic.reference_files import delivery_rows, people_rows, write_reference
from ingestion.synthetic.switch_files import make_switch_files
from ingestion.synthetic.usage import write_usage
from ingestion.synthetic.world import make_world


@dataclass(frozen=True)
class Summary:
    """What was written."""

    deliveries: int
    usage_files: int
    usage_records: int


def generate(
    arguments: Arguments, out: Path, report: Callable[[str], None] = lambda text: None
) -> Summary:
    """Write the operator below `out`, which must be empty; `report` is told the progress.

    Equal arguments write equal bytes. Raises ValueError when `out` holds something.
    """
    require_empty(out)
    world = make_world(arguments)
    files = make_switch_files(arguments, world.schedule)
    changes = people_rows(world)
    for delivery in world.schedule.deliveries:
        write_reference(out / delivery.name, delivery, delivery_rows(world, delivery, changes))
    records = write_usage(world, files, out, report)
    write_json(out / "history.json", history(world.schedule, files))
    return Summary(len(world.schedule.deliveries), len(files), records)


def write_json(path: Path, content: object) -> None:
    """Write JSON as people read it, with a final newline."""
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    write_bytes(path, text.encode())
