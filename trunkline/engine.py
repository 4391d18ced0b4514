"""How this project's own processes open DuckDB: bounded memory, spilling beside the warehouse."""

from __future__ import annotations

from typing import Any

from trunkline.settings import Settings


def engine_configuration(settings: Settings) -> dict[str, Any]:
    """Return the configuration for a connection that reads whole marts or staged loads.

    The engine's own default is four fifths of the machine's memory, and it keeps what it has read.
    """
    spill = settings.warehouse_file.with_name("spill")
    spill.mkdir(parents=True, exist_ok=True)
    return {"threads": 2, "memory_limit": "1200MB", "temp_directory": str(spill)}
