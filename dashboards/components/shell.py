"""The frame of every page: language, header strip, filter bar, and the page inside."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboards.components import address, states
from dashboards.components.narrowing import filter_bar
from dashboards.components.reading import (
    Reader,
    failed_step,
    reader_for,
    snapshot_in_service,
)
from dashboards.components.view import View, show
from dashboards.components.words import LANGUAGES, Words
from trunkline.errors import TrunklineError
from trunkline.presentation.moments import minute
from trunkline.queries.choices import choices
from trunkline.queries.filters import Filters
from trunkline.queries.viewer import local_viewer
from trunkline.settings import Settings
from trunkline.snapshots import SnapshotRemovedError

LANGUAGE_NAMES = {"ko": "한국어", "en": "English"}


# What Streamlit's own options do not reach: names of cards that wrap instead of being cut, and
# words that only a narrow screen needs.
STYLE = """<style>
[data-testid="stMetricLabel"] *, [data-testid="stMetricDeltaDescription"] * {
  white-space: normal !important; overflow: visible !important;
}
[data-testid="stMetric"] div:has(> [data-testid="stMetricDelta"]) { flex-wrap: wrap; }
[data-testid="stMetricDeltaDescription"] { flex: none; }
[class*="st-key-signed_"] [data-testid="stText"] { font-size: 0.875rem; opacity: 0.7; }
[data-testid="stLayoutWrapper"]:has(> [class*="_sideways"]) { display: none; }
@media (max-width: 640px) {
  [data-testid="stLayoutWrapper"]:has(> [class*="_sideways"]) { display: block; }
}
</style>"""


def language() -> str:
    """The address decides, then the browser's own language, then English."""
    asked = st.query_params.get("lang")
    if asked in LANGUAGES:
        return asked
    kept = st.session_state.get("address_kept", {}).get("lang", [""])[0]
    if kept in LANGUAGES:
        return str(kept)
    return "ko" if (st.context.locale or "").lower().startswith("ko") else "en"


def frame(words: Words, page: str, shown: tuple[str, ...], run: Callable[[], None]) -> None:
    """Draw the strip and the filter bar of a page, then the page, or the state it is in."""
    st.html(STYLE)
    address.carry_over(page)
    top = st.container(horizontal=True, vertical_alignment="center", key="strip")
    wanted = st.query_params.get("snap")
    try:
        reader = reader_for(wanted, local_viewer(words.language))
    except SnapshotRemovedError as error:
        _language_switch(top, words)
        states.removed(words, error)
        return
    except TrunklineError as error:
        _language_switch(top, words)
        states.missing(words, error)
        return
    _strip(top, words, reader)
    _warnings(words, reader, wanted)
    st.title(words(f"page.{page}.title"), anchor=False)
    st.caption(words(f"page.{page}.question"))

    def work() -> None:
        show(_view(words, reader, shown))
        run()

    states.guarded(words, work)


def _strip(top: st.delta_generator.DeltaGenerator, words: Words, reader: Reader) -> None:
    record, zone = reader.record, Settings.from_environment().zone
    whole = record.checks_passed == record.checks_total
    with top:
        st.badge(
            words("strip.as_of", at=minute(record.as_of, zone)),
            icon=":material/schedule:",
            color="gray",
            help=words("strip.as_of_help"),
        )
        st.badge(
            words("strip.snapshot", snapshot_id=record.snapshot_id),
            icon=":material/photo_camera:",
            color="gray",
            help=words("strip.snapshot_help", at=minute(record.published_at, zone)),
        )
        st.badge(
            words("strip.checks", passed=record.checks_passed, total=record.checks_total),
            icon=":material/verified:" if whole else ":material/gpp_maybe:",
            color="green" if whole else "red",
            help=words("strip.checks_help"),
        )
    _language_switch(top, words)


def _language_switch(top: st.delta_generator.DeltaGenerator, words: Words) -> None:
    st.session_state["language"] = words.language

    def write() -> None:
        address.put("lang", st.session_state["language"])

    top.space("stretch")
    top.segmented_control(
        words("strip.language"),
        LANGUAGES,
        format_func=lambda code: LANGUAGE_NAMES[code],
        key="language",
        required=True,
        label_visibility="collapsed",
        on_change=write,
    )


def _warnings(words: Words, reader: Reader, wanted: str | None) -> None:
    zone = Settings.from_environment().zone
    if wanted:
        if wanted != snapshot_in_service():
            st.warning(words("state.pinned", snapshot_id=wanted), icon=":material/push_pin:")
            states.back_to_current(words)
        return
    published = f"{reader.record.published_at:%Y-%m-%d %H:%M:%S}"
    failed = failed_step(reader.home, published)
    if failed:
        step = words.label("step", str(failed["step"]))
        at = minute(reader.record.published_at, zone)
        st.warning(words("state.stale", step=step, at=at), icon=":material/warning:")
    _newer_snapshot(words, reader.record.snapshot_id)


@st.fragment(run_every="10s")
def _newer_snapshot(words: Words, snapshot_id: str) -> None:
    """Say when another snapshot came into service: figures change at the next click, not before."""
    try:
        current = snapshot_in_service()
    except TrunklineError:
        return
    if current != snapshot_id:
        with st.container(horizontal=True, vertical_alignment="center", key="newer"):
            st.info(words("state.newer", snapshot_id=current), icon=":material/new_releases:")
            if st.button(words("state.reload"), key="reload", icon=":material/refresh:"):
                st.rerun(scope="app")


def _view(words: Words, reader: Reader, shown: tuple[str, ...]) -> View:
    zone = Settings.from_environment().zone
    offered = reader.ask(choices, Filters(zone=zone))
    view = View(words, reader, zone, offered, Filters(zone=zone))
    return filter_bar(view, shown) if shown else view
