"""Counts what became of each file's records, and refuses a file with too many rejects."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from ingestion.fields.types import Check
from ingestion.files.identity import shown_name
from ingestion.records.candidate import Candidate
from ingestion.records.converted import places
from trunkline.errors import FileRefusedError, LoadError
from trunkline.loads import LoadFile

# How many rejected records a refusal names one by one.
_NAMED_REJECTS = 100


@dataclass(frozen=True)
class Reject:
    """One rejected record: where, what is wrong, what to do. Never the value."""

    line_no: int
    field: str | None
    rule: str
    message: str

    def __str__(self) -> str:
        where = f"line {self.line_no}" + (f", field {self.field}" if self.field else "")
        return f"{where}, rule {self.rule}: {self.message}"


def reject_message(check: Check) -> str:
    """Return the sentence on a broken check: what is wrong and what to do."""
    subject = check.field or "The record"
    advice = f" {check.advice}" if check.advice else ""
    return f"{subject} {check.message}.{advice}"


@dataclass
class Tally:
    """The account of one file."""

    candidate: Candidate
    read: int = 0
    accepted: int = 0
    rejected: int = 0
    first_event_at: datetime | None = None
    last_event_at: datetime | None = None
    named: list[Reject] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    refusal: FileRefusedError | None = None

    def add_accepted(self, count: int, first: datetime | None, last: datetime | None) -> None:
        """Count accepted records and widen the span of their times."""
        self.accepted += count
        times = [each for each in (self.first_event_at, first) if each is not None]
        self.first_event_at = min(times, default=None)
        times = [each for each in (self.last_event_at, last) if each is not None]
        self.last_event_at = max(times, default=None)

    def add_rejected(self, count: int, examples: list[Reject]) -> None:
        """Count rejected records; refuse the file once there are too many."""
        self.rejected += count
        if self.refusal is not None:
            return
        self.named = (self.named + examples)[:_NAMED_REJECTS]
        if self.rejected > self.candidate.most_rejects:
            self.named = _where_they_stand(self.candidate, self.named)
            self.refusal = self._too_many()

    def close(self) -> None:
        """Check invariant 1 for the file: its raw records are all accepted or rejected."""
        if self.refusal is not None:
            return
        counted = (self.accepted + self.rejected, self.read)
        if counted == (self.candidate.records, self.candidate.records):
            return
        if self.candidate.file.has_changed():
            self.refusal = FileRefusedError(
                "still_written",
                "It was changed while it was being read.",
                "Send it again once it is complete.",
            )
            return
        raise LoadError(
            f"{self._shown_name}: {self.candidate.records} records in the file, "
            f"{self.read} read, {self.accepted} accepted, {self.rejected} rejected.",
            "Nothing was landed. This is a fault of Trunkline: please report it with the file.",
        )

    @property
    def _shown_name(self) -> str:
        return shown_name(self.candidate.file, self.candidate.sha256)

    def load_file(self) -> LoadFile:
        """Return the row of ``load_files``."""
        file, identity = self.candidate.file, self.candidate.identity
        return LoadFile(
            file_no=self.candidate.file_no,
            source=file.entity.source,
            entity=file.entity.name,
            load_mode=file.entity.load_mode,
            origin=self._shown_name,
            sha256=self.candidate.sha256,
            producer=identity.producer,
            sequence=identity.sequence,
            records=self.candidate.records,
            accepted=self.accepted,
            rejected=self.rejected,
            first_event_at=self.first_event_at,
            last_event_at=self.last_event_at,
            contract_version=file.entity.version,
            identity=identity.label,
            notes=(*self.candidate.notes, *self.notes),
        )

    def _too_many(self) -> FileRefusedError:
        most, of = self.candidate.most_rejects, self.candidate.records
        first = self.named[0] if self.named else None
        encoded = any(each.rule == "cp949" for each in self.named)
        advice = "Correct the records and send the file again; it claimed no identity."
        if encoded:
            advice = "Convert it to UTF-8 (iconv -f CP949 -t UTF-8) and send it again."
        return FileRefusedError(
            "reject_threshold",
            f"More than {most} of its {of} records are rejected, so it is refused whole."
            + (f" The first: {first}" if first else ""),
            advice,
            line=first.line_no if first else None,
            field=first.field if first else None,
        )


def _where_they_stand(candidate: Candidate, rejects: list[Reject]) -> list[Reject]:
    """Return the rejects by the lines of the file; records that share one had counted numbers."""
    if candidate.reader is None:
        return rejects
    found = places(candidate.file, candidate.reader, {each.line_no for each in rejects})
    told = []
    for each in rejects:
        line, place = found.get(each.line_no, (each.line_no, ""))
        message = f"{place}: {each.message}" if place else each.message
        told.append(replace(each, line_no=line, message=message))
    return told


def damage_check(rule: str) -> Check:
    """Return the check behind a damaged line's rule."""
    messages: dict[str, tuple[str, str]] = {
        "cp949": ("is no UTF-8, but would be CP949", "Convert the file to UTF-8."),
        "invalid_utf8": ("is no UTF-8", "Convert the file to UTF-8."),
        "doubled_name": ("names a key twice", "Send each name once."),
        "field_count": (
            "does not have as many fields as the header",
            "Send a field for each column, empty ones included.",
        ),
        "half_a_sign": (
            "holds half of a sign (a surrogate by itself)",
            "Have it written as UTF-8 at its source.",
        ),
        "json": (
            "is no JSON object",
            "Send one object for each record; in lines, one whole object a line.",
        ),
        "nul_byte": ("holds a NUL byte", "Have it sent again: the transfer damaged it."),
        "quotes": (
            "has a quote that does not close, or one inside an unquoted field",
            'Quote the whole field and double the quotes in it: "a ""b"" c".',
        ),
        "stray_carriage_return": (
            "holds a carriage return that ends no line",
            "End lines with LF or CRLF.",
        ),
    }
    message, advice = messages[rule]
    return Check(None, rule, "false", message, advice)
