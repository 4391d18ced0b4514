"""The states a page can be in beside showing figures, written once."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from datetime import timedelta

import streamlit as st

from dashboards.components import address
from dashboards.components.reading import LACKING
from dashboards.components.view import View
from dashboards.components.words import Words
from trunkline.errors import TrunklineError
from trunkline.snapshots import SnapshotRemovedError

log = logging.getLogger("trunkline.dashboards")
FILTER_KEYS = {
    "month": "period",
    "days": "period",
    "services": "service",
    "plans": "plan",
    "regions": "region",
    "segments": "segment",
    "currency": "currency",
}


def guarded(words: Words, run: Callable[[], None]) -> None:
    """Run a page; what goes wrong is logged under an id, and only the id is shown."""
    try:
        run()
    except SnapshotRemovedError as error:
        removed(words, error)
    except LACKING:
        log.exception("the snapshot lacks a table or column of this version")
        st.info(words("state.older_page"), icon=":material/history:")
    except Exception:
        error_id = secrets.token_hex(4)
        log.exception("page failed, error id %s", error_id)
        st.error(words("state.error", error_id=error_id), icon=":material/error:")


def removed(words: Words, error: SnapshotRemovedError) -> None:
    """The snapshot that a link names existed once."""
    st.warning(
        words("state.removed", snapshot_id=error.record.snapshot_id), icon=":material/history:"
    )
    back_to_current(words)


def missing(words: Words, error: TrunklineError) -> None:
    """No such snapshot, or none at all."""
    wanted = st.query_params.get("snap")
    if wanted:
        st.warning(words("state.unknown", snapshot_id=wanted), icon=":material/help:")
        back_to_current(words)
    else:
        log.warning("%s", error)
        st.info(words("state.nothing"), icon=":material/inventory_2:")


def back_to_current(words: Words) -> None:
    """One click to the snapshot in service."""
    st.button(
        words("state.to_current"),
        on_click=address.take_back,
        args=("snap",),
        icon=":material/update:",
        key="to_current",
    )


def empty(view: View, key: str) -> None:
    """Nothing to show: say which choice emptied it, and clear it with one click."""
    words, chosen = view.words, view.filters.active()
    if not chosen:
        st.info(words("state.empty"), icon=":material/inbox:")
        return
    named = ", ".join(f"{words(f'filter.{name}')}: {shown_choice(view, name)}" for name in chosen)
    st.info(words("state.filtered", filters=named), icon=":material/filter_alt_off:")
    st.button(
        words("state.clear"),
        key=f"clear_{key}",
        on_click=clear,
        args=(tuple(chosen),),
        icon=":material/filter_alt_off:",
    )


def older(view: View) -> None:
    """The snapshot is of a version that did not have the table; the rest of the page stands."""
    st.info(view.words("state.older"), icon=":material/history:")


def clear(names: tuple[str, ...]) -> None:
    """Take filters back; the month goes to all months, not to the default one."""
    for name in names:
        address.put(FILTER_KEYS[name], "all" if name in ("month", "days") else None)


def shown_choice(view: View, name: str) -> str:
    """A filter's values as people read them."""
    values = getattr(view.filters, name)
    if name == "month":
        return f"{values:%Y-%m}"
    if name == "days":
        return f"{values[0]} – {values[1] - timedelta(days=1)}"
    if name == "plans":
        return ", ".join(view.plan_name(plan) for plan in values)
    if name == "currency":
        return str(values)
    kind = {"services": "service", "regions": "region", "segments": "segment"}[name]
    return ", ".join(view.words.label(kind, value) for value in values)
