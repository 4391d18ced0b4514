"""What rows cost: most by one formula for all, what is particular one by one."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from ingestion.synthetic.random_numbers import Array
from ingestion.synthetic.rater.metering import Metered
from ingestion.synthetic.rater.tariff import event_charges
from ingestion.synthetic.rater.tariffing import Tariffing


class Charging:
    """Charges rows, over all deliveries; money in millionths."""

    def __init__(self, tariffing: Tariffing) -> None:
        """Begin with nothing counted."""
        self.tariffing = tariffing
        self.counted: dict[tuple[int, str, int], int] = defaultdict(int)
        """(line, charge, period) → what tiers that count the period have counted."""
        self.amounts: dict[int, tuple[int, ...]] = {}
        """Row that was cut → charge of each part; of the last call only."""

    def charge(
        self,
        metered: Metered,
        free: Array,
        line: Array,
        period: Array,
        quantity: Array,
        tariff: Array,
    ) -> Array:
        """Return the charge of each row, in the order of rows, which is that of rating."""
        left = metered.quantity - free
        price = self.tariffing.column("unit_price")[tariff]
        unit = self.tariffing.column("rate_unit")[tariff]
        fee = self.tariffing.column("connect_fee")[tariff]
        rule = self.tariffing.column("fee_rule")[tariff]
        is_due = np.choose(rule, [metered.with_fee, quantity > 0, left > 0]) & metered.with_fee
        # Half up to whole millionths; nothing here is negative.
        charge: Array = (2 * price * left + unit) // (2 * unit) + np.where(is_due, fee, 0)
        is_plain = self.tariffing.column("is_plain")[tariff]
        particular = ~is_plain & ((left > 0) | (fee > 0)) | metered.is_cut
        self.amounts = {}
        tariffs = self.tariffing.list
        for at in np.flatnonzero(particular).tolist():
            parts = [(tariffs[int(tariff[at])], int(left[at]))]
            if at in metered.parts:
                given, parts = int(free[at]), []
                for part in metered.parts[at]:
                    own = min(given, part.metered)
                    given -= own
                    parts.append((tariffs[part.tariff], part.metered - own))
            first = parts[0][0]
            counter = (int(line[at]), first.charge_id, int(period[at]))
            before = self.counted[counter] if first.counts_period else 0
            amounts = event_charges(parts, bool(metered.with_fee[at]), int(quantity[at]), before)
            charge[at] = sum(amounts)
            if first.counts_period:
                self.counted[counter] = before + int(left[at])
            if at in metered.parts:
                self.amounts[at] = amounts
        return charge

    def parts(self, metered: Metered) -> tuple[Array, Array, Array, Array, Array, Array]:
        """Return (row, tariff, band, used, charge, 1 for the first) of the parts of cut rows."""
        rows = [
            (at, part.tariff, part.band, part.used, amount, int(place == 0))
            for at, parts in metered.parts.items()
            for place, (part, amount) in enumerate(zip(parts, self.amounts[at], strict=True))
        ]
        table = np.array(rows, dtype=np.int64).reshape(-1, 6)
        at, tariff, band, used, amount, is_first = table.T
        return at, tariff, band, used, amount, is_first
