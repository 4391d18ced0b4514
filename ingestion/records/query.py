"""Writes the SQL that turns a chunk of lines into lake rows, or says why it does not."""

from __future__ import annotations

from dataclasses import dataclass

from ingestion.delimited.header import Layout
from ingestion.fields.checks import field_checks, structure_checks
from ingestion.fields.people import PersonalColumn, personal_columns
from ingestion.fields.quoting import identifier, literal, text_of
from ingestion.fields.texts import (
    field_text_sql,
    filled_sql,
    json_parts_sql,
    split_sql,
    split_template_sql,
)
from ingestion.fields.types import Check, typed_sql
from trunkline.contract import Column, Entity
from trunkline.pseudonyms import hmac_sql

_SEPARATOR = "chr(31)"


@dataclass(frozen=True)
class RecordQuery:
    """The statements for files of one entity with one layout.

    ``parts`` is SQL over ``line`` for the list of a record's texts (``split_sql`` or its like);
    ``source`` is a relation with file_no, line_no and line.
    """

    entity: Entity
    layout: Layout
    zone: str
    country: str
    format: str

    @property
    def personal(self) -> list[PersonalColumn]:
        """The columns that become keys."""
        return personal_columns(self.entity, self.layout.names, self.country)

    @property
    def uses_event_hash(self) -> bool:
        """Whether the statements need the parameters of the class ``event``."""
        return self.entity.event_key == "all"

    @property
    def checks(self) -> list[Check]:
        """Everything that must hold, in the order in which a fault is named."""
        checks = structure_checks(self.entity, len(self.layout.names), self.format == "csv")
        checks += field_checks(self.entity, self.zone)
        for each in self.personal:
            name = each.column.name
            has_key = f"{each.alias}.key is not null"
            holds = has_key if each.column.required else f"{text_of(name)} is null or {has_key}"
            message = f"names no {each.kind}"
            checks.append(Check(name, each.kind, holds, message, "Correct it at its source."))
        return checks

    def texts(self, source: str, has_quotes: bool) -> str:
        """Return the query for each field's text, taken from the lines of a relation."""
        names = self.layout.names
        if self.format == "ndjson":
            parts = json_parts_sql(names)
            fields = {name: f"nullif(parts[{place}], '')" for place, name in enumerate(names, 1)}
        else:
            parts = split_sql(self.entity.delimiter, has_quotes)
            if self.layout.template:
                parts = split_template_sql(self.layout.template, self.entity.delimiter)
            fields = {
                name: field_text_sql(place, len(names)) for place, name in enumerate(names, 1)
            }
        shown = ", ".join(
            f"{filled_sql(column, fields.get(column.name, 'cast(null as varchar)'))}"
            f" as {text_of(column.name)}"
            for column in self.entity.columns
        )
        return (
            f"select file_no, line_no, line, parts, len(parts) as width, {shown}"
            f" from (select file_no, line_no, line, {parts} as parts from {source})"
        )

    def accepted(self, texts: str) -> str:
        """Return the query for the lake rows of all records that break no check."""
        held = " and ".join(check.condition for check in self.checks if not check.is_implied)
        return f"select {self._lake_columns()} from {self._joined(texts)} where {held}"

    def faults(self, texts: str, accepted: str) -> str:
        """Return the query for file_no, line_no, first broken check (by number) and raw line.

        ``accepted`` is a relation of the accepted (file_no, line_no): what is not there is
        rejected, so that every record is one or the other, whatever the checks say.
        """
        cases = " ".join(
            f"when ({check.holds}) is false then {number}"
            for number, check in enumerate(self.checks)
        )
        return (
            f"select file_no, line_no, case {cases} end as fault, {self._raw()} as raw"
            f" from {self._joined(texts)} anti join {accepted} as taken"
            " using (file_no, line_no)"
        )

    def aside(self, source: str, has_quotes: bool) -> str | None:
        """Return the query for the values of unknown columns, one row each; None without any."""
        if self.format == "ndjson":
            known = ", ".join(literal(name) for name in self.layout.names)
            keys = f"list_filter(json_keys(line), lambda name: name not in ({known}))"
            return (
                "select file_no, line_no, field,"
                " json_extract_string(line, '$.\"' || field || '\"') as value"
                f" from (select *, unnest({keys}) as field from {source}"
                " where json_valid(line) and json_type(line) = 'OBJECT')"
            )
        if not self.layout.unknown:
            return None
        names = ", ".join(literal(name) for name in self.layout.unknown)
        width = len(self.layout.names)
        places = [self.layout.position(name) or 0 for name in self.layout.unknown]
        values = ", ".join(field_text_sql(place, width) for place in places)
        return (
            f"select file_no, line_no, unnest([{names}]) as field, unnest([{values}]) as value"
            f" from ({self.texts(source, has_quotes)}) where width = {width}"
        )

    def event_time(self) -> str | None:
        """Return the lake column that tells when an event was; None for other load modes."""
        times = [column.name for column in self.entity.columns if column.type == "timestamp"]
        return identifier(times[0]) if self.entity.load_mode == "events" and times else None

    def _raw(self) -> str:
        return "encode(rtrim(line, chr(13) || chr(10)))"

    def _joined(self, texts: str) -> str:
        typed = ", ".join(
            f"{typed_sql(column, self.zone)} as {identifier(column.name)}"
            for column in self.entity.columns
            if not column.personal
        )
        joins = " ".join(
            f"left join {each.table} as {each.alias}"
            f" on {each.alias}.raw = {text_of(each.column.name)}"
            for each in self.personal
        )
        return f"(select *, {typed} from ({texts})) {joins}"

    def _lake_columns(self) -> str:
        columns = ["file_no", "line_no"]
        if self.entity.load_mode == "events":
            columns.append(f"{self._event_key()} as event_key")
        for column in self.entity.columns:
            columns += self._lake_column(column)
        return ", ".join(columns)

    def _lake_column(self, column: Column) -> list[str]:
        if column.personal == "restricted":
            return []
        if column.personal is None:
            return [identifier(column.name)]
        who = next((each for each in self.personal if each.column == column), None)
        key = f"{who.alias}.key" if who else "cast(null as varchar)"
        columns = [f"{key} as {identifier(column.name + '_key')}"]
        if column.personal == "other_number":
            prefix = f"{who.alias}.prefix" if who else "cast(null as varchar)"
            columns.append(f"{prefix} as {identifier(column.name + '_prefix')}")
        return columns

    def _event_key(self) -> str:
        if self.entity.event_key == "all":
            # Typed values, so that the same record in another spelling is the same event.
            values = ", ".join(f"coalesce({self._typed_text(c)}, '')" for c in self.entity.columns)
            return hmac_sql("event", f"concat_ws({_SEPARATOR}, {values})")
        fields = self.entity.event_key or ()
        return "concat(" + ", ':', ".join(identifier(name) for name in fields) + ")"

    def _typed_text(self, column: Column) -> str:
        who = next((each for each in self.personal if each.column == column), None)
        if who is not None:
            return f"{who.alias}.normalised"
        if column.personal:
            return text_of(column.name)
        return f"cast({identifier(column.name)} as varchar)"
