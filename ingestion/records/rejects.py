"""Rejected records: where they stand, which rule they break, and their raw lines, kept apart."""

from __future__ import annotations

import duckdb

from ingestion.delimited.damage import Damage
from ingestion.fields.quoting import literal
from ingestion.fields.types import Check
from ingestion.records.candidate import Candidate
from ingestion.records.query import RecordQuery
from ingestion.records.tally import Reject, damage_check, reject_message
from trunkline.landing import LoadWriter
from trunkline.landing.genesis import write_query

_NAMED_A_FILE = 100
_ROWS_A_STATEMENT = 1000
_UNEXPLAINED = Check(None, "contract", "false", "does not match the contract", "Report this file.")


class RejectStore:
    """The rejected records of the load, in a temporary table of the landing connection."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        connection.execute(
            "create temp table rejects (file_no integer, line_no bigint, field varchar,"
            " rule varchar, message varchar, raw blob)"
        )
        connection.execute(
            "create temp table damaged (file_no integer, line_no bigint, rule varchar,"
            " message varchar, raw blob)"
        )

    def note_damaged(self, damaged: list[Damage]) -> None:
        """Make the damaged lines of a chunk known to the statements as ``damaged``."""
        self._connection.execute("truncate damaged")
        for start in range(0, len(damaged), _ROWS_A_STATEMENT):
            part = damaged[start : start + _ROWS_A_STATEMENT]
            values: list[object] = []
            for each in part:
                message = reject_message(damage_check(each.rule))
                raw = each.raw.rstrip(b"\r\n")
                values += [each.file_no, each.line_no, each.rule, message, raw]
            places = ", ".join("(?, ?, ?, ?, ?)" for _ in part)
            self._connection.execute(f"insert into damaged values {places}", values)

    def keep(
        self, query: RecordQuery, texts: str, accepted: str
    ) -> list[tuple[int, int, list[Reject]]]:
        """Keep what the relation of accepted records lacks; return count and examples a file."""
        rules = ", ".join(
            f"({number}, {literal(check.field) if check.field else 'null'},"
            f" {literal(check.rule)}, {literal(reject_message(check))})"
            for number, check in enumerate(query.checks)
        )
        self._connection.execute(
            f"""
            create or replace temp table newly as
            select file_no, line_no,
                case when damaged.rule is null then rules.field end as field,
                coalesce(damaged.rule, rules.rule, {literal(_UNEXPLAINED.rule)}) as rule,
                coalesce(
                    damaged.message, rules.message, {literal(reject_message(_UNEXPLAINED))}
                ) as message,
                coalesce(damaged.raw, faults.raw) as raw
            from ({query.faults(texts, accepted)}) as faults
            left join (values {rules}) as rules (fault, field, rule, message) using (fault)
            left join damaged using (file_no, line_no)
            """
        )
        self._connection.execute("insert into rejects from newly")
        counts = self._connection.execute(
            "select file_no, count(*) from newly group by file_no order by file_no"
        ).fetchall()
        return [(number, count, self._examples(number)) for number, count in counts]

    def forget(self) -> None:
        """Drop everything kept."""
        self._connection.execute("truncate rejects")

    def write(self, writer: LoadWriter, candidates: dict[int, Candidate]) -> None:
        """Write the rows of the lake's ``rejects`` and, apart and private, the raw lines."""
        if not self._connection.execute("select count(*) from rejects").fetchall()[0][0]:
            return
        files = ", ".join(
            f"({number}, {literal(each.file.entity.source)}, {literal(each.file.entity.name)})"
            for number, each in candidates.items()
        )
        order = "order by file_no, line_no"
        write_query(
            self._connection,
            f"""
            select cast(0 as integer) as file_no, row_number() over ({order}) as line_no,
                cast(rejects.file_no as bigint) as file_number, rejects.line_no as record_line,
                files.source, files.entity, rejects.field, rejects.rule, rejects.message
            from rejects
            inner join (values {files}) as files (file_no, source, entity) using (file_no)
            {order}
            """,
            writer.new_file("trunkline", "rejects"),
        )
        write_query(
            self._connection,
            f"select file_no, line_no, raw from rejects {order}",
            writer.private_file("rejects"),
        )

    def _examples(self, file_no: int) -> list[Reject]:
        rows = self._connection.execute(
            "select line_no, field, rule, message from newly where file_no = ?"
            f" order by line_no limit {_NAMED_A_FILE}",
            [file_no],
        ).fetchall()
        return [Reject(*row) for row in rows]
