"""What a page, an export or a mail is narrowed to: one object for all of them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta


@dataclass(frozen=True)
class Filters:
    """One choice of rows. Empty means all; nothing here is ever pasted into SQL.

    month: first day of a calendar month in the operator's zone. days: local days from the first to
    before the second, for pages whose data are not billed by the month. services, plans, regions,
    segments: codes as in the marts. currency: ISO 4217; money of two currencies is never summed.
    zone: name of the operator's time zone, for month ends.
    """

    month: date | None = None
    days: tuple[date, date] | None = None
    services: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    currency: str | None = None
    zone: str = "Asia/Seoul"

    def parameters(self) -> dict[str, object]:
        """Values by the parameter names that the SQL of this package uses (`$month`, …)."""
        from_day, to_day = self.days or (None, None)
        return {
            "month": self.month,
            "from_day": from_day,
            "to_day": to_day,
            "services": list(self.services),
            "plans": list(self.plans),
            "regions": list(self.regions),
            "segments": list(self.segments),
            "currency": self.currency,
            "zone": self.zone,
        }

    def active(self) -> dict[str, str]:
        """The choices that narrow something, as text: for the export and the empty state."""
        chosen: dict[str, str] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name == "zone" or not value:
                continue
            if field.name == "month":
                chosen[field.name] = f"{value:%Y-%m}"
            elif self.days and field.name == "days":
                chosen[field.name] = f"{self.days[0]} {self.days[1] - timedelta(days=1)}"
            else:
                chosen[field.name] = value if isinstance(value, str) else " ".join(value)
        return chosen
