"""The add-ons of the demo operator: plans that are booked beside a plan, for what they include."""

from __future__ import annotations

from dataclasses import dataclass

from ingestion.synthetic.tariffs import GIGABYTE, MEGABYTE


@dataclass(frozen=True)
class AddOn:
    """An add-on: what it includes of (service, zone), drawn on before what the plan includes."""

    plan_id: str
    name: str
    name_en: str
    service: str
    zone: str
    quantity: int
    priority: int
    balance_period: str


ADD_ONS: tuple[AddOn, ...] = (
    AddOn(
        "data_extra", "데이터 추가", "Data Extra", "data", "home", 2 * GIGABYTE, 200,
        "billing_period",
    ),
    # One amount for a journey, however many billing periods it touches.
    AddOn(
        "asia_pass", "아시아 패스", "Asia Pass", "data", "roam_asia", 20 * MEGABYTE, 300,
        "validity",
    ),
)  # fmt: skip
DATA_EXTRA, ASIA_PASS = range(2)
