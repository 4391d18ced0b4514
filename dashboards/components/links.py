"""Ways from one page to another, with the choices kept in the address."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboards.components import address
from dashboards.components.view import View
from trunkline.settings import Settings

# Served by `dashboards/server.py` beside the pages, on the same port.
DATA_DOCS = "/documents/data-docs/index.html"
DBT_DOCS = "/documents/dbt-docs/index.html"


def page_link(view: View, page: str, label: str, **more: str) -> None:
    """A link to a page with the filters of this one."""
    st.page_link(
        f"app_pages/{page}.py",
        label=label,
        icon=":material/arrow_forward:",
        query_params={**address.carried(), **more},
    )


def to_trace(picked: dict[str, Any] | None) -> None:
    """Open the trace of a picked event, with the filters kept."""
    if picked and picked.get("event_id"):
        kept = {**address.carried(), "event": str(picked["event_id"])}
        st.switch_page("app_pages/trace.py", query_params=kept)


def document_links(view: View) -> None:
    """Where the gates' reports and the lineage of the models stand, once a run has written them."""
    words, settings = view.words, Settings.from_environment()
    found = [
        ("trust.data_docs", DATA_DOCS, settings.data_docs / "index.html", ":material/fact_check:"),
        ("trust.dbt_docs", DBT_DOCS, settings.dbt_docs / "index.html", ":material/account_tree:"),
    ]
    with st.container(horizontal=True, key="documents"):
        for key, url, file, icon in found:
            st.link_button(
                words(key),
                url,
                icon=icon,
                disabled=not file.exists(),
                help=words(f"{key}_help" if file.exists() else "trust.no_documents"),
            )
