"""Pseudonyms: keyed hashes that are the same in every source and load, and say nothing.

HMAC-SHA-256 (RFC 2104) of the normalised value, with one key per class, cut to its first 32
hexadecimal digits. The keys lie in a file outside the repository and every database.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from trunkline.errors import TrunklineError
from trunkline.settings import Settings

CLASSES = ("number", "person", "account", "email", "event")
_BLOCK_BYTES = 64
_DIGITS = 32


@dataclass(frozen=True, repr=False)
class Keys:
    """One secret per class of personal data. Never printed: the class has no ``repr`` of it."""

    secrets: dict[str, bytes]

    def pseudonym(self, kind: str, normalised: str) -> str:
        """Return the pseudonym of one normalised value: 32 hexadecimal digits."""
        digest = hmac.new(self.secrets[kind], normalised.encode(), hashlib.sha256)
        return digest.hexdigest()[:_DIGITS]

    def parameters(self, kind: str) -> dict[str, bytes]:
        """Return the two parameters that ``hmac_sql`` of this class expects."""
        key = self.secrets[kind].ljust(_BLOCK_BYTES, b"\0")
        return {
            f"{kind}_inner": bytes(byte ^ 0x36 for byte in key),
            f"{kind}_outer": bytes(byte ^ 0x5C for byte in key),
        }


def load_keys(settings: Settings) -> Keys:
    """Read the key file, making it (mode 0600) at first use.

    Refuses a file that others can read: who has it can undo every pseudonym.
    """
    path = settings.keys_file
    if not path.exists():
        _make_keys(path)
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise TrunklineError(
            f"The key file {path.name} can be read by others than its owner.",
            "Set its mode to 0600 (chmod 600) and consider whether it has leaked.",
        )
    values = json.loads(path.read_text("utf-8"))
    missing = [kind for kind in CLASSES if kind not in values]
    if missing:
        raise TrunklineError(
            f"The key file {path.name} has no key for {', '.join(missing)}.",
            "Restore it from its backup: another key would make other pseudonyms.",
        )
    return Keys({kind: bytes.fromhex(values[kind]) for kind in CLASSES})


def pseudonym(settings: Settings, kind: str, normalised: str) -> str:
    """Return the pseudonym of one normalised value, for look-ups and tests."""
    return load_keys(settings).pseudonym(kind, normalised)


def hmac_sql(kind: str, expression: str) -> str:
    """Return DuckDB SQL for the pseudonym of a text expression; null stays null.

    The statement must be run with ``Keys.parameters(kind)``, so that no key stands in any SQL text.
    """
    inner = f"unhex(sha256(${kind}_inner || encode({expression})))"
    return f"left(sha256(${kind}_outer || {inner}), {_DIGITS})"


def _make_keys(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    content = json.dumps({kind: secrets.token_hex(32) for kind in CLASSES}, indent=1)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return  # another process was first: its keys hold
    with os.fdopen(descriptor, "w") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
