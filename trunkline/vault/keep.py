"""Takes up the persons that a load brought."""

from __future__ import annotations

from pathlib import Path

from trunkline.errors import LoadError
from trunkline.settings import Settings
from trunkline.vault.database import open_vault


def keep_people(settings: Settings, folder: Path) -> int:
    """Add the (class, key, value) rows of a folder's Parquet files; return how many were new.

    Safe to repeat. Of several spellings behind one key the first that arrived is kept, and within
    one load the first in alphabetical order.
    """
    if not any(folder.glob("*.parquet")):
        return 0
    with open_vault(settings) as vault:
        before = _count(vault)
        vault.execute(
            """
            insert into people
            select arrived.class, arrived.key, min(arrived.value)
            from read_parquet($files) as arrived
            anti join people on people.class = arrived.class and people.key = arrived.key
            group by arrived.class, arrived.key
            """,
            {"files": str(folder / "*.parquet")},
        )
        missing = vault.execute(
            """
            select count(*) from read_parquet($files) as arrived
            anti join people on people.class = arrived.class and people.key = arrived.key
            """,
            {"files": str(folder / "*.parquet")},
        ).fetchall()[0][0]
        if missing:
            raise LoadError(f"The vault did not keep {missing} of the persons.", "Check the disk.")
        return _count(vault) - before


def _count(vault: object) -> int:
    return int(vault.execute("select count(*) from people").fetchall()[0][0])  # type: ignore[attr-defined]
