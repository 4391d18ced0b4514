"""CGRateS: what one call (message, data session) costs at a tariff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from tests.conformance.customer_rows import is_by_number
from tests.conformance.fields import Fields, NotUnderstoodError, all_of
from tests.conformance.outputs import Outcome
from tests.conformance.peers.cgrates_periods import Calendar, Period, Shape, calendar_of, shape_of
from tests.conformance.peers.cgrates_rates import (
    LINE,
    PEER,
    cost_limit,
    rate_of,
    rounding_of,
)
from tests.conformance.scenario import (
    USUAL_START,
    Charge,
    Destination,
    Event,
    Plan,
    Scenario,
    Subscription,
)
from tests.conformance.vocabulary import Figures, Translation, Vocabulary

ANYWHERE = "*any"
CALL = "call"
SERVICES = {"data": "data", "sms": "sms", "mms": "mms", "voice": "voice"}
ERRORS = {"no_destination": "UNAUTHORIZED_DESTINATION", "no_price": "UNAUTHORIZED_DESTINATION"}
NOT_RATED = Decimal(-1)
"""What the peer writes for the cost of an event that it could not rate."""


@dataclass(frozen=True)
class Use:
    """One event as the peer gives it."""

    start: datetime
    quantity: Decimal
    service: str
    destination: str
    is_continued: bool
    rounds: bool

    @property
    def end(self) -> datetime:
        """When it ends: only a voice call has a length."""
        length = int(self.quantity) if self.service == "voice" else 0
        return self.start + timedelta(seconds=length)


def translate(given: Fields, feature: str) -> Translation:
    """A tariff and an event, both spelt out or with the tariff's parts at the top."""
    if "tariff" in given:
        tariff, use = given.fields("tariff"), _event(given.fields("event"))
    else:
        tariff, use = given, _flat(given)
    money = tariff.decimal_or_none("balance_monetary")
    zones = _zones(tariff, use)
    shapes = [[period.shape for period in periods] for periods in zones.values()]
    calendar = calendar_of(shapes, use.start, use.end)
    if tariff is not given:
        tariff.done()
    scenario = Scenario(
        plans=(Plan("plan"),),
        charges=tuple(_charges(zones, calendar, use.service)),
        subscriptions=(Subscription(LINE, "plan"),),
        events=_events(use, zones),
        bands=calendar.bands,
        holidays=calendar.holidays,
        destinations=_destinations(zones, use.service),
    )
    labels = {calendar.names[p.shape]: p.label for ps in zones.values() for p in ps
              if p.shape in calendar.names}  # fmt: skip

    def read(outcome: Outcome) -> Figures:
        if reason := outcome.suspense(CALL):
            return {"cost": NOT_RATED, "connect_fee": Decimal(0), "error": ERRORS.get(reason)}
        cost = outcome.charge(CALL)
        segments = outcome.segments(CALL)
        figures: dict[str, Figures] = {
            "cost": cost,
            "connect_fee": outcome.amount(CALL, "connect_fee"),
            "matched_prefix": _prefix(zones, outcome.text(CALL, "zone")),
            "timespans": Decimal(len(segments)),
            "contiguous": all(a.to_offset == b.from_offset for a, b in pairwise(segments)),
            "period_used": labels.get(segments[0].time_band),
        }
        if money is not None:
            figures["balance_after"] = money - cost
        return figures

    return Translation(scenario, read)


def _event(fields: Fields) -> Use:
    service = fields.one_of("tor", SERVICES, "voice")
    category = fields.get("category", "call")
    if category in SERVICES:
        service = category
    use = Use(
        _start(fields),
        _quantity(fields),
        service,
        _digits(fields.get("destination", ANYWHERE)),
        fields.integer("loop_index", 0) > 0,
        fields.flag("perform_rounding", default=True),
    )
    fields.ignore("subject")  # who calls: the case has one caller
    fields.done()
    return use


def _flat(given: Fields) -> Use:
    given.one_of("request_type", ("postpaid", "prepaid", "rated", "none"), "none")
    return Use(_start(given), _quantity(given), "voice", "", False, True)


def _start(fields: Fields) -> datetime:
    for key in ("start", "answer_time"):
        if key in fields:
            return fields.time(key)
    return USUAL_START


def _quantity(fields: Fields) -> Decimal:
    if "units" in fields:
        return fields.decimal("units")
    for key in ("usage", "seconds"):
        if key in fields:
            return fields.duration(key)
    return Decimal(int((fields.time("end") - fields.time("start")).total_seconds()))


