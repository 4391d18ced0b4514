"""Charts of customers and of their contacts."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from dashboards.components import states
from dashboards.components.charts import across, lines, stacked_bars
from dashboards.components.series import (
    count_axis,
    count_text,
    series_of,
    unfinished_months,
    unfinished_note,
)
from dashboards.components.view import View
from trunkline.presentation.figures import grouped, points, share
from trunkline.presentation.moments import month_label
from trunkline.queries import care, churn, customers


def come_and_gone_chart(view: View) -> None:
    """New customers above zero and those who left below it, by month."""
    words = view.words
    found = view.with_filters(month=None).ask(customers.come_and_gone).records()
    if not found:
        states.empty(view, "come_and_gone")
        return
    rows = [
        {"month": row["month"], "movement": name, "value": sign * row[f"{name}_count"]}
        for row in found
        for name, sign in (("new", 1), ("lost", -1))
    ]
    series = series_of(
        rows,
        code="movement",
        name=lambda code: words(f"customers.{code}"),
        x=lambda row: month_label(row["month"], view.language),
        axis=[month_label(row["month"], view.language) for row in found],
        y="value",
        text=lambda value: grouped(abs(value)),
    )
    places = {"new": 0, "lost": 1}
    ordered = sorted(series, key=lambda part: places[part.code])
    unfinished = unfinished_months(view, (row["month"] for row in found), "calendar")
    stacked_bars(
        ordered,
        count_axis(view),
        key="come_and_gone",
        alt=words("alt.come_and_gone"),
        unfinished=unfinished,
    )
    unfinished_note(view, unfinished, "calendar")


def reasons_chart(view: View) -> None:
    """Why customers left, most often first."""
    words = view.words
    counts: dict[str, int] = {}
    for row in view.ask(customers.reasons).records():
        reason = row["leaving_reason"]
        counts[reason] = counts.get(reason, 0) + row["customer_count"]
    if not counts:
        states.empty(view, "reasons_chart")
        return
    total = sum(counts.values())
    ordered = sorted(counts, key=lambda reason: (-counts[reason], reason))
    across(
        [words.label("leaving_reason", reason) for reason in ordered],
        [counts[reason] for reason in ordered],
        [
            f"{grouped(counts[reason])} · {share(Decimal(counts[reason]) / total, 0)}"
            for reason in ordered
        ],
        key="reasons",
        alt=words("alt.reasons"),
        room=0.45,
    )


def contacts_chart(view: View) -> None:
    """Contacts of each month, one colour a channel."""
    words = view.words
    found = view.with_filters(month=None).ask(care.contacts_by_month).records()
    if not found:
        states.empty(view, "contacts")
        return
    months = sorted({row["month"] for row in found})
    # A message is a channel here and a service elsewhere: the colours of services are not for it.
    rows = [row | {"channel": f"by_{row['channel']}"} for row in found]
    series = series_of(
        rows,
        code="channel",
        name=lambda code: words.label("channel", code.removeprefix("by_")),
        x=lambda row: month_label(row["month"], view.language),
        axis=[month_label(month, view.language) for month in months],
        y="contact_count",
        text=count_text,
    )
    unfinished = unfinished_months(view, months, "calendar")
    stacked_bars(
        series,
        count_axis(view),
        key="contacts",
        alt=words("alt.contacts"),
        unfinished=unfinished,
    )
    unfinished_note(view, unfinished, "calendar")


def surveys_chart(view: View) -> None:
    """The score of one kind of question by month: kinds have scales of their own."""
    words = view.words
    found = view.with_filters(month=None).ask(care.surveys_by_month).records()
    kinds = [
        kind for kind in ("nps", "csat", "ces") if any(r["survey_kind"] == kind for r in found)
    ]
    if not kinds:
        states.empty(view, "surveys_chart")
        return
    kind = st.segmented_control(
        words("column.survey_kind"),
        kinds,
        default=kinds[0],
        format_func=lambda code: words.label("survey_kind", code),
        key="survey_kind",
        required=True,
        label_visibility="collapsed",
    )
    rows = sorted((r for r in found if r["survey_kind"] == kind), key=lambda row: row["month"])

    def text(value: Decimal) -> str:
        return points(value) if kind == "nps" else share(value / 100, 0)

    series = series_of(
        rows,
        code="survey_kind",
        name=lambda code: words.label("survey_kind", code),
        x=lambda row: month_label(row["month"], view.language),
        axis=[month_label(row["month"], view.language) for row in rows],
        y="survey_score",
        text=text,
    )
    low = min(Decimal(0), *(row["survey_score"] for row in rows))
    unfinished = unfinished_months(view, (row["month"] for row in rows), "calendar")
    lines(
        series,
        text,
        key=f"surveys_{kind}",
        alt=words("alt.surveys"),
        low=low,
        unfinished=unfinished,
    )
    unfinished_note(view, unfinished, "calendar")


def risk_chart(view: View) -> bool:
    """Subscriptions by band of their last churn score; whether there are any is given back."""
    words = view.words
    found = view.ask(churn.by_band).records()
    if not found:
        st.info(words("customers.no_scores"), icon=":material/hourglass_empty:")
        return False
    across(
        [words.label("risk_band", row["risk_band"]) for row in found],
        [row["subscriptions"] for row in found],
        [words("customers.lines", count=grouped(row["subscriptions"])) for row in found],
        key="risk",
        alt=words("alt.risk"),
    )
    for row in view.ask(churn.scored).records():
        st.caption(
            words(
                "customers.risk_note",
                horizon=row["horizon_days"],
                as_of=row["as_of_date"],
                model=f"{row['model_name']} {row['model_version']}",
                count=grouped(row["subscriptions"]),
            )
        )
    return True
