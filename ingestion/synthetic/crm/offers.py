"""The offers that may be made and the campaigns that make them, as complete exports."""

from __future__ import annotations

from ingestion.synthetic.charges import OPENING
from ingestion.synthetic.files import Row
from ingestion.synthetic.receivables.billing_errors import WELCOME_OFFER, WELCOME_PERCENT

STAY_OFFER, UPGRADE_OFFER = "OFF-STAY", "OFF-UPGRADE"
_COLUMNS = (
    "offer_id", "name", "name_en", "kind", "plan_id", "discount_rate", "discount_amount",
    "currency", "duration_months", "cost_amount",
)  # fmt: skip
_OFFERS: tuple[tuple[object, ...], ...] = (
    (
        WELCOME_OFFER, "가입 환영 할인", "Welcome discount", "discount", None,
        f"0.{WELCOME_PERCENT}", None, None, 1, None,
    ),
    (STAY_OFFER, "고마움 할인", "Thank you for staying", "discount", None, "0.15", None, "KRW", 12,
     "6500"),
    (UPGRADE_OFFER, "5G 프리미엄 전환", "Move to 5G Premium", "plan_change", "five_g_premium",
     None, "10000", "KRW", 6, "10000"),
    ("OFF-DATA", "데이터 보너스", "Data bonus", "bonus", None, None, None, "KRW", 3, "1500"),
    ("OFF-BOOSTER", "집안 중계기", "Signal booster at home", "device", None, None, None, "KRW",
     24, "3000"),
    ("OFF-CARE", "전담 상담", "An agent of your own", "service", None, None, None, "KRW", 6,
     "4000"),
)  # fmt: skip


def offers() -> list[Row]:
    """Return one row per offer."""
    return [dict(zip(_COLUMNS, row, strict=True)) | {"valid_from": OPENING} for row in _OFFERS]
