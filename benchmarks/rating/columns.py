"""Columns that the jobs in pandas and Polars share: rating order, a line's key, what is written."""

from __future__ import annotations

ORDER = ["rating_seq", "started_at", "event_id"]
LINE = ["subscription_id", "charge_id", "zone", "time_band", "period"]
WRITTEN = [
    *("event_id", "rating_seq", "subscription_id", "plan_id", "charge_id", "cell_id", "service"),
    *("zone", "time_band", "cycle_day", "quantity", "metered", "free", "charged"),
    *("connect_micros", "charge_micros", "second_charge_id", "second_charge_micros"),
    *("usage_date", "period", "started_at"),
]
