"""Rated events as TMF635 usages."""

from __future__ import annotations

from typing import Any

from delivery.exchange.texts import moment, text

# Each event stands for ever as it was rated, so that a range of loads is always the same rows.
EVENTS = f"""
select {text("rated.event_id")} as event_id, {text("rated.rating_seq")} as rating_seq,
    rated.subscription_id, rated.account_key, rated.plan_id, rated.charge_id, rated.session_key,
    rated.service, rated.direction, rated.zone, rated.time_band,
    {moment("rated.started_at")} as started_at,
    {text("rated.usage_date")} as usage_date, {text("rated.period")} as period,
    {text("rated.charged_period")} as charged_period,
    case rated.service when 'voice' then 'second' when 'data' then 'byte'
        when 'content' then 'item' else 'message' end as unit,
    {text("rated.quantity")} as quantity, {text("rated.metered_quantity")} as metered_quantity,
    {text("rated.free_quantity")} as free_quantity,
    {text("rated.charged_quantity")} as charged_quantity,
    {text("rated.connect_fee")} as connect_fee, {text("rated.charge")} as charge, rated.currency,
    rated.tax_code, coalesce(charges.price_basis, 'net') as price_basis,
    {text("rated.is_late")} as is_late
from fct_rated_usage as rated
left join (
    select source_row_id, min(price_basis) as price_basis from dim_charges group by source_row_id
) as charges
    on charges.source_row_id = rated.charge_row_id
where rated.rating_seq between $first and $last
order by rated.rating_seq, rated.started_at, rated.event_id
"""
# Columns that become characteristics, by the names that our own reader and TMF635 users know.
_CHARACTERISTICS = {
    "direction": "direction",
    "quantity": "quantity",
    "unit": "unit",
    "meteredQuantity": "metered_quantity",
    "freeQuantity": "free_quantity",
    "chargedQuantity": "charged_quantity",
    "zone": "zone",
    "timeBand": "time_band",
    "chargeId": "charge_id",
    "planId": "plan_id",
    "connectFee": "connect_fee",
    "taxCode": "tax_code",
    "billingPeriod": "period",
    "chargedPeriod": "charged_period",
    "sessionKey": "session_key",
    "ratedInLoad": "rating_seq",
}


def usage(row: dict[str, str | None]) -> dict[str, Any]:
    """Return one event as a usage; amounts and quantities are texts, persons pseudonyms."""
    told = {name: row[column] for name, column in _CHARACTERISTICS.items()}
    included = row["price_basis"] == "gross"
    amount = "taxIncludedRatingAmount" if included else "taxExcludedRatingAmount"
    return {
        "id": row["event_id"],
        "@type": "Usage",
        "usageDate": row["started_at"],
        "usageType": str(row["service"]).upper(),
        "status": "rated",
        "usageCharacteristic": [
            {"name": name, "value": value} for name, value in told.items() if value is not None
        ],
        "ratedProductUsage": [
            {
                amount: {"unit": row["currency"], "value": row["charge"]},
                "productRef": {"id": row["subscription_id"]},
            }
        ],
        "relatedParty": [{"id": row["account_key"], "role": "payer", "@referredType": "Account"}],
    }
