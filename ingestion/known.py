"""What landed before: by identity and by bytes, in committed loads and in held ones."""

from __future__ import annotations

from dataclasses import dataclass, field

from trunkline.landing import held_loads
from trunkline.loads import LoadFile, committed_loads
from trunkline.settings import Settings


@dataclass
class Known:
    """Files that landed: their bytes by identity, their identities by bytes."""

    versions: dict[str, list[tuple[int, LoadFile]]] = field(default_factory=dict)
    held: dict[tuple[str, str], str] = field(default_factory=dict)
    held_identities: dict[str, str] = field(default_factory=dict)
    _bytes: dict[tuple[str, str, str], str] = field(default_factory=dict)

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

    def add(self, load_seq: int, file: LoadFile) -> None:
        """Take up one committed file."""
        self.versions.setdefault(file.identity, []).append((load_seq, file))
        self._bytes.setdefault((file.source, file.entity, file.sha256), file.identity)


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
