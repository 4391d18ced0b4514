"""Checks of the marts gate on prices and taxes: a slip of the decimal point reaches every bill."""

from __future__ import annotations

from expectations.suite import NONE, Check, Group, none_where

OWNER = "catalogue"
PRICE = "Compare with the signed tariff before anything is billed; correct it by a new version."
FOLD = 5
"""From one version to the next, no price rises or falls more often than this by intention."""


def catalogue_groups() -> list[Group]:
    """Return the checks on what the catalogue asks for."""
    return [_versions(), _prices(), _recurring(), _taxes()]


def _versions() -> Group:
    return Group(
        """(
            select amount, lag(amount) over (
                partition by charge_id, currency order by known_from, valid_from
            ) as before
            from dim_charges
        )""",
        (
            none_where(
                "prices_many_times_their_version_before",
                f"before > 0 and amount > 0 and (amount > {FOLD} * before "
                f"or before > {FOLD} * amount)",
                OWNER,
                PRICE,
            ),
        ),
    )


def _prices() -> Group:
    return Group(
        "(select prices.*, charges.amount, charges.currency as charge_currency "
        "from dim_prices as prices left join dim_charges as charges "
        "on charges.source_row_id = prices.charge_row_id and prices.tier_row_id is null "
        "and charges.charge_id = prices.charge_id)",
        (
            none_where(
                "prices_that_are_not_their_charge",
                "tier_row_id is null and amount <> unit_price or currency <> charge_currency",
                OWNER,
                PRICE,
            ),
            none_where(
                "impossible_prices",
                "unit_price is null or unit_price < 0 or connect_fee < 0 or rate_unit < 1 "
                "or next_increment < 1",
                OWNER,
                PRICE,
            ),
        ),
    )


def _recurring() -> Group:
    return Group(
        "(select charges.amount, listed.amount as listed from fct_charges as charges "
        "inner join (select charge_id, currency, max(amount) as amount from dim_charges "
        "where charge_kind = 'recurring' group by all) as listed "
        "on listed.charge_id = charges.charge_id and listed.currency = charges.currency "
        "where charges.charge_kind = 'recurring')",
        (
            none_where(
                "recurring_charges_above_their_price",
                "amount > listed",
                OWNER,
                "A month costs at most its price. " + PRICE,
            ),
        ),
    )


def _taxes() -> Group:
    return Group(
        "dim_taxes",
        (
            none_where(
                "impossible_tax_rates",
                "tax_code is null or rate is null or rate not between 0 and 0.5",
                OWNER,
                "Compare with the law's rate and its first day.",
            ),
            Check(
                "taxes_that_are_absent",
                "cast(count(*) = 0 and (select count(*) from fct_invoice_lines) > 0 as bigint)",
                NONE,
                OWNER,
                "Lines are taxed by a list that did not land: see catalogue/taxes.",
            ),
        ),
    )
