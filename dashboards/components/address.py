"""The page's address holds every choice: a copied link opens the same view, in either language.

Streamlit's own `bind="query-params"` writes the *label* of an option into the address, so a link
made in Korean would lose its filters in English. Here codes stand in the address, and choices that
hold for all pages are carried along when somebody goes to another page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

CARRIED = ("lang", "snap", "period", "service", "plan", "region", "segment", "currency")


def carry_over(page: str) -> None:
    """Bring the choices of the page before along, then remember those of this one."""
    before = st.session_state.get("address_page")
    kept: dict[str, list[str]] = st.session_state.get("address_kept", {})
    if before is not None and before != page:
        for key, values in kept.items():
            if key not in st.query_params:
                st.query_params[key] = values
    st.session_state["address_page"] = page
    remember()


def remember() -> None:
    """Keep the choices that hold for all pages as they stand in the address now."""
    st.session_state["address_kept"] = carried()


def carried() -> dict[str, list[str]]:
    """Choices for a link to another page."""
    return {key: st.query_params.get_all(key) for key in CARRIED if key in st.query_params}


def put(key: str, value: str | Sequence[str] | None) -> None:
    """Write one choice into the address; nothing removes it."""
    if value:
        st.query_params[key] = value if isinstance(value, str) else list(value)
    elif key in st.query_params:
        del st.query_params[key]
    remember()


def take_back(*keys: str) -> None:
    """Remove choices from the address."""
    for key in keys:
        put(key, None)


def choose_one(
    label: str,
    key: str,
    options: Sequence[str],
    default: str,
    format_func: Callable[[str], str],
    **extra: Any,
) -> str:
    """A select box whose code stands in the address unless it is the default."""
    wanted = st.query_params.get(key, default)
    name = f"choice_{key}"
    st.session_state[name] = wanted if wanted in options else default

    def write() -> None:
        chosen = st.session_state[name]
        put(key, None if chosen == default else chosen)

    st.selectbox(label, options, key=name, format_func=format_func, on_change=write, **extra)
    return str(st.session_state[name])


def choose_many(
    label: str,
    key: str,
    options: Sequence[str],
    format_func: Callable[[str], str],
    placeholder: str,
) -> tuple[str, ...]:
    """A multiple choice; nothing chosen means all."""
    name = f"choice_{key}"
    st.session_state[name] = [code for code in st.query_params.get_all(key) if code in options]

    def write() -> None:
        put(key, st.session_state[name])

    st.multiselect(
        label,
        options,
        key=name,
        format_func=format_func,
        placeholder=placeholder,
        on_change=write,
    )
    return tuple(st.session_state[name])
