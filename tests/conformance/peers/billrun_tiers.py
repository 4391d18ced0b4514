"""BillRun: tiers of one event, priced by whole intervals, and what a plan says of a rate."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from tests.conformance.fields import Fields, NotUnderstoodError, all_of
from tests.conformance.outputs import Outcome
from tests.conformance.scenario import (
    ZERO,
    Charge,
    Event,
    Plan,
    Scenario,
    Subscription,
    Tier,
)
from tests.conformance.vocabulary import Figures, Translation, Vocabulary

PEER = "BillRun/system"
WITHOUT_END = "UNLIMITED"


def translate(given: Fields, feature: str) -> Translation:
    """One volume and its tiers; a negative one is the taking back of the same volume."""
    volume = given.decimal("volume")
    ceil = given.flag("default_ceil", default=True)
    rows = [given.fields("tier")] if "tier" in given else given.rows("tiers")
    tiers = tiers_of(rows, ceil=ceil)
    events = [Event("use", abs(volume))]
    if volume < 0:
        events.append(Event("taken back", abs(volume), reverses="use"))
    scenario = Scenario(
        plans=(Plan("plan"),),
        charges=(Charge("rate", "plan", tiers, connect_fee=given.decimal("access", "0")),),
        subscriptions=(Subscription("line", "plan"),),
        events=tuple(events),
    )

    def read(outcome: Outcome) -> Figures:
        if volume < 0:
            return {"charge": outcome.reversal("taken back")}
        return {"charge": outcome.charge("use")}

    return Translation(scenario, read)


def tiers_of(rows: Sequence[Fields], *, ceil: bool = True) -> tuple[Tier, ...]:
    """Tiers by their width (to - from), laid end to end; beyond the last nothing is charged."""
    tiers, begin = [], ZERO
    is_open = False
    for row in rows:
        with all_of(row.values, row.place) as fields:
            if is_open:
                raise NotUnderstoodError("not understood: a tier behind one without an end")
            tier, width = _tier(fields, begin, ceil=ceil)
            if width is None:
                is_open = True
            elif width > 0:
                begin += width
            else:
                continue
            tiers.append(tier)
    return tuple(tiers) if is_open else (*tiers, Tier(begin, ZERO))


def _tier(fields: Fields, begin: Decimal, *, ceil: bool) -> tuple[Tier, Decimal | None]:
    fields.ignore("uom_display")  # how a screen shows it
    fields.ignore("ciel")  # a slip of the peer's tests, which its code does not read either
    interval = fields.decimal("interval")
    in_whole = fields.flag("ceil", default=ceil)
    tier = Tier(
        begin,
        fields.decimal("price"),
        rate_unit=interval,
        increment=interval if in_whole else None,
    )
    begins_at = fields.decimal("from", "0")
    if fields.get("to", WITHOUT_END) == WITHOUT_END:
        return tier, None
    return tier, fields.decimal("to") - begins_at


VOCABULARIES = (Vocabulary(PEER, ("tiered by blocks of interval", "single tier"), translate),)
