"""The only room that knows DuckDB: records in, a database file that analysts open out; it knows no extractor."""

from warehouse.published import connect

__all__ = ["connect"]
