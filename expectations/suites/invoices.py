"""Checks of the marts gate on invoice lines and invoices, and on what their close registered."""

from __future__ import annotations

from expectations.suite import NONE, Check, Group, no_difference, none_where

OWNER = "billing"
REBUILD = "Run `trunkline warehouse rebuild`; if it stays, a model is wrong."
ISSUED = "What was issued never changes: run `trunkline bill verify` to see what differs."


def invoice_groups() -> list[Group]:
    """Return the checks on what customers were sent."""
    return [_lines(), _rates(), _invoices(), _issued()]


def _rates() -> Group:
    return Group(
        "(select lines.tax_code, lines.tax_rate, taxes.tax_code as known_code "
        "from (select distinct tax_code, tax_rate from fct_invoice_lines) as lines "
        "left join dim_taxes as taxes "
        "on taxes.tax_code = lines.tax_code and taxes.rate = lines.tax_rate)",
        (
            none_where(
                "tax_rates_that_the_catalogue_lacks",
                "known_code is null",
                OWNER,
                "Lines bear a rate that no version of their tax has: see catalogue/taxes.",
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
                "or case when price_basis = 'gross' then gross_amount else net_amount end "
                "- rounding_amount <> unrounded_amount",
                OWNER,
                ISSUED,
            ),
            none_where(
                "invoice_lines_rounded_too_far",
                "abs(rounding_amount) * power(10::hugeint, decimals)::hugeint >= 1",
                OWNER,
                "A line is rounded once to the decimals of its currency: by less than one unit.",
            ),
            none_where(
                "invoice_lines_with_another_tax",
                "price_basis = 'net' and abs(tax_amount - net_amount::decimal(24, 4) * tax_rate) "
                "* power(10::hugeint, decimals)::hugeint >= 1",
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
    """What the marts say of an invoice beside what its close registered, one by one."""
    return Group(
        """(
            with lines as (
                select invoice_number, sum(gross_amount) as gross
                from fct_invoice_lines group by invoice_number
            ),
            registered as (
                select invoice_number, sum(gross_amount) as gross
                from stg_trunkline__register_invoice_lines group by invoice_number
            )
            select invoices.invoice_number as invoice, issued.invoice_number as issued,
                abs(coalesce(lines.gross, 0) - coalesce(registered.gross, 0)) as line_difference,
                invoices.account_key is distinct from issued.account_key
                    or invoices.currency is distinct from issued.currency
                    or invoices.period is distinct from issued.period
                    or invoices.net_amount is distinct from issued.net_amount
                    or invoices.tax_amount is distinct from issued.tax_amount
                    or invoices.gross_amount is distinct from issued.gross_amount as differs
            from stg_trunkline__register_invoices as issued
            full outer join fct_invoices as invoices
                on invoices.invoice_number = issued.invoice_number
            left join lines on lines.invoice_number = issued.invoice_number
            left join registered on registered.invoice_number = issued.invoice_number
        )""",
        (
            no_difference(
                "issued_lines_less_their_register",
                "coalesce(sum(line_difference), 0)",
                OWNER,
                ISSUED,
            ),
            Check(
                "issued_invoices_less_their_register",
                "count(invoice) - count(issued)",
                NONE,
                OWNER,
                ISSUED,
            ),
            none_where("invoices_that_are_not_as_they_were_issued", "differs", OWNER, ISSUED),
        ),
    )
