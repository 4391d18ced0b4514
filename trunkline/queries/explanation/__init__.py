"""One event explained: from its line in a file to its charge, by the rows that were used.

Every function takes viewer, filters (of which the operator's zone counts), connection and the
number of an event, and returns the rows of one step. Figures are stored ones, or worked out again
in whole numbers from the catalogue rows that the event names; `check` compares the two.
"""

from collections.abc import Callable

from trunkline.queries.explanation.billing import lines
from trunkline.queries.explanation.charge import check, rounding, tiers
from trunkline.queries.explanation.draws import draws
from trunkline.queries.explanation.guiding import guiding
from trunkline.queries.explanation.metering import metering, segments
from trunkline.queries.explanation.orders import orders
from trunkline.queries.explanation.price import price
from trunkline.queries.explanation.source import fate, source
from trunkline.queries.table import Table

STEPS: dict[str, Callable[..., Table]] = {
    "guiding": guiding,
    "price": price,
    "segments": segments,
    "metering": metering,
    "draws": draws,
    "tiers": tiers,
    "rounding": rounding,
    "lines": lines,
    "check": check,
}
"""The steps of a rated event, in order."""

__all__ = [
    "STEPS",
    "check",
    "draws",
    "fate",
    "guiding",
    "lines",
    "metering",
    "orders",
    "price",
    "rounding",
    "segments",
    "source",
    "tiers",
]
