"""The dictionary of metrics: search, entries and export."""

from __future__ import annotations

import streamlit as st

from dashboards.components.values import exact
from dashboards.components.view import View
from trunkline.metrics.catalogue import Metric, metrics
from trunkline.presentation.export import file_name, to_csv
from trunkline.queries.table import Table


def entries(view: View, wanted: str) -> tuple[list[Metric], int]:
    """Metrics whose names, definitions or id hold the words, in either language; and how many."""
    everything = list(metrics().values())
    needle = wanted.casefold().strip()
    found = [metric for metric in everything if needle in _haystack(metric)]
    return found, len(everything)


def _haystack(metric: Metric) -> str:
    texts = (*metric.name.values(), *metric.definition.values(), metric.id, metric.domain)
    return " ".join(texts).casefold()


def entry(view: View, metric: Metric) -> None:
    """One metric: what it means, how it is computed, who answers for it, where it stands."""
    words, language = view.words, view.language
    other = "en" if language == "ko" else "ko"
    with st.container(border=True, height="stretch", key=f"metric_{metric.id}"):
        st.subheader(f"{metric.name[language]}", anchor=metric.id)
        st.caption(f"{metric.name[other]} · `{metric.id}`")
        st.markdown(metric.definition[language])
        pages = " · ".join(words(f"page.{page}.title") for page in metric.used_in)
        facts = {
            words("metrics.formula"): metric.formula[language],
            words("metrics.unit"): words(f"unit.{metric.unit}"),
            words("metrics.value"): exact(metric, view.figure(metric.id))
            if metric.unit != "unit_price"
            else "–",
            words("metrics.owner"): words.label("owner", metric.owner),
            words("metrics.source"): metric.source[language],
            words("metrics.used_in"): pages,
        }
        st.table(facts, border="horizontal", width="stretch")
        with st.expander(words("metrics.sql"), icon=":material/code:"):
            st.code(metric.sql, language="sql", wrap_lines=True)


def export_button(view: View) -> None:
    """All definitions in both languages as CSV."""
    words, snapshot_id = view.words, view.reader.record.snapshot_id
    plain = ("id", "domain", "unit", "owner", "used_in")
    texts = ("name", "definition", "formula", "source")
    columns = (*plain, *(f"{text}_{key}" for text in texts for key in ("ko", "en")), "sql")
    rows = tuple(
        (
            metric.id,
            metric.domain,
            metric.unit,
            metric.owner,
            " ".join(metric.used_in),
            *(
                text[key]
                for text in (metric.name, metric.definition, metric.formula, metric.source)
                for key in ("ko", "en")
            ),
            metric.sql,
        )
        for metric in metrics().values()
    )
    found = Table(columns, rows, len(rows))
    st.download_button(
        words("table.export"),
        data=to_csv(found, name="metrics", snapshot_id=snapshot_id, filters={}),
        file_name=file_name("metrics", snapshot_id),
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        key="metrics_export",
    )
