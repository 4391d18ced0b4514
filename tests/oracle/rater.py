"""The oracle itself: loads in order, each event rated once, exactly."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from tests.oracle.deliveries import File
from tests.oracle.events import Event, OneTime
from tests.oracle.guide import Guide
from tests.oracle.knowledge import instant
from tests.oracle.local import LOCAL, kept_prefix, next_month, period_of
from tests.oracle.pricing import Pricing

CLOCK_TOLERANCE = dt.timedelta(seconds=900)


class Oracle:
    """Takes loads in order; every answer is as known after the last one."""

    def __init__(self) -> None:
        self.guide = Guide()
        self.events: list[Event] = []
        self.load_seq = 0
        self.reached: dt.datetime | None = None
        self.closed: dict[int, set[dt.date]] = defaultdict(set)
        self.one_time: list[OneTime] = []
        self._firsts: dict[tuple[str, dt.date], Event] = {}
        self._originals: dict[str, Event] = {}
        self._waiting: list[Event] = []
        self._reversals: list[Event] = []
        self._pricing = Pricing(self.guide)

    def pass_time(self, load_seq: int, landed_at: dt.datetime | None) -> None:
        """One load without files: clocks that were ahead may be reached by it."""
        self._land(load_seq, landed_at)
        self._rate()
        self._reverse()

    def _land(self, load_seq: int, landed_at: dt.datetime | None) -> None:
        self.load_seq = load_seq
        if landed_at is not None:
            reached = landed_at + CLOCK_TOLERANCE
            self.reached = max(reached, self.reached or reached)

    def deliver(
        self, load_seq: int, files: list[File], landed_at: dt.datetime | None = None
    ) -> None:
        """One load of files: reference data first, whatever the order of the files.

        Without `landed_at` no record can begin too late.
        """
        self._land(load_seq, landed_at)
        arrived: list[Event] = []
        for file in files:
            for line_no, row in file.rows:
                if file.entity == "usage_events":
                    moment = instant(row["started_at"])
                    quantity = int(row["quantity"])
                    arrived.append(Event(load_seq, file.file_no, line_no, row, moment, quantity))
                elif file.entity == "one_time_charges":
                    self._take_one_time(row)
                else:
                    self.guide.learn(file.entity, (load_seq, file.file_no, line_no), row)
        for event in arrived:
            self._classify(event)
        self._rate()
        self._reverse()
        self._charge_one_time()

    def _take_one_time(self, row: dict[str, str]) -> None:
        if all(each.row["charge_reference"] != row["charge_reference"] for each in self.one_time):
            self.one_time.append(OneTime(row, instant(row["charged_at"])))

    def _classify(self, event: Event) -> None:
        """Decide what an arriving event is; what can be charged waits for its rating."""
        self.events.append(event)
        record = event.record
        first = self._firsts.setdefault((event.event_key, event.started_at.date()), event)
        if first is not event:
            event.status, event.original = "duplicate", first
            event.is_conflict = event.quantity != first.quantity
        elif record["reversal_of"]:
            event.status, event.reason = "suspended", "original_not_rated"
            self._reversals.append(event)
        else:
            self._originals.setdefault(event.event_key, event)
            is_out = record["direction"] == "outgoing"
            if record["outcome"] == "completed" and (is_out or record["visited_network"]):
                event.status = "suspended"
                self._waiting.append(event)
            else:
                event.status = "non_chargeable"

    def _rate(self) -> None:
        """Rate, in order of start, everything that waits and can be rated as known now."""
        still: list[Event] = []
        for event in sorted(self._waiting, key=lambda e: (e.started_at, e.event_id)):
            event.reason = self._guide(event)
            if event.reason:
                still.append(event)
                continue
            event.status, event.rating_seq = "rated", self.load_seq
            self._pricing.price(event)
        self._waiting = still

    def _guide(self, event: Event) -> str:
        """Fill in who pays and at which price; the reason if that is not known."""
        record, at = event.record, event.started_at
        if self.reached is not None and at > self.reached:
            return "clock_in_future"
        event.is_admitted |= event.quantity <= self.guide.largest(record["service"], at)
        if not event.is_admitted:
            return "quantity_out_of_range"
        payer = self.guide.payer(record["charged_party"], at)
        if isinstance(payer, str):
            return payer
        if record["visited_network"]:
            kind, value = "network", record["visited_network"]
        elif record["service"] in ("data", "content"):
            kind, value = "service", record["service"]
        else:
            kind, value = "number", kept_prefix(record["other_party"])
        zone = self.guide.zone(kind, value, at)
        if zone is None:
            return "no_destination"
        band = self.guide.calendars.band(payer.plan_id, at)
        use = (record["service"], record["direction"], zone)
        tariff = self.guide.prices.find(payer.plan_id, use, band, at)
        if tariff is None:
            return "no_price"
        event.subscription_id, event.account_id = payer.subscription_id, payer.account_id
        event.plan_id, event.cycle_day = payer.plan_id, payer.cycle_day
        event.tariff, event.time_band, event.zone = tariff, band, zone
        event.period = period_of(at.astimezone(LOCAL).date(), event.cycle_day)
        event.charged_period = self.open_period(event.cycle_day, event.period)
        return ""

    def open_period(self, cycle_day: int, period: dt.date) -> dt.date:
        """The period itself if it is open, else the earliest open one after it."""
        while period in self.closed[cycle_day]:
            period = next_month(period)
        return period

    def _reverse(self) -> None:
        """Take back what is rated by now, each original once, in order of arrival."""
        still: list[Event] = []
        for reversal in self._reversals:
            original = self._originals.get(reversal.record["reversal_of"])
            if original is None or original.status != "rated":
                still.append(reversal)
                continue
            if original.record.get("is_reversed"):
                reversal.reason = "already_reversed"
                continue
            original.record = original.record | {"is_reversed": "yes"}
            assert original.charged_period is not None
            reversal.status, reversal.reason, reversal.original = "reversal", "", original
            reversal.rating_seq, reversal.charge = self.load_seq, -original.charge
            reversal.subscription_id = original.subscription_id
            reversal.account_id, reversal.plan_id = original.account_id, original.plan_id
            reversal.cycle_day, reversal.period = original.cycle_day, original.charged_period
            reversal.tariff, reversal.time_band = original.tariff, original.time_band
            reversal.charged_period = self.open_period(reversal.cycle_day, reversal.period)
        self._reversals = still

    def _charge_one_time(self) -> None:
        """Place single charges whose subscription is known by now."""
        for each in self.one_time:
            payer = self.guide.subscriber(each.row["subscription_id"], each.charged_at)
            if each.charged_period is None and payer is not None:
                each.account_id, each.plan_id = payer.account_id, payer.plan_id
                each.cycle_day = payer.cycle_day
                local = each.charged_at.astimezone(LOCAL).date()
                each.period = period_of(local, payer.cycle_day)
                each.charged_period = self.open_period(payer.cycle_day, each.period)
