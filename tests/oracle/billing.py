"""From rated events to charges, lines and invoices, as a close at this moment would bill them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from tests.oracle.events import Event, packed
from tests.oracle.knowledge import Order
from tests.oracle.local import midnight, next_month
from tests.oracle.rater import Oracle

MICRO = Decimal("0.000001")
NO_ROW: Order = (0, 0, 0)


@dataclass
class Charge:
    """What becomes one invoice line."""

    account_id: str
    subscription_id: str
    plan_id: str
    kind: str
    charge_id: str
    use: tuple[str, str, str, str]
    """Service, direction, zone and time band; empty for what is no usage."""
    currency: str
    tax_code: str
    is_late: bool
    row: Order = NO_ROW
    amount: Decimal = Decimal(0)
    events: int = 0
    quantity: int = 0
    net: Decimal = Decimal(0)
    tax: Decimal = Decimal(0)

    def place(self) -> tuple[object, ...]:
        """Order of the lines of an invoice: which of two equal remainders gets the unit."""
        _, direction, zone, band = self.use
        late = "late" if self.is_late else ""
        rest = (self.plan_id, self.kind, self.charge_id, direction, zone, band)
        row = str(packed(*self.row)) if self.row != NO_ROW else ""
        key = "/".join((*rest, self.currency, self.tax_code, late, row))
        return self.subscription_id, self.kind, self.charge_id, key


@dataclass
class Invoice:
    """All charges of one account and period, in the order of its lines."""

    number: str
    account_id: str
    cycle_day: int
    period: dt.date
    load_seq: int
    lines: list[Charge] = field(default_factory=list)

    @property
    def net(self) -> Decimal:
        """Sum of the lines before tax."""
        return sum((line.net for line in self.lines), Decimal(0))

    @property
    def tax(self) -> Decimal:
        """Sum of the lines' tax."""
        return sum((line.tax for line in self.lines), Decimal(0))


