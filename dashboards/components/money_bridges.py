"""The two bridges: of monthly recurring revenue, and of what customers owe."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import streamlit as st

from dashboards.components import states
from dashboards.components.bridge import Step, bridge
from dashboards.components.series import currency_of, signed_money
from dashboards.components.view import View
from trunkline.presentation.figures import money_headline
from trunkline.queries import receivables, revenue

MRR_STEPS = ("new", "expansion", "reactivation", "contraction", "churn", "transfer")
BALANCE_STEPS = ("invoiced", "adjusted", "paid", "given_back")
# Steps that are shown only when something moved: they are rare.
SHOWN_IF_MOVED = frozenset({"transfer", "reactivation", "given_back"})


def mrr_bridge(view: View) -> None:
    """From the MRR at the beginning of the month to the one at its end."""
    row = _bridge(view, revenue.mrr_bridge, MRR_STEPS, "mrr")
    if row and not row["opening_amount"]:
        st.caption(view.words("revenue.bridge_note"))


def balance_bridge(view: View) -> None:
    """From the balance at the beginning of the month to the one at its end."""
    _bridge(view, receivables.bridge, BALANCE_STEPS, "balance")


def _bridge(
    view: View, query: Callable[..., Any], names: tuple[str, ...], key: str
) -> dict[str, Any] | None:
    """Draw the bridge of the chosen currency and give back its row; nothing without one."""
    words, currency = view.words, currency_of(view)
    found = [row for row in view.ask(query).records() if row["currency"] == currency]
    if not found:
        states.empty(view, f"{key}_bridge")
        return None
    row: dict[str, Any] = found[0]

    def balance(name: str) -> Step:
        amount = row[f"{name}_amount"]
        text = money_headline(amount, currency, view.language)
        return Step(words(f"bridge.{name}"), amount, text, is_balance=True)

    def movement(name: str) -> Step:
        amount: Decimal = row[f"{name}_amount"]
        text = (
            signed_money(view, amount)
            if amount
            else money_headline(amount, currency, view.language)
        )
        return Step(words(f"bridge.{name}"), amount, text)

    moved = [name for name in names if row[f"{name}_amount"] or name not in SHOWN_IF_MOVED]
    steps = [balance("opening"), *map(movement, moved), balance("closing")]
    if bridge(steps, key=f"{key}_bridge", alt=words(f"alt.{key}_bridge")):
        st.caption(words("bridge.begins_above_zero"))
    return row
