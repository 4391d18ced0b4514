"""The smallest operator on which a rule can be shown: one plan, one line, a few loads."""

from __future__ import annotations

from tests.oracle.billing import Billing
from tests.oracle.deliveries import File
from tests.oracle.rater import Oracle

ALWAYS = "2020-01-01T00:00:00+09:00"
NUMBER = "+821010000001"
Row = dict[str, str]


def dated(row: Row, valid_from: str = ALWAYS, valid_to: str = "", status: str = "active") -> Row:
    return row | {"status": status, "valid_from": valid_from, "valid_to": valid_to}


def bands(*rows: tuple[str, str, int, int], **changes: str) -> list[Row]:
    """Time bands of (band, kind of day, from, to) in minutes of the local day."""
    names = ("time_band", "day_type", "from_minute", "to_minute")
    return [dated(dict(zip(names, map(str, row), strict=True)) | changes) for row in rows]


def charge(plan: str = "a", **changes: str) -> Row:
    """A call costs its price for each second, without connect fee."""
    fields = {
        "charge_id": f"{plan}.voice", "plan_id": plan, "charge_kind": "usage",
        "description": "Calls", "service": "voice", "direction": "outgoing",
        "zone": "home_mobile", "time_band": "any", "initial_increment": "1",
        "next_increment": "1", "rate_unit": "1", "connect_fee": "0", "amount": "",
        "currency": "KRW", "tax_code": "vat",
    }  # fmt: skip
    return dated(fields | changes)


def tier(price: str, plan: str = "a", **dates: str) -> Row:
    row = {"charge_id": f"{plan}.voice", "from_quantity": "0", "unit_price": price}
    return dated(row, **dates)


def tiers(*steps: tuple[int, str], **changes: str) -> list[Row]:
    """A set of tiers of (from quantity, price) of the call's charge."""
    return [tier(price) | {"from_quantity": str(begin)} | changes for begin, price in steps]


def fee(amount: str, plan: str = "a", **dates: str) -> Row:
    changes = {"charge_id": f"{plan}.fee", "charge_kind": "recurring", "amount": amount}
    return charge(plan, **changes) | {"service": ""} | dates


def allowance(quantity: int, plan: str = "a", **changes: str) -> Row:
    row = {
        "allowance_id": f"{plan}.voice", "plan_id": plan, "service": "voice",
        "zone": "home_mobile", "quantity": str(quantity),
    }  # fmt: skip
    return dated(row) | changes


def subscription(
    plan: str = "a", status: str = "active", subscription_id: str = "s", **dates: str
) -> Row:
    row = {"subscription_id": subscription_id, "account_id": "x", "plan_id": plan}
    return dated(row, **dates) | {"status": status}


def number(owner: str = "s", text: str = NUMBER, **dates: str) -> Row:
    return dated({"number": text, "subscription_id": owner}, **dates)


def booking(booking_id: str, plan: str = "extra", units: str = "", **changes: str) -> Row:
    row = {"booking_id": booking_id, "subscription_id": "s", "plan_id": plan, "units": units}
    return dated(row) | changes


def account(cycle: str = "1") -> Row:
    return dated({"account_id": "x", "bill_cycle_day": cycle, "currency": "KRW"})


def call(
    record_id: str, seconds: int, at: str = "2026-03-10T10:00:00+09:00", **changes: str
) -> Row:
    fields = {
        "producer": "MSC01", "record_id": record_id, "record_number": "0", "charging_id": "",
        "service": "voice", "direction": "outgoing", "outcome": "completed",
        "charged_party": NUMBER, "other_party": "+821000000002", "started_at": at,
        "quantity": str(seconds), "unit": "second", "cell_id": "", "visited_network": "",
        "reversal_of": "",
    }  # fmt: skip
    return fields | changes


def catalogue(price: str = "1") -> dict[str, list[Row]]:
    """Plan `a` with one price, the prefix of mobile numbers, VAT of 10 %, won without decimals."""
    destination = {
        "destination_kind": "number", "prefix": "8210", "zone": "home_mobile", "name": "",
    }  # fmt: skip
    return {
        "charges": [charge()],
        "charge_tiers": [tier(price)],
        "destinations": [dated(destination)],
        "taxes": [dated({"tax_code": "vat", "rate": "0.1"})],
        "currencies": [{"currency": "KRW", "decimals": "0"}],
    }


def people(plan: str = "a") -> dict[str, list[Row]]:
    return {
        "accounts": [account()],
        "subscriptions": [subscription(plan)],
        "number_history": [number()],
    }


class History:
    """Loads in order, as dictionaries of rows by entity."""

    def __init__(self) -> None:
        self.oracle = Oracle()
        self.billing = Billing(self.oracle)
        self.load_seq = 0

    def load(self, *parts: dict[str, list[Row]]) -> History:
        rows: dict[str, list[Row]] = {}
        for part in parts:
            for entity, more in part.items():
                rows.setdefault(entity, []).extend(more)
        files = [
            File(number, entity, entity, list(enumerate(rows[entity], start=2)))
            for number, entity in enumerate(sorted(rows), start=1)
        ]
        self.load_seq += 1
        self.oracle.deliver(self.load_seq, files)
        return self

    def use(self, *calls: Row) -> History:
        return self.load({"usage_events": list(calls)})

    def close(self, period: str, cycle: int = 1) -> History:
        self.load_seq += 1
        self.billing.close(self.load_seq, [(cycle, period)])
        return self

    def charges(self) -> list[tuple[str, str, int, int]]:
        """(record_id, charge, free, rating_seq) of rated events in order of arrival."""
        return [
            (e.record["record_id"], f"{e.charge.normalize():f}", e.free, e.rating_seq)
            for e in self.oracle.events
            if e.status == "rated"
        ]

    def segments(self) -> list[list[tuple[str, int, int, int, str]]]:
        """(time band, offset, used, metered, charge) of each segment of each rated event."""
        return [
            [(s.time_band, s.offset, s.used, s.metered, f"{s.charge.normalize():f}")
             for s in event.segments]
            for event in self.oracle.events
            if event.status == "rated"
        ]  # fmt: skip

    def draws(self) -> list[list[tuple[str, int]]]:
        """(bucket, free) of each draw of each rated event, in order."""
        return [
            [(draw.bucket.bucket_id, draw.free) for draw in event.draws]
            for event in self.oracle.events
            if event.status == "rated"
        ]

    def statuses(self) -> list[tuple[str, str]]:
        return [(e.record["record_id"], e.reason or e.status) for e in self.oracle.events]
