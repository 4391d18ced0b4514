"""What the operator plans for each month: targets of some metrics, as complete exports.

A plan is made before the months it is for, so it knows averages: as many lines join and leave in
each month, and people use as much in one as in another. What then happens is above it in some
months and below it in others.
"""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from ingestion.synthetic.calendar_of_korea import add_months
from ingestion.synthetic.files import Row
from ingestion.synthetic.money import DECIMALS
from ingestion.synthetic.outbox import Outbox
from ingestion.synthetic.people import Line
from ingestion.synthetic.random_numbers import Stream
from ingestion.synthetic.rates import Rates
from ingestion.synthetic.tariffs import PLANS
from ingestion.synthetic.world import World

NO_CURRENCY = "none"
USAGE_OF_FEES = Decimal("0.024")
"""What usage beyond the allowance brings beside fees, for each usage record a line and day."""
OUTAGE_HOURS = 2
"""Hours that a planner takes an outage to last."""
HOURS_A_MONTH = 730
LATE_ANSWERS, LATE_SOLUTIONS = Decimal(2), Decimal("2.4")
"""Late tickets in the plan for each late one of an ordinary day: outages make more."""
OWED_OF_BILLED = Decimal("0.65")
"""Bills of a month that are open at its end: they are due twenty days after their period."""
THOUSANDTHS = 15
"""How far ambition or caution moves an amount from what the averages give, either way."""
EXPECTED = Decimal("0.9")
"""Part of the joining and leaving to come that a plan counts on."""
TENTH_OF_A_PERCENT = Decimal("0.001")


class Plan:
    """The targets of an operator; equal arguments give equal ones."""

    def __init__(self, world: World, rates: Rates) -> None:
        """Read who is there at first, and how many join and leave a month."""
        self.world, self.rates = world, rates
        self.months = world.arguments.months
        self.stream = Stream(world.arguments.seed, "targets")
        end = world.schedule.day_count
        self.opening = [line for line in world.lines if line.joined_day == 0]
        joining = sum(0 < line.joined_day < end for line in world.lines)
        leaving = sum(line.left_day < end for line in world.lines)
        self.left = EXPECTED * leaving / self.months
        self.added = EXPECTED * (joining - leaving) / self.months

    def rows(self) -> list[Row]:
        """Return one row per metric, month and currency."""
        return [row for number in range(self.months) for row in self.month(number)]

    def month(self, number: int) -> list[Row]:
        """Return the targets of a month, counted from the first."""
        day = add_months(self.world.schedule.first_day, number)
        late = Decimal(str(self.rates.late_tickets))
        outages = Decimal(str(self.rates.outages))
        counts = {
            "active_subscriptions": len(self.opening) + self.added * (number + 1),
            "net_additions": self.added,
        }
        shares = {
            "customer_churn_share": self.left / len(self.opening),
            "first_response_late_share": min(Decimal(1), LATE_ANSWERS * late),
            "resolution_late_share": min(Decimal(1), LATE_SOLUTIONS * late),
            "network_availability": 1 - outages * OUTAGE_HOURS / HOURS_A_MONTH,
        }
        currencies = sorted({PLANS[line.plan].currency for line in self.opening})
        rows = [row for currency in currencies for row in self.money(number, day, currency)]
        rows += [target(name, day, NO_CURRENCY, counts[name], Decimal(1)) for name in counts]
        rows += [
            target(name, day, NO_CURRENCY, shares[name], TENTH_OF_A_PERCENT) for name in shares
        ]
        return rows

    def money(self, number: int, day: dt.date, currency: str) -> list[Row]:
        """Return what is to be billed in a month, a line's part of it, and what may be owed."""
        lines = [line for line in self.opening if PLANS[line.plan].currency == currency]
        grown = 1 + self.added * (2 * number + 1) / (2 * len(self.opening))
        used = 1 + USAGE_OF_FEES * Decimal(str(self.world.arguments.events_per_day))
        moved = 1 + Decimal(self.stream.integer(2 * THOUSANDTHS + 1) - THOUSANDTHS) / 1000
        billed = fees(lines) * grown * used * moved
        unit = Decimal(1).scaleb(-DECIMALS[currency])
        amounts = {
            "billed_revenue": billed,
            "revenue_per_subscription": billed / (len(lines) * grown),
            "open_balance": billed * OWED_OF_BILLED,
        }
        return [target(name, day, currency, amount, unit) for name, amount in amounts.items()]


def fees(lines: list[Line]) -> Decimal:
    """Return the fees of some lines for one month."""
    return sum((Decimal(PLANS[line.plan].fee) for line in lines), Decimal(0))


def target(metric_id: str, month: dt.date, currency: str, value: Decimal, unit: Decimal) -> Row:
    """Return one row of the export, its value half up at a unit."""
    return {
        "metric_id": metric_id,
        "month": month.isoformat(),
        "currency": currency,
        "value": f"{value.quantize(unit, ROUND_HALF_UP):f}",
    }


def send_targets(world: World, rates: Rates, outbox: Outbox) -> None:
    """Export the plan with every delivery."""
    rows = Plan(world, rates).rows()
    for delivery in world.schedule.deliveries:
        outbox.export("planning", "targets", delivery.number, rows)
