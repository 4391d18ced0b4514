"""BillRun: sequences of usage that draw on groups of plans and services."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import yaml

from tests.conformance.fields import Fields, NotUnderstoodError, all_of
from tests.conformance.outputs import Outcome
from tests.conformance.peers.billrun_bookings import (
    FACTS,
    Step,
    bookings,
    service_of,
    subscriptions,
)
from tests.conformance.peers.billrun_catalogue import (
    Package,
    RateUse,
    plan_package,
    rate_uses,
    service_package,
)
from tests.conformance.scenario import (
    USUAL_START,
    Event,
    Scenario,
)
from tests.conformance.vocabulary import Figures, Translation, Vocabulary

PEER = "BillRun/system"


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
        subscriptions=tuple(subscriptions(lines, packages)),
        bookings=tuple(bookings(lines, add_ons)),
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
            services = tuple(service_of(each) for each in fields.get("services", []))
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
                services = tuple(service_of(each) for each in line["services"])
                step = next(step for step in steps if step.account == account)
                found.append(replace(step, line=name, plan=line["plan"], services=services))
    return found


VOCABULARIES = (Vocabulary(PEER, ("allowance/overage sequence",), translate, restate),)
