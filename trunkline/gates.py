"""What a gate is asked and what it answers: the words that ingestion and expectations share.

`ingestion` stages a load and asks a gate that it is given; `expectations` answers. Neither knows
the other: `trunkline.cli` joins them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from trunkline.errors import TrunklineError
from trunkline.loads import LoadFile


@dataclass(frozen=True)
class GateCheck:
    """One check: what was expected, what was seen, who owns it and what to do when it fails.

    ``accepted`` says until when and why somebody accepted a failure; it stays a failure.
    """

    name: str
    expected: str
    seen: str
    owner: str
    advice: str
    success: bool
    accepted: str = ""

    @property
    def blocks(self) -> bool:
        """Whether it failed and nobody accepted that."""
        return not self.success and not self.accepted

    def __str__(self) -> str:
        verdict = "held" if self.success else "failed"
        if self.accepted and not self.success:
            verdict = f"failed, accepted {self.accepted}"
        return f"{self.name} {verdict}: expected {self.expected}, saw {self.seen} ({self.owner})"


@dataclass(frozen=True)
class GateResult:
    """The answer of a gate, with every check; `success` when none of them blocks."""

    success: bool
    results: list[GateCheck]

    @property
    def passed(self) -> int:
        """How many checks held."""
        return sum(check.success for check in self.results)

    @property
    def failures(self) -> list[GateCheck]:
        """The checks that did not hold, and that nobody accepted."""
        return [check for check in self.results if check.blocks]

    @property
    def accepted(self) -> list[GateCheck]:
        """The checks that did not hold, and that somebody accepted."""
        return [check for check in self.results if not (check.success or check.blocks)]

    @property
    def summary(self) -> str:
        """How many checks held, and how many failed and are accepted if any."""
        held = f"{self.passed} of {len(self.results)} checks held"
        accepted = len(self.accepted)
        return f"{held}, {accepted} failed and accepted" if accepted else held


@dataclass(frozen=True)
class StagedLoad:
    """A load that is written aside and not committed: what the raw gate looks at.

    `paths` are the staged Parquet files by (source, entity), with the entity's lake columns.
    """

    load_seq: int
    files: Sequence[LoadFile]
    paths: Mapping[tuple[str, str], Sequence[Path]]


RawGate = Callable[[StagedLoad], GateResult]


class GateFailedError(TrunklineError):
    """A gate said no; the message names each failed check and what it saw."""

    def __init__(self, gate: str, result: GateResult, consequence: str) -> None:
        self.gate = gate
        self.result = result
        failed = "\n".join(f"  {check}\n    {check.advice}" for check in result.failures)
        super().__init__(
            f"The {gate} gate failed, {len(result.failures)} of {len(result.results)} checks:\n"
            f"{failed}\n{consequence}"
        )
