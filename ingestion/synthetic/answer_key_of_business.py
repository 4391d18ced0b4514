"""The answer key of everything but usage: why people leave, what was billed and paid wrongly."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

from ingestion.synthetic.answer_key_of_care import CareKey
from ingestion.synthetic.files import Row, write_csv
from ingestion.synthetic.fraud import Burst, gateway_files
from ingestion.synthetic.receivables.billing_errors import CASE_COLUMNS
from ingestion.synthetic.whole_operator import WholeOperator
from ingestion.synthetic.world import World

PAYMENT_COLUMNS = (
    "kind", "delivery", "account_id", "invoice_number", "payment_id", "amount", "currency",
)  # fmt: skip
DEPARTURE_COLUMNS = (
    "subscription_id", "customer_id", "account_id", "left_on", "reason", "is_saved",
)  # fmt: skip
CONTACT_COLUMNS = (
    "interaction_id",
    "ticket_id",
    "subscription_id",
    "category",
    "cause",
    "cause_id",
)
PEOPLE_COLUMNS = ("kind", "customer_id", "same_person_as", "column", "right", "written")
CELL_COLUMNS = ("cell_id", "busy_share", "growth_a_year", "runs_out_on", "fails_from")
CAMPAIGN_COLUMNS = (
    "campaign_id", "holdout_share", "effect", "conversion_days", "treated", "held_out", "saved",
)  # fmt: skip
FRAUD_COLUMNS = ("subscription_id", "delivery", "file", "local_day", "calls")


class BusinessKey:
    """Turns what was drawn into the rows of the key."""

    def __init__(self, world: World, whole: WholeOperator, bursts: list[Burst]) -> None:
        """Everything is read, nothing drawn."""
        self.world, self.whole, self.bursts = world, whole, bursts
        outbox = whole.surveys.outbox
        self.care = CareKey(world, whole, outbox.start, outbox.ends[-1])

    def day(self, offset: int | None) -> str | None:
        """Return a day counted from the first as a date."""
        if offset is None:
            return None
        return (self.world.schedule.first_day + dt.timedelta(days=offset)).isoformat()

    def write(self, folder: Path) -> None:
        """Write one CSV per kind of knowledge."""
        write_csv(folder / "billing_cases.csv", self.billing_cases(), CASE_COLUMNS)
        write_csv(folder / "payment_cases.csv", self.payment_cases(), PAYMENT_COLUMNS)
        write_csv(folder / "departures.csv", self.departures(), DEPARTURE_COLUMNS)
        write_csv(folder / "contacts.csv", self.contacts(), CONTACT_COLUMNS)
        write_csv(folder / "same_people.csv", self.whole.mistakes, PEOPLE_COLUMNS)
        write_csv(folder / "cells.csv", self.cells(), CELL_COLUMNS)
        write_csv(folder / "campaigns.csv", self.campaigns(), CAMPAIGN_COLUMNS)
        write_csv(folder / "fraud.csv", self.fraud(), FRAUD_COLUMNS)
        self.care.write(folder)

    def counts(self) -> dict[str, object]:
        """Return how many cases of each kind the deliveries hold."""
        return {
            "invoices": len(self.whole.invoices.invoices),
            "billing_cases": counted(self.billing_cases()),
            "payment_cases": counted([c for c in self.payment_cases() if c["delivery"]]),
            "departures": counted(
                [d | {"kind": d["reason"]} for d in self.departures() if d["is_saved"] == "false"]
            ),
            "saved_by_campaigns": len(self.whole.campaigns.saved),
            "same_people": counted(self.whole.mistakes),
            "outages": len(self.whole.outages),
            "failing_cells": sum(c.fails_from is not None for c in self.whole.radio.cells),
            "cells_that_run_out": sum(c.runs_out_on is not None for c in self.whole.radio.cells),
            "fraud_bursts": len(self.bursts),
            **self.care.counts(),
        }

    def billing_cases(self) -> list[Row]:
        """Return the biller's errors, and lines that were used after they had left."""
        used: list[Row] = [
            {
                "kind": "inactive_but_used",
                "subscription_id": line.subscription_id,
                "account_id": line.account.account_id,
                "period_from": self.day(line.left_day),
            }
            for line in self.world.lines
            if line.lingers and line.left_day < self.world.schedule.day_count
        ]
        return self.whole.errors.cases + used

    def payment_cases(self) -> list[Row]:
        """Return what went wrong with payments and settlements, by kind."""
        cases = self.whole.payments.book.cases + self.whole.gateways.cases
        return sorted(cases, key=lambda case: str(case["kind"]))

    def departures(self) -> list[Row]:
        """Return who left and why, and who would have but for a campaign."""
        owner = {line: c for c in self.whole.customers for line in c.lines}
        rows: list[Row] = []
        for each in [*self.whole.departures.values(), *self.whole.campaigns.saved]:
            line = self.world.lines[each.line]
            rows.append(
                {
                    "subscription_id": line.subscription_id,
                    "customer_id": owner[each.line].customer_id,
                    "account_id": line.account.account_id,
                    "left_on": self.day(each.day),
                    "reason": each.reason,
                    "is_saved": "true" if each.is_saved else "false",
                }
            )
        return rows

    def contacts(self) -> list[Row]:
        """Return what each contact followed."""
        return [
            {
                "interaction_id": done.interaction_id,
                "ticket_id": done.ticket_id or None,
                "subscription_id": self.world.lines[done.case.line].subscription_id,
                "category": done.case.category,
                "cause": done.case.cause,
                "cause_id": done.case.cause_id or None,
            }
            for done in self.whole.handled
        ]

    def cells(self) -> list[Row]:
        """Return how each measured cell fills up; a day beyond two years is none."""
        return [
            {
                "cell_id": cell.cell_id,
                "busy_share": f"0.{cell.busy_share:06d}",
                "growth_a_year": f"0.{cell.growth:06d}",
                "runs_out_on": self.day(cell.runs_out_on),
                "fails_from": self.day(cell.fails_from),
            }
            for cell in self.whole.radio.cells
        ]

    def campaigns(self) -> list[Row]:
        """Return each campaign's groups and its effect: the share of departures it prevents."""
        saved = len(self.whole.campaigns.saved)
        return [
            {
                "campaign_id": each.campaign_id,
                "holdout_share": each.holdout,
                "effect": each.effect,
                "conversion_days": each.days,
                "treated": sum(member.is_treated for member in each.members),
                "held_out": sum(not member.is_treated for member in each.members),
                "saved": saved if each.effect else 0,
            }
            for each in self.whole.campaigns.campaigns
        ]

    def fraud(self) -> list[Row]:
        """Return the bursts of fraud and the files that hold them."""
        files = gateway_files(self.bursts, self.world.schedule)
        return [
            {
                "subscription_id": self.world.lines[burst.line].subscription_id,
                "delivery": file.delivery,
                "file": file.name,
                "local_day": self.day(burst.day),
                "calls": burst.calls,
            }
            for burst, file in zip(self.bursts, files, strict=True)
        ]


def counted(cases: list[Row]) -> dict[str, int]:
    """Return how many cases there are of each kind."""
    return dict(sorted(Counter(str(case["kind"]) for case in cases).items()))
