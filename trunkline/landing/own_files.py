"""The file record of what Trunkline itself lands: a close's register, scores."""

from __future__ import annotations

import hashlib
from pathlib import Path

from trunkline.contract import Contract
from trunkline.loads import LoadFile

SOURCE = "trunkline"


def own_file(
    contract: Contract, entity: str, file_no: int, rows: int, path: Path, origin: str
) -> LoadFile:
    """Return the row of `load_files` for a file of an own entity; its bytes are its identity."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    known = contract.entity(SOURCE, entity)
    return LoadFile(
        file_no=file_no,
        source=SOURCE,
        entity=entity,
        load_mode=known.load_mode,
        origin=origin,
        sha256=digest,
        producer=None,
        sequence=None,
        records=rows,
        accepted=rows,
        rejected=0,
        first_event_at=None,
        last_event_at=None,
        contract_version=known.version,
        identity=f"{SOURCE}/{entity}/sha256:{digest}",
    )
