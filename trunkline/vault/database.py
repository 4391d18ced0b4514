"""Opens the vault's database file, private to its owner."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

import duckdb

from trunkline.durable_files import make_private
from trunkline.errors import TrunklineError
from trunkline.settings import PRIVATE_FILE, Settings

_TABLES = """
create table if not exists people (class varchar not null, key varchar not null, value varchar);
create table if not exists look_ups (
    looked_up_at timestamptz, role varchar, person varchar, reason varchar,
    class varchar, key varchar, found boolean
)
"""


@contextlib.contextmanager
def open_vault(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the vault for writing, creating it with mode 0600."""
    make_private(settings.vault_file.parent)
    # The mask, not a later chmod: the file (and its log) must never be readable, even for a moment.
    mask = os.umask(0o077)
    try:
        connection = duckdb.connect(str(settings.vault_file))
    except duckdb.IOException as error:
        raise TrunklineError(
            "The vault is in use by another process, or cannot be read.",
            "Try again in a moment; if it stays so, look at the vault folder.",
        ) from error
    finally:
        os.umask(mask)
    try:
        settings.vault_file.chmod(PRIVATE_FILE)
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(_TABLES)
        yield connection
    finally:
        connection.close()
