"""How the columns of a table are written, by the name that the query gives them."""

from __future__ import annotations

# Sums of unrounded charges and prices per unit are cut for the eye; the export has them whole.
DECIMALS = {
    "charge_amount": 2,
    "estimated_amount": 2,
    "unit_price": 4,
    "charged_amount": 2,
    "billed_amount": 2,
    "unbilled_amount": 2,
    "stage_amount": 2,
    "left_amount": 2,
    "right_amount": 2,
    "cumulated_value": 2,
    "window_value": 2,
    "limit_value": 2,
}
# What tells one usage line of an invoice from another.
WHAT = ("service", "direction", "zone", "time_band")
# Codes of the data that people read as words, by the column that holds them.
CODES = {
    "service": "service",
    "direction": "direction",
    "zone": "zone",
    "time_band": "time_band",
    "charge_kind": "charge_kind",
    "part": "part",
    "reason": "reason",
    "status": "status",
    "caused_by": "caused_by",
    "step": "step",
    "gate": "gate",
    "control": "control",
    "region": "region",
    "source": "source",
    "entity": "entity",
    "owner": "owner",
    "segment": "segment",
    "stage": "stage",
    "customer_status": "customer_status",
    "leaving_reason": "leaving_reason",
    "category": "contact_reason",
    "contact_reason": "contact_reason",
    "priority": "priority",
    "channel": "channel",
    "ticket_status": "ticket_status",
    "survey_kind": "survey_kind",
    "bucket": "bucket",
    "method": "method",
    "payment_status": "payment_status",
    "failure_reason": "failure_reason",
    "technology": "technology",
    "area_class": "area_class",
    "cause": "cause",
    "severity": "severity",
    "outage_state": "outage_state",
    "risk_band": "risk_band",
    "main_reason": "main_reason",
    "balance_check": "balance_check",
    "item": "item",
    "price_kind": "price_kind",
    "metering_stage": "metering_stage",
    "owner_kind": "owner_kind",
    "rounded": "rounded",
    "bound": "bound",
    "counted_measure": "counted_measure",
    "rounding_mode": "rounding_mode",
}
# Exact to the last decimal, which a number of a browser is not: written as text.
EXACT = frozenset(
    {
        "tier_price",
        "exact_amount",
        "bounded_amount",
        "result",
        "event_amount",
        "explained",
        "stored",
    }
)
SHARES = frozenset(
    {
        "free_share",
        "limit_share",
        "first_response_late_share",
        "resolution_late_share",
        "failure_share",
        "busy_hour_share",
        "fullest_hour_share",
        "availability",
        "setup_success_rate",
        "drop_rate",
        "transfer_success_rate",
        "score",
        "mean_score",
    }
)
QUANTITIES = frozenset({"quantity", "metered_quantity", "free_quantity"})
DURATIONS = frozenset(
    {
        "first_response_seconds",
        "resolution_seconds",
        "queue_seconds",
        "handle_seconds",
        "duration_seconds",
    }
)
# When a minute is as good as a second: the zone then stands in the heading, not in each cell.
MINUTES = frozenset(
    {
        "began_at",
        "last_event_at",
        "landed_at",
        "outage_ended_at",
        "opened_at",
        "resolution_due_at",
        "issued_at",
        "scored_at",
        "charged_at",
    }
)
