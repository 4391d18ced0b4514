"""How the catalogue changes after the first delivery: corrections, new prices, cures."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

from ingestion.synthetic import catalogue, charges
from ingestion.synthetic.calendar_of_korea import midnight
from ingestion.synthetic.files import Row
from ingestion.synthetic.people_files import DatedRow
from ingestion.synthetic.places import CURED_DESTINATION, SATELLITE
from ingestion.synthetic.random_numbers import Stream
from ingestion.synthetic.reference_files import Entity
from ingestion.synthetic.switch_files import count_of
from ingestion.synthetic.tariffs import PLANS, SATELLITE_MINUTE, Plan
from ingestion.synthetic.world import World

BACKDATED_DAYS = 25
# Allowance → its new quantity, in percent of the old one.
ALLOWANCE_CHANGES = {
    "five_g_basic.voice.home_mobile": 200,
    "tablet_data.data.home": 300,
    "lte_standard.data.home": 50,
}


class CatalogueChanges:
    """The changed rows by entity, and for the answer key which price was corrected how."""

    def __init__(self, world: World) -> None:
        """Work out all changes of a world; a world of one delivery has none."""
        self.world = world
        self.rows: dict[Entity, list[DatedRow]] = {}
        self.corrected: list[Row] = []
        last = world.schedule.last_number
        if last == 1:
            return
        rates = world.arguments.faults
        # Of the demo's three deliveries the second brings corrections and cures, as its history
        # says; of six the third cures and the fourth corrects.
        if rates.corrected_prices:
            self.correct_prices((last + 2) // 2)
        self.change_conditions((last + 2) // 2)
        if rates.unrateable:
            self.cure(max(2, (last + 1) // 2))
        self.refine_destinations(last)

    def add(self, entity: str, delivery: int, row: Row) -> None:
        """Let a delivery bring one row of the catalogue."""
        self.rows.setdefault(("catalogue", entity), []).append((delivery, 0, row))

    def first_day(self, delivery: int) -> dt.date:
        """First local day of a delivery."""
        return self.world.schedule.deliveries[delivery - 1].first_day

    def correct_prices(self, delivery: int) -> None:
        """Lower some prices from a day before the delivery: a backdated correction."""
        stream = Stream(self.world.arguments.seed, "corrected_prices")
        every = charges.charges()[1]
        # Tiers beside others are a set, which is only corrected as a whole: these stay.
        sizes = Counter(tier["charge_id"] for tier in every)
        tiers = [tier for tier in every if sizes[tier["charge_id"]] == 1]
        valid_from = midnight(self.first_day(delivery) - dt.timedelta(days=BACKDATED_DAYS))
        count = count_of(self.world.arguments.faults.corrected_prices, len(tiers))
        for index in stream.sample(len(tiers), count):
            tier = tiers[index]
            old = Decimal(str(tier["unit_price"]))
            new = (old * Decimal("0.9")).quantize(charges.MICRO, ROUND_HALF_UP)
            self.add("charge_tiers", delivery, {**tier, "unit_price": f"{new:f}"} | {
                "valid_from": valid_from,
            })  # fmt: skip
            self.corrected.append(
                {
                    "delivery": delivery,
                    "charge_id": tier["charge_id"],
                    "valid_from": valid_from,
                    "old_unit_price": f"{old:f}",
                    "new_unit_price": f"{new:f}",
                }
            )

    def change_conditions(self, delivery: int) -> None:
        """Change a fee from a coming day, raise one allowance and cut another backwards."""
        first = self.first_day(delivery)
        coming = midnight(first + dt.timedelta(days=15))
        fees = {str(c["plan_id"]): c for c in charges.charges()[0] if c["amount"]}
        raised = {**fees["lte_standard"], "amount": "40000", "valid_from": coming}
        self.add("charges", delivery, raised)
        past = midnight(first - dt.timedelta(days=6))
        for row in catalogue.allowances():
            percent = ALLOWANCE_CHANGES.get(str(row["allowance_id"]))
            if percent is not None:
                quantity = int(str(row["quantity"])) * percent // 100
                self.add("allowances", delivery, {**row, "quantity": quantity, "valid_from": past})

    def cure(self, delivery: int) -> None:
        """Bring, one delivery late, the price of satellite calls and a forgotten country."""
        self.add("destinations", 1, catalogue.destination("number", *SATELLITE))
        self.add("destinations", delivery, catalogue.destination("number", *CURED_DESTINATION))
        for plan in PLANS:
            if plan.voice:
                charge, tier = satellite_charge(plan)
                self.add("charges", delivery, charge)
                self.add("charge_tiers", delivery, tier)

    def refine_destinations(self, delivery: int) -> None:
        """Give a part of a country a zone of its own, and take another exception back.

        Both are backdated: rated calls keep their zone, calls that still wait get the new one.
        """
        valid_from = midnight(self.first_day(delivery) - dt.timedelta(days=BACKDATED_DAYS))
        refined = catalogue.destination("number", "845550", "intl_3", "Viet Nam, special")
        self.add("destinations", delivery, refined | {"valid_from": valid_from})
        dropped = catalogue.destination("number", "66555", "intl_3", "Thailand, special")
        self.add("destinations", delivery, dropped | {"status": "none", "valid_from": valid_from})


def satellite_charge(plan: Plan) -> tuple[Row, Row]:
    """Return the price of a call to a satellite phone."""
    price = charges.in_currency(plan, Decimal(SATELLITE_MINUTE))
    return charges.usage_charge(plan, "voice", "outgoing", SATELLITE[1], price, 60, (60, 60))
