"""What a close bills: usage, fees by the day, single charges; each line and tax rounded once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from ingestion.synthetic.behaviour import SERVICES, UNITS
from ingestion.synthetic.calendar_of_korea import add_months
from ingestion.synthetic.catalogue import taxes
from ingestion.synthetic.money import DECIMALS, MILLION, half_up, millionths
from ingestion.synthetic.people import Account
from ingestion.synthetic.people_files import DatedRow
from ingestion.synthetic.rater.prices import Prices
from ingestion.synthetic.rater.rate import Rater
from ingestion.synthetic.rater.sums import Total
from ingestion.synthetic.rater.tariffing import BANDS
from ingestion.synthetic.schedule import CYCLE_DAYS
from ingestion.synthetic.tariffs import PLANS

TAX_RATES = {str(row["tax_code"]): millionths(row["rate"]) for row in taxes()}


@dataclass
class BillLine:
    """One line of a bill; `net` in the smallest unit of the currency, `exact` in millionths."""

    line: int
    plan: int
    kind: str
    charge_id: str
    description: str
    service: str
    direction: str
    zone: str
    band: str
    currency: str
    tax_code: str
    is_late: bool
    exact: int
    events: int
    quantity: int
    unit: str
    net: int = 0

    @property
    def place(self) -> tuple[int, str, str, str, str, str, str, bool]:
        """Order of the lines of a bill."""
        rest = (self.charge_id, self.direction, self.zone, self.band, self.description)
        return (self.line, self.kind, *rest, self.is_late)


@dataclass
class Bill:
    """All that an account owes for one period; amounts in the smallest unit of the currency."""

    account: Account
    cycle: int
    period_from: dt.date
    period_to: dt.date
    currency: str
    lines: list[BillLine] = field(default_factory=list)

    @property
    def net(self) -> int:
        """Sum of the lines."""
        return sum(line.net for line in self.lines)

    @property
    def tax(self) -> int:
        """Tax, rounded once for each tax code."""
        nets: dict[str, int] = defaultdict(int)
        for line in self.lines:
            nets[line.tax_code] += line.net
        return sum(half_up(net * TAX_RATES[code], MILLION) for code, net in nets.items())


class Biller:
    """Bills what a rater has rated."""

    def __init__(self, rater: Rater, one_time: list[DatedRow]) -> None:
        """`one_time` are the rows of one_time_charges with the delivery that brings each."""
        self.rater, self.payers = rater, rater.payers
        lines = rater.world.lines
        places = {line.subscription_id: n for n, line in enumerate(lines)}
        self.waiting = [(d, day, places[str(r["subscription_id"])], r) for d, day, r in one_time]
        self.one_time: dict[tuple[int, int], list[BillLine]] = defaultdict(list)
        self.first_day = rater.world.schedule.first_day

    def deliver(self, delivery: int) -> None:
        """Place the single charges that are known by now and whose line is active."""
        still = []
        for known, day, line, row in self.waiting:
            lines, days = np.array([line]), np.array([day])
            is_known = max(known, int(self.payers.known_in[line])) <= delivery
            if not is_known or not self.payers.is_active(lines, days)[0]:
                still.append((known, day, line, row))
                continue
            cycle = int(self.payers.cycle_on(lines, days)[0])
            period = int(self.payers.period[cycle, day])
            charged = self.rater.open_period(cycle, period)
            self.one_time[cycle, charged].append(
                BillLine(
                    line, int(self.payers.plan_on(lines, days)[0]), "one_time",
                    str(row["charge_reference"]), str(row["description"]), "", "", "", "",
                    str(row["currency"]), str(row["tax_code"]), charged != period,
                    millionths(row["amount"]), 1, 1, "item",
                )
            )  # fmt: skip
        self.waiting = still

    def bills(self, delivery: int, closes: list[tuple[int, dt.date]]) -> Iterator[Bill]:
        """Yield the bills of periods as known after a delivery; at the end shut these."""
        prices = Prices(self.rater.changes, self.first_day, delivery)
        closed: list[tuple[int, int]] = []
        for cycle_day, first_day in closes:
            cycle = CYCLE_DAYS.index(cycle_day)
            period = self.payers.period_of(cycle, first_day)
            lines = self.usage_lines(self.rater.sums.taken(cycle, period))
            lines += self.recurring(prices, delivery, cycle, period)
            lines += self.one_time.pop((cycle, period), [])
            yield from self.by_account(lines, cycle_day, first_day)
            closed.append((cycle, period))
        self.rater.closed.update(closed)

    def usage_lines(self, totals: list[Total]) -> list[BillLine]:
        """Return one line for what differs in nothing that a bill shows."""
        tariffs = self.rater.tariffing.list
        found: dict[tuple[object, ...], BillLine] = {}
        for total in totals:
            tariff = tariffs[total.tariff]
            key = (
                total.line, total.plan, total.kind, tariff.charge_id, tariff.zone, total.band,
                tariff.direction, tariff.currency, tariff.tax_code, total.is_late,
            )  # fmt: skip
            line = found.get(key)
            if line is None:
                unit = UNITS[SERVICES.index(tariff.service)]
                line = found[key] = BillLine(
                    total.line, total.plan, total.kind, tariff.charge_id, tariff.description,
                    tariff.service, tariff.direction, tariff.zone, BANDS[total.band],
                    tariff.currency, tariff.tax_code, total.is_late, 0, 0, 0, unit,
                )  # fmt: skip
            line.exact += total.amount
            line.events += total.events
            line.quantity += total.quantity
        return list(found.values())

    def recurring(self, prices: Prices, delivery: int, cycle: int, period: int) -> list[BillLine]:
        """Return the fees of a period, by the days on which a line was active on its plan."""
        payers = self.payers
        begin = payers.period_day(cycle, period)
        total = (add_months(begin, 1) - begin).days
        first = (begin - self.first_day).days
        known = np.flatnonzero(payers.known_in <= delivery)
        days = np.arange(max(0, first), min(first + total, payers.days))
        line, day = (grid.reshape(-1) for grid in np.meshgrid(known, days, indexing="ij"))
        active = payers.is_active(line, day) & (payers.cycle_on(line, day) == cycle)
        line, day = line[active], day[active]
        plan = payers.plan_on(line, day)
        versions = np.full((len(PLANS), payers.days), -1)
        for each in range(len(PLANS)):
            for on in days.tolist():
                fee = prices.fee(each, on)
                versions[each, on] = fee[0] if fee else -1
        version = versions[plan, day]
        packed = (line.astype(np.int64) * 64 + plan) * 64 + version
        counted = zip(*np.unique(packed[version >= 0], return_counts=True), strict=True)
        lines = []
        for key, count in counted:
            each, own = int(key) // 64 // 64, int(key) // 64 % 64
            row = prices.rows["charges"][(f"{PLANS[own].plan_id}.fee",)][int(key) % 64][1]
            lines.append(
                BillLine(
                    each, own, "recurring", str(row["charge_id"]), str(row["description"]), "",
                    "", "", "", str(row["currency"]), str(row["tax_code"]), False,
                    half_up(millionths(row["amount"]) * int(count), total), 1, int(count), "",
                )
            )  # fmt: skip
        return lines

    def by_account(self, lines: list[BillLine], cycle_day: int, first: dt.date) -> list[Bill]:
        """Return one bill per account and currency, in order of the accounts."""
        grouped: dict[tuple[int, str], list[BillLine]] = defaultdict(list)
        for line in lines:
            line.net = half_up(line.exact * 10 ** DECIMALS[line.currency], MILLION)
            grouped[int(self.payers.account[line.line]), line.currency].append(line)
        return [
            Bill(
                self.payers.accounts[account], cycle_day, first, add_months(first, 1), currency,
                sorted(grouped[account, currency], key=lambda line: line.place),
            )
            for account, currency in sorted(grouped)
        ]  # fmt: skip
