"""Checks of the marts gate on control totals, recurring revenue, revenue and the ledger."""

from __future__ import annotations

from expectations.suite import NONE, NOTHING, Check, Group, none_where

OWNER = "revenue"
LOOK = "Open the control total on the page Data trust and follow its two sides."
REBUILD = "Run `trunkline warehouse rebuild`; if it stays, a model is wrong."
CONTROLS = ("records", "events", "rated")
"""Control totals that exist as soon as anything was rated."""


def revenue_groups() -> list[Group]:
    """Return the checks on whether the books balance."""
    return [*_control_totals(), _movements(), _revenue(), _assurance(), *_ledger()]


def _control_totals() -> list[Group]:
    listed = ", ".join(f"'{name}'" for name in CONTROLS)
    return [
        Group(
            "fct_control_totals",
            (
                Check(
                    "unbalanced_control_totals",
                    "coalesce(string_agg(control_key, '; ' order by control_key) "
                    "filter (is_balanced is not true), '')",
                    NOTHING,
                    OWNER,
                    LOOK,
                ),
                none_where(
                    "control_totals_called_balanced_that_are_not",
                    "is_balanced and (left_count is distinct from right_count "
                    "or left_amount is distinct from right_amount)",
                    OWNER,
                    LOOK,
                ),
            ),
        ),
        Group(
            f"(select count(distinct control) filter (control in ({listed})) as controls, "
            "(select count(*) from fct_rated_usage) as rated from fct_control_totals)",
            (
                Check(
                    "control_totals_that_are_absent",
                    f"case when max(rated) > 0 then {len(CONTROLS)} - max(controls) else 0 end",
                    NONE,
                    OWNER,
                    "A control without rows proves nothing: look at fct_control_totals.",
                ),
            ),
        ),
    ]


def _movements() -> Group:
    moved = "new + expansion + contraction + churn + reactivation"
    sums = ", ".join(
        f"sum({name}_amount) as {name}"
        for name in (
            "opening", "new", "expansion", "contraction", "churn", "reactivation", "closing",
        )
    )  # fmt: skip
    return Group(
        f"""(
            select *, lag(closing, 1, opening) over (partition by currency order by month) as before
            from (select currency, month, {sums} from fct_mrr_movements group by currency, month)
        )""",
        (
            none_where(
                "months_of_recurring_revenue_that_do_not_open_where_they_closed",
                f"opening <> before or opening + {moved} <> closing",
                OWNER,
                REBUILD,
            ),
            none_where(
                "recurring_revenue_that_is_negative",
                "opening < 0 or closing < 0 or churn > 0 or new < 0",
                OWNER,
                REBUILD,
            ),
        ),
    )


def _revenue() -> Group:
    return Group(
        """(
            with revenue as (
                select currency, sum(amount) as amount, sum(billed_amount) as billed,
                    sum(unbilled_amount) as unbilled
                from fct_revenue_monthly group by currency
            ),
            charges as (
                select currency, sum(amount) as charged from fct_charges group by currency
            )
            select amount, billed, unbilled, charged
            from revenue full outer join charges on charges.currency = revenue.currency
        )""",
        (
            none_where(
                "currencies_whose_revenue_is_not_what_was_charged",
                "amount is distinct from charged or amount <> billed + unbilled",
                OWNER,
                REBUILD,
            ),
        ),
    )


def _assurance() -> Group:
    return Group(
        """(
            with stages as (
                select stage, currency, cast(sum(amount) as decimal(24, 6)) as amount
                from fct_assurance group by all
            ),
            marts as (
                select 'rated' as stage, currency,
                    cast(sum(charge_amount) as decimal(24, 6)) as amount
                from fct_usage_daily group by currency
                union all
                select 'billed', currency, cast(sum(gross_amount) as decimal(24, 6))
                from fct_invoices group by currency
                union all
                select 'owed', currency, cast(sum(amount) as decimal(24, 6))
                from fct_receivables where document_kind = 'invoice' group by currency
                union all
                select 'paid', currency, cast(sum(settled_amount) as decimal(24, 6))
                from fct_payments where settled_amount > 0 group by currency
            )
            select marts.stage, coalesce(stages.amount, 0) <> coalesce(marts.amount, 0) as differs
            from marts left join stages
                on stages.stage = marts.stage and stages.currency = marts.currency
        )""",
        (
            Check(
                "stages_of_assurance_that_are_not_their_marts",
                "coalesce(string_agg(distinct stage, '; ' order by stage) filter (differs), '')",
                NOTHING,
                OWNER,
                REBUILD,
            ),
        ),
    )


def _ledger() -> list[Group]:
    return [
        Group(
            "fct_ledger_entries",
            (
                none_where(
                    "ledger_entries_of_the_wrong_shape",
                    "posting_id is null or journal_id is null or ledger_account is null "
                    "or debit_amount < 0 or credit_amount < 0 "
                    "or (debit_amount > 0 and credit_amount > 0) "
                    "or (side = 'debit') <> (debit_amount > 0 or credit_amount = 0)",
                    OWNER,
                    "A posting debits or credits; find it in the biller's ledger export.",
                ),
                Check(
                    "ledger_entries_twice",
                    "count(*) - count(distinct posting_id)",
                    NONE,
                    OWNER,
                    "The biller's ledger export came twice under new references.",
                ),
            ),
        ),
        Group(
            "(select journal_id, currency, sum(debit_amount) as debit, sum(credit_amount) as credit"
            " from fct_ledger_entries group by journal_id, currency)",
            (
                none_where(
                    "journals_whose_debits_are_not_their_credits",
                    "debit <> credit",
                    OWNER,
                    "A side of a journal is missing or altered: have the ledger sent again.",
                ),
            ),
        ),
    ]
