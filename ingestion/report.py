"""What one run of ingest did, as figures and as sentences."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingestion.files.identity import shown_name
from ingestion.refusals import Refusal
from ingestion.select import Unchanged
from trunkline.gates import GateResult
from trunkline.loads import LoadFile

EXIT_FINE = 0
EXIT_HELD = 1
EXIT_REFUSED = 3


@dataclass
class IngestReport:
    """The outcome: a load, a held load, or neither; and every file that was not landed."""

    load_seq: int | None = None
    landed: tuple[LoadFile, ...] = ()
    unchanged: list[Unchanged] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)
    held_as: str | None = None
    gate: GateResult | None = None

    @property
    def exit_code(self) -> int:
        """0 when all is well, 1 when the gate held the load, 3 when files were refused."""
        if self.held_as is not None:
            return EXIT_HELD
        return EXIT_REFUSED if self.refused or self.strays else EXIT_FINE

    def sentences(self) -> list[str]:
        """Say what happened, the most important last."""
        lines = [
            f"{shown_name(each.file, each.sha256)}: no change, {each.reason}."
            for each in self.unchanged
        ]
        for file in self.landed:
            lines += [f"{file.origin}: {note}." for note in file.notes]
        lines += self.strays
        lines += [str(refusal) for refusal in self.refused]
        if self.refused:
            lines.append(
                f"{len(self.refused)} file(s) refused whole; nothing of them landed and they may "
                "be sent again corrected."
            )
        lines.append(self._outcome())
        return lines

    def _outcome(self) -> str:
        if self.load_seq is None and self.held_as is None:
            return "Nothing to land: no load was made."
        accepted = sum(file.accepted for file in self.landed)
        rejected = sum(file.rejected for file in self.landed)
        figures = f"{len(self.landed)} files, {accepted:,} records accepted, {rejected:,} rejected"
        if self.held_as is not None:
            return (
                f"The raw gate failed: the load ({figures}) is held as {self.held_as}. Look at it "
                f"with `trunkline loads show {self.held_as}`, then `trunkline loads release "
                f"{self.held_as} --reason …` or `trunkline loads refuse {self.held_as} --reason …`."
            )
        listed = f"`trunkline rejects list --load {self.load_seq}`"
        more = f" Look at them with {listed}." if rejected else ""
        return f"Load {self.load_seq}: {figures}.{more}"
