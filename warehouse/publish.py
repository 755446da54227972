"""The pipeline's open file in, a checked copy for analysts out, put in place by one rename."""

from __future__ import annotations

import os
import shutil
from datetime import date
from io import FileIO
from pathlib import Path

import duckdb

from warehouse.errors import CheckFailed
from warehouse.rollup import refresh
from warehouse.sql import HERE, statement
from warehouse.store import STORAGE_VERSION, Store, explained

# Days of which a copy is kept beside the newest one.
COPIES = 7
# A file whose free blocks exceed this share of it is written anew, block by block copied otherwise.
WASTE = 0.5
CHUNK = 1 << 24
CHANGED = """
CREATE OR REPLACE TEMP TABLE checked_articles AS SELECT DISTINCT article_id, day FROM {articles};
CREATE OR REPLACE TEMP TABLE checked_days AS SELECT day FROM {days} UNION SELECT day FROM checked_articles
"""


def check(con: duckdb.DuckDBPyConnection, everything: bool = False) -> None:
    """Run every check on what changed since the last published copy, or on all there is.

    Raises CheckFailed that names the checks which return rows, with their first row.
    """
    changed = ("articles", "outlet_day") if everything else ("unchecked_articles", "unchecked_days")
    con.execute(CHANGED.format(articles=changed[0], days=changed[1]))
    failed = []
    for path in sorted((HERE / "checks").glob("*.sql")):
        answer = con.execute(path.read_text(encoding="utf-8"))
        names = [column[0] for column in answer.description or ()]
        if rows := answer.fetchmany(1000):
            first = {name: value for name, value in zip(names, rows[0], strict=True) if value is not None}
            failed.append(f"{path.stem}: {len(rows)}{'+' if len(rows) == 1000 else ''} rows, the first {str(first)[:300]}")
    if failed:
        raise CheckFailed("the published copy stays as it was, since these checks failed:\n  " + "\n  ".join(failed))


def publish(store: Store, target: Path, copies: int = COPIES) -> int:
    """Add up what changed, check the facts, copy the file beside the published one, and rename it over that; returns its bytes.

    The last copy of each of the newest `copies` days stays under `copies/`. Readers that hold an old copy keep it and never
    block this. Raises CheckFailed or NoSpace, and leaves the old copy.
    """
    refresh(store)
    check(store.con)
    with store.transaction():
        store.con.execute(statement("manifest"))
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    try:
        with explained(target):
            copy(store, part)
            sync(part)
            keep_of_day(part, target, store.con, copies)
            part.replace(target)
            sync(target.parent)
    finally:
        part.unlink(missing_ok=True)
    return target.stat().st_size


def copy(store: Store, part: Path) -> None:
    """Copy the whole database: table by table, or block by block where all of it is in the file and any client opens that.

    No CHECKPOINT is asked for here: killed in the middle of one, DuckDB 1.5.5 left a file that did not open again, once in a
    hundred kills (`make soak`); without it, never in a hundred.
    """
    wal = store.path.with_name(f"{store.path.name}.wal")
    if wasteful(store.con) or (wal.exists() and wal.stat().st_size):
        copy_tables(store.con, part)
        return
    with part.open("wb", buffering=0) as out:
        copy_blocks(store.file, out)


def copy_blocks(source: FileIO, out: FileIO) -> None:
    """Copy an open file: on Linux the kernel does, or shares the blocks where the file system can (copy_file_range(2))."""
    done = 0
    try:
        while copied := os.copy_file_range(source.fileno(), out.fileno(), CHUNK, done):
            done += copied
    except (AttributeError, OSError):
        for file in (source, out):
            file.seek(0)
        out.truncate()
        shutil.copyfileobj(source, out, CHUNK)


def wasteful(con: duckdb.DuckDBPyConnection) -> bool:
    """Tell whether a file is mostly free blocks, or of a storage version that older clients do not open."""
    name, total, free = con.execute("SELECT database_name, total_blocks, free_blocks FROM pragma_database_size()").fetchall()[0]
    tags = con.execute("SELECT tags FROM duckdb_databases() WHERE database_name = ?", [name]).fetchall()[0][0]
    return bool(free > WASTE * total) or not tags.get("storage_version", STORAGE_VERSION).startswith(STORAGE_VERSION)


def copy_tables(con: duckdb.DuckDBPyConnection, part: Path) -> None:
    """Copy tables, views, macros and comments to a new file of the published storage version."""
    name = con.execute("SELECT current_database()").fetchall()[0][0]
    quoted = str(part).replace("'", "''")
    con.execute(f"ATTACH '{quoted}' AS published (STORAGE_VERSION '{STORAGE_VERSION}')")
    try:
        con.execute(f'COPY FROM DATABASE "{name}" TO published')
        con.execute("CHECKPOINT published")
    finally:
        con.execute("DETACH published")


def keep_of_day(part: Path, target: Path, con: duckdb.DuckDBPyConnection, copies: int) -> None:
    """Keep a copy under its date, in UTC, and let those beyond the newest `copies` go."""
    ((day,),) = con.execute("SELECT max((as_of AT TIME ZONE 'UTC')::DATE) FROM manifest").fetchall()
    folder = target.parent / "copies"
    folder.mkdir(exist_ok=True)
    if copies and isinstance(day, date):
        dated, fresh = folder / f"{target.stem}-{day}{target.suffix}", folder / f"{part.name}.dated"
        fresh.unlink(missing_ok=True)
        link(part, fresh)
        fresh.replace(dated)
    for old in sorted(folder.glob(f"{target.stem}-*{target.suffix}"))[: -copies or None]:
        old.unlink()


def link(part: Path, other: Path) -> None:
    """Give a file a second name, or a second body where the file system knows no links."""
    try:
        other.hardlink_to(part)
    except OSError:
        shutil.copyfile(part, other)


def sync(path: Path) -> None:
    """Make a file durable, or the names in a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
