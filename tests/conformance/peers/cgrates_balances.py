"""CGRateS: balances of seconds, units and money that a use draws on, by weight."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from tests.conformance.amounts import seconds_of
from tests.conformance.fields import Fields, NotUnderstoodError, all_of
from tests.conformance.outputs import Outcome
from tests.conformance.peers.cgrates_rates import LINE, PEER, Rate, rate_of
from tests.conformance.scenario import (
    ONE,
    USUAL_START,
    ZERO,
    Allowance,
    Event,
    Plan,
    Scenario,
    Subscription,
    Tier,
)
from tests.conformance.vocabulary import Figures, Translation, Vocabulary

CALL = "call"
FREE = Rate((Tier(ZERO, ZERO),), increment=ONE)
WITHOUT_WEIGHT = "10"


def _scenario(
    rate: Rate, seconds: Decimal, allowances: Sequence[Allowance], service: str = "voice",
    stage: str = "after_allowance", **more: Any,
) -> Scenario:  # fmt: skip
    charge = Rate(
        rate.tiers, rate.connect_fee, {**rate.options, "metering_stage": stage}, rate.increment
    )
    return Scenario(
        plans=(Plan("plan"),),
        charges=(charge.charge("rate", service=service),),
        subscriptions=(Subscription(LINE, "plan"),),
        allowances=tuple(allowances),
        events=(Event(CALL, seconds, LINE, service, started_at=more.pop("at", USUAL_START)),),
        **more,
    )


def translate_overage(given: Fields, feature: str) -> Translation:
    """Seconds for nothing, then a price; money goes below zero."""
    free = given.duration("allowance_voice_s")
    with all_of(given.need("cdr"), "cdr") as call:
        at, seconds = call.time("answer"), call.duration("usage")
    allowances = [Allowance("voice", "plan", free, "voice")]
    scenario = _scenario(rate_of(given.rows("rates")), seconds, allowances, at=at)

    def read(outcome: Outcome) -> Figures:
        cost = outcome.charge(CALL)
        left = free - outcome.number(CALL, "free_quantity")
        return {"cost": cost, "balance_monetary": -cost, "voice_left_s": left}

    return Translation(scenario, read)


def translate_voice(given: Fields, feature: str) -> Translation:
    """Balances of seconds, each drawn in whole increments of its own, the weightier first."""
    names, balances = [], []
    for row in given.rows("voice_balances"):
        with all_of(row.values, row.place) as fields:
            names.append(fields.get("id"))
            weight = fields.decimal("weight", WITHOUT_WEIGHT)
            fields.flag("free")  # what a balance gives costs nothing anyhow
            balances.append((fields.duration("seconds"), fields.duration("increment"), weight))
    increments = {increment for _, increment, _ in balances}
    rate = rate_of(given.rows("rates")) if "rates" in given else FREE
    stage = "after_allowance"
    if len(increments) == 1 and "rates" not in given:
        # one increment for all is that of the charge
        stage, rate = "before_allowance", Rate(FREE.tiers, increment=next(iter(increments)))
    allowances = [
        Allowance(
            f"balance{place}",
            "plan",
            seconds,
            "voice",
            increment=increment if stage == "after_allowance" else None,
            options={"priority": int(weight)},
        )
        for place, (seconds, increment, weight) in enumerate(balances)
    ]
    money = given.decimal_or_none("monetary")
    scenario = _scenario(rate, given.duration("call_seconds"), allowances, stage=stage)

    def read(outcome: Outcome) -> Figures:
        drawn = outcome.drawn(CALL)
        left = [
            seconds - drawn.get(f"balance{place}", ZERO)
            for place, (seconds, _, _) in enumerate(balances)
        ]
        named = dict(zip(names, left, strict=True))
        figures: dict[str, Figures] = {"voice_left": left if None in names else named}
        if money is not None:
            figures["monetary"] = money - outcome.charge(CALL)
        return figures

    return Translation(scenario, read)


def translate_bundle(given: Fields, feature: str) -> Translation:
    """A bundle of seconds, then a price; the connect fee is one of both."""
    if "voice_balances" in given:
        return translate_voice(given, feature)
    with all_of(given.need("account"), "account") as account:
        with all_of(account.need("bundle"), "bundle") as bundle:
            free = bundle.duration("voice_seconds")
            bundle.ignore("prefixes")  # the case has one destination
            inner = rate_of(bundle.rows("rates"))
        rate = rate_of(account.rows("fallback_rates"))
        money = account.decimal("balance_monetary")
    if inner.connect_fee != rate.connect_fee or any(tier.unit_price for tier in inner.tiers):
        raise NotUnderstoodError("not understood: a bundle that costs other than its connect fee")
    with all_of(given.need("event"), "event") as event:
        event.ignore("destination")
        start, end = event.time("start"), event.time("end")
    seconds = Decimal(int((end - start).total_seconds()))
    allowances = [Allowance("voice", "plan", free, "voice")]
    scenario = _scenario(rate, seconds, allowances, at=start)

    def read(outcome: Outcome) -> Figures:
        cost = outcome.charge(CALL)
        granted = outcome.number(CALL, "quantity")
        return {"cost": cost, "granted_seconds": granted, "balance_monetary": money - cost}

    return Translation(scenario, read)


def translate_data(given: Fields, feature: str) -> Translation:
    """Units of data for nothing."""
    free, money = given.decimal("data"), given.decimal("monetary")
    allowances = [Allowance("data", "plan", free, "data")]
    scenario = _scenario(FREE, given.decimal("usage"), allowances, "data")

    def read(outcome: Outcome) -> Figures:
        left = free - outcome.number(CALL, "free_quantity")
        return {"data_left": left, "monetary": money - outcome.charge(CALL)}

    return Translation(scenario, read)


def translate_generic(given: Fields, feature: str) -> Translation:
    """Units of which a second takes a fraction: counted in seconds."""
    units, money = given.decimal("generic"), given.decimal("monetary")
    share, _, parts = str(given.need("factor_per_second")).partition("/")
    seconds_per_unit = Decimal(parts or 1) / Decimal(share)
    free = units * seconds_per_unit
    allowances = [Allowance("generic", "plan", free, "voice")]
    scenario = _scenario(FREE, given.duration("call_seconds"), allowances)

    def read(outcome: Outcome) -> Figures:
        left = (free - outcome.number(CALL, "free_quantity")) / seconds_per_unit
        return {"generic_left": left, "monetary": money - outcome.charge(CALL)}

    return Translation(scenario, read)


def translate_shared(given: Fields, feature: str) -> Translation:
    """Money of several members: the caller's own goes first."""
    given.one_of("strategy", ("mine_random", "mine_lowest", "mine_highest"))
    caller = given.need("caller")
    members = {}
    for row in given.rows("members"):
        with all_of(row.values, row.place) as member:
            members[str(member.need("id"))] = member.decimal("monetary")
    allowances = [
        Allowance(
            f"member{place}",
            "plan",
            money,
            "voice",
            is_money=True,
            options={"priority": 200 if name == caller else 100 - place, "sharing": "account"},
        )
        for place, (name, money) in enumerate(members.items())
    ]
    rate = rate_of(given.rows("rates"))
    scenario = _scenario(rate, given.duration("call_seconds"), allowances, stage="before_allowance")

    def read(outcome: Outcome) -> Figures:
        paid = outcome.paid(CALL)
        metered = outcome.number(CALL, "metered_quantity")
        return {
            "balances": {
                name: money - paid.get(f"member{place}", ZERO)
                for place, (name, money) in enumerate(members.items())
            },
            "increments": metered / (rate.increment or ONE),
        }

    return Translation(scenario, read)


