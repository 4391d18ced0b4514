"""Who asks."""

from __future__ import annotations

from dataclasses import dataclass


class NotAllowedError(PermissionError):
    """The viewer has no role that may read this."""


@dataclass(frozen=True)
class Viewer:
    """The person (or job) a query is run for. Part of every cache key, so rows never leak.

    name: as the sign-in gives it. roles: `reader` sees every mart of this version.
    language: `ko` or `en`.
    """

    name: str
    roles: tuple[str, ...]
    language: str

    def require(self, role: str = "reader") -> None:
        """Raise `NotAllowedError` unless the viewer has the role."""
        if role not in self.roles:
            raise NotAllowedError(
                f"{self.name} lacks the role {role!r}: ask the owner of the pages to grant it."
            )


def local_viewer(language: str) -> Viewer:
    """The viewer of pages that are served on loopback, before sign-in exists: sees everything."""
    return Viewer(name="local", roles=("reader",), language=language)
