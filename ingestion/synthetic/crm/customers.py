"""Customers as the customer relations system knows them: preferences, changes, mistakes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from ingestion.synthetic.crm.reasons import Departure
from ingestion.synthetic.outbox import DAY, HOUR, Outbox, clock
from ingestion.synthetic.people import NEVER, Account, Line
from ingestion.synthetic.people_files import unique_accounts
from ingestion.synthetic.places import REGIONS
from ingestion.synthetic.random_numbers import Stream
from ingestion.synthetic.world import World

INTERESTS = (
    "music", "video", "games", "sports", "travel", "news", "learning", "finance", "smart_home",
    "cars",
)  # fmt: skip
LANGUAGES = ("ko", "en", "vi", "zh-CN", "ru")
CHANNELS = ("email", "sms", "chat", "call", "app")
# For one account in so many somebody else pays.
PAYER_ODDS = 30
ORIGINS = ("shop", "web", "app", "partner", "call")


@dataclass
class Customer:
    """One customer; the holder of one account, or somebody without."""

    customer_id: str
    account: Account | None
    kind: str
    name: str
    email: str | None
    number: str | None
    language: str
    channel: str
    payment_method: str
    region: int
    since: dt.date
    credit_class: str
    fixed: dict[str, object] = field(default_factory=dict)
    """The preferences that never change."""
    lines: list[int] = field(default_factory=list)
    """Indices of the lines of the account."""

    @property
    def is_person(self) -> bool:
        """Return whether it is a person, not an organisation."""
        return self.kind == "person"


def make_customers(world: World, departures: dict[int, Departure]) -> list[Customer]:
    """Return one customer per account, in order of the accounts."""
    by_account: dict[str, list[int]] = {}
    for index, line in enumerate(world.lines):
        by_account.setdefault(line.account.account_id, []).append(index)
    customers = []
    for number, account in enumerate(unique_accounts(world.lines), start=1):
        stream = Stream(world.arguments.seed, "customer", number)
        lines = by_account[account.account_id]
        leaving = [departures[i] for i in lines if i in departures]
        customers.append(
            make_customer(stream, world, account, number, leaving, [world.lines[i] for i in lines])
        )
        customers[-1].lines = lines
    return customers


def make_customer(
    stream: Stream,
    world: World,
    account: Account,
    number: int,
    leaving: list[Departure],
    lines: list[Line],
) -> Customer:
    """Draw one customer, who is one since the first of the account's lines."""
    is_foreign = account.holder.isascii()
    language = LANGUAGES[1 + stream.integer(4)] if is_foreign else LANGUAGES[0]
    first_joined = min(line.joined_day - line.tenure_days for line in lines)
    since = world.schedule.first_day + dt.timedelta(days=first_joined)
    # People whose payments will fail are a worse risk more often, not always.
    is_risky = any(d.reason == "non_payment" for d in leaving)
    credit = "abcd"[stream.choose([1, 2, 4, 4] if is_risky else [45, 35, 15, 5])]
    is_person = account.segment == "consumer"
    quiet = stream.integer(4) == 0
    interests = [INTERESTS[i] for i in stream.sample(len(INTERESTS), 1 + stream.integer(3))]
    return Customer(
        customer_id=f"C{number:07d}",
        account=account,
        kind="person" if is_person else "organisation",
        name=account.holder,
        email=account.email,
        number=f"+{lines[0].number}",
        language=language,
        channel=CHANNELS[stream.choose([30, 25, 15, 15, 15])],
        payment_method=("direct_debit", "card", "transfer")[stream.choose([60, 28, 12])],
        region=account.region if account.opened_day < account.move_day else account.new_region,
        since=since,
        credit_class=credit,
        fixed={
            "birth_year": 1945 + stream.integer(60) if is_person else None,
            "acquisition_channel": ORIGINS[stream.choose([40, 25, 15, 15, 5])],
            "household_size": 1 + stream.choose([35, 30, 18, 13, 4]) if is_person else None,
            "wants_paper_bill": "true" if stream.integer(10) == 0 else "false",
            "quiet_from": "21:00" if quiet else None,
            "quiet_until": "08:00" if quiet else None,
            "interests": ";".join(interests) if is_person else None,
        },
    )


