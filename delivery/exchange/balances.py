"""Allowance balances: what each bucket granted, gave and has left in its period.

A bucket that lasts as long as its booking has no period. A bucket is written anew when usage drew
on it; one of which nothing was used has no draws and is not written.
"""

from __future__ import annotations

from typing import Any

from delivery.exchange.texts import text

# As it stood at load $last. Grants only grow within a period (RATING.md, section 3), so that the
# greatest is the newest.
BALANCES = f"""
with balances as (
    select bucket_owner, bucket_number, balance_date,
        max(granted_quantity) as granted_quantity,
        cast(sum(consumed_quantity) as bigint) as consumed_quantity,
        cast(sum(free_quantity) as bigint) as free_quantity,
        max(rating_seq) as changed_in
    from fct_allowance_draws
    where rating_seq <= $last
    group by bucket_owner, bucket_number, balance_date
    having max(rating_seq) >= $first
),

buckets as (
    select bucket_number, min(bucket_id) as bucket_id, min(plan_id) as plan_id,
        min(service) as service, min(sharing) as sharing
    from dim_allowances
    group by bucket_number
),

subscriptions as (
    select distinct subscription_number, subscription_id from dim_subscriptions
),

bookings as (
    select booking_number, min(booking_id) as booking_id,
        min(subscription_id) as subscription_id
    from dim_add_ons
    group by booking_number
),

accounts as (
    select distinct account_number, account_key from dim_accounts
)

select buckets.bucket_id, buckets.plan_id, buckets.service,
    case buckets.service when 'voice' then 'second' when 'data' then 'byte'
        when 'content' then 'item' else 'message' end as unit,
    coalesce(bookings.subscription_id, subscriptions.subscription_id) as subscription_id,
    bookings.booking_id, accounts.account_key,
    case when balances.balance_date > date '1900-01-01'
        then {text("balances.balance_date")} end as period,
    {text("balances.granted_quantity")} as granted_quantity,
    {text("balances.consumed_quantity")} as consumed_quantity,
    {text("balances.free_quantity")} as free_quantity,
    {text("balances.granted_quantity - balances.consumed_quantity")} as left_quantity,
    {text("balances.changed_in")} as changed_in
from balances
inner join buckets on buckets.bucket_number = balances.bucket_number
left join bookings on bookings.booking_number = balances.bucket_owner
left join subscriptions
    on bookings.booking_number is null
    and subscriptions.subscription_number = balances.bucket_owner
left join accounts on accounts.account_number = -balances.bucket_owner
order by balances.bucket_owner, balances.bucket_number, balances.balance_date
"""


def bucket(row: dict[str, str | None]) -> dict[str, Any]:
    """Return one balance as a bucket, quantities as texts in the unit of the service."""
    owner = row["booking_id"] or row["subscription_id"] or row["account_key"]
    # a plan names its buckets itself, and a subscription may have had two plans in a period
    named = [row["plan_id"], row["bucket_id"], owner, row["period"] or "booking"]

    def amount(name: str) -> dict[str, str | None]:
        return {"amount": row[name], "units": row["unit"]}

    document: dict[str, Any] = {
        "id": "/".join(str(each) for each in named),
        "@type": "Bucket",
        "name": row["bucket_id"],
        "planId": row["plan_id"],
        "usageType": row["service"],
        "grantedValue": amount("granted_quantity"),
        "consumedValue": amount("consumed_quantity"),
        "remainingValue": amount("left_quantity"),
        "billingPeriod": row["period"],
        "changedInLoad": row["changed_in"],
    }
    if row["subscription_id"]:
        document["product"] = [{"id": row["subscription_id"]}]
    if row["account_key"]:
        document["relatedParty"] = [
            {"id": row["account_key"], "role": "payer", "@referredType": "Account"}
        ]
    return document
