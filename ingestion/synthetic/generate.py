"""Generates one operator: deliveries, history and answer key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ingestion.synthetic.answer_key import write_answer_key
from ingestion.synthetic.answer_key_of_business import BusinessKey
from ingestion.synthetic.arguments import Arguments, require_empty
from ingestion.synthetic.catalogue_changes import CatalogueChanges
from ingestion.synthetic.files import write_json
from ingestion.synthetic.fraud import draw_bursts, gateway_files
from ingestion.synthetic.history import history
from ingestion.synthetic.people import NEVER
from ingestion.synthetic.reference_files import delivery_rows, people_rows, write_reference
from ingestion.synthetic.switch_files import LOST, make_switch_files
from ingestion.synthetic.usage import UsageWriter
from ingestion.synthetic.whole_operator import write_whole_operator
from ingestion.synthetic.world import World, make_world


@dataclass(frozen=True)
class Summary:
    """What was written."""

    deliveries: int
    usage_files: int
    usage_records: int


def cycles_in_use(world: World) -> set[int]:
    """Return the cycle days on which some account is billed, now or after a change."""
    accounts = [line.account for line in world.lines]
    changed = {a.new_cycle_day for a in accounts if a.cycle_change_day < NEVER}
    return {account.cycle_day for account in accounts} | changed


def generate(
    arguments: Arguments, out: Path, report: Callable[[str], None] = lambda text: None
) -> Summary:
    """Write the operator below `out`, which must be empty; `report` is told the progress.

    Equal arguments write equal bytes. Raises ValueError when `out` holds something.
    """
    require_empty(out)
    world = make_world(arguments)
    bursts = draw_bursts(world)
    files = make_switch_files(arguments, world.schedule) + gateway_files(bursts, world.schedule)
    changes = CatalogueChanges(world)
    rows = people_rows(world) | changes.rows
    for delivery in world.schedule.deliveries:
        write_reference(out / delivery.name, delivery, delivery_rows(world, delivery, rows))
    usage = UsageWriter(world, files, bursts, out)
    usage.write(report)
    cycles = cycles_in_use(world)
    report("rating for the external biller")
    one_time = rows[("billing", "one_time_charges")]
    arrived = usage.gathered.arrived()
    whole = write_whole_operator(world, changes, arrived, one_time, cycles, arguments.rates, out)
    key = BusinessKey(world, whole, bursts)
    write_answer_key(out / "answer_key", world, files, usage, changes, key)
    # Last of all: where there is a history, the operator is complete.
    write_json(out / "history.json", history(world.schedule, files, cycles))
    sent = [file for file in files if file.delivery != LOST]
    records = sum(file.records for file in sent)
    return Summary(len(world.schedule.deliveries), len(sent), records)
