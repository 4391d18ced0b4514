"""Typing errors, and people who stand in the system twice."""

from __future__ import annotations

from dataclasses import replace

from ingestion.synthetic.crm.customers import Customer, customer_row
from ingestion.synthetic.files import Row
from ingestion.synthetic.outbox import DAY, HOUR, Outbox, clock
from ingestion.synthetic.random_numbers import Stream
from ingestion.synthetic.rates import Rates
from ingestion.synthetic.switch_files import count_of
from ingestion.synthetic.world import World


def make_mistakes(world: World, rates: Rates, customers: list[Customer]) -> list[Row]:
    """Type some names and addresses wrongly in the CRM; the biller has them right."""
    stream = Stream(world.arguments.seed, "typing_errors")
    people = [c for c in customers if c.is_person]
    cases: list[Row] = []
    for n in stream.sample(len(people), count_of(rates.typing_errors, len(people))):
        customer = people[n]
        what = "email" if customer.email and stream.integer(2) else "name"
        right = str(customer.email if what == "email" else customer.name)
        if what == "email":
            local, _, domain = right.partition("@")
            customer.email = wrong = f"{typed_wrongly(stream, local)}@{domain}"
        else:
            customer.name = wrong = typed_wrongly(stream, right)
        cases.append(
            {
                "kind": "typing_error",
                "customer_id": customer.customer_id,
                "same_person_as": None,
                "column": what,
                "right": right,
                "written": wrong,
            }
        )
    return cases


def send_duplicates(
    world: World, rates: Rates, customers: list[Customer], outbox: Outbox
) -> list[Row]:
    """Export some people a second time, as prospects; most with something typed differently."""
    stream = Stream(world.arguments.seed, "duplicate_people")
    people = [c for c in customers if c.is_person and c.account and c.account.opened_day == 0]
    cases: list[Row] = []
    for n in stream.sample(len(people), count_of(rates.duplicate_people, len(people))):
        original = people[n]
        number = len(customers) + len(cases) + 1
        copy = replace(original, customer_id=f"C{number:07d}", account=None)
        kind = stream.integer(4)
        column = ("name", "email", "contact_number", "name")[kind]
        if column == "name":
            copy.name = typed_wrongly(stream, original.name)
        elif column == "email" and original.email:
            copy.email = original.email.upper() if stream.integer(2) else None
        else:
            column, copy.number = "contact_number", None
        day = stream.integer(world.schedule.day_count)
        at = outbox.start + day * DAY + 9 * HOUR + stream.integer(9 * HOUR)
        row = customer_row(copy, copy.region)
        row |= {"status": "prospect", "customer_since": None, "changed_at": clock(at)}
        outbox.add("crm", "customers", at, row)
        cases.append(
            {
                "kind": "duplicate_person",
                "customer_id": copy.customer_id,
                "same_person_as": original.customer_id,
                "column": column,
                "right": None,
                "written": None,
            }
        )
    return cases


def typed_wrongly(stream: Stream, text: str) -> str:
    """Return a text with one typing error: a letter left out, doubled, or two swapped."""
    if len(text) < 3:
        return text + text[-1]
    place = 1 + stream.integer(len(text) - 2)
    kind = stream.integer(3)
    if kind == 0:
        return text[:place] + text[place + 1 :]
    if kind == 1:
        return text[: place + 1] + text[place:]
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
