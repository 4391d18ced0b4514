"""What should be looked at first, or the word that nothing needs it."""

from __future__ import annotations

import streamlit as st

from dashboards.components.links import page_link
from dashboards.components.view import View
from trunkline.presentation.figures import grouped, money_exact


def alerts(view: View) -> None:
    """One line an alert, each with a link to its cause."""
    words = view.words
    broken, residual = view.figure("controls_broken"), view.figure("control_residual")
    record = view.reader.record
    quiet = True
    if broken.value:
        quiet = False
        amount = money_exact(residual.value or broken.value, residual.currency or "KRW")
        st.error(
            words("alert.controls", count=grouped(broken.value), amount=amount),
            icon=":material/balance:",
        )
    if record.checks_passed < record.checks_total:
        quiet = False
        failed = grouped(record.checks_total - record.checks_passed)
        st.error(words("alert.checks", count=failed), icon=":material/gpp_maybe:")
    if quiet:
        st.success(words("alert.none"), icon=":material/check_circle:")
    else:
        page_link(view, "data_trust", words("link.trust"))
