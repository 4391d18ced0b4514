"""How a person names a check: whole, as ``marts.crm.tickets_twice``, or by its last part."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches


def checks_named(name: str, checks: Collection[str]) -> list[str]:
    """Return the whole names, of those given, that a name means."""
    return [check for check in checks if name in (check, _last_part(check))]


def did_you_mean(name: str, checks: Collection[str], otherwise: str) -> str:
    """Return a sentence with the whole names that a name nearly is, or what to do without any."""
    near = get_close_matches(_last_part(name), {_last_part(check) for check in checks})
    meant = [check for last_part in near for check in checks_named(last_part, checks)]
    return f"Did you mean {' or '.join(meant)}?" if meant else otherwise


def _last_part(name: str) -> str:
    return name.rsplit(".", 1)[-1]
