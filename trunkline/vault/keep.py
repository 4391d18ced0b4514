"""Takes up the persons that a load brought."""

from __future__ import annotations

from pathlib import Path

import duckdb

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
        inserted = vault.execute(
            """
            insert into people
            select arrived.class, arrived.key, min(arrived.value)
            from read_parquet($files) as arrived
            anti join people on people.class = arrived.class and people.key = arrived.key
            group by arrived.class, arrived.key
            """,
            {"files": str(folder / "*.parquet")},
        ).fetchall()[0][0]
        # Read back: a commit that failed is not always an error (RELIABILITY.md, finding 5).
        if _count(vault) != before + inserted:
            raise LoadError("The vault did not keep the persons of the load.", "Check the disk.")
        return int(inserted)


def _count(vault: duckdb.DuckDBPyConnection) -> int:
    return int(vault.execute("select count(*) from people").fetchall()[0][0])
