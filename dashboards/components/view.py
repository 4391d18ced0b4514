"""What a page is given: words, filters and a reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import streamlit as st

from dashboards.components.reading import LACKING, Reader
from dashboards.components.words import Words
from trunkline.metrics.catalogue import metric
from trunkline.queries.choices import Choices
from trunkline.queries.figures import Figure, figure
from trunkline.queries.filters import Filters


@dataclass(frozen=True)
class View:
    """One page for one person at one moment."""

    words: Words
    reader: Reader
    zone: str
    choices: Choices
    filters: Filters

    @property
    def language(self) -> str:
        """`ko` or `en`."""
        return self.words.language

    def ask(self, query: Callable[..., Any], **more: Any) -> Any:
        """Rows of a query under the page's filters."""
        return self.reader.ask(query, self.filters, **more)

    def figure(self, metric_id: str) -> Figure:
        """A metric under those of the page's filters that it knows."""
        try:
            answer: Figure = self.reader.ask(
                figure, narrowed(self.filters, metric(metric_id).filters), metric_id=metric_id
            )
        except LACKING:
            return Figure(metric_id, None, None, None, (), (), is_lacking=True)
        return answer

    def plan_name(self, plan_id: str | None) -> str:
        """Name of a plan in the viewer's language; an unknown one stands for itself."""
        names = dict(zip(self.choices.plans, self.choices.plan_names, strict=True))
        return names.get(plan_id or "", plan_id or "–")

    def is_whole(self, month: date, months: str) -> bool:
        """Whether nothing can come to a month any more that is not late.

        months: `billing` (every cycle that begins in it is closed), or whose days tell that it is
        over: `calendar` (those of the data at large), `receivables`, `bank` or `network`.
        """
        if months == "billing":
            return month in self.choices.closed_months
        return self.choices.is_whole(month, months)

    def unfinished(self, place: str, months: str) -> str:
        """Says on a `card` or below a `chart` that a month is not closed, or not over."""
        kind = "billing" if months == "billing" else "calendar"
        return self.words(f"{place}.unfinished_{kind}")

    def now(self) -> View:
        """The page as of the last load, whatever month is chosen."""
        return self.with_filters(month=None, days=self.choices.recent_days())

    def with_filters(self, **changes: Any) -> View:
        """The same page under other filters."""
        return replace(self, filters=replace(self.filters, **changes))


def narrowed(filters: Filters, names: tuple[str, ...]) -> Filters:
    """`filters` less the choices that `names` does not hold: fewer entries in the cache."""
    kept = {name: getattr(filters, name) for name in names}
    return Filters(**kept, zone=filters.zone)


def show(view: View) -> None:
    """Make the view known to the page that runs next."""
    st.session_state["view"] = view


def shown() -> View:
    """The view of this rerun. Raises KeyError outside the shell."""
    view: View = st.session_state["view"]
    return view
