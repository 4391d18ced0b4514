"""What landed before: by identity and by bytes, in committed loads and in held ones."""

from __future__ import annotations

from dataclasses import dataclass, field

from trunkline.contract import Entity
from trunkline.landing import held_loads
from trunkline.loads import LoadFile, committed_loads
from trunkline.settings import Settings


def is_of_states(entity: Entity, *, is_declared: bool) -> bool:
    """Say whether the same bytes may mean another thing: that what they say holds again.

    Not where events or dated changes come again, nor under a sequence number that landed, which
    ``is_declared`` tells.
    """
    is_dated = any(column.name == "changed_at" for column in entity.columns)
    holds_states = entity.load_mode == "full" or (entity.load_mode == "changes" and not is_dated)
    return holds_states and not is_declared


@dataclass
class Known:
    """Files that landed: their bytes by identity, their identities by bytes."""

    versions: dict[str, list[tuple[int, LoadFile]]] = field(default_factory=dict)
    held: dict[tuple[str, str], str] = field(default_factory=dict)
    held_identities: dict[str, str] = field(default_factory=dict)
    _bytes: dict[tuple[str, str, str], str] = field(default_factory=dict)
    _last: dict[tuple[str, str], tuple[int, set[str]]] = field(default_factory=dict)

    def newest(self, identity: str) -> tuple[int, LoadFile] | None:
        """Return load and file that last landed under an identity."""
        versions = self.versions.get(identity)
        return versions[-1] if versions else None

    def landed_as(self, source: str, entity: str, sha256: str) -> str | None:
        """Return the identity under which these bytes landed for an entity, if they did."""
        return self._bytes.get((source, entity, sha256))

    def load_of(self, identity: str, sha256: str) -> int | None:
        """Return the load in which these bytes landed under this identity, if they did."""
        for load_seq, file in self.versions.get(identity, ()):
            if file.sha256 == sha256:
                return load_seq
        return None

    def landed(self, entity: Entity, sha256: str) -> tuple[str, int] | None:
        """Return identity and load under which these bytes landed for an entity, if they did."""
        identity = self.landed_as(entity.source, entity.name, sha256)
        if identity is None:
            return None
        load_seqs = [load for load, file in self.versions[identity] if file.sha256 == sha256]
        return identity, load_seqs[-1]

    def last_bytes(self, source: str, entity: str) -> set[str]:
        """Return the hashes of the files that the newest load with the entity brought of it."""
        return self._last.get((source, entity), (0, set()))[1]

    def last_load_with(self, source: str, entity: str) -> int:
        """Return the newest load that brought files of an entity, 0 where none did."""
        return self._last.get((source, entity), (0, set()))[0]

    def add(self, load_seq: int, file: LoadFile) -> None:
        """Take up one committed file."""
        self.versions.setdefault(file.identity, []).append((load_seq, file))
        self._bytes.setdefault((file.source, file.entity, file.sha256), file.identity)
        brought = self._last.get((file.source, file.entity))
        if brought is None or brought[0] != load_seq:
            brought = self._last[file.source, file.entity] = (load_seq, set())
        brought[1].add(file.sha256)


def read_known(settings: Settings) -> Known:
    """Read every manifest and every held load."""
    known = Known()
    for manifest in committed_loads(settings):
        for file in manifest.files:
            known.add(manifest.load_seq, file)
    for load in held_loads(settings):
        for file in load.files:
            known.held[file.identity, file.sha256] = load.name
            known.held_identities[file.identity] = load.name
    return known
