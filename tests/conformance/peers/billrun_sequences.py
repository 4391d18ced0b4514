"""BillRun: sequences of usage that draw on groups of plans and services."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from tests.conformance.fields import Fields, NotUnderstoodError, all_of, local_time
from tests.conformance.outputs import Outcome
from tests.conformance.peers.billrun_catalogue import (
    Package,
    RateUse,
    plan_package,
    rate_uses,
    service_package,
)
from tests.conformance.scenario import (
    ALWAYS,
    USUAL_START,
    Booking,
    Event,
    Scenario,
    Subscription,
)
from tests.conformance.vocabulary import Figures, Translation, Vocabulary

PEER = "BillRun/system"
_PERIOD = re.compile(r"(tomorrow )?\+ ?(\d+) (day|week|month|year)s?")
FACTS = Path(__file__).with_name("billrun_facts.yml")
DATE_ONLY = 10


@dataclass(frozen=True)
class Service:
    """A service of a subscriber, as a step names it."""

    name: str
    number: str
    begin: datetime
    end: datetime | None
    units: int


@dataclass(frozen=True)
class Step:
    """One use of a sequence."""

    id: str
    line: str
    account: str
    plan: str
    use: RateUse
    usage: Decimal
    services: tuple[Service, ...]
    at: datetime
    load: int


def translate(given: Fields, feature: str) -> Translation:
    """A sequence: its catalogue, who has which plan and services when, and its steps in order."""
    uses = rate_uses(given)
    steps = _steps(given, uses)
    lines = [*steps, *_other_lines(steps)]
    plans, services = given.fields("plans"), given.fields("services", {})
    packages = {
        name: plan_package(name, number, plans, uses)
        for number, name in enumerate(dict.fromkeys(step.plan for step in lines))
    }
    booked = dict.fromkeys(each.name for step in lines for each in step.services)
    add_ons = {
        name: service_package(name, number, services, uses) for number, name in enumerate(booked)
    }
    everything = [*packages.values(), *add_ons.values()]
    scenario = Scenario(
        plans=tuple(package.plan for package in everything),
        charges=tuple(charge for package in everything for charge in package.charges),
        allowances=tuple(each for package in everything for each in package.allowances),
        subscriptions=tuple(_subscriptions(lines, packages)),
        bookings=tuple(_bookings(lines, add_ons)),
        destinations=tuple(use.destination for use in uses),
        events=tuple(
            Event(
                step.id,
                step.usage,
                step.line,
                service=step.use.service,
                direction=step.use.direction,
                digits=step.use.digits,
                started_at=step.at,
                load=step.load,
            )
            for step in steps
        ),
    )

    def read(outcome: Outcome) -> Figures:
        return {"steps": [_figures(outcome, step, everything) for step in steps]}

    return Translation(scenario, read)


def restate(expected: Mapping[str, Any]) -> Mapping[str, Any]:
    """What no allowance gave is one figure of ours, whether or not a group was there for it."""
    steps = []
    for step in expected["steps"]:
        known = dict(step)
        outside = Decimal(str(known.pop("out_of_group", 0)))
        if "over_allowance" in known:
            known["over_allowance"] = str(Decimal(str(known["over_allowance"])) + outside)
        steps.append(known)
    return {**expected, "steps": steps}


def _figures(outcome: Outcome, step: Step, packages: Sequence[Package]) -> Figures:
    charge = outcome.charge(step.id)
    free = outcome.number(step.id, "free_quantity")
    is_paid = any(
        each.is_money and each.zone == step.use.zone
        for package in packages
        for each in package.allowances
    )
    if is_paid:
        # an allowance in money pays the charge: what it did not pay, at the price of its rate
        (tier, *_) = step.use.prices["BASE"]
        free = step.usage - charge * tier.rate_unit / tier.unit_price
    return {
        "id": step.id,
        "in_allowance": free,
        "over_allowance": step.usage - free,
        "charge": charge,
    }


def _steps(given: Fields, uses: Sequence[RateUse]) -> list[Step]:
    steps: list[Step] = []
    context: dict[tuple[str, datetime], object] = {}
    for place, row in enumerate(given.rows("steps")):
        with all_of(row.values, row.place) as fields:
            rate, usage = fields.need("rate"), fields.need("usage_type")
            use = next((each for each in uses if (each.rate, each.usage) == (rate, usage)), None)
            if use is None:
                raise NotUnderstoodError(f"not understood: rate {rate} for {usage}")
            subscriber = fields.need("subscriber")
            # without an account each subscriber has one of his own
            account = str(fields.get("account", f"of-{subscriber}"))
            line = f"line-{account}-{subscriber}"
            services = tuple(_service(each) for each in fields.get("services", []))
            plan = str(fields.need("plan"))
            at = USUAL_START + timedelta(minutes=place)
            if "event_time" in fields:
                at = fields.time("event_time")
            # one line cannot have two plans at one moment: the later step is a second later
            while context.setdefault((line, at), (plan, services)) != (plan, services):
                at += timedelta(seconds=1)
            load = steps[-1].load + (at < steps[-1].at) if steps else 1
            steps.append(
                Step(
                    str(fields.need("id")),
                    line,
                    f"account-{account}",
                    plan,
                    use,
                    fields.decimal("usage"),
                    services,
                    at,
                    load,
                )
            )
    return steps


def _other_lines(steps: Sequence[Step]) -> list[Step]:
    """Lines of the accounts that no step names, as steps without a use."""
    known = yaml.safe_load(FACTS.read_text("utf-8"))["lines"]
    named = {step.line for step in steps}
    found = []
    for account in dict.fromkeys(step.account for step in steps):
        number = account.removeprefix("account-")
        for line in known.get(int(number), []) if number.isdigit() else []:
            name = f"line-{number}-{line['subscriber']}"
            if name not in named:
                services = tuple(_service(each) for each in line["services"])
                step = next(step for step in steps if step.account == account)
                found.append(replace(step, line=name, plan=line["plan"], services=services))
    return found


def _service(given: Any) -> Service:
    if isinstance(given, str):
        return Service(given, "", ALWAYS, None, 1)
    with all_of(given, "services") as fields:
        # when it was written down, and whether the plan brought it, change no figure
        fields.ignore("creation_time", "plan_included")
        counts = fields.flag("quantity_affected")
        quantity = fields.integer("quantity", 1)
        return Service(
            str(fields.need("name")),
            str(fields.get("service_id", "")),
            fields.time("from") if "from" in fields else ALWAYS,
            _inclusive(fields.get("to")),
            quantity if counts else 1,
        )


def _inclusive(text: Any) -> datetime | None:
    """The end of a service: its last day belongs to it."""
    if text is None:
        return None
    is_day = len(str(text).strip()) <= DATE_ONLY
    return local_time(text) + (timedelta(days=1) if is_day else timedelta())


def _subscriptions(steps: Sequence[Step], packages: Mapping[str, Package]) -> list[Subscription]:
    """Each line's plans: one changes with the first step that says so."""
    found = []
    for line in dict.fromkeys(step.line for step in steps):
        own = sorted((step for step in steps if step.line == line), key=lambda step: step.at)
        begins = [own[0], *(b for a, b in pairwise(own) if a.plan != b.plan)]
        ends = [step.at for step in begins[1:]]
        for place, step in enumerate(begins):
            found.append(
                Subscription(
                    line,
                    packages[step.plan].plan.name,
                    step.account,
                    step.at if place else ALWAYS,
                    ends[place] if place < len(ends) else None,
                )
            )
    return found


