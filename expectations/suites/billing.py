"""Checks of the marts gate on charges, invoice lines and invoices."""

from __future__ import annotations

from expectations.suite import NONE, Check, Group, no_difference, none_where

OWNER = "billing"
REBUILD = "Run `trunkline warehouse rebuild`; if it stays, a model is wrong."
ISSUED = "What was issued never changes: run `trunkline bill verify` to see what differs."


def billing_groups() -> list[Group]:
    """Return the checks on charges and invoices."""
    return [_charges(), _periods(), _usage_charges(), _lines(), _invoices(), _issued()]


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
                "amount < 0 and charge_kind not in ('adjustment', 'one_time')",
                OWNER,
                REBUILD,
            ),
            none_where(
                "charges_without_usage",
                "charge_kind in ('usage', 'adjustment') and coalesce(event_count, 0) < 1",
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
    return Group(
        "(select (select coalesce(sum(charge), 0) from fct_rated_usage) "
        "+ (select coalesce(sum(amount), 0) from fct_usage_adjustments) "
        "- (select coalesce(sum(amount), 0) from fct_charges "
        "where charge_kind in ('usage', 'adjustment')) as amount)",
        (
            no_difference(
                "rated_and_adjusted_less_charged",
                "max(amount)",
                OWNER,
                "Usage was rated that nobody is charged for, or the other way round.",
            ),
        ),
    )


def _lines() -> Group:
    return Group(
        "(select lines.*, currencies.decimals from fct_invoice_lines as lines "
        "left join dim_currencies as currencies on currencies.currency = lines.currency)",
        (
            none_where("invoice_lines_of_unknown_currencies", "decimals is null", OWNER, REBUILD),
            none_where(
                "invoice_lines_that_do_not_add_up",
                "gross_amount <> net_amount + tax_amount "
                "or net_amount - rounding_amount <> unrounded_amount",
                OWNER,
                ISSUED,
            ),
            none_where(
                "invoice_lines_rounded_too_far",
                "2 * abs(rounding_amount) * power(10::hugeint, decimals)::hugeint > 1",
                OWNER,
                "A line is rounded once, half up, to the decimals of its currency.",
            ),
            none_where(
                "invoice_lines_with_another_tax",
                "abs(tax_amount - net_amount * tax_rate) * power(10::hugeint, decimals)::hugeint"
                " >= 1",
                OWNER,
                "VAT is rounded once per invoice and tax code; a line is off by less than a unit.",
            ),
            Check(
                "invoice_lines_twice",
                "count(*) - count(distinct invoice_number || '/' || line_number)",
                NONE,
                OWNER,
                ISSUED,
            ),
        ),
    )


def _invoices() -> Group:
    return Group(
        """(
            with lines as (
                select invoice_number, count(*) as counted, max(line_number) as last_line,
                    sum(net_amount) as lines_net, sum(tax_amount) as lines_tax,
                    sum(gross_amount) as lines_gross
                from fct_invoice_lines group by invoice_number
            )
            select invoices.invoice_number as invoice, invoices.net_amount as net,
                invoices.tax_amount as tax, invoices.gross_amount as gross, invoices.line_count,
                lines.*
            from fct_invoices as invoices
            full outer join lines on lines.invoice_number = invoices.invoice_number
        )""",
        (
            none_where(
                "invoices_without_lines_or_lines_without_invoice",
                "invoice is null or invoice_number is null",
                OWNER,
                ISSUED,
            ),
            none_where(
                "invoices_that_are_not_their_lines",
                "net <> lines_net or tax <> lines_tax or gross <> lines_gross "
                "or line_count <> counted or last_line <> counted",
                OWNER,
                ISSUED,
            ),
            Check(
                "invoices_twice", "count(invoice) - count(distinct invoice)", NONE, OWNER, ISSUED
            ),
        ),
    )


def _issued() -> Group:
    return Group(
        "(select (select coalesce(sum(gross_amount), 0) from fct_invoice_lines) "
        "- (select coalesce(sum(gross_amount), 0) from stg_trunkline__register_invoice_lines) "
        "as gross, (select count(*) from fct_invoices) "
        "- (select count(*) from stg_trunkline__register_invoices) as invoices)",
        (
            no_difference("issued_lines_less_their_register", "max(gross)", OWNER, ISSUED),
            Check("issued_invoices_less_their_register", "max(invoices)", NONE, OWNER, ISSUED),
        ),
    )
