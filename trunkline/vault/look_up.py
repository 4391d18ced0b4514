"""Answers who stands behind one key, to a role that may ask, and writes down who asked why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from trunkline.errors import TrunklineError
from trunkline.settings import Settings
from trunkline.vault.database import open_vault

# Which classes a role may look up; whoever is not named here may look up nothing.
ROLES = {
    "care_agent": ("number", "person", "account", "email"),
    "finance": ("person", "account", "email"),
    "marketing_sender": ("number", "email"),
    "data_protection_officer": ("number", "person", "account", "email"),
}


@dataclass(frozen=True)
class LookUp:
    """One logged look-up."""

    looked_up_at: datetime
    role: str
    person: str
    reason: str
    kind: str
    key: str
    found: bool


def look_up(
    settings: Settings, kind: str, key: str, *, role: str, person: str, reason: str
) -> str | None:
    """Return the value behind one key, or None when the vault has none.

    ``kind`` is number, person, account or email; ``person`` is who asks. The look-up is logged
    before the value is returned, refused ones as well.
    """
    if not reason.strip():
        raise TrunklineError("A look-up in the vault needs a reason.", "Say why you ask.")
    allowed = kind in ROLES.get(role, ())
    with open_vault(settings) as vault:
        found = vault.execute(
            "select value from people where class = ? and key = ?", [kind, key]
        ).fetchone()
        vault.execute(
            "insert into look_ups values (?, ?, ?, ?, ?, ?, ?)",
            [settings.now(), role, person, reason, kind, key, allowed and found is not None],
        )
    if not allowed:
        raise TrunklineError(
            f"The role {role} may not look up a {kind}.",
            "Ask somebody whose role may; the attempt was logged.",
        )
    return found[0] if found else None


def look_ups(settings: Settings) -> list[LookUp]:
    """Return the log of look-ups, oldest first."""
    with open_vault(settings) as vault:
        rows = vault.execute("from look_ups order by looked_up_at").fetchall()
    return [LookUp(*row) for row in rows]
