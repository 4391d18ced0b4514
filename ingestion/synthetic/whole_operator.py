"""Everything of the operator but usage and catalogue: its customers, its network, its money."""

from __future__ import annotations

from pathlib import Path

from ingestion.synthetic.crm.cases import Cases
from ingestion.synthetic.crm.contacts import handle_cases
from ingestion.synthetic.crm.customers import make_customers, send_customers
from ingestion.synthetic.crm.reasons import make_departures
from ingestion.synthetic.outbox import Outbox
from ingestion.synthetic.performance.counters import Counters
from ingestion.synthetic.performance.files import write_counters
from ingestion.synthetic.performance.outages import make_outages, send_outages
from ingestion.synthetic.performance.sites import let_some_fail, make_radio
from ingestion.synthetic.world import World


def write_whole_operator(world: World, out: Path) -> None:
    """Write the deliveries' files of every system but mediation, catalogue and accounts."""
    outbox = Outbox(world.schedule)
    radio = make_radio(world)
    let_some_fail(world, radio, 0.06)
    outages = make_outages(world, radio, 0.35, outbox.start)
    send_outages(outages, outbox)
    departures = make_departures(world, radio)
    customers = make_customers(world, departures)
    send_customers(world, customers, departures, outbox)
    cases = Cases(world, customers, outbox.start)
    cases.everyday()
    cases.after_outages(outages, radio)
    cases.after_failing_cells(radio)
    cases.before_departures(list(departures.values()))
    handle_cases(world, cases.cases, outbox)
    outbox.write(out)
    write_counters(Counters(world, radio, outages, outbox.start), outbox, out)
