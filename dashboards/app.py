"""Routes: which pages there are. Everything else is in `components/` and `app_pages/`."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboards.components.shell import frame, language
from dashboards.components.words import Words

PAGES = {
    "executive": (":material/monitoring:", ("month", "services", "plans", "regions", "currency")),
    "revenue": (
        ":material/waterfall_chart:",
        ("month", "segments", "plans", "regions", "currency"),
    ),
    "usage": (":material/sensors:", ("month", "services", "plans", "currency")),
    "invoices": (":material/receipt_long:", ("month", "services", "plans", "regions", "currency")),
    "trace": (":material/route:", ("month", "services", "plans", "currency")),
    "receivables": (
        ":material/account_balance_wallet:",
        ("month", "segments", "regions", "currency"),
    ),
    "customers": (":material/groups:", ("month", "segments", "regions")),
    "network": (":material/cell_tower:", ("days", "regions")),
    "data_trust": (":material/verified_user:", ()),
    "metrics": (":material/menu_book:", ()),
}
SECTIONS = {
    "business": ("executive", "revenue", "customers", "network"),
    "billing": ("usage", "invoices", "receivables", "trace"),
    "data": ("data_trust", "metrics"),
}

ASSETS = Path(__file__).parent / "assets"

words = Words(language())
# An icon of our own: Streamlit fetches `:material/…:` page icons from a font service.
st.set_page_config(page_title="Trunkline", page_icon=str(ASSETS / "mark.svg"), layout="wide")
st.logo(str(ASSETS / "wordmark.svg"), size="large", icon_image=str(ASSETS / "mark.svg"))
pages = {
    name: st.Page(
        f"app_pages/{name}.py",
        title=words(f"page.{name}.title"),
        icon=icon,
        url_path=name,
        default=name == "executive",
        help=words(f"page.{name}.question"),
    )
    for name, (icon, _) in PAGES.items()
}
chosen = st.navigation(
    {words(f"section.{key}"): [pages[name] for name in names] for key, names in SECTIONS.items()}
)
page = next(name for name, known in pages.items() if known.title == chosen.title)
frame(words, page, PAGES[page][1], chosen.run)