def customer_row(customer: Customer, region: int) -> dict[str, object]:
    """Return the columns of a customer in one state, without its status."""
    home = REGIONS[region]
    street = 1 + int(customer.customer_id[1:]) % 97
    return {
        "customer_id": customer.customer_id,
        "customer_kind": customer.kind,
        "name": customer.name,
        "email": customer.email,
        "contact_number": customer.number,
        "postal_address": f"{home.name}, 예시로 {street}, {10_000 + street}",
        "segment": "consumer" if customer.is_person else "business",
        "region": home.code,
        "status": "active",
        "customer_since": customer.since.isoformat(),
        "credit_class": customer.credit_class,
        "preferred_language": customer.language,
        "preferred_channel": customer.channel,
        "preferred_payment_method": customer.payment_method,
        **customer.fixed,
    }


def send_customers(
    world: World, customers: list[Customer], departures: dict[int, Departure], outbox: Outbox
) -> None:
    """Export the states of each customer, some too late, and who holds which account."""
    before: list[Customer] = []
    for customer in customers:
        assert customer.account is not None
        account = customer.account
        stream = Stream(world.arguments.seed, "customer_changes", int(customer.customer_id[1:]))
        opened = outbox.start + account.opened_day * DAY + 9 * HOUR + stream.integer(8 * HOUR)
        send_state(outbox, customer_row(customer, customer.region), opened)
        if account.opened_day < account.move_day < world.schedule.day_count:
            customer.region = account.new_region
            moved = outbox.start + account.move_day * DAY + stream.integer(DAY)
            send_state(outbox, customer_row(customer, customer.region), moved)
        if stream.integer(12) == 0:
            # Another channel from some day on; now and then the news comes late.
            changed = replace(customer, channel=CHANNELS[stream.integer(len(CHANNELS))])
            day = account.opened_day + 1 + stream.integer(world.schedule.day_count)
            late = 1 if stream.integer(4) == 0 else 0
            row = customer_row(changed, customer.region)
            send_state(outbox, row, outbox.start + day * DAY + 11 * HOUR, late)
        lefts = [world.lines[i].left_day for i in customer.lines]
        if max(lefts) < min(NEVER, world.schedule.day_count):
            last = max(customer.lines, key=lambda i: world.lines[i].left_day)
            told = told_reason(stream, departures[last].reason)
            row = customer_row(customer, customer.region)
            row |= {"status": "inactive", "status_reason": told}
            send_state(outbox, row, outbox.start + max(lefts) * DAY + 10 * HOUR)
        link: dict[str, object] = {
            "customer_id": customer.customer_id,
            "account_id": account.account_id,
            "role": "holder",
            "status": "active",
            "valid_from": clock(outbox.start + account.opened_day * DAY),
        }
        outbox.add("crm", "customer_accounts", outbox.start + account.opened_day * DAY, link)
        if customer.is_person and before and stream.integer(PAYER_ODDS) == 0:
            payer = before[stream.integer(len(before))]
            link = link | {"customer_id": payer.customer_id, "role": "payer"}
            outbox.add("crm", "customer_accounts", outbox.start + account.opened_day * DAY, link)
        before.append(customer)


def send_state(outbox: Outbox, row: dict[str, object], at: int, late: int = 0) -> None:
    """Export one state of a customer."""
    outbox.add("crm", "customers", at, row | {"changed_at": clock(at)}, late)


def told_reason(stream: Stream, reason: str) -> str | None:
    """Return the reason as it was given: six in ten tell it, one in ten tells another."""
    told = stream.integer(10)
    if told < 3 or reason == "none":
        return None
    return "moving" if told == 3 else reason
