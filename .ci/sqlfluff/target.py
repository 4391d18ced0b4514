"""Stands in for dbt's `target` while sqlfluff renders a model."""

type = "duckdb"  # noqa: A001 - the name is dbt's