def _bookings(steps: Sequence[Step], add_ons: Mapping[str, Package]) -> list[Booking]:
    """Each line's services: booked for as long as the steps name them, within their own dates."""
    found = []
    for line in dict.fromkeys(step.line for step in steps):
        own = sorted((step for step in steps if step.line == line), key=lambda step: step.at)
        services = dict.fromkeys(service for step in own for service in step.services)
        for number, service in enumerate(services):
            for begin, end in _named_from_to(own, service):
                begin = max(begin, service.begin)
                ends = [end, service.end, _lasts_until(service, add_ons[service.name])]
                until = min((each for each in ends if each is not None), default=None)
                if until is None or begin < until:
                    name = f"{line}-{number}"
                    package = add_ons[service.name].plan.name
                    found.append(Booking(name, line, package, begin, until, service.units))
    return found


def _named_from_to(
    steps: Sequence[Step], service: Service
) -> list[tuple[datetime, datetime | None]]:
    """Stretches of a line's steps, in order of time, that name a service."""
    stretches: list[tuple[datetime, datetime | None]] = []
    begin: datetime | None = None
    for place, step in enumerate(steps):
        is_named = service in step.services
        if is_named and begin is None:
            begin = step.at if place else ALWAYS
        if not is_named and begin is not None:
            stretches.append((begin, step.at))
            begin = None
    return stretches if begin is None else [*stretches, (begin, None)]


def _lasts_until(service: Service, package: Package) -> datetime | None:
    periods = yaml.safe_load(FACTS.read_text("utf-8"))["periods"]
    if service.name in periods and service.begin > ALWAYS:
        return months_later(service.begin.replace(day=1), periods[service.name])
    return balance_end(service.begin, package.balance_period) if package.balance_period else None


def balance_end(begin: datetime, period: str) -> datetime:
    """When a balance of a period of its own ends: "tomorrow +2 weeks" after the first of May is
    the 16th."""
    matched = _PERIOD.fullmatch(period.strip())
    if matched is None:
        raise NotUnderstoodError(f"not understood: balance_period {period!r}")
    if matched[1]:
        begin = begin.replace(hour=0, minute=0, second=0) + timedelta(days=1)
    count = int(matched[2])
    if matched[3] in ("day", "week"):
        return begin + timedelta(days=count * (7 if matched[3] == "week" else 1))
    return months_later(begin, count * (12 if matched[3] == "year" else 1))


def months_later(begin: datetime, count: int) -> datetime:
    """The same day so many months later."""
    month = begin.year * 12 + begin.month - 1 + count
    return begin.replace(year=month // 12, month=month % 12 + 1)


VOCABULARIES = (Vocabulary(PEER, ("allowance/overage sequence",), translate, restate),)
