"""Who the customers are and what happens to them: accounts, lines, plans, numbers, moves."""

from __future__ import annotations

from dataclasses import dataclass

from ingestion.synthetic import names
from ingestion.synthetic.arguments import Arguments
from ingestion.synthetic.places import REGIONS
from ingestion.synthetic.plan_choices import changed_plan, next_plan
from ingestion.synthetic.random_numbers import Stream
from ingestion.synthetic.schedule import CYCLE_DAYS, Schedule
from ingestion.synthetic.tariffs import PLANS

# No Korean subscriber number begins with 1: whatever comes out can be nobody's number. The second
# half of the block is for changed numbers.
FIRST_NUMBER = 821_010_000_000
NUMBER_COUNT = 5_000_000
NEVER = 1_000_000


@dataclass
class Account:
    """Who pays. Days are counted from the first day of the world."""

    account_id: str
    holder: str
    email: str | None
    segment: str
    region: int
    cycle_day: int
    currency: str
    opened_day: int = NEVER
    move_day: int = NEVER
    new_region: int = 0
    cycle_change_day: int = NEVER
    new_cycle_day: int = 0


@dataclass
class Line:
    """A subscription and its fate; each day is a local midnight, counted from the first."""

    subscription_id: str
    account: Account
    plan: int
    number: int
    joined_day: int = 0
    tenure_days: int = 0
    """How long it had been a line when the world begins."""
    left_day: int = NEVER
    lingers: bool = False
    """Used on the day after it left: the switch was told late."""
    suspended_day: int = NEVER
    resumed_day: int = NEVER
    plan_day: int = NEVER
    new_plan: int = 0
    number_day: int = NEVER
    new_number: int = 0
    is_late: bool = False
    """Its rows arrive one delivery after its first use."""


def make_people(arguments: Arguments, schedule: Schedule) -> list[Line]:
    """Return all lines of the operator with their accounts, in order of subscription_id."""
    stream = Stream(arguments.seed, "people")
    lines: list[Line] = []
    consumer = [i for i, plan in enumerate(PLANS) if plan.segment == "consumer"]
    business = [i for i, plan in enumerate(PLANS) if plan.segment == "business"]
    business_share = sum(PLANS[i].share for i in business)
    account_number = 0
    while len(lines) < arguments.subscribers:
        account_number += 1
        # A company has about three lines, a household 1.4: so fewer accounts than lines.
        is_business = stream.integer(200) < business_share
        plans = business if is_business else consumer
        plan = plans[stream.choose([PLANS[i].share for i in plans])]
        if len(lines) < len(PLANS):
            plan = len(lines)
            is_business = PLANS[plan].segment == "business"
            plans = business if is_business else consumer
        account = make_account(stream, account_number, is_business, PLANS[plan].currency)
        count = 1 + stream.integer(5) if is_business else 1 + stream.choose([70, 22, 8])
        if len(lines) < len(PLANS):
            count = 1
        for _ in range(min(count, arguments.subscribers - len(lines))):
            index = len(lines)
            if index < len(PLANS):
                # The first lines show every plan and every cycle, from the first day to the last.
                account.cycle_day = CYCLE_DAYS[index % len(CYCLE_DAYS)]
                lines.append(first_line(index, account, plan))
            else:
                lines.append(make_line(stream, index, account, plan, schedule.day_count))
            plan = next_plan(stream, plans, PLANS[plan].currency)
    delay_rows(arguments, schedule, lines)
    recycle_numbers(stream, lines)
    for line in lines:
        line.account.opened_day = min(line.account.opened_day, line.joined_day)
    return lines


def make_account(stream: Stream, number: int, is_business: bool, currency: str) -> Account:
    """Return one account; where it moves to is drawn here, when is drawn with its lines."""
    region = stream.choose([region.weight for region in REGIONS])
    return Account(
        account_id=f"A{number:07d}",
        holder=names.company(stream, number) if is_business else names.person(stream),
        email=None if stream.integer(8) == 0 else names.email(stream, number),
        segment="business" if is_business else "consumer",
        region=region,
        cycle_day=CYCLE_DAYS[stream.integer(len(CYCLE_DAYS))],
        currency=currency,
        new_region=stream.choose([region.weight for region in REGIONS]),
        new_cycle_day=CYCLE_DAYS[stream.integer(len(CYCLE_DAYS))],
    )


def first_line(index: int, account: Account, plan: int) -> Line:
    """Return a line to which nothing happens."""
    # A stride without common factor with the range: each index has a number of its own.
    number = FIRST_NUMBER + (index * 7_654_321 + 123_457) % NUMBER_COUNT
    return Line(f"S{index + 1:08d}", account, plan, number)


def make_line(stream: Stream, index: int, account: Account, plan: int, days: int) -> Line:
    """Return one line and what happens to it; at most one event of a kind in the world's days."""
    line = first_line(index, account, plan)
    fate = stream.integer(1000)
    day = 1 + stream.integer(max(1, days - 2))
    if fate < 120:
        line.joined_day = day
    elif fate < 180:
        line.left_day = day
        line.lingers = stream.integer(3) == 0
    elif fate < 270:
        line.plan_day = day
        line.new_plan = changed_plan(stream, plan)
    elif fate < 295:
        line.number_day = day
        line.new_number = line.number + NUMBER_COUNT
    elif fate < 325:
        line.suspended_day = day
        line.resumed_day = day + 3 + stream.integer(18)
    elif fate < 375:
        account.move_day = day
    elif fate < 395:
        account.cycle_change_day = day
    return line


def delay_rows(arguments: Arguments, schedule: Schedule, lines: list[Line]) -> None:
    """Let some lines join shortly before a delivery's end and be known only by the next one."""
    rate = arguments.faults.unknown_cured
    if rate == 0 or schedule.last_number == 1:
        return
    stream = Stream(arguments.seed, "late_rows")
    count = max(1, round(rate * len(lines)))
    # The first lines show every plan and stay as they are.
    free = max(0, len(lines) - len(PLANS))
    for chosen in stream.sample(free, min(count, free)):
        line = lines[len(PLANS) + chosen]
        delivery = schedule.deliveries[stream.integer(schedule.last_number - 1)]
        end = (delivery.end_day - schedule.first_day).days
        lines[len(PLANS) + chosen] = Line(
            subscription_id=line.subscription_id,
            account=line.account,
            plan=line.plan,
            number=line.number,
            joined_day=end - 3 - stream.integer(4),
            is_late=True,
        )


def recycle_numbers(stream: Stream, lines: list[Line]) -> None:
    """Give some joining lines the number of a line that left at least two weeks before."""
    given: list[Line] = []
    leavers = sorted((x for x in lines if x.left_day < NEVER), key=lambda x: x.left_day)
    for line in lines:
        if line.joined_day == 0 or line.is_late or stream.integer(2):
            continue
        for leaver in leavers:
            if leaver.left_day + 14 <= line.joined_day and leaver not in given:
                given.append(leaver)
                line.number = leaver.number
                break
