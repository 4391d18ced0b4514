"""Writes the accepted rows of a chunk, meeting the persons in it on the way."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from ingestion.fields.people import People
from ingestion.fields.quoting import literal
from ingestion.records.query import RecordQuery
from trunkline.landing import LoadWriter
from trunkline.landing.genesis import write_query


class Acceptance:
    """The accepted rows of one chunk: the Parquet files they stand in, and how many there are."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        writer: LoadWriter,
        people: People,
        event_parameters: Mapping[str, Any],
    ) -> None:
        self._connection = connection
        self._writer = writer
        self._people = people
        self._event_parameters = event_parameters
        self.paths: list[Path] = []
        self.count = 0

    @property
    def relation(self) -> str:
        """The accepted (file_no, line_no) as SQL."""
        if not self.paths:
            return "(select cast(null as integer) as file_no, cast(null as bigint) as line_no)"
        files = ", ".join(literal(str(path)) for path in self.paths)
        return f"(select file_no, line_no from read_parquet([{files}]))"

    def take_lines(self, query: RecordQuery, source: str, has_quotes: bool, lines: int) -> None:
        """Accept what can be of a relation of lines.

        To meet all persons of a chunk first means to split every line twice. Once a load has met
        most of them, only the lines that were not accepted are looked at for new ones.
        """
        if self._people.has_met(query.personal):
            self._write(query, query.texts(source, has_quotes))
            if self.count == lines or not query.personal:
                return
            self._connection.execute(
                "create or replace temp table leftover as select file_no, line_no, line"
                f" from {source} as arrived anti join {self.relation} as taken"
                " using (file_no, line_no)"
            )
            source = "leftover"
        self.take_texts(query, query.texts(source, has_quotes))

    def take_texts(self, query: RecordQuery, texts: str) -> None:
        """Meet the persons of a query of texts, then accept what can be of it."""
        self._people.meet(query.personal, texts)
        self._write(query, texts)

    def _write(self, query: RecordQuery, texts: str) -> None:
        path = self._writer.new_file(query.entity.source, query.entity.name)
        parameters = self._event_parameters if query.uses_event_hash else {}
        written = write_query(self._connection, query.accepted(texts), path, parameters)
        if not written:
            path.unlink()
            return
        self.count += written
        self.paths.append(path)