def _digits(destination: str) -> str:
    return "" if destination == ANYWHERE else destination.removeprefix("+")


def _zones(tariff: Fields, use: Use) -> dict[str, list[Period]]:
    """Prefixes and the periods of each."""
    # who asks for the tariff, whose it is in the end, and how the peer counts inside
    tariff.ignore("subject_requested", "subject_matched", "engine_rounding_decimals")
    has_plan = "plan" in tariff or "plan" not in tariff.values
    tariff.ignore("plan")
    options = rounding_of(tariff, rounds=use.rounds) | cost_limit(tariff)
    if not has_plan:
        return {}
    if "prefix_rates" in tariff:
        zones, weights = {}, {}
        for row in tariff.rows("prefix_rates"):
            with all_of(row.values, row.place) as fields:
                prefix = _digits(fields.need("prefix"))
                weights[prefix] = fields.decimal("weight", "0")
                zones[prefix] = _periods(fields, options)
        _check_weights(weights)
        return zones
    periods = _periods(tariff, options)
    return {_digits(prefix): periods for prefix in tariff.get("prefixes", [ANYWHERE])}


def _check_weights(weights: Mapping[str, Decimal]) -> None:
    """The longest prefix counts; weights that say otherwise are not understood."""
    for prefix, weight in weights.items():
        for shorter, other in weights.items():
            if prefix != shorter and prefix.startswith(shorter) and weight < other:
                raise NotUnderstoodError("not understood: a short prefix before a longer one")


def _periods(fields: Fields, options: Mapping[str, object]) -> list[Period]:
    if "peak" in fields:
        rows = [fields.fields("peak"), fields.fields("offpeak")]
        found = [_period(row, place, options) for place, row in enumerate(rows)]
        # what is not peak is the rest: the peak goes before it
        peak = Shape(found[0].shape.minutes, found[0].shape.weekdays, weight=Decimal(1))
        return [Period(peak, found[0].rate, "peak"), found[1]]
    if "periods" in fields:
        rows = fields.rows("periods")
        return [_period(row, place, options) for place, row in enumerate(rows)]
    return [Period(Shape(), rate_of(fields.rows("rates"), options), "any")]


def _period(fields: Fields, place: int, options: Mapping[str, object]) -> Period:
    shape = shape_of(fields)
    rate = rate_of(fields.rows("rates"), {**options, **cost_limit(fields)})
    label = str(fields.get("name", place))
    fields.done()
    return Period(shape, rate, label)


def _charges(
    zones: Mapping[str, Sequence[Period]], calendar: Calendar, service: str
) -> list[Charge]:
    return [
        period.rate.charge(
            f"{_zone(prefix)}-{calendar.names[period.shape]}",
            service=service,
            zone=_zone(prefix),
            time_band=calendar.names[period.shape],
        )
        for prefix, periods in zones.items()
        for period in periods
        if period.shape in calendar.names
    ]


def _destinations(zones: Mapping[str, Sequence[Period]], service: str) -> tuple[Destination, ...]:
    if not is_by_number(service, "outgoing"):
        return (Destination("00", _zone(""), "network"),)
    return tuple(Destination(prefix, _zone(prefix)) for prefix in zones or ("",))


def _zone(prefix: str) -> str:
    return f"prefix{prefix}"


def _prefix(zones: Mapping[str, Sequence[Period]], zone: str) -> str | None:
    return next((prefix for prefix in zones if _zone(prefix) == zone), None)


def _events(use: Use, zones: Mapping[str, Sequence[Period]]) -> tuple[Event, ...]:
    longest = max((len(prefix) for prefix in zones), default=0)
    digits = use.destination[:longest] if is_by_number(use.service, "outgoing") else ""
    whole = Event(CALL, use.quantity, LINE, use.service, digits=digits, started_at=use.start)
    if not use.is_continued:
        return (whole,)
    # what went before opened the session, and used nothing of this call
    opening = Event(
        "opening", Decimal(0), LINE, use.service, digits=digits, started_at=use.start,
        session="session", part=1,
    )  # fmt: skip
    return (
        opening,
        Event(
            CALL, use.quantity, LINE, use.service, digits=digits, started_at=use.start,
            session="session", part=2,
        ),
    )  # fmt: skip


VOCABULARIES = (Vocabulary(PEER, ("",), translate),)
