"""Where things lie and which conventions hold: read from the environment, never at import."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from trunkline.errors import TrunklineError
from trunkline.source_settings import SourceSettings, check_zone, read_sources

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600


@dataclass(frozen=True)
class Settings:
    """The data home, the key file, and the operator's zone and country."""

    home: Path
    keys_file: Path
    zone: str = "Asia/Seoul"
    country: str = "KR"
    clock: datetime | None = None
    sources: Mapping[str, SourceSettings] = field(default_factory=dict)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read TRUNKLINE_HOME, _KEYS, _ZONE, _COUNTRY, _NOW and ``sources.yml`` of the home."""
        values = os.environ if environment is None else environment
        home = Path(values.get("TRUNKLINE_HOME") or "data").absolute()
        configuration = Path(values.get("XDG_CONFIG_HOME") or Path.home() / ".config")
        keys_file = Path(values.get("TRUNKLINE_KEYS") or configuration / "trunkline" / "keys.json")
        zone = values.get("TRUNKLINE_ZONE") or "Asia/Seoul"
        check_zone(zone, "TRUNKLINE_ZONE")
        return cls(
            home=home,
            keys_file=keys_file.absolute(),
            zone=zone,
            country=values.get("TRUNKLINE_COUNTRY") or "KR",
            clock=_read_clock(values.get("TRUNKLINE_NOW")),
            sources=read_sources(home / "sources.yml"),
        )

    @property
    def landing(self) -> Path:
        """Where files arrive."""
        return self.home / "landing"

    @property
    def lake(self) -> Path:
        """Immutable loads, as Parquet."""
        return self.home / "lake"

    @property
    def manifests(self) -> Path:
        """One file per committed load; its rename is the commit."""
        return self.lake / "_loads"

    @property
    def restricted(self) -> Path:
        """Everything that shows persons, except the vault."""
        return self.home / "restricted"

    @property
    def originals(self) -> Path:
        """Landed files of committed loads, by SHA-256 of their uncompressed bytes."""
        return self.restricted / "originals"

    @property
    def rejects(self) -> Path:
        """Raw lines of rejected records, by load."""
        return self.restricted / "rejects"

    @property
    def aside(self) -> Path:
        """Values of columns that the contract does not know, by load."""
        return self.restricted / "aside"

    @property
    def refused(self) -> Path:
        """Files that were refused whole, each with its reason beside it."""
        return self.restricted / "refused"

    @property
    def held(self) -> Path:
        """Loads that failed the raw gate and wait for a decision."""
        return self.restricted / "held"

    @property
    def work(self) -> Path:
        """Scratch of the running writer; swept when the next one begins."""
        return self.restricted / "work"

    @property
    def vault_file(self) -> Path:
        """Database of names, numbers and e-mails behind the pseudonyms."""
        return self.home / "vault" / "vault.duckdb"

    @property
    def warehouse_file(self) -> Path:
        """What dbt builds; can be rebuilt from the lake at any time."""
        return self.home / "warehouse" / "warehouse.duckdb"

    @property
    def snapshots(self) -> Path:
        """Published, read-only states of the marts."""
        return self.home / "snapshots"

    @property
    def data_docs(self) -> Path:
        """Reports of the gates."""
        return self.home / "data_docs"

    @property
    def dbt_docs(self) -> Path:
        """Lineage and description of the models."""
        return self.home / "dbt_docs"

    @property
    def run_log(self) -> Path:
        """What each run and gate did, as lines of JSON."""
        return self.home / "run_log"

    @property
    def lock_file(self) -> Path:
        """The one writer's lock."""
        return self.home / "writer.lock"

    def now(self) -> datetime:
        """Return the present as an aware UTC time (TRUNKLINE_NOW when it is set)."""
        return (self.clock or datetime.now(UTC)).astimezone(UTC)

    def zone_of(self, source: str, declared: str | None) -> str:
        """Return the zone of a source whose times bear none: sources.yml, contract, operator."""
        return self._source(source).zone or declared or self.zone

    def country_of(self, source: str, declared: str | None) -> str:
        """Return the country in which a source's national numbers are meant."""
        return self._source(source).country or declared or self.country

    @property
    def longest_silences(self) -> dict[str, int]:
        """Return the days that sources may be silent, of those that sources.yml says it of."""
        declared = {name: source.longest_silence_days for name, source in self.sources.items()}
        return {name: days for name, days in declared.items() if days is not None}

    def _source(self, source: str) -> SourceSettings:
        return self.sources.get(source, SourceSettings())

    def make_folders(self) -> None:
        """Create what a writer needs; folders that show persons are closed to others."""
        for folder in (self.home, self.landing, self.lake, self.manifests):
            folder.mkdir(parents=True, exist_ok=True)
        private = (self.restricted, self.originals, self.rejects, self.aside, self.refused)
        for folder in (*private, self.held, self.work, self.vault_file.parent):
            folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
            folder.chmod(PRIVATE_FOLDER)


def _read_clock(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise TrunklineError(
            f"TRUNKLINE_NOW is {text!r}, which is no time with a zone.",
            "Give it as 2026-01-31T12:00:00+09:00, or unset it.",
        )
    return moment.astimezone(UTC)
