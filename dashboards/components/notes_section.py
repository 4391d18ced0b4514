"""Notes on the figures of a month, under the cards, and the form that adds one.

What people wrote is only ever shown as text: `st.text` reads neither Markdown nor HTML.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from dashboards.components import states
from dashboards.components.notes import Notes
from dashboards.components.view import View
from dashboards.components.words import Words
from trunkline.figure_notes import (
    ENTITY,
    LONGEST_NAME,
    LONGEST_TEXT,
    SOURCE,
    FigureNote,
    NoteNotKeptError,
    NoteRefusedError,
    new_note,
    withdrawal,
    write_note,
)
from trunkline.metrics.catalogue import metrics
from trunkline.presentation.moments import minute, month_name
from trunkline.queries.viewer import Viewer
from trunkline.settings import Settings

# Of more notes the earlier ones are folded away.
AT_ONCE = 4
NOBODY = "local"
"""The viewer of pages without sign-in: who writes a note says so."""


def notes_section(view: View, notes: Notes, metric_ids: Sequence[str]) -> None:
    """The notes of the month, newest first, and what adds one on any of the metrics."""
    words, month = view.words, notes.month
    if month is None:
        st.caption(words("note.needs_month"))
        return
    named = words(
        "note.title" if notes.shown else "note.none", month=month_name(month, view.language)
    )
    with st.container(key="notes", gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", key="notes_head"):
            st.markdown(f"**{named}**" if notes.shown else f":gray[{named}]", width="content")
            if not notes.is_pinned:
                _adding(view, month, metric_ids)
        _told(words)
        if notes.is_pinned:
            st.caption(words("note.pinned"))
        if notes.is_lacking:
            states.older(view)
        _side_by_side(view, notes, notes.shown[:AT_ONCE])
        if earlier := notes.shown[AT_ONCE:]:
            with st.expander(words("note.more", count=len(earlier)), key="notes_earlier"):
                _side_by_side(view, notes, earlier)


def _side_by_side(view: View, notes: Notes, some: Sequence[FigureNote]) -> None:
    if some:
        with st.grid(2, min_column_width=300, gap="small"):
            for note in some:
                _note(view, note, notes)


def _note(view: View, note: FigureNote, notes: Notes) -> None:
    words = view.words
    with st.container(border=True, height="stretch", gap="xsmall", key=f"shown_{note.note_id}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{_name(view, note.metric_id)}**", width="stretch")
            if not notes.is_pinned:
                st.button(
                    words("note.withdraw"),
                    key=f"withdraw_{note.note_id}",
                    on_click=_withdraw,
                    args=(view.reader.viewer, note),
                    type="tertiary",
                    icon=":material/undo:",
                )
        st.text(note.text)
        with st.container(horizontal=True, gap="small", key=f"signed_{note.note_id}"):
            st.text(f"{note.written_by} · {minute(note.written_at, view.zone)}")
            if note.note_id in notes.waiting:
                st.badge(
                    words("note.waiting"),
                    icon=":material/schedule:",
                    color="gray",
                    help=words("note.waiting_help"),
                )


def _name(view: View, metric_id: str) -> str:
    """What a figure is called; one that this version has no longer stands for itself."""
    known = metrics().get(metric_id)
    return known.name[view.language] if known else metric_id


def _adding(view: View, month: date, metric_ids: Sequence[str]) -> None:
    words = view.words
    opened = st.popover(
        words("note.add"),
        type="tertiary",
        icon=":material/add_comment:",
        key="note_adding",
        on_change="rerun",
    )
    with opened, st.form("note_form", border=False, enter_to_submit=False):
        # first, as a small screen may hide what comes last
        _failed(words, "adding")
        st.selectbox(
            words("note.metric"),
            metric_ids,
            format_func=lambda metric_id: _name(view, metric_id),
            key="note_metric",
        )
        st.text_area(
            words("note.text"),
            height=140,
            max_chars=LONGEST_TEXT,
            key="note_text",
            help=words("note.text_help", count=LONGEST_TEXT),
        )
        if view.reader.viewer.name == NOBODY:
            st.text_input(
                words("note.by"),
                value=st.session_state.get("note_signature", ""),
                max_chars=LONGEST_NAME,
                key="note_by",
                help=words("note.by_help"),
            )
        st.form_submit_button(
            words("note.add"), on_click=_add, args=(view.reader.viewer, month), type="primary"
        )


def _add(viewer: Viewer, month: date) -> None:
    """Write what stands in the form; where it cannot be, it goes on standing there."""
    state = st.session_state
    by = state["note_by"] if viewer.name == NOBODY else viewer.name
    settings = Settings.from_environment()
    note = new_note(settings, state["note_metric"], month, state["note_text"] or "", by or "")
    same = (note.metric_id, note.month, note.text, note.written_by)
    # a second click before the page was drawn anew is no second note
    if note.text and state.get("note_last") == same:
        return
    if _kept(note, "adding"):
        state["note_last"], state["note_signature"] = same, note.written_by
        state["note_text"], state["note_adding"], state["note_told"] = "", False, "added"


def _withdraw(viewer: Viewer, note: FigureNote) -> None:
    """Take a note back, in the name of who does it where that is known."""
    known = viewer.name if viewer.name != NOBODY else st.session_state.get("note_signature")
    if _kept(
        withdrawal(Settings.from_environment(), note, known or note.written_by), "withdrawing"
    ):
        st.session_state["note_told"] = "withdrawn"
        st.session_state.pop("note_last", None)


def _kept(note: FigureNote, done: str) -> bool:
    """Write a state of a note; what keeps it from being written is told where it was done."""
    try:
        write_note(Settings.from_environment(), note)
    except NoteRefusedError as error:
        st.session_state[f"note_failed_{done}"] = error.rule
    except NoteNotKeptError:
        st.session_state[f"note_failed_{done}"] = "not_kept"
    else:
        return True
    return False


def _told(words: Words) -> None:
    """What became of the last click, in a word."""
    if told := st.session_state.pop("note_told", None):
        st.toast(words(f"note.{told}"), icon=":material/check:")
    _failed(words, "withdrawing")


def _failed(words: Words, done: str) -> None:
    if rule := st.session_state.pop(f"note_failed_{done}", None):
        values = {"count": LONGEST_TEXT, "name_count": LONGEST_NAME}
        text = words(f"note.{rule}", folder=f"landing/{SOURCE}/{ENTITY}", **values)
        st.error(text, icon=":material/error:")