class Billing:
    """Bills what an oracle has rated."""

    def __init__(self, oracle: Oracle) -> None:
        self.oracle = oracle
        self.guide = oracle.guide
        self.invoices: list[Invoice] = []

    def close(self, load_seq: int, periods: Iterable[tuple[int, str]]) -> None:
        """Bill periods as known before this load, then shut them for what is rated from it on."""
        asked = [(cycle, dt.date.fromisoformat(period)) for cycle, period in periods]
        for cycle, period in asked:
            self.invoices += self.invoices_of(cycle, period, load_seq)
        for cycle, period in asked:
            self.oracle.closed[cycle].add(period)
        # Nothing is learnt by a close; what it may rate is what waited for its clock (pass_time).
        self.oracle.load_seq = load_seq

    def charges_of(self, cycle: int, period: dt.date) -> list[Charge]:
        """Every charge of one cycle and period, as known now."""
        lines: dict[tuple[object, ...], Charge] = {}
        for charge in self._amounts(cycle, period):
            line = lines.setdefault((charge.account_id, charge.place()), charge)
            if line is not charge:
                line.amount += charge.amount
                line.events += charge.events
                line.quantity += charge.quantity
        for charge, days, amount in self._recurring(cycle, period):
            total = (next_month(period) - period).days
            charge.amount = (amount * days / total).quantize(MICRO, ROUND_HALF_UP)
            charge.events, charge.quantity = 1, days
            lines[(charge.account_id, charge.place())] = charge
        return sorted(lines.values(), key=lambda line: (line.account_id, line.place()))

    def _amounts(self, cycle: int, period: dt.date) -> Iterator[Charge]:
        for event in self.oracle.events:
            if (event.cycle_day, event.charged_period) == (cycle, period):
                yield from charges_of_event(event)
        for each in self.oracle.one_time:
            if (each.cycle_day, each.charged_period) == (cycle, period):
                row = each.row
                yield Charge(
                    each.account_id, row["subscription_id"], each.plan_id, "one_time",
                    row["charge_reference"], ("", "", "", ""), row["currency"],
                    row["tax_code"], each.charged_period != each.period, NO_ROW,
                    Decimal(row["amount"]), 1, 1,
                )  # fmt: skip

    def _recurring(self, cycle: int, period: dt.date) -> Iterator[tuple[Charge, int, Decimal]]:
        """(charge, local days used, amount of a whole period), day by day at its first instant."""
        charges = self.guide.tables["charges"]
        recurring: dict[str, list[str]] = defaultdict(list)
        for (charge_id,), versions in charges.versions.items():
            for plan_id in {v["plan_id"] for v in versions if v["charge_kind"] == "recurring"}:
                recurring[plan_id].append(charge_id)
        for (subscription_id,) in self.guide.tables["subscriptions"]:
            days: dict[tuple[str, str, Order], int] = defaultdict(int)
            day = period
            while day < next_month(period):
                at = midnight(day)
                payer = self.guide.subscriber(subscription_id, at)
                if payer and payer.cycle_day == cycle:
                    for charge_id in recurring[payer.plan_id]:
                        row = charges.active((charge_id,), at)
                        if row and row["plan_id"] == payer.plan_id:
                            days[payer.account_id, charge_id, row.order] += 1
                day += dt.timedelta(days=1)
            for (account_id, charge_id, order), count in days.items():
                row = next(v for v in charges.versions[(charge_id,)] if v.order == order)
                charge = Charge(
                    account_id, subscription_id, row["plan_id"], "recurring", charge_id,
                    ("", "", "", ""), row["currency"], row["tax_code"], False, order,
                )  # fmt: skip
                yield charge, count, Decimal(row["amount"])

    def invoices_of(self, cycle: int, period: dt.date, load_seq: int) -> list[Invoice]:
        """Invoices of one cycle and period: each line rounded once, each tax code once."""
        by_account: dict[tuple[int, str], list[Charge]] = defaultdict(list)
        for charge in self.charges_of(cycle, period):
            rank = self.guide.account_ranks[charge.account_id]
            by_account[rank, charge.currency].append(charge)
        invoices = []
        last_instant = midnight(next_month(period)) - dt.timedelta(microseconds=1)
        for place, ((_, currency), lines) in enumerate(sorted(by_account.items()), start=1):
            unit = Decimal(1).scaleb(-self.guide.decimals[currency])
            number = f"INV-{period:%Y%m%d}-{cycle:02d}-{place:07d}"
            for line in lines:
                line.net = line.amount.quantize(unit, ROUND_HALF_UP)
            for tax_code in sorted({line.tax_code for line in lines}):
                tax = self.guide.tables["taxes"].active((tax_code,), last_instant)
                assert tax is not None, tax_code
                taxed = [line for line in lines if line.tax_code == tax_code]
                spread_tax(taxed, Decimal(tax["rate"]), unit)
            invoice = Invoice(number, lines[0].account_id, cycle, period, load_seq, lines)
            invoices.append(invoice)
        return invoices


def charges_of_event(event: Event) -> Iterator[Charge]:
    """What goes to the line of each segment; the event is counted in that of its first."""
    if event.status == "rated":
        parts = [
            (segment.tariff, segment.time_band, segment.charge, int(place == 0), segment.used)
            for place, segment in enumerate(event.segments)
        ]
    elif event.status == "reversal" and event.tariff:
        parts = [(event.tariff, event.time_band, event.charge, 1, 0)]
    else:
        return
    kind = "usage" if event.status == "rated" else "adjustment"
    for tariff, band, amount, events, quantity in parts:
        yield Charge(
            event.account_id, event.subscription_id, event.plan_id, kind, tariff.charge_id,
            (tariff.service, tariff.direction, tariff.zone, band),
            tariff.currency, tariff.tax_code, event.is_late, NO_ROW, amount, events, quantity,
        )  # fmt: skip


def spread_tax(lines: list[Charge], rate: Decimal, unit: Decimal) -> None:
    """Round the tax of all lines once, half up; share it by largest remainder, lower line first."""
    exact = [line.net * rate for line in lines]
    total = sum(exact, Decimal(0)).quantize(unit, ROUND_HALF_UP)
    floors = [amount.quantize(unit, ROUND_FLOOR) for amount in exact]
    left = int((total - sum(floors, Decimal(0))) / unit)
    by_remainder = sorted(range(len(lines)), key=lambda i: (floors[i] - exact[i], i))
    for place, index in enumerate(by_remainder):
        lines[index].tax = floors[index] + (unit if place < left else 0)
