"""BillRun: which plan and services a line has when, and how long a service's balance lasts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from tests.conformance.fields import NotUnderstoodError, all_of, local_time
from tests.conformance.peers.billrun_catalogue import Package, RateUse
from tests.conformance.scenario import ALWAYS, Booking, Subscription

FACTS = Path(__file__).with_name("billrun_facts.yml")
_PERIOD = re.compile(r"(tomorrow )?\+ ?(\d+) (day|week|month|year)s?")
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


def service_of(given: Any) -> Service:
    """A service as a step names it: by its name alone, or with its dates and quantity."""
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


def subscriptions(steps: Sequence[Step], packages: Mapping[str, Package]) -> list[Subscription]:
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


def bookings(steps: Sequence[Step], add_ons: Mapping[str, Package]) -> list[Booking]:
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
