"""One check in words and in SQL, for whoever looks for the rows behind a failed one."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import dedent

from expectations.check_names import checks_named, did_you_mean
from expectations.marts_gate import suites_of
from trunkline.errors import TrunklineError
from trunkline.loads import last_load_seq
from trunkline.settings import Settings


class UnknownCheckError(TrunklineError):
    """No check of the marts gate has this name."""


def explain(settings: Settings, name: str) -> Iterator[str]:
    """Yield what a check of the marts gate expects, its advice and its query.

    The name may be whole (``marts.crm.tickets_without_a_status``) or its last part alone.
    """
    known = {}
    for suite in suites_of(settings, last_load_seq(settings)):
        for group in suite.groups:
            for check in group.checks:
                known[f"{suite.name}.{check.name}"] = (group, check)
    found = checks_named(name, known)
    if not found:
        raise UnknownCheckError(
            f"The marts gate has no check {name}.",
            did_you_mean(name, known, "`trunkline gate marts` names them."),
        )
    for each in found:
        group, check = known[each]
        relation = dedent(" " * 8 + group.relation).strip()
        yield f"{each}: expected {check.expected} ({check.owner})"
        yield check.advice
        if check.accepted:
            yield f"A failure is accepted {check.accepted}"
        yield ""
        yield f"select {check.expression}\nfrom {relation} as measured;"
