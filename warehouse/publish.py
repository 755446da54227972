"""The pipeline's open file in, a checked copy for analysts out, put in place by one rename."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

from warehouse.store import HERE, CheckFailed, Store, explained, statement

# The oldest storage that has all we write: every DuckDB client from 1.0 on opens it (measured with 1.1 to 2.0).
STORAGE_VERSION = "v1.0.0"


def check(con: duckdb.DuckDBPyConnection) -> None:
    """Run every check; raises CheckFailed that names those which return rows, with their first row."""
    failed = []
    for path in sorted((HERE / "checks").glob("*.sql")):
        answer = con.execute(path.read_text(encoding="utf-8"))
        names = [column[0] for column in answer.description or ()]
        if rows := answer.fetchmany(1000):
            first = {name: value for name, value in zip(names, rows[0], strict=True) if value is not None}
            failed.append(f"{path.stem}: {len(rows)}{'+' if len(rows) == 1000 else ''} rows, the first {str(first)[:300]}")
    if failed:
        raise CheckFailed("the published copy stays as it was, since these checks failed:\n  " + "\n  ".join(failed))


def publish(store: Store, target: Path) -> int:
    """Check the facts, copy them beside the published file, and rename the copy over it; returns its size in bytes.

    Readers that hold the old copy keep it and never block this. Raises CheckFailed or NoSpace, and leaves the old copy.
    """
    check(store.con)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    try:
        with explained(target):
            copy(store.con, part)
            with part.open("rb") as written:
                os.fsync(written.fileno())
            part.replace(target)
            sync_folder(target.parent)
    finally:
        part.unlink(missing_ok=True)
    return target.stat().st_size


def copy(con: duckdb.DuckDBPyConnection, part: Path) -> None:
    """Copy the whole database to a new file of the published storage version, with a manifest of what is in it."""
    name = con.execute("SELECT current_database()").fetchall()[0][0]
    quoted = str(part).replace("'", "''")
    con.execute(f"ATTACH '{quoted}' AS published (STORAGE_VERSION '{STORAGE_VERSION}')")
    try:
        con.execute(f'COPY FROM DATABASE "{name}" TO published')
        con.execute(statement("manifest"))
        con.execute("CHECKPOINT published")
    finally:
        con.execute("DETACH published")


def sync_folder(folder: Path) -> None:
    """Make the rename itself durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
