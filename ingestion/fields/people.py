"""Pseudonyms of a load: one key per distinct value, computed once and joined to the records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingestion.fields.quoting import identifier, literal, text_of
from trunkline.contract import Column, Entity
from trunkline.landing.genesis import write_query
from trunkline.numbering import normalise_sql, prefix_sql
from trunkline.pseudonyms import Keys, hmac_sql


@dataclass(frozen=True)
class PersonalColumn:
    """A column whose values become keys: its class, and the table that holds them."""

    column: Column
    kind: str
    country: str | None

    @property
    def table(self) -> str:
        """Name of the temporary table with raw text, normalised value and key.

        Its texts fit the column's pattern, so that having a key means being well formed; columns
        of another pattern have a table of their own.
        """
        return identifier(f"people {self.kind} {self.country} {self.column.pattern}")

    @property
    def alias(self) -> str:
        """Alias under which the table is joined to this column."""
        return identifier(f"who {self.column.name}")

    @property
    def keeps_prefix(self) -> bool:
        """Whether the lake keeps the prefix of the number."""
        return self.column.personal == "other_number"


def personal_columns(entity: Entity, names: Iterable[str], country: str) -> list[PersonalColumn]:
    """Return the personal columns of an entity that are among the names and become keys."""
    present = set(names)
    found = []
    for column in entity.columns:
        if column.name not in present or column.personal in (None, "restricted"):
            continue
        kind = "number" if column.personal == "other_number" else str(column.personal)
        found.append(PersonalColumn(column, kind, country if kind == "number" else None))
    return found


class People:
    """The persons met in this load, in temporary tables of the landing connection."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, keys: Keys) -> None:
        self._connection = connection
        self._keys = keys
        self._tables: dict[str, str] = {}

    def has_met(self, personal: list[PersonalColumn]) -> bool:
        """Whether persons of all these columns were met before."""
        return all(each.table in self._tables for each in personal)

    def meet(self, personal: list[PersonalColumn], texts: str) -> None:
        """Add the values of some columns of a query that are not known yet.

        A text that breaks its column's pattern is passed over: its record will be rejected, and
        the vault keeps nobody who is in no accepted record by mistake.
        """
        if not personal:
            return
        texts_of = ", ".join(text_of(each.column.name) for each in personal)
        numbers = ", ".join(str(number) for number in range(len(personal)))
        self._connection.execute(
            f"create or replace temp table arrived as select distinct which, raw from"
            f" (select unnest([{numbers}]) as which, unnest([{texts_of}]) as raw from ({texts}))"
            " where raw is not null"
        )
        for number, each in enumerate(personal):
            self._create(each)
            self._take_up(each, f"select raw from arrived where which = {number}")

    def _take_up(self, who: PersonalColumn, raws: str) -> None:
        pattern = who.column.pattern
        fits = f" and regexp_full_match(raw, {literal(pattern)})" if pattern else ""
        prefix = prefix_sql("normalised") if who.kind == "number" else "null"
        shown = "normalised" if who.kind == "number" else "trim(raw)"
        self._connection.execute(
            f"""
            insert into {who.table}
            select raw, normalised, {hmac_sql(who.kind, "normalised")}, {prefix}, {shown}
            from (
                select raw, {normalise_value_sql(who.kind, "raw", who.country)} as normalised
                from ({raws}) as arrived
                where not exists (from {who.table} as known where known.raw = arrived.raw){fits}
            ) where normalised <> ''
            """,
            self._keys.parameters(who.kind),
        )

    def write_for_vault(self, path: Path) -> None:
        """Write class, key and value of everybody met."""
        parts = [
            f"select {literal(kind)} as class, key, shown from {table}"
            for table, kind in sorted(self._tables.items())
        ]
        if parts:
            everybody = f"from ({' union all '.join(parts)})"
            query = f"select class, key, min(shown) as value {everybody} group by class, key"
            write_query(self._connection, query, path)

    def forget(self) -> None:
        """Drop everybody, for the files are staged anew without those that were refused."""
        for table in self._tables:
            self._connection.execute(f"drop table {table}")
        self._tables = {}

    def _create(self, who: PersonalColumn) -> None:
        if who.table not in self._tables:
            self._connection.execute(
                f"create temp table {who.table} (raw varchar, normalised varchar, key varchar,"
                " prefix varchar, shown varchar)"
            )
            self._tables[who.table] = who.kind


def normalise_value_sql(kind: str, expression: str, country: str | None) -> str:
    """Return SQL for what is hashed: E.164, a name or e-mail in lower case, an account as it is."""
    if kind == "number":
        return normalise_sql(expression, country or "any")
    if kind == "account":
        return f"trim({expression})"
    tidy = f"trim(regexp_replace(nfc_normalize({expression}), '\\s+', ' ', 'g'))"
    return f"lower({tidy})"
