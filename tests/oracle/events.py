"""What the oracle knows of one event and one single charge; increments and periods."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from tests.oracle.guide import Tariff


@dataclass
class Event:
    """One accepted usage record and what became of it."""

    load_seq: int
    file_no: int
    line_no: int
    record: dict[str, str]
    started_at: dt.datetime
    quantity: int
    status: str = ""
    reason: str = ""
    rating_seq: int = 0
    subscription_id: str = ""
    account_id: str = ""
    plan_id: str = ""
    tariff: Tariff | None = None
    time_band: str = ""
    allowance_id: str = ""
    metered: int = 0
    free: int = 0
    charge: Decimal = Decimal(0)
    cycle_day: int = 0
    period: dt.date | None = None
    charged_period: dt.date | None = None
    is_conflict: bool = False
    is_admitted: bool = False
    """Some load knew a limit that its quantity kept to."""
    original: Event | None = field(default=None, repr=False)

    @property
    def event_id(self) -> int:
        """One number for the first accepted copy (RATING.md section 1)."""
        return packed(self.load_seq, self.file_no, self.line_no)

    @property
    def event_key(self) -> str:
        """The source's declared key."""
        fields = ("producer", "record_id", "record_number")
        return ":".join(self.record[name] for name in fields)

    @property
    def is_late(self) -> bool:
        """Charged in another period than its own."""
        return self.charged_period != self.period


@dataclass
class OneTime:
    """One single charge and where it is billed."""

    row: dict[str, str]
    charged_at: dt.datetime
    account_id: str = ""
    plan_id: str = ""
    cycle_day: int = 0
    period: dt.date | None = None
    charged_period: dt.date | None = None


def packed(load_seq: int, file_no: int, line_no: int) -> int:
    """A place of arrival as one BIGINT: 20 bits load, 14 file, 29 line."""
    return load_seq * 2**43 + file_no * 2**29 + line_no


def metered(quantity: int, tariff: Tariff) -> int:
    """Nothing for nothing, at least the initial increment, then whole next ones."""
    if quantity == 0:
        return 0
    beyond = max(0, quantity - tariff.initial)
    return tariff.initial + -(-beyond // tariff.next) * tariff.next
