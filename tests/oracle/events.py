"""What the oracle knows of one event and one single charge."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from tests.oracle.buckets import Draw
from tests.oracle.segments import Segment
from tests.oracle.tariffs import Tariff


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
    zone: str = ""
    """Its own; the tariff of a session's later part may be of another."""
    metered: int = 0
    charge: Decimal = Decimal(0)
    segments: list[Segment] = field(default_factory=list)
    draws: list[Draw] = field(default_factory=list)
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
    def use(self) -> tuple[str, str, str]:
        """Service, direction and zone."""
        return self.record["service"], self.record["direction"], self.zone

    @property
    def free(self) -> int:
        """What all buckets gave."""
        return sum(draw.free for draw in self.draws)

    @property
    def charged(self) -> int:
        """Quantity that is priced."""
        return sum(segment.charged for segment in self.segments)

    @property
    def connect_fee(self) -> Decimal:
        """Connect fee within the charge."""
        return sum((segment.connect_fee for segment in self.segments), Decimal(0))

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
