"""Bytes and text in, records out: this room knows neither Prefect nor DuckDB, and no clock but the one it is given."""
