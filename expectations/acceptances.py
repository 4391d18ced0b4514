"""What an operator accepts of the marts gate, in ``accepted_checks.yml`` of the home.

A check of history says that this week is not like the weeks before. A person may know why, and
accept it with a reason and until a day; then its failure is told, but stops nothing. What must be
true of any week (keys, control totals, equations of money) is never accepted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from expectations.check_names import checks_named, did_you_mean
from expectations.suite import Check, Suite
from trunkline.errors import TrunklineError

FILE = "accepted_checks.yml"
ENTRIES = ("reason", "until")
EXAMPLE = "`CHECK_NAME: {reason: The new plan was launched, until: 2026-12-31}`"


class AcceptanceError(TrunklineError):
    """An entry of accepted_checks.yml that cannot stand."""


@dataclass(frozen=True)
class Acceptance:
    """Why a failure of a check is accepted, and the last day on which it is."""

    reason: str
    until: date

    def __str__(self) -> str:
        return f"until {self.until}: {self.reason}"


def read_acceptances(home: Path) -> dict[str, Acceptance]:
    """Read ``CHECK_NAME: {reason: …, until: 2026-12-31}`` entries of the home's file, if any.

    Raises AcceptanceError naming the file and the entry that makes no sense.
    """
    path = home / FILE
    if not path.exists():
        return {}
    try:
        # Everything as text: a day that no calendar has is then told with its entry.
        content = yaml.load(path.read_text("utf-8"), yaml.BaseLoader) or {}
    except yaml.YAMLError as error:
        at = getattr(error, "problem_mark", None)
        line = f", line {at.line + 1}" if at else ""
        raise AcceptanceError(f"{FILE}{line}, is no YAML.", f"Write {EXAMPLE}.") from error
    if not isinstance(content, dict):
        raise AcceptanceError(f"{FILE} holds no entries by check.", f"Write {EXAMPLE}.")
    return {name: _acceptance(f"{FILE}, entry {name},", content[name]) for name in content}


def _acceptance(where: str, values: Any) -> Acceptance:
    if not isinstance(values, dict):
        raise AcceptanceError(f"{where} has no reason and no until.", f"Write {EXAMPLE}.")
    unknown = sorted(set(values) - set(ENTRIES))
    if unknown:
        raise AcceptanceError(
            f"{where} has {', '.join(unknown)}.", f"Only {' and '.join(ENTRIES)} can be set there."
        )
    reason = values.get("reason")
    if not isinstance(reason, str) or not reason.strip():
        raise AcceptanceError(
            f"{where} has no reason.", f"Say why its failure is right: {EXAMPLE}."
        )
    if not values.get("until"):
        raise AcceptanceError(
            f"{where} has no until.", f"Say until which day it is accepted: {EXAMPLE}."
        )
    try:
        until = date.fromisoformat(str(values["until"]))
    except ValueError:
        raise AcceptanceError(
            f"{where} has the until {values['until']}, which is no day.",
            "Give it as 2026-12-31: the last day on which a failure is accepted.",
        ) from None
    return Acceptance(" ".join(reason.split()), until)


def accept(
    suites: Sequence[Suite], acceptances: Mapping[str, Acceptance], today: date
) -> list[Suite]:
    """Return the suites with what is accepted of their checks; what has run out is in the advice.

    A check is named whole or by its last part, as `trunkline gate show` takes it. Raises
    AcceptanceError for a name that no check has, and for a check that is not one of history.
    """
    checks = {f"{suite.name}.{check.name}": check for suite in suites for check in suite.checks}
    named: dict[str, Acceptance] = {}
    for entry, acceptance in acceptances.items():
        for name in _find(entry, checks):
            if name in named:
                raise AcceptanceError(
                    f"{FILE}, entry {entry}, is there a second time, as {name}.", "Keep one."
                )
            named[name] = acceptance

    def marked(suite: Suite, check: Check) -> Check:
        found = named.get(f"{suite.name}.{check.name}")
        if found is None:
            return check
        if today <= found.until:
            return replace(check, accepted=str(found))
        return replace(check, advice=f"{check.advice} {FILE} accepted it {found}; that is over.")

    return [
        replace(
            suite,
            groups=tuple(
                replace(group, checks=tuple(marked(suite, check) for check in group.checks))
                for group in suite.groups
            ),
        )
        for suite in suites
    ]


def _find(entry: str, checks: Mapping[str, Check]) -> list[str]:
    """Return the whole names that an entry means; AcceptanceError unless all are of history."""
    found = checks_named(entry, checks)
    if not found:
        history = [name for name in checks if checks[name].is_of_history]
        raise AcceptanceError(
            f"{FILE}, entry {entry}: the marts gate has no check of that name.",
            did_you_mean(entry, history, "Take the failed gate's own words."),
        )
    if not all(checks[name].is_of_history for name in found):
        raise AcceptanceError(
            f"{FILE}, entry {entry}: only checks of history (drift, volume, freshness) can be "
            "accepted, and this one must hold whatever a week brings.",
            "Take the entry out and mend the cause: "
            "docs/how-to/when-a-gate-stops-publishing.md says how.",
        )
    return found
