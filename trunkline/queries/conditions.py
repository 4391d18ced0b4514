"""Conditions that several queries share, written once. Constants: nothing is put into them."""

from __future__ import annotations

SERVICES = (
    "(len(cast($services as varchar[])) = 0"
    " or list_contains(cast($services as varchar[]), {table}.service))"
)
PLANS = (
    "(len(cast($plans as varchar[])) = 0"
    " or list_contains(cast($plans as varchar[]), {table}.plan_id))"
)
REGIONS = """(len(cast($regions as varchar[])) = 0 or {table}.account_key in (
        select accounts.account_key
        from dim_accounts as accounts
        where accounts.known_to = 9223372036854775807
            and accounts.valid_to >= timestamp '9999-12-31'
            and list_contains(cast($regions as varchar[]), accounts.region)
    ))"""
# Accounts and customers by what is known of them now.
ACCOUNTS = """((len(cast($regions as varchar[])) = 0 and len(cast($segments as varchar[])) = 0)
    or {table}.account_key in (
        select accounts.account_key
        from dim_accounts as accounts
        where accounts.known_to = 9223372036854775807
            and accounts.valid_to >= timestamp '9999-12-31'
            and (len(cast($regions as varchar[])) = 0
                or list_contains(cast($regions as varchar[]), accounts.region))
            and (len(cast($segments as varchar[])) = 0
                or list_contains(cast($segments as varchar[]), accounts.segment))
    ))"""
CUSTOMERS = """((len(cast($regions as varchar[])) = 0 and len(cast($segments as varchar[])) = 0)
    or {table}.customer_key in (
        select customers.customer_key
        from dim_customers as customers
        where (len(cast($regions as varchar[])) = 0
                or list_contains(cast($regions as varchar[]), customers.region))
            and (len(cast($segments as varchar[])) = 0
                or list_contains(cast($segments as varchar[]), customers.segment))
    ))"""
# For tables that hold the codes themselves.
OWN_REGION = (
    "(len(cast($regions as varchar[])) = 0"
    " or list_contains(cast($regions as varchar[]), {table}.region))"
)
OWN_SEGMENT = (
    "(len(cast($segments as varchar[])) = 0"
    " or list_contains(cast($segments as varchar[]), {table}.segment))"
)
CURRENCY = "(cast($currency as varchar) is null or {table}.currency = cast($currency as varchar))"
MONTH = (
    "(cast($month as date) is null or date_trunc('month', {table}.{column}) = cast($month as date))"
)
DAYS = (
    "(cast($from_day as date) is null or ({table}.{column} >= cast($from_day as date)"
    " and {table}.{column} < cast($to_day as date)))"
)
# A page of a statement without a closing balance is of the day of the other one, or of its making
# (a moment in UTC, where the dates of balances are the bank's own).
STATED_ON = """coalesce(
    statements.closing_balance_date,
    statements.opening_balance_date,
    cast(timezone($zone, timezone('UTC', statements.created_at)) as date)
)"""


def condition(table: str, *parts: str, column: str = "period") -> str:
    """`parts` for the query's own name of a table, joined by and."""
    return "\n    and ".join(part.format(table=table, column=column) for part in parts)
