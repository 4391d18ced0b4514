"""Whether what a TAP file states of its records in all is what they come to.

The count must: a file that lacks a record is damaged. The totals of amounts and the times of the
first and last event are compared and both are kept; see DECISIONS.md, "A TAP file's totals".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from ingestion.roaming.charges import Accounting, Charged
from ingestion.roaming.element import Element, lacking
from ingestion.roaming.values import Values, absolute, amount, instant, stated_moment
from trunkline.errors import FileRefusedError

# What is stated of non-refund amounts, and what of refunds is taken off.
_TOTALS = {
    "charge": ("TotalCharge", "TotalChargeRefund"),
    "tax": ("TotalTaxValue", "TotalTaxRefund"),
    "discount": ("TotalDiscountValue", "TotalDiscountRefund"),
}


@dataclass
class Audit:
    """What the records of a file come to, counted while they are read."""

    count: int = 0
    charged: Charged = field(default_factory=Charged)
    times: list[datetime] = field(default_factory=list)

    def add(self, charged: Charged, started_at: str | None) -> None:
        """Take up one record."""
        self.count += 1
        self.charged += charged
        time = instant(started_at)
        if time is not None:
            # the first and the last are all that is asked for
            self.times = [min([*self.times, time]), max([*self.times, time])]

    def check_count(self, control: Element) -> None:
        """Raise FileRefusedError when the file does not hold as many records as it states."""
        stated = control.find("CallEventDetailsCount")
        if stated is None:
            raise lacking(control, "CallEventDetailsCount")
        if stated.number != self.count:
            raise FileRefusedError(
                "tap_count",
                f"At byte {stated.offset:,}: it states {stated.number:,} call event details and "
                f"holds {self.count:,}.",
                "Have the partner send it again whole; nothing of it was taken.",
                field="AuditControlInfo/CallEventDetailsCount",
            )

    def values(self, control: Element, accounting: Accounting | None) -> tuple[Values, list[str]]:
        """Return the columns of a file's totals, stated and found, and what disagrees in words."""
        if control.find("TotalCharge") is None:
            raise lacking(control, "TotalCharge")
        values: Values = {}
        faults = []
        places = accounting.places if accounting else 0
        found_units = (self.charged.charge, self.charged.tax, self.charged.discount)
        for (name, (plus, minus)), units in zip(_TOTALS.items(), found_units, strict=True):
            stated = amount(_units(control, plus) - _units(control, minus), places)
            found = amount(units, places)
            values |= {f"total_{name}_amount": stated, f"found_{name}_amount": found}
            if stated != found:
                faults.append(f"{name} {stated} stated, {found} found")
        values["has_agreeing_amounts"] = "false" if faults else "true"
        late = self._time_faults(control, values)
        values["has_agreeing_times"] = "false" if late else "true"
        return values, faults + late

    def _time_faults(self, control: Element, values: Values) -> list[str]:
        faults = []
        for name, element, place in (
            ("earliest", "EarliestCallTimeStamp", 0),
            ("latest", "LatestCallTimeStamp", -1),
        ):
            stated = stated_moment(control, element)
            found = self.times[place].isoformat() if self.times else None
            values |= {f"{name}_call_at": stated, f"found_{name}_call_at": found}
            if stated is not None and self.times and instant(stated) != self.times[place]:
                faults.append(f"{name} call {stated} stated, {found} found")
        return faults


def _units(control: Element, name: str) -> int:
    found = control.find(name)
    return absolute(found) if found else 0
