"""Physical lines: counted, checked for damage and handed to DuckDB without passing through rows."""
