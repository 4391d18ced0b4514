"""Events at the tariff of the supplier that carried them, read from the warehouse."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

COSTS = """
    select events.event_key, costs.*
    from fct_supply_costs as costs
    inner join stg_mediation__usage_events as events on events.event_id = costs.event_id
"""
SUSPENSE = """
    select events.event_key, suspense.reason
    from fct_supply_suspense as suspense
    inner join stg_mediation__usage_events as events on events.event_id = suspense.event_id
    where suspense.status = 'open'
"""
MARGINS = """
    select events.event_key, sum(margins.margin) as margin
    from fct_margins as margins
    inner join stg_mediation__usage_events as events on events.event_id = margins.event_id
    group by all
"""


class NoOutputError(Exception):
    """The models have no such figure for the case: why."""


@dataclass(frozen=True)
class SecondLegs:
    """Rows of the models by record."""

    costs: Mapping[str, dict[str, Any]]
    suspense: Mapping[str, str]
    margins: Mapping[str, Decimal]

    def row(self, key: str) -> dict[str, Any]:
        """The record at its supplier's tariff."""
        if key not in self.costs:
            raise NoOutputError(f"{key} has no cost: {self.suspense.get(key, 'no route')}")
        return self.costs[key]

    def cost(self, key: str, *, is_carried: bool) -> Decimal:
        """What it costs; a record that need not have been carried may cost nothing."""
        if not is_carried and key not in self.costs and key not in self.suspense:
            return Decimal(0)
        cost: Decimal = self.row(key)["cost"]
        return cost

    def margin(self, key: str) -> Decimal | None:
        """Charge less cost, where it has both."""
        return self.margins.get(key)


def read_second_legs(each: Callable[[str], Iterator[dict[str, Any]]]) -> SecondLegs:
    """Read everything; ``each`` gives the rows of a query."""
    return SecondLegs(
        costs={row["event_key"]: row for row in each(COSTS)},
        suspense={row["event_key"]: row["reason"] for row in each(SUSPENSE)},
        margins={row["event_key"]: row["margin"] for row in each(MARGINS)},
    )
