"""What a figure is compared with: whole months with whole months, days with as many before."""

from __future__ import annotations

from decimal import Decimal

from dashboards.components.view import View
from trunkline.metrics.catalogue import Metric, metric
from trunkline.presentation.figures import change, grouped, points, rate, share
from trunkline.presentation.moments import month_before
from trunkline.queries.figures import Figure

# Of fewer a percentage says more than there is: 2 outages, then 10, are not 400 % to anybody.
FEWEST_COMPARED = 100


def delta(view: View, definition: Metric, known: Figure) -> str | int | None:
    """`+12.3%`, of shares, points and small counts the difference; a true zero stays a number.

    Streamlit paints the text "0%" green, and an ASCII minus is what points its arrow down.
    """
    if not is_comparable(view, known):
        return None
    if definition.unit in ("share", "points"):
        if known.value is None or known.before is None:
            return None
        moved = known.value - known.before
        if definition.unit == "share":
            text = view.words("card.percentage_points", value=rate(abs(moved)).removesuffix("%"))
        else:
            text = view.words("card.points", value=points(abs(moved)).removeprefix("+"))
    elif definition.unit == "count" and abs(known.before or Decimal(0)) < FEWEST_COMPARED:
        if known.value is None or known.before is None:
            return None
        moved = known.value - known.before
        text = grouped(abs(moved))
    else:
        relative = change(known.value, known.before)
        if relative is None:
            return None
        moved, text = relative, share(abs(relative))
    if not any(digit in text for digit in "123456789"):
        return 0
    return f"{'+' if moved > 0 else '-'}{text}"


def is_whole(view: View, known: Figure) -> bool:
    """Whether the month of a figure is over or closed; a figure of no month is."""
    month = view.filters.month
    if month is None or not known.series:
        return True
    return view.is_whole(month, metric(known.metric_id).months)


def is_comparable(view: View, known: Figure) -> bool:
    """Whether both sides are whole: a part of a month, or of days, says nothing beside a whole."""
    days, has_data = view.filters.days, view.choices.network_days
    if days and has_data:
        return days[0] - (days[1] - days[0]) >= has_data[0]
    month = view.filters.month
    if month is None or not known.series:
        return True
    months = metric(known.metric_id).months
    return view.is_whole(month, months) and view.is_whole(month_before(month), months)


def unfinished(view: View, definition: Metric) -> str:
    """Says that a month is not closed, or not over."""
    return view.unfinished("card", definition.months)


def base(view: View) -> str:
    """What a change is against."""
    return view.words("card.against_days" if view.filters.days else "card.against_month")


def trend(view: View, known: Figure) -> list[Decimal]:
    """Values of the whole months up to the chosen one, oldest first."""
    chosen, months = view.filters.month, metric(known.metric_id).months
    return [
        value
        for month, value in known.series
        if (chosen is None or month <= chosen) and view.is_whole(month, months)
    ]
