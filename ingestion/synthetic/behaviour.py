"""How people and machines use the network: kinds of use, profiles, hours, quantities."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from ingestion.synthetic.random_numbers import Array, table
from ingestion.synthetic.tariffs import MEGABYTE, PLANS

SERVICES = ("voice", "sms", "mms", "data", "content")
UNITS = ("second", "message", "message", "byte", "item")
VOICE, SMS, MMS, DATA, CONTENT = range(5)


@dataclass(frozen=True)
class Kind:
    """One kind of use: its service, direction, and to or from whom."""

    name: str
    service: int
    is_incoming: bool
    party: str


KINDS = (
    Kind("call_mobile", VOICE, False, "contact"),
    Kind("call_landline", VOICE, False, "landline"),
    Kind("call_voip", VOICE, False, "voip"),
    Kind("call_nationwide", VOICE, False, "nationwide"),
    Kind("call_freephone", VOICE, False, "freephone"),
    Kind("call_short_code", VOICE, False, "short_code"),
    Kind("call_directory", VOICE, False, "directory"),
    Kind("call_premium", VOICE, False, "premium"),
    Kind("call_abroad", VOICE, False, "abroad"),
    Kind("called", VOICE, True, "contact"),
    Kind("sms_mobile", SMS, False, "contact"),
    Kind("sms_abroad", SMS, False, "abroad"),
    Kind("sms_received", SMS, True, "contact"),
    Kind("mms_mobile", MMS, False, "contact"),
    Kind("data", DATA, False, "none"),
    Kind("content", CONTENT, False, "none"),
)
KIND_SERVICE = np.array([kind.service for kind in KINDS], dtype=np.int8)
KIND_INCOMING = np.array([kind.is_incoming for kind in KINDS])
PARTIES = (
    "none", "contact", "landline", "voip", "nationwide", "freephone", "short_code", "directory",
    "premium", "abroad",
)  # fmt: skip
KIND_PARTY = np.array([PARTIES.index(kind.party) for kind in KINDS], dtype=np.int8)

# Uses per 100 days of each kind in the order of KINDS; then data: median bytes and spread.
# The mix follows what regulators report for Korea: data every hour, calls short, SMS few.
_HANDSET = (80, 14, 4, 6, 2, 1, 1, 1, 3, 90, 30, 1, 60, 6)
PROFILES: dict[str, tuple[tuple[float, ...], int, float]] = {
    "heavy": ((*_HANDSET, 900, 12), 75 * MEGABYTE, 1.3),
    "standard": ((*_HANDSET, 620, 5), 20 * MEGABYTE, 1.3),
    "light": ((60, 20, 3, 4, 2, 1, 2, 1, 2, 80, 25, 1, 50, 3, 260, 1), 8 * MEGABYTE, 1.4),
    "sparing": ((50, 22, 1, 4, 2, 1, 2, 0, 1, 70, 15, 1, 40, 1, 20, 0), 200_000, 1.2),
    "business": (
        (220, 70, 20, 12, 4, 1, 3, 1, 16, 240, 40, 5, 70, 10, 520, 2), 18 * MEGABYTE, 1.3
    ),
    "tablet": ((0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 8, 0, 520, 0), 24 * MEGABYTE, 1.3),
    "wearable": ((20, 2, 0, 0, 0, 1, 0, 0, 0, 30, 10, 0, 40, 0, 500, 0), MEGABYTE // 2, 1.3),
    "meter": ((0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 3, 0, 1800, 0), 3_500, 0.4),
    "tracker": ((0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 3, 0, 2900, 0), 9_000, 0.5),
}  # fmt: skip
PROFILE_NAMES = tuple(PROFILES)
PLAN_PROFILE = np.array([PROFILE_NAMES.index(plan.profile) for plan in PLANS])
PROFILE_MEAN = np.array([sum(uses) / 100 for uses, _, _ in PROFILES.values()])
MACHINES = np.array([name in ("meter", "tracker") for name in PROFILE_NAMES])

# How much a day off changes the number of uses; business lines rest, people talk a little less.
DAY_OFF_FACTOR = np.array(
    [{"business": 0.35, "meter": 1.0, "tracker": 0.8}.get(n, 0.95) for n in PROFILE_NAMES]
)
TRAVELLER_FACTOR = 0.6

# Weight of each local hour: people on working days, people on days off, machines.
HOURS = (
    (9, 5, 3, 2, 2, 4, 12, 28, 44, 50, 52, 54, 58, 52, 52, 54, 58, 66, 68, 60, 54, 46, 34, 19),
    (14, 9, 6, 3, 2, 3, 6, 12, 24, 36, 46, 54, 58, 56, 54, 54, 56, 58, 58, 54, 50, 44, 36, 24),
    (1,) * 24,
)
QUANTILES = 4096


def kind_tables() -> Array:
    """(profile, away, 65536) → kind; travellers have no content and call little."""
    away_factors = [
        0.5, 0.3, 0.3, 0.3, 0, 0, 0, 0, 0.8, 0.6, 0.8, 0.8, 1.0, 0.8, 0.8, 0,
    ]  # fmt: skip
    tables = []
    for uses, _, _ in PROFILES.values():
        away = [use * factor for use, factor in zip(uses, away_factors, strict=True)]
        tables.append([table(uses), table(away)])
    return np.array(tables, dtype=np.int8)


def minute_tables() -> Array:
    """(shape of day, 65536) → local minute of the day; three shapes, as HOURS."""
    return np.array([table([hour for hour in hours for _ in range(60)]) for hours in HOURS])


def log_normal(median: float, spread: float, maximum: int) -> Array:
    """Return quantiles of a log-normal quantity, as whole numbers."""
    normal = NormalDist()
    return np.array(
        [
            min(maximum, int(median * math.exp(spread * normal.inv_cdf((i + 0.5) / QUANTILES))))
            for i in range(QUANTILES)
        ],
        dtype=np.int64,
    )


def quantity_tables() -> Array:
    """(profile + 1, 4096) → quantity: data of each profile in bytes, and last calls in seconds."""
    rows = [log_normal(median, spread, 40 << 30) for _, median, spread in PROFILES.values()]
    return np.array([*rows, log_normal(58, 1.25, 10_800)])


def overdispersion_table() -> Array:
    """Return quantiles of a gamma distribution of shape 2 and mean 1: days differ.

    The cumulative distribution is 1 - (1 + 2x) exp(-2x); it is inverted by bisection.
    """
    values = []
    for index in range(QUANTILES):
        share, low, high = (index + 0.5) / QUANTILES, 0.0, 20.0
        for _ in range(40):
            middle = (low + high) / 2
            if 1 - (1 + 2 * middle) * math.exp(-2 * middle) < share:
                low = middle
            else:
                high = middle
        values.append(low)
    return np.array(values)
