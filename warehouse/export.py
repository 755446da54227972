"""A published file in, Parquet or CSV by month with a description out; and an edition without what others wrote at length."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import duckdb

from warehouse.durable import STORAGE_VERSION
from warehouse.errors import WarehouseError
from warehouse.sql import statement
from warehouse.store import explained

# What only the pipeline needs.
INTERNAL: tuple[str, ...] = (
    "migrations",
    "spellings",
    "signatures",
    "day_hash",
    "signature_bands",
    "stale_days",
    "stale_outlets",
    "unchecked_days",
)
INTERNAL += ("unchecked_articles", "ordered_rollups")
# Field types of a Table Schema (https://specs.frictionlessdata.io/table-schema/) by the beginning of DuckDB's.
TYPES = {
    "BIGINT": "integer", "INTEGER": "integer", "UINTEGER": "integer", "DOUBLE": "number", "FLOAT": "number",
    "BOOLEAN": "boolean", "DATE": "date", "TIMESTAMP": "datetime", "VARCHAR": "string",
}  # fmt: skip
# How a table is written, by the ending of its files, and what such a file is (IANA's media types).
FORMS = {
    "parquet": ("FORMAT parquet, COMPRESSION zstd", "application/vnd.apache.parquet"),
    "csv": ("FORMAT csv, HEADER", "text/csv"),
}
TABLES = "SELECT table_name, comment FROM duckdb_tables() WHERE NOT internal AND database_name = 'whole' ORDER BY table_name"
COLUMNS = """
SELECT column_name, data_type, comment FROM duckdb_columns() WHERE database_name = 'whole' AND table_name = ?
ORDER BY column_index
"""


def quoted(path: Path) -> str:
    """Write a path as SQL text."""
    return "'" + str(path).replace("'", "''") + "'"


def open_whole(published: Path) -> duckdb.DuckDBPyConnection:
    """Open a published file as `whole`, beside which files can be written; raises WarehouseError where there is none."""
    if not published.is_file():
        raise WarehouseError(f"{published} is not there yet: `zagros ingest` or `make demo` makes it")
    con = duckdb.connect()
    con.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
    with explained(published):
        con.execute(f"ATTACH {quoted(published)} AS whole (READ_ONLY)")
    return con


def write_edition(published: Path, target: Path) -> None:
    """Write a copy without the articles' texts: all but the sentences that name somebody is blank, at its old length.

    So every place still points to its words, and every macro, recipe and check holds. Raises WarehouseError where the target
    is there already, or NoSpace.
    """
    if target.exists():
        raise WarehouseError(f"{target} is there already: name another file")
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    with explained(target), open_whole(published) as con:
        try:
            con.execute(f"ATTACH {quoted(part)} AS edition (STORAGE_VERSION '{STORAGE_VERSION}')")
            con.execute("COPY FROM DATABASE whole TO edition (SCHEMA)")
            for name, _ in con.execute(TABLES).fetchall():
                con.execute(f"INSERT INTO edition.{name} {without_texts(name)}")
            con.execute("CHECKPOINT edition; DETACH edition")
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)


def without_texts(name: str) -> str:
    """Give the question for a table's rows without what others have written at length."""
    if name == "articles":
        return statement("blank_texts")
    blank = {"entries": "NULL AS text", "article_versions": "NULL AS text", "manifest": "'without texts' AS edition"}
    replaced = f" REPLACE ({blank[name]})" if name in blank else ""
    return f"SELECT *{replaced} FROM whole.{name}"


def write_tables(published: Path, folder: Path, form: str = "parquet") -> list[Path]:
    """Write each table as Parquet or CSV, by month where its rows have a day, with a datapackage.json that describes them.

    Raises WarehouseError where the folder is there already, or NoSpace. Returns the files.
    """
    if folder.exists():
        raise WarehouseError(f"{folder} is there already: name a new folder")
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        with explained(folder), open_whole(published) as con:
            tables = [(name, comment) for name, comment in con.execute(TABLES).fetchall() if name not in INTERNAL]
            resources = [write_table(con, part, (name, form), comment) for name, comment in tables]
            text = json.dumps(describe(con, resources), ensure_ascii=False, indent=2)
            (part / "datapackage.json").write_text(f"{text}\n", encoding="utf-8")
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return sorted(path for path in folder.rglob("*") if path.is_file())


def write_table(con: duckdb.DuckDBPyConnection, folder: Path, table: tuple[str, str], comment: str) -> dict[str, Any]:
    """Write one table in a form and describe it as a resource (https://specs.frictionlessdata.io/data-resource/)."""
    name, form = table
    how, media = FORMS[form]
    columns = con.execute(COLUMNS, [name]).fetchall()
    by_month = "day" in {column for column, _, _ in columns}
    if by_month:
        rows = f"(SELECT *, strftime(day, '%Y-%m') AS month FROM whole.{name} ORDER BY day)"
        con.execute(f"COPY {rows} TO {quoted(folder / name)} ({how}, PARTITION_BY (month))")
    else:
        con.execute(f"COPY whole.{name} TO {quoted(folder / f'{name}.{form}')} ({how})")
    files = sorted((folder / name).rglob(f"*.{form}")) if by_month else [folder / f"{name}.{form}"]
    return {
        "name": name.replace("_", "-"),
        "description": comment,
        "path": [str(path.relative_to(folder)) for path in files],
        "format": form,
        "mediatype": media,
        "bytes": sum(path.stat().st_size for path in files),
        "schema": {"fields": [{"name": n, "type": field_type(kind), "description": said} for n, kind, said in columns]},
    }


def field_type(kind: str) -> str:
    """Name the type of a column as a Table Schema does."""
    return "array" if kind.endswith("[]") else next((t for begin, t in TYPES.items() if kind.startswith(begin)), "any")


def describe(con: duckdb.DuckDBPyConnection, resources: list[dict[str, Any]]) -> dict[str, Any]:
    """Describe an export (https://specs.frictionlessdata.io/data-package/): its manifest, and what holds anything."""
    answer = con.execute("FROM whole.manifest")
    names = [column[0] for column in answer.description or ()]
    manifest = dict(zip(names, answer.fetchone() or (), strict=False))
    return {
        "name": "zagros",
        "title": "Zagros: who is named in the news of Iran and Iraq, when and by whom",
        "profile": "data-package",
        "version": manifest.get("code_version"),
        "created": manifest["as_of"].isoformat() if manifest else None,
        "zagros:manifest": {
            name: value if isinstance(value, (int, str, list, type(None))) else str(value) for name, value in manifest.items()
        },
        "resources": [resource for resource in resources if resource["path"]],
    }
