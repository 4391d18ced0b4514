"""Metrics: what each number means."""

from __future__ import annotations

import streamlit as st

from dashboards.components.dictionary import entries, entry, export_button
from dashboards.components.view import shown

view = shown()
words = view.words

with st.container(horizontal=True, vertical_alignment="bottom"):
    wanted = st.text_input(
        words("metrics.search"),
        key="metric_search",
        type="search",
        placeholder=words("metrics.search_hint"),
        live=True,
    )
    export_button(view)
found, total = entries(view, wanted or "")
st.caption(words("metrics.count", shown=len(found), total=total))
with st.grid(2, min_column_width=330, key="entries"):
    for definition in found:
        entry(view, definition)
if not found:
    st.info(words("metrics.none", wanted=wanted), icon=":material/search_off:")
