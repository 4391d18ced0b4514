"""The rows of the billing system, each with the delivery that brings it."""

from __future__ import annotations

import datetime as dt

from ingestion.synthetic.arguments import Arguments
from ingestion.synthetic.calendar_of_korea import OFFSET_TEXT, midnight
from ingestion.synthetic.files import Row
from ingestion.synthetic.people import NEVER, Account, Line
from ingestion.synthetic.places import REGIONS
from ingestion.synthetic.random_numbers import Stream
from ingestion.synthetic.schedule import Schedule
from ingestion.synthetic.tariffs import PLANS

DatedRow = tuple[int, int, Row]
"""(delivery, day from which it is valid, row)."""


class PeopleRows:
    """Builds the dated rows of one operator."""

    def __init__(self, schedule: Schedule) -> None:
        """Rows are placed by the schedule."""
        self.schedule = schedule

    def at(self, day: int) -> str:
        """Return the local midnight of a day counted from the first."""
        return midnight(self.schedule.first_day + dt.timedelta(days=day))

    def dated(self, day: int, row: Row, is_late: bool = False) -> DatedRow:
        """Place a row: known in the delivery of its day, or one later."""
        # what was there before the world began arrives with its first delivery
        delivery = self.schedule.delivery_of_offset(max(0, day)) + (1 if is_late else 0)
        row.update(valid_from=self.at(day), valid_to=None)
        return delivery, day, row

    def accounts(self, lines: list[Line]) -> list[DatedRow]:
        """Return one row per account, and one more for each move and change of its cycle."""
        rows: list[DatedRow] = []
        for account in unique_accounts(lines):
            changes = {account.move_day, account.cycle_change_day}
            coming = (d for d in changes if account.opened_day < d < self.schedule.day_count)
            for day in (account.opened_day, *sorted(coming)):
                rows.append(self.dated(day, account_row(account, day)))
        return rows

    def subscriptions(self, lines: list[Line]) -> list[DatedRow]:
        """Return each line's versions: joined, changed plan, suspended, resumed, terminated."""
        rows: list[DatedRow] = []
        for line in lines:
            steps = [
                (line.joined_day - line.tenure_days, line.plan, "active"),
                (line.plan_day, line.new_plan, "active"),
                (line.suspended_day, line.plan, "suspended"),
                (line.resumed_day, line.plan, "active"),
                (line.left_day, line.plan, "terminated"),
            ]
            for day, plan, status in steps:
                if day >= self.schedule.day_count:
                    continue
                row: Row = {
                    "subscription_id": line.subscription_id,
                    "account_id": line.account.account_id,
                    "plan_id": PLANS[plan].plan_id,
                    "status": status,
                }
                rows.append(self.dated(day, row, line.is_late))
        return rows

    def number_history(self, lines: list[Line]) -> list[DatedRow]:
        """Return each number's owners; a number is free again two weeks after its line left."""
        rows: list[DatedRow] = []
        for line in lines:
            steps = [
                (line.joined_day - line.tenure_days, line.number, "active"),
                (line.number_day, line.number, "none"),
                (line.number_day, line.new_number, "active"),
                (NEVER if line.left_day == NEVER else line.left_day + 14, line.number, "none"),
            ]
            for day, number, status in steps:
                if day >= self.schedule.day_count:
                    continue
                row: Row = {
                    "number": f"+{number}",
                    "subscription_id": line.subscription_id,
                    "status": status,
                }
                rows.append(self.dated(day, row, line.is_late))
        # A number that is freed and given again on one day: the new owner's row must come last.
        return sorted(rows, key=lambda r: (r[1], r[2]["status"] == "active"))

    def one_time_charges(self, arguments: Arguments, lines: list[Line]) -> list[DatedRow]:
        """Activation fees, replacement cards, and goodwill credits."""
        stream = Stream(arguments.seed, "one_time_charges")
        rows: list[DatedRow] = []
        for line in lines:
            choices = [("USIM replacement", "7000"), ("Goodwill credit", "-5000")]
            if line.is_late:
                continue
            if line.joined_day > 0:
                text, amount, day = "Activation", "12000", line.joined_day
            elif stream.integer(100) < 6:
                text, amount = choices[stream.integer(2)]
                end = min(line.left_day, self.schedule.day_count)
                day = stream.integer(max(1, end - line.joined_day)) + line.joined_day
            else:
                continue
            if line.account.currency == "USD":
                amount = {"12000": "9.99", "7000": "5.005", "-5000": "-3.75"}[amount]
            second = stream.integer(86_400)
            date = self.schedule.first_day + dt.timedelta(days=day)
            clock = dt.time(second // 3600, second // 60 % 60, second % 60)
            row: Row = {
                "charge_reference": f"OTC-{len(rows) + 1:07d}",
                "subscription_id": line.subscription_id,
                "charged_at": f"{date.isoformat()}T{clock.isoformat()}{OFFSET_TEXT}",
                "description": text,
                "amount": amount,
                "currency": line.account.currency,
                "tax_code": "vat_standard",
            }
            delivery = self.schedule.delivery_of_offset(day)
            # One in ten reaches billing a delivery later: late, like usage.
            if stream.integer(10) == 0:
                delivery = min(delivery + 1, self.schedule.last_number)
            rows.append((delivery, day, row))
        return rows


def unique_accounts(lines: list[Line]) -> list[Account]:
    """Return the accounts of the lines, each once, in order of first appearance."""
    return list({line.account.account_id: line.account for line in lines}.values())


def account_row(account: Account, day: int) -> Row:
    """Return the columns of an account as they are from a day, without the interval."""
    region = account.region if day < account.move_day else account.new_region
    is_old_cycle = day < account.cycle_change_day
    return {
        "account_id": account.account_id,
        "holder_name": account.holder,
        "holder_email": account.email,
        "segment": account.segment,
        "region": REGIONS[region].code,
        "bill_cycle_day": account.cycle_day if is_old_cycle else account.new_cycle_day,
        "currency": account.currency,
        "status": "active",
    }
