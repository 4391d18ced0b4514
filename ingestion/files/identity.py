"""What a file is, whatever it is called: its producer and sequence number, else its bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingestion.files.found import FoundFile, Sidecar, readable
from ingestion.records.read_record import FileSays
from trunkline.errors import FileRefusedError


@dataclass(frozen=True)
class Identity:
    """Producer and file sequence number, where name or sidecar give them."""

    label: str
    producer: str | None
    sequence: int | None

    @property
    def is_declared(self) -> bool:
        """Whether the sender gave the identity, so that other bytes under it are a rewrite."""
        return self.sequence is not None


def shown_name(file: FoundFile, sha256: str | None) -> str:
    """Return the name by which a file may be told of in the lake and in messages.

    A switch that writes a log without a header also writes one for each account, named by its code
    or number, which is personal: such a file is called by the hash of its bytes. The one that all
    accounts share keeps its name: it begins like the example of the contract.
    """
    name = readable(file.path.name)
    shared = file.entity.example_file.partition(".")[0]
    is_shared = re.match(rf"{re.escape(shared)}(?![0-9A-Za-z])", name) is not None
    if file.entity.header or is_shared:
        return name
    ending = re.search(r"\.(?:csv|ndjson|parquet)(?:\.(?:gz|zst))?$", name)
    return f"account-{sha256[:12] if sha256 else 'file'}{ending[0] if ending else ''}"


def file_identity(
    file: FoundFile, sidecar: Sidecar, sha256: str, says: FileSays | None = None
) -> Identity:
    """Return the identity of a file; name, sidecar and content must not contradict one another.

    ``says`` is what the content itself tells, for an entity whose files are numbered.
    """
    named = _from_name(file)
    if says is not None and file.entity.file_identity is not None:
        named = _agreed(named, says)
    told = (sidecar.producer, sidecar.sequence) if sidecar.sequence is not None else None
    if named and told and (named[1] != told[1] or told[0] not in (None, named[0])):
        raise FileRefusedError(
            "sidecar",
            f"Its name says {named[0]} {named[1]}, its sidecar {told[0]} {told[1]}.",
            "Correct whichever is wrong and send both again.",
        )
    producer, sequence = named or told or (None, None)
    if sequence is None:
        return Identity(f"{file.entity.label}/sha256:{sha256}", None, None)
    return Identity(f"{file.entity.label}/{producer or ''}/{sequence}", producer, sequence)


def _agreed(named: tuple[str | None, int | None] | None, says: FileSays) -> tuple[str, int]:
    """Return producer and number as the content says them, refusing a name that says others."""
    within = (says.producer, says.sequence)
    if named is not None and named != within:
        raise FileRefusedError(
            "file_name",
            f"Its name says {named[0]} {named[1]}, its content {within[0]} {within[1]}.",
            "Have it sent under its own name: one of both is not what was meant.",
        )
    return within


def _from_name(file: FoundFile) -> tuple[str | None, int | None] | None:
    declared = file.entity.file_identity
    match = re.search(declared.pattern, file.path.name) if declared else None
    if match is None:
        return None
    groups = match.groupdict()
    return groups.get("producer"), int(groups["sequence"])
