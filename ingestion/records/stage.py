"""Takes files in: DuckDB writes the accepted rows and keeps the rejected lines apart."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from ingestion.delimited.resident_numbers import resident_number_found
from ingestion.fields.people import People
from ingestion.records.accept import Acceptance
from ingestion.records.candidate import Candidate
from ingestion.records.chunks import Chunk, read_chunks
from ingestion.records.connection import landing_connection
from ingestion.records.file_rules import check_file_rules
from ingestion.records.parquet_file import parquet_aside, parquet_texts, rows_refused
from ingestion.records.query import RecordQuery
from ingestion.records.rejects import RejectStore
from ingestion.records.tally import Tally
from trunkline.landing import LoadWriter
from trunkline.landing.genesis import write_query
from trunkline.loads import LoadFile
from trunkline.progress import Progress
from trunkline.pseudonyms import Keys
from trunkline.resident_numbers import RESIDENT_NUMBER
from trunkline.settings import Settings

_UNDAMAGED = "(from lines anti join damaged using (file_no, line_no))"


class Stage:
    """One load in the making: its connection, its people, its rejects and its tallies."""

    def __init__(self, settings: Settings, writer: LoadWriter, keys: Keys) -> None:
        self.settings = settings
        self.writer = writer
        self.connection = landing_connection(settings)
        self.people = People(self.connection, keys)
        self.rejects = RejectStore(self.connection)
        self.tallies: dict[int, Tally] = {}
        self.derived: list[LoadFile] = []
        self._event_parameters = keys.parameters("event")

    def take_in(self, candidates: list[Candidate], progress: Progress) -> None:
        """Stage every file; afterwards ``tallies`` tells what became of each."""
        self.tallies = {each.file_no: Tally(each) for each in candidates}
        total = sum(each.records for each in candidates)
        for _, group in groupby(sorted(candidates, key=_kind), key=_kind):
            for done in self._take_in_group(list(group)):
                read = sum(tally.read for tally in self.tallies.values())
                progress.show(f"landing {done}", read, total, "records")
        for tally in self.tallies.values():
            tally.close()
        check_file_rules(self.connection, self.writer, self.tallies)

    def refused(self) -> list[Tally]:
        """Return the files that turned out to be refused."""
        return [tally for tally in self.tallies.values() if tally.refusal is not None]

    def start_over(self) -> None:
        """Forget everything staged: it is done again without the refused files."""
        self.writer.discard()
        self.people.forget()
        self.rejects.forget()
        self.derived = []

    def finish(self) -> None:
        """Write rejects, people and file records beside the staged rows."""
        self.rejects.write(self.writer, {no: each.candidate for no, each in self.tallies.items()})
        self.people.write_for_vault(self.writer.private_file("vault"))
        for _, tally in sorted(self.tallies.items()):
            self.writer.add_file_record(tally.load_file())
        for record in self.derived:
            self.writer.add_file_record(record)

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    def _take_in_group(self, candidates: list[Candidate]) -> Iterable[str]:
        first = candidates[0]
        entity = first.file.entity
        query = RecordQuery(
            entity=entity,
            layout=first.layout,
            zone=self.settings.zone_of(entity.source, entity.zone),
            country=self.settings.country_of(entity.source, entity.country),
            format=first.record_format,
        )
        if query.format == "parquet":
            for candidate in candidates:
                self._take_in_parquet(query, candidate)
                yield entity.label
            return
        for chunk in read_chunks(candidates):
            self._take_in_chunk(query, chunk)
            yield entity.label

    def _take_in_parquet(self, query: RecordQuery, candidate: Candidate) -> None:
        """Stage a Parquet file: of its pages, its footer said nothing when it was examined."""
        staged = set(self.writer.data_files())
        try:
            self._take_in_rows(query, candidate)
        except duckdb.Error as error:
            refusal = rows_refused(candidate.file, error, self.settings.work)
            if refusal is None:
                raise
            self.tallies[candidate.file_no].refusal = refusal
            # what was written of it may be cut short, and others of its entity are still looked at
            for path in set(self.writer.data_files()) - staged:
                path.unlink()

    def _take_in_rows(self, query: RecordQuery, candidate: Candidate) -> None:
        texts = parquet_texts(self.connection, candidate, query)
        self.rejects.note_damaged([])
        line = self._resident_number_line(texts)
        if line is not None:
            self.tallies[candidate.file_no].refusal = resident_number_found(line)
            return
        accepted = self._acceptance()
        accepted.take_texts(query, texts)
        self._account(query, accepted, texts, {candidate.file_no: candidate.records})
        if query.layout.unknown:
            aside = parquet_aside(query.layout, candidate)
            self._write_if_any(aside, self.writer.private_file("aside"))

    def _take_in_chunk(self, query: RecordQuery, chunk: Chunk) -> None:
        for number, refusal in chunk.refused.items():
            self.tallies[number].refusal = refusal
        self.connection.register("lines", chunk.table)
        self.rejects.note_damaged(chunk.damaged)
        try:
            source = _UNDAMAGED if chunk.damaged else "lines"
            sound = sum(chunk.records.values()) - len(chunk.damaged)
            accepted = self._acceptance()
            accepted.take_lines(query, source, chunk.has_quotes, sound)
            whole = query.texts("lines", chunk.has_quotes)
            self._account(query, accepted, whole, chunk.records)
            aside = query.aside(source, chunk.has_quotes)
            if aside is not None:
                self._write_if_any(aside, self.writer.private_file("aside"))
        finally:
            self.connection.unregister("lines")

    def _acceptance(self) -> Acceptance:
        return Acceptance(self.connection, self.writer, self.people, self._event_parameters)

    def _account(
        self, query: RecordQuery, accepted: Acceptance, texts: str, records: dict[int, int]
    ) -> None:
        """Count what was accepted of a chunk, and keep everything else as rejected."""
        for path in accepted.paths:
            self._count_accepted(query, str(path))
        for number, count in records.items():
            self.tallies[number].read += count
        if accepted.count < sum(records.values()):
            for number, count, named in self.rejects.keep(query, texts, accepted.relation):
                self.tallies[number].add_rejected(count, named)

    def _resident_number_line(self, texts: str) -> int | None:
        """Return the first row with a resident number; other formats are searched as bytes."""
        pattern = f"(?:^|[^0-9A-Za-z]){RESIDENT_NUMBER}(?:$|[^0-9A-Za-z])"
        found = self.connection.execute(
            f"select min(line_no) from ({texts}) where regexp_matches(line, $pattern)",
            {"pattern": pattern},
        ).fetchall()[0][0]
        return None if found is None else int(found)

    def _write_if_any(self, query: str, path: Path) -> None:
        if not write_query(self.connection, query, path):
            path.unlink()

    def _count_accepted(self, query: RecordQuery, path: str) -> None:
        time = query.event_time()
        span = f"min({time}), max({time})" if time else "null, null"
        rows = self.connection.execute(
            f"select file_no, count(*), {span} from read_parquet($path) group by file_no",
            {"path": path},
        ).fetchall()
        for number, count, first, last in rows:
            self.tallies[number].add_accepted(count, first, last)


def _kind(candidate: Candidate) -> tuple[Any, ...]:
    """Files that are read by the same statements, in the order of their numbers."""
    file, layout = candidate.file, candidate.layout
    template = layout.template.name if layout.template else ""
    return (file.entity.label, candidate.record_format, layout.names, template)