def translate_paid(given: Fields, feature: str) -> Translation:
    """Free seconds, seconds at a price, then money that pays for them.

    Seconds at a price are the first tier of the period; nothing is used beyond them.
    """
    free, paid, money = [], [], ZERO
    for row in given.rows("balances"):
        with all_of(row.values, row.place) as fields:
            name, weight = str(fields.need("id")), fields.integer("weight")
            if "money" in fields:
                money += fields.decimal("money")
            elif "rate" in fields:
                paid.append((name, fields.duration("seconds"), _paid_tier(fields), weight))
            else:
                fields.flag("free")
                key = "seconds" if "seconds" in fields else "units_s"
                free.append((name, fields.duration(key), weight))
    if len(paid) > 1 or any(weight <= paid[0][3] for *_, weight in free if paid):
        raise NotUnderstoodError("not understood: paid seconds that do not come after the free")
    seconds = given.duration("usage_s" if "usage_s" in given else "usage")
    tiers = (paid[0][2], Tier(paid[0][1], ZERO)) if paid else FREE.tiers
    allowances = [
        Allowance(f"balance{place}", "plan", quantity, "voice", options={"priority": weight})
        for place, (_, quantity, weight) in enumerate(free)
    ]
    rate = Rate(tiers, options={"tier_scope": "period"})
    scenario = _scenario(rate, seconds, allowances)

    def read(outcome: Outcome) -> Figures:
        drawn = outcome.drawn(CALL)
        taken = {
            name: drawn.get(f"balance{place}", ZERO) for place, (name, _, _) in enumerate(free)
        }
        held = {name: quantity for name, quantity, _ in free}
        total = sum(taken.values(), ZERO)
        if paid:
            name, quantity, *_ = paid[0]
            taken[name] = outcome.number(CALL, "quantity") - total
            held[name] = quantity
        charge = outcome.charge(CALL)
        figures: dict[str, Figures] = {"charge": charge, "money_left": money - charge}
        for name, quantity in taken.items():
            figures[f"from_{name.lower()}_s"] = quantity
            figures[f"{name.lower()}_left_s"] = held[name] - quantity
        figures["debited_s"] = list(taken.values())
        figures["left"] = [held[name] - quantity for name, quantity in taken.items()]
        figures["total_s"] = total
        return figures

    return Translation(scenario, read)


def _paid_tier(fields: Fields) -> Tier:
    (row,) = fields.rows("rate")
    with all_of(row.values, row.place) as rate:
        if seconds_of(rate.need("interval_start")):
            raise NotUnderstoodError("not understood: a paid balance with several intervals")
        return Tier(
            ZERO,
            rate.decimal("recurrent_fee"),
            rate_unit=rate.duration("unit"),
            increment=rate.duration("increment"),
        )


VOCABULARIES = (
    Vocabulary(PEER, ("allowance then overage",), translate_overage),
    Vocabulary(
        PEER, ("allowance consumed in whole minutes", "two allowances by weight"), translate_voice
    ),
    Vocabulary(PEER, ("allowance then money",), translate_bundle),
    Vocabulary(PEER, ("data allowance",), translate_data),
    Vocabulary(PEER, ("generic bundle",), translate_generic),
    Vocabulary(PEER, ("shared group",), translate_shared),
    Vocabulary(PEER, ("allowance then paid allowance", "money balances by weight"), translate_paid),
)
