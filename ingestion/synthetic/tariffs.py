"""The plans of the demo operator and what they charge, by hand.

Prices are net of VAT, in the plan's currency. Levels follow what Korean operators publish (voice
1.8 won a second); data beyond the allowance is cheaper, at about five won a megabyte, so that few
large sessions do not outweigh all other charges.
"""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024
GIGABYTE = 1024 * MEGABYTE


@dataclass(frozen=True)
class Plan:
    """A plan: its fee for one period, how it meters, what it includes, who uses it how.

    `voice` is (price, per seconds, initial increment, next increment, connect fee); `data` is
    (price, per bytes, increment in bytes). `share` is the plan's part, in percent, of all lines.
    """

    plan_id: str
    name: str
    name_en: str
    line_type: str
    segment: str
    currency: str
    fee: str
    voice: tuple[str, int, int, int, str] | None
    data: tuple[str, int, int]
    message_price: str | None
    includes: tuple[tuple[str, str, int], ...]
    profile: str
    share: int
    band_discounts: tuple[tuple[str, str], ...] = ()


def _includes(
    minutes: int, messages: int, data: int, roaming: int = 0
) -> tuple[tuple[str, str, int], ...]:
    """Allowances as (service, zone, quantity in the unit of the service)."""
    rows: list[tuple[str, str, int]] = []
    if minutes:
        rows.append(("voice", "home_mobile", minutes * 60))
        rows.append(("voice", "home_landline", minutes * 30))
    if messages:
        rows.append(("sms", "home_mobile", messages))
    if data:
        rows.append(("data", "home", data))
    if roaming:
        rows.append(("data", "roam_asia", roaming))
    return tuple(rows)


PLANS: tuple[Plan, ...] = (
    Plan(
        "five_g_premium", "5G 프리미엄", "5G Premium", "handset", "consumer", "KRW", "80910",
        ("1.8", 1, 1, 1, "0"), ("0.0025", 512, 512), "20",
        _includes(1200, 500, 110 * GIGABYTE, 300 * MEGABYTE), "heavy", 13,
    ),
    Plan(
        "five_g_basic", "5G 베이직", "5G Basic", "handset", "consumer", "KRW", "50000",
        ("1.8", 1, 1, 1, "0"), ("0.0025", 512, 512), "20",
        _includes(300, 200, 12 * GIGABYTE), "standard", 24, (("night", "0.8"),),
    ),
    Plan(
        "lte_standard", "LTE 표준", "LTE Standard", "handset", "consumer", "KRW", "39090",
        ("10.8", 6, 30, 6, "0"), ("0.005", 1024, 1024), "20",
        _includes(150, 100, 6 * GIGABYTE), "standard", 17,
    ),
    Plan(
        "lte_light", "LTE 라이트", "LTE Light", "handset", "consumer", "KRW", "27270",
        ("108", 60, 60, 60, "0"), ("0.005", 1024, 1024), "20",
        _includes(60, 50, 3 * GIGABYTE // 2), "light", 10,
        (("night", "0.5"), ("weekend", "0.8")),
    ),
    Plan(
        "pay_per_use", "쓴 만큼", "Pay per use", "handset", "consumer", "KRW", "9900",
        ("18", 10, 10, 10, "10"), ("0.0025", 512, 512), "20",
        (), "sparing", 7, (("night", "0.7"),),
    ),
    Plan(
        "business_line", "비즈니스", "Business Line", "handset", "business", "KRW", "48000",
        ("1.7", 1, 1, 1, "0"), ("0.0022", 512, 512), "18.5",
        _includes(600, 300, 10 * GIGABYTE, 100 * MEGABYTE), "business", 11,
        (("weekend", "0.5"),),
    ),
    Plan(
        "global_business", "글로벌 비즈니스", "Global Business", "handset", "business", "USD",
        "39.90",
        ("0.081", 60, 30, 6, "0.01"), ("0.0036", MEGABYTE, 1024), "0.015",
        _includes(300, 100, 8 * GIGABYTE, 500 * MEGABYTE), "business", 2,
    ),
    Plan(
        "tablet_data", "태블릿 데이터", "Tablet Data", "device", "consumer", "KRW", "16500",
        None, ("0.0025", 512, 512), "20",
        _includes(0, 0, 5 * GIGABYTE), "tablet", 7,
    ),
    Plan(
        "wearable", "웨어러블", "Wearable", "device", "consumer", "KRW", "10900",
        ("1.8", 1, 1, 1, "0"), ("0.0025", 512, 512), "20",
        _includes(50, 50, 250 * MEGABYTE), "wearable", 4,
    ),
    Plan(
        "iot_meter", "IoT 검침", "IoT Meter", "iot", "business", "KRW", "1000",
        None, ("0.5", 1024, 1024), "12",
        _includes(0, 0, 2 * MEGABYTE), "meter", 3,
    ),
    Plan(
        "iot_tracker", "IoT 위치", "IoT Tracker", "iot", "business", "KRW", "2750",
        None, ("0.15", 1024, 1024), "12",
        _includes(0, 0, 10 * MEGABYTE), "tracker", 2,
    ),
)  # fmt: skip

# (plan, service, zone, quantity, priority) that all lines of an account draw on together, before
# what each has of its own: the family's.
SHARED_ALLOWANCES = (("five_g_basic", "data", "home", 2 * GIGABYTE, 150),)

# Zone of a call → price of one minute in KRW, or None where the plan's own voice price holds.
HOME_ZONES: tuple[tuple[str, str | None], ...] = (
    ("home_mobile", None),
    ("home_landline", None),
    ("home_voip", None),
    ("nationwide", None),
    ("directory", "120"),
    ("premium", "300"),
    ("freephone", "0"),
    ("short_code", "0"),
)
INTERNATIONAL_ZONES = (("intl_1", "120"), ("intl_2", "360"), ("intl_3", "660"), ("intl_4", "990"))
# Zone → (minute outgoing, minute incoming, message outgoing, megabyte).
ROAMING_ZONES: tuple[tuple[str, tuple[str, str, str, str]], ...] = (
    ("roam_asia", ("690", "310", "150", "30")),
    ("roam_europe", ("1200", "480", "150", "36")),
    ("roam_america", ("900", "420", "150", "36")),
    ("roam_rest", ("2100", "900", "200", "60")),
)
SATELLITE_MINUTE = "6200"
MMS_FACTOR = 5
INTERNATIONAL_MESSAGE = "100"
CONTENT_ITEM = "1100"
# What a price in won is divided by for the plans in dollars.
WON_PER_DOLLAR = 1400
