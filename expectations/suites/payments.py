"""Checks of the marts gate on payments, settlements, bank statements and receivables."""

from __future__ import annotations

from expectations.suite import NONE, NOTHING, Check, Group, no_difference, none_where
from expectations.suites.history import drift, known_share

OWNER = "payments"
REBUILD = "Run `trunkline warehouse rebuild`; if it stays, a model is wrong."
DAYS_FOR_LINES = 3
"""Days after a bank statement was made within which its lines may come in files of their own."""
COLLECT = "Compare with the gateway's and the bank's own totals of the days that landed last."


def payments_groups() -> list[Group]:
    """Return the checks on money that came in and money that is owed."""
    return [
        _payments(),
        _paid(),
        _receivables(),
        _balances(),
        _statements(),
        known_share(
            "fct_payments", "account_key", "dim_accounts", "account_key",
            "percent_of_payments_of_known_accounts", OWNER,
        ),
        known_share(
            "fct_receivables", "account_key", "dim_accounts", "account_key",
            "percent_of_receivables_of_known_accounts", OWNER,
        ),
        drift(
            "(select *, cast(initiated_at as date) as initiated_date from fct_payments)",
            "initiated_date", "status", "payment_statuses_with_another_share", OWNER, COLLECT,
            fewest=500,
        ),
    ]  # fmt: skip


def _payments() -> Group:
    return Group(
        "fct_payments",
        (
            none_where(
                "payments_without_their_keys",
                "payment_id is null or currency is null or status is null or amount is null "
                "or initiated_at is null",
                OWNER,
                COLLECT,
            ),
            Check("payments_twice", "count(*) - count(distinct payment_id)", NONE, OWNER, REBUILD),
            none_where(
                "payments_that_do_not_add_up",
                "amount <= 0 or settled_amount < 0 or settled_amount > amount "
                "or unallocated_amount < 0 or settled_amount <> returned_amount + refunded_amount "
                "+ charged_back_amount + allocated_amount + unallocated_amount",
                OWNER,
                REBUILD,
            ),
            none_where(
                "payments_settled_before_they_began",
                "settled_at < initiated_at or returned_at < settled_at",
                OWNER,
                "Times of a gateway lost their zone or were shifted: compare with its report.",
            ),
        ),
    )


def _paid() -> Group:
    differing = (
        "coalesce(string_agg(currency, '; ' order by currency) "
        "filter (paid is distinct from {other}), '')"
    )
    return Group(
        """(
            with sides as (
                select currency, settled_amount as paid, 0 as balances,
                    allocated_amount as allocated, 0 as allocations
                -- what names no account waits for one, and is in no balance
                from fct_payments where account_key is not null
                union all by name
                select currency, 0 as paid, -paid_amount as balances,
                    0 as allocated, 0 as allocations
                from fct_receivables_monthly
                union all by name
                select currency, 0 as paid, 0 as balances, 0 as allocated,
                    allocated_amount as allocations
                from fct_allocations where credit_kind = 'payment' and not is_released
            )
            select currency, sum(paid) as paid, sum(balances) as balances,
                sum(allocated) as allocated, sum(allocations) as allocations
            from sides group by currency
        )""",
        (
            Check(
                "currencies_whose_payments_are_not_those_of_the_balances",
                differing.format(other="balances"),
                NOTHING,
                OWNER,
                "Payments came twice, or some never reached the accounts. " + COLLECT,
            ),
            Check(
                "currencies_whose_allocations_are_not_those_of_the_payments",
                "coalesce(string_agg(currency, '; ' order by currency) "
                "filter (allocated is distinct from allocations), '')",
                NOTHING,
                OWNER,
                REBUILD,
            ),
        ),
    )


def _receivables() -> Group:
    return Group(
        "fct_receivables",
        (
            none_where(
                "receivables_that_do_not_add_up",
                "amount < 0 or open_amount < 0 or settled_amount < 0 "
                "or amount <> settled_amount + open_amount or is_open <> (open_amount > 0)",
                OWNER,
                "A document's sign or its settlement is wrong: see fct_allocations.",
            ),
            none_where(
                "receivables_without_their_keys",
                "document_key is null or account_key is null or currency is null "
                "or issued_at is null or due_date is null",
                OWNER,
                REBUILD,
            ),
            Check(
                "receivables_twice", "count(*) - count(distinct document_key)", NONE, OWNER, REBUILD
            ),
        ),
    )


def _balances() -> Group:
    return Group(
        """(
            select *, lag(closing_amount) over (
                partition by account_key, currency order by month
            ) as closed_before
            from fct_receivables_monthly
        )""",
        (
            none_where(
                "balances_that_do_not_open_where_they_closed",
                "opening_amount <> coalesce(closed_before, opening_amount) "
                "or opening_amount + invoiced_amount + adjusted_amount + paid_amount "
                "+ given_back_amount <> closing_amount",
                OWNER,
                REBUILD,
            ),
            none_where(
                "balances_whose_ages_do_not_add_up",
                "not_due_amount + overdue_1_to_30_amount + overdue_31_to_60_amount "
                "+ overdue_61_to_90_amount + overdue_over_90_amount <> open_amount "
                "or open_amount < 0 or credit_amount < 0",
                OWNER,
                REBUILD,
            ),
            none_where(
                "balances_with_amounts_of_the_wrong_sign",
                "invoiced_amount < 0 or paid_amount > 0 or given_back_amount < 0",
                OWNER,
                "What is owed adds and what is paid takes away: a sign was turned on the way.",
            ),
        ),
    )


def _statements() -> Group:
    return Group(
        f"""(
            select *, created_at < (
                select max(landed_at) from fct_load_files where source <> 'trunkline'
                    and not (source = 'planning' and entity = 'figure_notes')
            ) - interval {DAYS_FOR_LINES} days as are_lines_late
            from fct_bank_statements
        )""",
        (
            no_difference(
                "bank_statements_less_their_entries",
                # statements whose lines are still to come prove nothing; those with some must
                "coalesce(sum(abs(difference_amount)) filter (is_complete or entry_count > 0), 0)",
                OWNER,
                "A statement's entries do not lead from its opening to its closing balance.",
            ),
            none_where(
                "bank_statements_whose_lines_never_came",
                # one that states no entries, or not how many, waits for none
                "entry_count = 0 and not is_complete and are_lines_late",
                OWNER,
                "A statement says how many entries it has, and more than "
                f"{DAYS_FOR_LINES} days later none had landed: land its lines.",
            ),
        ),
    )
