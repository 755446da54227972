"""The pipeline's open file in, a checked copy for analysts out, put in place by one rename."""

from __future__ import annotations

import shutil
from datetime import date
from functools import partial
from pathlib import Path

import duckdb

from warehouse.durable import STORAGE_VERSION, begun, fold, log_of, snapshot, sync
from warehouse.errors import CheckFailed
from warehouse.lake import merge
from warehouse.rollup import refresh
from warehouse.sql import HERE, statement
from warehouse.store import File, Store, explained, open_store
from warehouse.transfer import copy_lake, copy_tables

# Days of which a copy is kept beside the newest one.
COPIES = 7
# A file whose free blocks exceed this share of it is written anew, block by block copied otherwise.
WASTE = 0.5
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


def check_whole(path: Path) -> None:
    """Open a pipeline's file, bring it up to date, add up what a broken run left, and run every check; raises CheckFailed."""
    with open_store(path) as store:
        refresh(store)
        check(store.con, everything=True)


def publish(store: Store, target: Path, copies: int = COPIES, everything: bool = False) -> int:
    """Add up what changed, check the facts, copy the file beside the published one, and rename it over that; returns its bytes.

    The file is copied block by block, or table by table where that would copy too much or what no client opens. The last copy of
    each of the newest `copies` days stays under `copies/`. Readers that hold an old copy keep it and never block this. With
    `everything` all facts are checked, not only what changed. Raises CheckFailed or NoSpace, and leaves the old copy.
    """
    part = target.with_name(f".{target.name}.part")
    try:
        with explained(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            clear(part)
            if not isinstance(store, File):
                store.attempt(partial(settle, store, everything))
                if everything:
                    store.attempt(partial(merge, store.con))
                copy_lake(store.con, part)
            elif wasteful(store.con):
                settle(store, everything)
                copy_tables(store.con, part)
            else:
                with begun(store.con, store.file, part) as blocks:
                    settle(store, everything)
                    snapshot(store.con, store.path, store.file, part, blocks)
            sync(part)
            keep_of_day(part, target, store.con, copies)
            # What an analyst wrote into the last copy is not for this one: DuckDB would replay that log into it.
            log_of(target).unlink(missing_ok=True)
            part.replace(target)
            sync(target.parent)
            if isinstance(store, File):
                fold(store.con, store.path, target)
    finally:
        clear(part)
    return target.stat().st_size


def settle(store: Store, everything: bool) -> None:
    """Add up what changed, check it or everything, and say what the copy is made of; raises CheckFailed."""
    refresh(store)
    check(store.con, everything)
    with store.transaction():
        store.con.execute(statement("manifest"))


def clear(part: Path) -> None:
    """Remove what is left of a copy in the making, as after a kill: whoever holds the store is the only one to make one."""
    for left in (part, log_of(part)):
        left.unlink(missing_ok=True)


def wasteful(con: duckdb.DuckDBPyConnection) -> bool:
    """Tell whether a file is mostly free blocks, or of a storage version that older clients do not open."""
    name, total, free = con.execute("SELECT database_name, total_blocks, free_blocks FROM pragma_database_size()").fetchall()[0]
    tags = con.execute("SELECT tags FROM duckdb_databases() WHERE database_name = ?", [name]).fetchall()[0][0]
    return bool(free > WASTE * total) or not tags.get("storage_version", STORAGE_VERSION).startswith(STORAGE_VERSION)


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
