"""Writes one load aside, then commits it by the rename of its manifest, or holds it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from trunkline.contract import Contract, load_contract
from trunkline.durable_files import link_tree, make_private, sync, write_durably
from trunkline.errors import LoadError
from trunkline.faults import crash_point
from trunkline.landing.commit import (
    describe_files,
    make_durable,
    rename_into_place,
    verify,
)
from trunkline.landing.genesis import ensure_lake
from trunkline.landing.held import HeldLoad
from trunkline.landing.rows import write_rows
from trunkline.landing.sweep import finish_releases, sweep
from trunkline.loads import (
    HIGHEST_FILE,
    HIGHEST_LOAD,
    LoadFile,
    Manifest,
    last_load_seq,
    manifest_path,
)
from trunkline.lock import require_writer_lock
from trunkline.settings import PRIVATE_FILE, Settings
from trunkline.vault import keep_people


class LoadWriter:
    """One load in the making. Nothing of it is visible until ``commit`` returns."""

    def __init__(self, settings: Settings, kind: str, contract: Contract) -> None:
        self.settings = settings
        self.kind = kind
        self.contract = contract
        self.load_seq = last_load_seq(settings) + 1
        self.directory = settings.work / "load"
        self.files: list[LoadFile] = []
        self.held_as: str | None = None
        self._parts = 0
        if self.load_seq > HIGHEST_LOAD:
            raise LoadError(
                f"Load {self.load_seq} has no place in an event_id.", "Begin a new data home."
            )

    @classmethod
    def begin(cls, settings: Settings, kind: str, contract: Contract | None = None) -> LoadWriter:
        """Sweep what a killed writer left and begin a load; the writer's lock must be held."""
        require_writer_lock(settings)
        contract = contract or load_contract()
        ensure_lake(settings, contract)
        sweep(settings)
        writer = cls(settings, kind, contract)
        make_private(writer.directory)
        return writer

    @classmethod
    def resume(cls, settings: Settings, held: HeldLoad) -> LoadWriter:
        """Begin a load with what was held; the held copy stays until the load is committed."""
        writer = cls.begin(settings, held.kind)
        for part in ("lake", "rejects", "aside", "vault"):
            if held.folder.joinpath(part).is_dir():
                link_tree(held.folder / part, writer.directory / part)
        writer.files = list(held.files)
        writer._parts = len(writer.data_files())
        writer.held_as = held.name
        return writer

    def new_file(self, source: str, entity: str) -> Path:
        """Return the path at which to write one Parquet file with the entity's lake columns."""
        self.contract.entity(source, entity)
        return self._new_part("lake", source, entity)

    def private_file(self, purpose: str) -> Path:
        """Return the path of a file that shows persons: ``rejects``, ``aside`` or ``vault``."""
        return self._new_part(purpose)

    def write_rows(
        self, source: str, entity: str, rows: Iterable[Mapping[str, Any]], file_no: int = 0
    ) -> Path | None:
        """Write a few Python rows as lake rows, numbered from line 1; return their file, if any."""
        return write_rows(self.contract.entity(source, entity), rows, file_no, self.new_file)

    def add_file_record(self, record: LoadFile) -> None:
        """Add a row of ``load_files``."""
        if record.file_no > HIGHEST_FILE:
            raise LoadError(
                f"The load has more than {HIGHEST_FILE} files.",
                "Move some of them out of landing and ingest in two loads.",
            )
        self.files.append(record)

    def discard(self) -> None:
        """Drop everything written so far, files included, and begin anew."""
        self.files = []
        sweep(self.settings)
        make_private(self.directory)

    def abandon(self) -> None:
        """Give the load up: nothing of it stays, and its number goes to the next one."""
        sweep(self.settings)

    def data_files(self) -> list[Path]:
        """Return the Parquet files staged for the lake."""
        return sorted(self.directory.glob("lake/*/*/*.parquet"))

    def hold(
        self,
        name: str,
        findings: Iterable[Mapping[str, Any]],
        held_at: datetime,
        reasons: Iterable[str] = (),
    ) -> Path:
        """Put the load aside under a name instead of committing it; return its folder.

        The landed files themselves are then moved into its ``originals``; ``reasons`` are those
        that it would have been committed with.
        """
        target = self.settings.held / name
        files = [asdict(record) for record in self.files]
        values = {
            "kind": self.kind,
            "held_at": held_at,
            "after_load": self.load_seq - 1,
            "reasons": [*reasons],
            "files": files,
            "findings": [*findings],
        }
        write_durably(
            self.directory / "held.json",
            json.dumps(values, default=str, ensure_ascii=False),
            PRIVATE_FILE,
        )
        make_private(self.directory / "originals")
        make_durable(self.directory)
        self.directory.rename(target)
        sync(target.parent)
        return target

    def commit(self, landed_at: datetime, reasons: Iterable[str] = ()) -> Manifest:
        """Rename everything into place, the manifest last, and read it back.

        Raises LoadError when what is read back is not what was written.
        """
        self._write_file_records(landed_at)
        data_files = describe_files(self.directory, self.load_seq)
        make_durable(self.directory)
        keep_people(self.settings, self.directory / "vault")
        self._crash_point("ingest.before_rename")
        rename_into_place(self.settings, self.directory, self.load_seq)
        self._crash_point("ingest.before_manifest")
        manifest = Manifest(
            load_seq=self.load_seq,
            kind=self.kind,
            landed_at=landed_at,
            files=tuple(self.files),
            data_files=data_files,
            reasons=tuple(reasons),
            held_as=self.held_as,
        )
        write_durably(manifest_path(self.settings, self.load_seq), manifest.to_json())
        self._crash_point("ingest.after_manifest")
        verify(self.settings, manifest)
        # What the vault took up shows persons: no second copy is left lying.
        shutil.rmtree(self.directory)
        finish_releases(self.settings)
        return manifest

    def _new_part(self, *folders: str) -> Path:
        folder = self.directory.joinpath(*folders)
        folder.mkdir(parents=True, exist_ok=True)
        self._parts += 1
        return folder / f"part-{self._parts:05d}.parquet"

    def _write_file_records(self, landed_at: datetime) -> None:
        rows = []
        for record in self.files:
            row = asdict(record)
            rows.append({**row, "file_number": record.file_no, "landed_at": landed_at})
        self.write_rows("trunkline", "load_files", rows)

    def _crash_point(self, name: str) -> None:
        if self.kind == "ingest":
            crash_point(name)
