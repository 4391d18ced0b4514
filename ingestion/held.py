"""Decides on loads that the raw gate held: release them into the lake, or refuse them."""

from __future__ import annotations

import shutil

from ingestion.known import Known, is_of_states, read_known
from ingestion.refusals import Refusal, keep_refusal, rejects_of
from trunkline.contract import Entity, load_contract
from trunkline.durable_files import move_private
from trunkline.errors import LoadError, TrunklineError
from trunkline.landing import HeldLoad, LoadWriter, held_load
from trunkline.loads import LoadFile, Manifest
from trunkline.lock import writer_lock
from trunkline.settings import Settings


def release_load(settings: Settings, name: str, reason: str, wait: float = 0.0) -> Manifest:
    """Commit a held load as it was staged, against the gate's word; return its manifest.

    The reason stands in the manifest. Raises LoadError when one of its files landed since, or
    a newer state of what they hold.
    """
    _need(reason)
    with writer_lock(settings, "loads release", wait):
        held = held_load(settings, name)
        _check_nothing_landed_since(settings, held)
        writer = LoadWriter.resume(settings, held)
        return writer.commit(settings.now(), (*held.reasons, f"released {name}: {reason}"))


def refuse_load(settings: Settings, name: str, reason: str, wait: float = 0.0) -> list[Refusal]:
    """Refuse the files of a held load: they are kept, claim no identity, and may be sent again."""
    _need(reason)
    with writer_lock(settings, "loads refuse", wait):
        held = held_load(settings, name)
        refusals = []
        rejects = held.folder / "lake" / "trunkline" / "rejects"
        for file in held.files:
            original = held.folder / "originals" / file.sha256
            refusal = Refusal(
                origin=file.origin,
                source=file.source,
                entity=file.entity,
                rule="raw_gate",
                line=None,
                field=None,
                message=f"The load {name} was refused: {reason.strip().rstrip('.')}.",
                advice="Correct what the gate found and send the file again.",
                refused_at=settings.now().isoformat(timespec="seconds"),
                kept_as=file.sha256,
                rejects=tuple(
                    {"line_no": line, "field": field, "rule": rule, "message": message}
                    for line, field, rule, message in rejects_of(rejects, file.file_no)
                ),
            )
            if original.is_file():
                keep_refusal(settings, refusal)
                move_private(original, settings.refused / file.sha256)
                refusals.append(refusal)
        shutil.rmtree(held.folder)
        return refusals


def _check_nothing_landed_since(settings: Settings, held: HeldLoad) -> None:
    """What a replacement takes back was worked out against what stood when the load was held."""
    known, contract = read_known(settings), load_contract()
    for file in held.files:
        _check_is_newest(contract.entity(file.source, file.entity), file, held, known)
        newest = known.newest(file.identity)
        if newest is not None and newest[0] > held.after_load:
            raise LoadError(
                f"{file.identity} landed in load {newest[0]}, since {held.name} was held.",
                f"Refuse it: `trunkline loads refuse {held.name} --reason …`; then send the file "
                "again if it is still wanted.",
            )


def _check_is_newest(entity: Entity, file: LoadFile, held: HeldLoad, known: Known) -> None:
    """Of states the newest load counts: an older one released over it would undo it."""
    is_declared = file.sequence is not None
    if entity.load_mode != "full" and not is_of_states(entity, is_declared=is_declared):
        return
    newest = known.last_load_with(file.source, file.entity)
    if newest > held.after_load:
        raise LoadError(
            f"{entity.label} landed in load {newest}, since {held.name} was held: released, its "
            f"{file.origin} would count as the newest and undo that.",
            f"Refuse it: `trunkline loads refuse {held.name} --reason …`; then send its other "
            f"files again, and of {entity.label} the newest.",
        )


def _need(reason: str) -> None:
    if not reason.strip():
        raise TrunklineError("A decision on a held load needs a reason.", "Say --reason TEXT.")
