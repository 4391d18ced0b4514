"""In which time band a moment falls, by the calendar of a plan."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from tests.oracle.knowledge import Order, Table
from tests.oracle.local import LOCAL, midnight

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
STANDARD = "standard"


class Calendars:
    """Holidays, time bands, and which plan goes by which calendar."""

    def __init__(self) -> None:
        self._bands: dict[str, Table] = defaultdict(
            lambda: Table("time_band", "day_type", "from_minute")
        )
        self._holidays: dict[tuple[str, str], str] = {}
        self._of_plan: dict[str, str] = {}

    def learn(self, entity: str, order: Order, row: dict[str, str]) -> None:
        """Take in one row of plans, holidays or time bands."""
        calendar = row.get("calendar") or STANDARD
        if entity == "plans":
            # A plan keeps the calendar with which it first came.
            self._of_plan.setdefault(row["plan_id"], calendar)
        elif entity == "holidays":
            self._holidays[calendar, row["holiday_date"]] = row["status"]
        elif entity == "time_bands":
            self._bands[calendar].add(order, row)

    def kinds(self, calendar: str, day: dt.date) -> tuple[str, ...]:
        """The kinds of day that a local day is, the more special one first."""
        if self._holidays.get((calendar, day.isoformat())) == "active":
            return ("holiday", "any")
        name = WEEKDAYS[day.weekday()]
        is_weekday = day.weekday() < 5
        return (name, "weekday", "any") if is_weekday else (name, "any")

    def band(self, plan_id: str, at: dt.datetime) -> str:
        """Band of the local minute; of several the greatest priority; without any, `any`."""
        calendar = self._of_plan.get(plan_id, STANDARD)
        local = at.astimezone(LOCAL)
        kinds = self.kinds(calendar, local.date())
        minute = local.hour * 60 + local.minute
        begins = midnight(local.date())
        found: list[tuple[int, int, Order, str]] = []
        for key in self._bands[calendar]:
            band = self._bands[calendar].active(key, begins)
            if band is None or band["day_type"] not in kinds:
                continue
            if int(band["from_minute"]) <= minute < int(band["to_minute"]):
                priority = int(band.get("priority") or 0)
                special = -kinds.index(band["day_type"])
                found.append((priority, special, band.order, band["time_band"]))
        return max(found)[-1] if found else "any"

    def changes(self, plan_id: str, begin: dt.datetime, end: dt.datetime) -> set[dt.datetime]:
        """Every instant strictly between two at which another band may begin."""
        calendar = self._of_plan.get(plan_id, STANDARD)
        minutes = {0}
        for key in self._bands[calendar]:
            for row in self._bands[calendar].versions[key]:
                minutes |= {int(row["from_minute"]), int(row["to_minute"])}
        found = set()
        day = begin.astimezone(LOCAL).date()
        while midnight(day) < end:
            starts = midnight(day)
            found |= {starts + dt.timedelta(minutes=minute) for minute in minutes}
            day += dt.timedelta(days=1)
        return {moment for moment in found if begin < moment < end}
