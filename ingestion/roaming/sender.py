"""Who sent a roaming file to whom, and under which number: what every one of its records bears."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingestion.records.read_record import FileSays
from ingestion.roaming.element import Element, damaged, lacking
from ingestion.roaming.values import Values

_TADIG_CODE = re.compile(r"[A-Z0-9]{5}")
_SEQUENCE = re.compile(r"[0-9]{1,7}")


@dataclass(frozen=True)
class Sending:
    """The TADIG codes of both networks and the number of the file in their sequence.

    ``prefix`` is how GSMA names such files: CD for charging data, TD for test data, NR for NRTRDE.
    """

    prefix: str
    sender: str
    recipient: str
    sequence: int

    @property
    def values(self) -> Values:
        """The columns that the file's own row and all its records share."""
        return {
            "sender": self.sender,
            "recipient": self.recipient,
            "file_sequence_number": str(self.sequence),
        }

    def says(self, *notes: str) -> FileSays:
        """Return what the file says of itself, to be compared with its name."""
        return FileSays(f"{self.prefix}{self.sender}{self.recipient}", self.sequence, notes)


def sending_of(within: Element, sequence_name: str, prefix: str) -> Sending:
    """Read the codes and the number out of a file's head."""
    sender, recipient = (_checked(within, name, _TADIG_CODE) for name in ("Sender", "Recipient"))
    return Sending(prefix, sender, recipient, int(_checked(within, sequence_name, _SEQUENCE)))


def _checked(within: Element, name: str, pattern: re.Pattern[str]) -> str:
    found = within.find(name)
    if found is None:
        raise lacking(within, name)
    text = found.octets.decode("ascii")
    if not pattern.fullmatch(text):
        raise damaged(found.offset, f"{name} is not of the form {pattern.pattern}")
    return text
