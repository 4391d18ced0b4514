"""What should be looked at first, or the word that nothing needs it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import streamlit as st

from dashboards.components import states
from dashboards.components.links import page_link
from dashboards.components.view import View
from trunkline.presentation.figures import grouped, money_exact, money_headline
from trunkline.queries.figures import Figure


@dataclass(frozen=True)
class Concern:
    """A metric that asks for a look whenever it is above zero, and the page of its cause."""

    metric_id: str
    page: str
    icon: str


def alerts(view: View, *concerns: Concern) -> None:
    """What is wrong with the figures first, then each concern, with a link to its cause."""
    words = view.words
    wrong = _wrong(view)
    looked_at = [(concern, view.now().figure(concern.metric_id)) for concern in concerns]
    raised = [(concern, known) for concern, known in looked_at if known.value]
    for text, icon in wrong:
        st.error(text, icon=icon)
    if wrong:
        page_link(view, "data_trust", words("link.trust"))
    if any(known.is_lacking for _, known in looked_at):
        states.older(view)
    elif not wrong and not raised:
        st.success(words("alert.none"), icon=":material/check_circle:")
    if not raised:
        return
    with st.container(border=True, key="concerns"):
        st.subheader(words("alert.first"), anchor=False)
        for concern, known in raised:
            _concern(view, concern, known)


def _wrong(view: View) -> list[tuple[str, str]]:
    """Reasons not to trust the figures, each with its icon."""
    words, record = view.words, view.reader.record
    broken, residual = view.figure("controls_broken"), view.figure("control_residual")
    found = []
    if broken.value:
        amount = money_exact(residual.value or Decimal(0), residual.currency or "KRW")
        text = words("alert.controls", count=grouped(broken.value), amount=amount)
        found.append((text, ":material/balance:"))
    if record.checks_passed < record.checks_total:
        failed = grouped(record.checks_total - record.checks_passed)
        found.append((words("alert.checks", count=failed), ":material/gpp_maybe:"))
    return found


def _concern(view: View, concern: Concern, known: Figure) -> None:
    words = view.words
    value = known.value or Decimal(0)
    shown = (
        money_headline(value, known.currency, view.language) if known.currency else grouped(value)
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            f"{concern.icon} {words(f'alert.{concern.metric_id}', value=shown)}", width="content"
        )
        page_link(view, concern.page, words(f"page.{concern.page}.title"))
