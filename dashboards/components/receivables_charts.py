"""Charts of what is owed and of what was paid."""

from __future__ import annotations

from dashboards.components import states
from dashboards.components.charts import across, stacked_bars
from dashboards.components.series import (
    currency_of,
    money_axis,
    series_of,
    unfinished_months,
    unfinished_note,
)
from dashboards.components.view import View
from trunkline.presentation.figures import money_exact, money_headline, share
from trunkline.presentation.moments import month_label
from trunkline.queries import bank, receivables

BUCKETS = ("not_due", "1_to_30", "31_to_60", "61_to_90", "over_90")


def ageing_chart(view: View) -> None:
    """What is open at the end of each month, one colour an age, the oldest on top."""
    words, currency = view.words, currency_of(view)
    found = view.with_filters(month=None).ask(receivables.ageing).records()
    found = [row for row in found if row["currency"] == currency]
    if not any(row["open_amount"] for row in found):
        states.empty(view, "ageing_chart")
        return
    months = sorted({row["month"] for row in found})
    series = series_of(
        found,
        code="bucket",
        name=lambda code: words.label("bucket", code),
        x=lambda row: month_label(row["month"], view.language),
        axis=[month_label(month, view.language) for month in months],
        y="open_amount",
        text=lambda value: money_exact(value, currency),
    )
    ordered = sorted(series, key=lambda part: BUCKETS.index(part.code))
    unfinished = unfinished_months(view, months, "receivables")
    stacked_bars(
        ordered,
        money_axis(view),
        key="ageing",
        alt=words("alt.ageing"),
        unfinished=unfinished,
    )
    unfinished_note(view, unfinished, "receivables")


def methods_chart(view: View) -> None:
    """What was begun by each method, and which share failed or went back."""
    words, currency = view.words, currency_of(view)
    found = view.ask(receivables.payments_by_method).records()
    found = [row for row in found if row["currency"] == currency]
    if not found:
        states.empty(view, "methods_chart")
        return
    across(
        [words.label("method", row["method"]) for row in found],
        [row["amount"] for row in found],
        [
            f"{money_headline(row['amount'], currency, view.language)} · "
            + words("receivables.failed", share=share(row["failure_share"]))
            for row in found
        ],
        key="methods",
        alt=words("alt.methods"),
        room=0.9,
    )


def credits_chart(view: View) -> None:
    """What came in at the bank each month, matched below and not matched on top."""
    words, currency = view.words, currency_of(view)
    found = view.with_filters(month=None).ask(bank.credits_by_month).records()
    rows = [
        {"month": row["month"], "kind": kind, "amount": row[f"{kind}_credit_amount"]}
        for row in found
        if row["currency"] == currency
        for kind in ("matched", "unmatched")
    ]
    if not rows:
        return
    months = sorted({row["month"] for row in rows})
    series = series_of(
        rows,
        code="kind",
        name=lambda code: words(f"receivables.{code}"),
        x=lambda row: month_label(row["month"], view.language),
        axis=[month_label(month, view.language) for month in months],
        y="amount",
        text=lambda value: money_exact(value, currency),
    )
    ordered = sorted(series, key=lambda part: part.code)
    unfinished = unfinished_months(view, months, "bank")
    stacked_bars(
        ordered, money_axis(view), key="credits", alt=words("alt.credits"), unfinished=unfinished
    )
    unfinished_note(view, unfinished, "bank")


def is_anything_owed(view: View) -> bool:
    """Whether invoices or payments have landed at all, whatever is chosen."""
    return bool(_of_all(view).ask(receivables.by_month).rows)


def has_gateways(view: View) -> bool:
    """Whether any gateway has sent a settlement report, whatever is chosen."""
    return bool(_of_all(view).ask(bank.gateways).rows)


def _of_all(view: View) -> View:
    return view.with_filters(month=None, segments=(), regions=(), currency=None)
