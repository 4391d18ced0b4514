"""The reference page of the synthetic operator: its rates with their defaults, and its key."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator

from ingestion.synthetic.arguments import SIZES, FaultRates
from ingestion.synthetic.rates import Rates

INTRODUCTION = """\
# The synthetic operator

Written by `make docs` from the code; do not edit. `trunkline generate` writes an operator that does
not exist: what each of its systems exports, as deliveries to be landed one after the other
(`001/`, `002/` …), the order of deliveries and closes (`history.json`), and what is true of it
(`answer_key/`). Equal arguments give equal bytes, on every machine. What happens before an export
(five in the morning after a delivery's last day) comes with that delivery.

What hangs together: people use the network by their plans; the external biller rates that usage
exactly, with a rater of its own in whole numbers that shares no code with the models, and issues
invoices; people pay them, gateways settle, the bank books, the ledger posts. Contacts follow
outages, failing cells, bills that are a shock and unpaid invoices. Who leaves has a reason, and
most reasons show in the weeks before. A campaign with a random hold-out keeps a known share of
those who would have left: the kept show every sign of leaving, and stay. Fraud is a burst of calls
at night, in files of a gateway of its own: many for the line, few for the operator. Numbers belong
to nobody, addresses to domains for examples.

The tariffs use what the catalogue can say: prices by time band, tiers within a call and over a
period, bounds, rounded events, an allowance that a family shares, and add-ons booked beside a plan.

Deliveries are cut as `--deliveries` says: `months` brings all but the last two months, then one
month each; `thirds` each month in three; `day` all but the last day, then that day.

The cells measured are those of the sites where most people live; each fills up by a growth of its
own, and the key says on which day its busy hour passes 80 % of its blocks, within two years. Of
every fourth site one cell is nearly full at the opening. Some hours' counters never come.

The plan (`planning/targets`) knows averages of the whole time: some months reach it, some miss it.
Notes (`planning/figure_notes`) tell of the worst outages of the last months, at first without their
cause, and of the month that missed its net additions by most.

Most tickets are answered and solved within the time that the service level sets; more are late
while many tell of an outage. Outages, failing cells, bills that are a shock and late tickets lower
what people answer for some weeks. At the end one outage lasts, and some tickets are overdue.
"""
KEY = (
    ("key.json", "Arguments, all rates, and how many cases of each kind there are."),
    ("files.csv", "Switch files: on time, late, lost; records and malformed lines in each."),
    ("records.csv", "Usage records with a fault, and those that a fault refers to."),
    ("corrected_prices.csv", "Prices that a later delivery corrects backwards."),
    (
        "tariff_features.csv",
        "Which charge shows what a tariff may say: tiers of a call or a period, a fee only with "
        "usage, a least or most for a call, events rounded on their own.",
    ),
    ("add_ons.csv", "Which subscription booked which add-on, and from which delivery on known."),
    ("late_subscriptions.csv", "Subscriptions used before any load knew them."),
    ("people.csv", "Names, addresses and numbers: found nowhere but in the vault."),
    (
        "billing_cases.csv",
        "Per subscription and invoice what should have been billed and what was: wrong_tariff, "
        "unbilled, billed_twice (every second one with a credit_note), zero_billed, never_billed, "
        "discount_by_right (no error), discount_beyond_term; and inactive_but_used.",
    ),
    (
        "payment_cases.csv",
        "invoice_without_payment, payment_without_invoice, late_payment, partial_payment, "
        "returned_payment, failed_payment, overpayment, double_settlement, fee_difference. Without "
        "a delivery it happens after the last one.",
    ),
    ("departures.csv", "Who left when and why; with is_saved, who would have."),
    ("contacts.csv", "What each contact followed: the outage, cell or invoice behind it."),
    (
        "tickets.csv",
        "Which tickets were answered or solved late, forgotten, and at the last export still open "
        "or overdue.",
    ),
    (
        "surveys.csv",
        "What lowered each answer: outage, bill_shock, failing_cell, late_ticket, leaving; nothing "
        "lowered the others.",
    ),
    ("outages.csv", "Outages with their true ends, and which the last export tells to be open."),
    ("missing_hours.csv", "Spans of hours of which no counters of a cell come."),
    ("campaigns.csv", "Groups and true effect: the share of departures that is prevented."),
    ("same_people.csv", "Customers who stand twice, and what was typed wrongly."),
    ("cells.csv", "How full each cell is, its growth, when it runs out, since when it fails."),
    ("fraud.csv", "Bursts of fraud with the files that hold them."),
)


def documented(rates: type) -> Iterator[tuple[str, float, str]]:
    """(name, default, meaning) of every field, read from the text below it."""
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(rates))).body
    assert isinstance(definition, ast.ClassDef)
    for field, text in zip(definition.body, definition.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr):
            assert isinstance(field.target, ast.Name)
            assert isinstance(field.value, ast.Constant)
            assert isinstance(text.value, ast.Constant)
            yield field.target.id, field.value.value, " ".join(str(text.value.value).split())


def operator_page() -> str:
    """The page: sizes, rates, the answer key."""
    lines = [INTRODUCTION, "## Sizes", ""]
    lines += ["| size | subscriptions | months | usage records a line and day | deliveries |"]
    lines += ["|---|---|---|---|---|"]
    for name, size in SIZES.items():
        lines.append(
            f"| `{name}` | {size.subscribers:,} | {size.months} | {size.events_per_day:g} "
            f"| {size.deliveries} |"
        )
    lines += ["", "## Faults of usage", "", "An option each: `--fault-late-files 0.1`.", ""]
    lines += ["| option | default | share of what |", "|---|---|---|"]
    for name, default, meaning in documented(FaultRates):
        lines.append(f"| `--fault-{name.replace('_', '-')}` | {default:g} | {meaning} |")
    lines += ["", "## What happens to people, cells and money", ""]
    lines += ["Given as `--rate NAME=SHARE`, as often as needed: `--rate unbilled=0.02`.", ""]
    lines += ["| name | default | share of what |", "|---|---|---|"]
    for name, default, meaning in documented(Rates):
        lines.append(f"| `{name}` | {default:g} | {meaning} |")
    lines += ["", "## The answer key", "", "| file | what it tells |", "|---|---|"]
    lines += [f"| `{name}` | {text} |" for name, text in KEY]
    return "\n".join(lines) + "\n"
