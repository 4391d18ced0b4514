"""Checks of the marts gate on charges: each is somebody's, in a period, and for something."""

from __future__ import annotations

from expectations.suite import NONE, Check, Group, no_difference, none_where

OWNER = "billing"
REBUILD = "Run `trunkline warehouse rebuild`; if it stays, a model is wrong."


def billing_groups() -> list[Group]:
    """Return the checks on charges."""
    return [_charges(), _cut_usage(), _periods(), _usage_charges(), _payers()]


def _charges() -> Group:
    return Group(
        "fct_charges",
        (
            none_where(
                "charges_without_their_keys",
                "charge_key is null or account_key is null or subscription_id is null "
                "or currency is null or tax_code is null or period is null or amount is null",
                OWNER,
                REBUILD,
            ),
            none_where(
                "negative_charges_that_correct_nothing",
                "amount < 0 and charge_kind not in "
                "('adjustment', 'one_time', 'tier_adjustment', 'period_maximum')",
                OWNER,
                REBUILD,
            ),
            none_where(
                "charges_without_usage",
                "charge_kind in ('usage', 'adjustment') and coalesce(event_count, 0) < 1 "
                "and (charge_kind = 'adjustment' or coalesce(quantity, 0) < 1)",
                OWNER,
                REBUILD,
            ),
            Check(
                "charges_twice",
                "count(*) - count(distinct charge_key || status)",
                NONE,
                OWNER,
                REBUILD,
            ),
        ),
    )


def _cut_usage() -> Group:
    """A call that met several prices is counted once, and has usage in the line of each."""
    return Group(
        """(
            select charges.event_count, later.event_id
            from fct_charges as charges
            left join (
                select usage.subscription_id, segments.charge_id, segments.time_band,
                    segments.charged_period, min(segments.event_id) as event_id
                from fct_rated_segments as segments
                inner join fct_rated_usage as usage on usage.event_id = segments.event_id
                where segments.segment_number > 1
                group by all
            ) as later
                on later.subscription_id = charges.subscription_id
                and later.charge_id = charges.charge_id
                and later.time_band = charges.time_band
                and later.charged_period = charges.period
            where charges.charge_kind = 'usage' and charges.event_count = 0
        )""",
        (
            none_where(
                "charges_for_calls_that_begin_nowhere",
                "event_id is null",
                OWNER,
                "Only the rest of a call that began at another price has no event. " + REBUILD,
            ),
        ),
    )


def _periods() -> Group:
    return Group(
        "(select charges.status, periods.close_load_seq, periods.period "
        "from fct_charges as charges left join dim_billing_periods as periods "
        "on periods.cycle_day = charges.cycle_day and periods.period = charges.period)",
        (
            none_where("charges_outside_the_periods", "period is null", OWNER, REBUILD),
            none_where(
                "unbilled_charges_in_closed_periods",
                "status = 'unbilled' and close_load_seq is not null",
                OWNER,
                "A close must register every charge of its period: look at the close's load.",
            ),
            none_where(
                "billed_charges_in_open_periods",
                "status = 'billed' and close_load_seq is null",
                OWNER,
                REBUILD,
            ),
        ),
    )


def _usage_charges() -> Group:
    """Each account, currency and period on its own, so that no two errors cancel out."""
    return Group(
        """(
            with used as (
                select account_key, currency, charged_period as period, charge as amount
                from fct_rated_usage
                union all
                select account_key, currency, charged_period as period, amount
                from fct_usage_adjustments
                union all
                select account_key, currency, charged_period as period, amount
                from fct_rerating_adjustments
                union all
                select account_key, currency, period, -amount
                from fct_charges where charge_kind in ('usage', 'adjustment')
            )
            select account_key, currency, period, sum(amount) as amount from used group by all
        )""",
        (
            no_difference(
                "rated_and_adjusted_less_charged",
                "coalesce(sum(abs(amount)), 0)",
                OWNER,
                "Usage was rated that nobody is charged for, or the other way round.",
            ),
        ),
    )


def _payers() -> Group:
    return Group(
        """(
            select charges.currency, accounts.account_key, accounts.account_currency,
                charges.subscription_id
            from (select distinct subscription_id, account_key, currency from fct_charges)
                as charges
            left join (
                select distinct subscription_id, account_key, account_currency
                from dim_subscription_accounts
            ) as accounts
                on accounts.subscription_id = charges.subscription_id
                and accounts.account_key = charges.account_key
        )""",
        (
            none_where(
                "charges_on_an_account_that_does_not_hold_the_subscription",
                "account_key is null",
                OWNER,
                "Somebody would pay for another's subscription: do not bill. " + REBUILD,
            ),
            none_where(
                "charges_in_another_currency_than_the_account",
                "currency <> account_currency",
                OWNER,
                "An account is charged in its own currency: see the plan's prices.",
            ),
        ),
    )
