"""A suite: checks on numbers and short texts that DuckDB computes, never on rows.

Each check is one SQL expression over one relation and what its value should be. The values of a
suite make a frame of one row, and only that frame is handed to Great Expectations. Counts are
integers; amounts are compared exactly in SQL and arrive as text, so no money becomes a float.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from trunkline.gates import GateCheck

Value = int | str | None


@dataclass(frozen=True)
class Between:
    """An integer within bounds, both included; None is unbounded."""

    minimum: int | None = None
    maximum: int | None = None

    def __str__(self) -> str:
        if self.minimum == self.maximum:
            return str(self.minimum)
        if self.minimum is None:
            return f"at most {self.maximum}"
        if self.maximum is None:
            return f"at least {self.minimum}"
        return f"{self.minimum} to {self.maximum}"

    def holds(self, value: Value) -> bool:
        """Say whether a value fits; one that cannot be computed yet does."""
        if value is None:
            return True
        above = self.minimum is None or int(value) >= self.minimum
        return above and (self.maximum is None or int(value) <= self.maximum)


@dataclass(frozen=True)
class OneOf:
    """A text out of a few."""

    values: tuple[str, ...]

    def __str__(self) -> str:
        return " or ".join(value or "nothing" for value in self.values)

    def holds(self, value: Value) -> bool:
        """Say whether a value fits; one that cannot be computed yet does."""
        return value is None or value in self.values


NONE = Between(0, 0)
NOTHING = OneOf(("",))
ZERO_AMOUNT = OneOf(("0.000000",))
"""An amount of six decimals, as text: no money passes through a float."""


@dataclass(frozen=True)
class Check:
    """One expectation: an SQL expression over the relation of its group, and what it should be.

    ``is_of_history``: it only compares with earlier data, so that a person may know better.
    ``accepted`` says until when and why somebody accepted that it fails; empty: nobody did.
    """

    name: str
    expression: str
    expected: Between | OneOf
    owner: str
    advice: str
    is_of_history: bool = False
    accepted: str = ""


def none_where(name: str, condition: str, owner: str, advice: str) -> Check:
    """Expect no row under a condition."""
    return Check(name, f"count(*) filter ({condition})", NONE, owner, advice)


def no_difference(name: str, amount: str, owner: str, advice: str) -> Check:
    """Expect an amount to be exactly zero; it is compared as text."""
    expression = f"cast(cast({amount} as decimal(24, 6)) as varchar)"
    return Check(name, expression, ZERO_AMOUNT, owner, advice)


@dataclass(frozen=True)
class Group:
    """Checks that one pass over one relation (a table, or a query in brackets) computes."""

    relation: str
    checks: tuple[Check, ...]


@dataclass(frozen=True)
class Suite:
    """All that is expected of one thing; `name` is also its page in the Data Docs."""

    name: str
    groups: tuple[Group, ...]

    @property
    def checks(self) -> list[Check]:
        """Every check, in order."""
        return [check for group in self.groups for check in group.checks]


def measure(connection: duckdb.DuckDBPyConnection, suite: Suite) -> dict[str, Value]:
    """Compute the value of every check: one query a group, one row each."""
    values: dict[str, Value] = {}
    for group in suite.groups:
        listed = ", ".join(f'{check.expression} as "{check.name}"' for check in group.checks)
        row = connection.execute(f"select {listed} from {group.relation} as measured").fetchone()
        assert row is not None
        for check, value in zip(group.checks, row, strict=True):
            if value is not None and not isinstance(value, int | str):
                raise TypeError(f"{check.name} gives a {type(value).__name__}: cast it to text")
            values[check.name] = int(value) if isinstance(value, bool) else value
    return values


def verdicts(suite: Suite, values: dict[str, Value]) -> list[GateCheck]:
    """Judge the values by the suite's own rules."""
    return [
        GateCheck(
            name=f"{suite.name}.{check.name}",
            expected=str(check.expected),
            seen="nothing to compare yet"
            if (value := values[check.name]) is None
            else str(value) or "nothing",
            owner=check.owner,
            advice=check.advice,
            success=check.expected.holds(value),
            accepted=check.accepted,
        )
        for check in suite.checks
    ]
