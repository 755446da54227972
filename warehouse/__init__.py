"""The only room that knows DuckDB: records in, a database file that analysts open out; it knows no extractor."""
