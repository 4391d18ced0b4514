"""What the columns of an entity become in the lake."""

from __future__ import annotations

from trunkline.contract.model import Column, Entity

_SQL_TYPES = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "timestamp": "TIMESTAMP",
    "date": "DATE",
    "boolean": "BOOLEAN",
}


def sql_type(column: Column) -> str:
    """Return the DuckDB type of a column; a decimal keeps its precision and scale."""
    return _SQL_TYPES.get(column.type) or column.type.upper()


def lake_columns(column: Column) -> list[tuple[str, str]]:
    """Return name and type of what one contract column becomes in the lake.

    A person never gets there: numbers, names, accounts and e-mails become keys, of another party's
    number also a prefix, and a restricted column is left out.
    """
    if column.personal == "restricted":
        return []
    if column.personal == "other_number":
        return [(f"{column.name}_key", "VARCHAR"), (f"{column.name}_prefix", "VARCHAR")]
    if column.personal:
        return [(f"{column.name}_key", "VARCHAR")]
    return [(column.name, sql_type(column))]


def lake_schema(entity: Entity) -> list[tuple[str, str]]:
    """Return the (name, DuckDB type) pairs of an entity's Parquet files, in their order."""
    schema = [("file_no", "INTEGER"), ("line_no", "BIGINT")]
    if entity.load_mode == "events":
        schema.append(("event_key", "VARCHAR"))
    for column in entity.columns:
        schema.extend(lake_columns(column))
    return schema
