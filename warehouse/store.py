"""Records in, durable facts out: the one place that writes the pipeline's warehouse, a DuckDB file or a lake."""

from __future__ import annotations

import errno
import random
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import fields
from datetime import datetime
from io import FileIO
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import duckdb
import pyarrow as pa

from warehouse.arrival import Kept, Run, write
from warehouse.durable import busy, connect, mend
from warehouse.errors import CheckFailed, Locked, Newer, NoSpace, WarehouseError
from warehouse.lake import Lake, Place, conflicts, open_lake, without_password
from warehouse.schema import done_steps, migrate, steps
from warehouse.sql import statement

__all__ = ["PATIENCE", "CheckFailed", "Kept", "Locked", "Newer", "NoSpace", "Place", "Rows", "Run", "Store", "WarehouseError"]
__all__ += ["explained", "hold", "open_store", "refuse_held"]
# Records of one kind, or an Arrow table whose columns bear their fields' names.
Rows: TypeAlias = Sequence[Any] | pa.Table
T = TypeVar("T")
# Of a transaction on a lake that met another's: so often it is done again, after up to so many seconds.
TRIES, LONGEST = 40, 5.0
# Seconds for which a run waits for whoever holds the file, as a backup does or a person at a prompt, and between two tries.
PATIENCE, AGAIN = 30.0, 0.5
LOCK_HOLDER = re.compile(r"Conflicting lock is held in (.*?) \(PID (\d+)\)(?: by user (\S+))?")


@contextmanager
def explained(place: Place) -> Iterator[None]:
    """Turn DuckDB's and the system's errors of lock and space into ours, which name the file and the remedy."""
    try:
        yield
    except (duckdb.Error, OSError) as error:
        text, path = without_password(str(error)), str(place)
        if holder := LOCK_HOLDER.search(text):
            user = holder[3] or owner_of(holder[2])
            who = f"{holder[1]} (process {holder[2]}{f', user {user}' if user else ''})"
            raise Locked(f"{path} is held by {who}: wait until it ends, or stop it") from error
        if "lock on file" in text:
            raise Locked(f"{path} is held by another process: {text}") from error
        if getattr(error, "errno", None) == errno.ENOSPC or "No space left" in text:
            raise NoSpace(f"no space left for {path}: make room for twice its size, then run again; nothing is lost") from error
        if isinstance(error, duckdb.IOException):
            raise WarehouseError(f"{path} cannot be used: {text}") from error
        raise


def owner_of(process: str) -> str | None:
    """Name the user of a process, whom DuckDB does not always tell; None where the system does not, or it is gone."""
    try:
        return Path("/proc", process).owner()
    except (OSError, KeyError, NotImplementedError):
        return None


def refuse_held(path: Path) -> None:
    """Raise Locked, which names the holder, where another process is at work on a file."""
    if busy(path):
        with explained(path):
            connect(path, read_only=True).close()


@contextmanager
def hold(path: Path, read_only: bool = False) -> Iterator[File]:
    """Open the pipeline's own file as it is, and hold it, so that nobody else writes; raises Locked, NoSpace or WarehouseError.

    A file that a kill left torn is put back from its copy first.
    """
    with explained(path):
        mend(path)
        con, file = connect(path, read_only), None
        try:
            # One handle for as long as the file is held: closing any would drop the process's lock on it (fcntl).
            file = path.open("rb", buffering=0)
            yield File(con, path, file)
        finally:
            con.close()
            if file:
                file.close()


@contextmanager
def share(lake: Lake, read_only: bool = False) -> Iterator[Store]:
    """Open a lake, which others may write and read at the same time; raises WarehouseError."""
    con = open_lake(lake, read_only)
    try:
        yield Store(con, lake)
    except duckdb.HTTPException as error:
        said = str(error).partition("\n")[0]
        remedy = "see that it runs, and look at AWS_ACCESS_KEY_ID and what docs/scaling.md names beside it"
        raise WarehouseError(f"{lake}: its bucket refuses or does not answer ({said}): {remedy}") from error
    finally:
        con.close()


@contextmanager
def open_store(place: Place, read_only: bool = False, patience: float = 0.0) -> Iterator[Store]:
    """Open the pipeline's own warehouse, make it if it is not there; a file is held. Raises Locked, NoSpace or Newer.

    Where another process holds a file, it is tried again for `patience` seconds. With `read_only` nothing is made or brought up
    to date: raises WarehouseError for a warehouse of an older schema.
    """
    if isinstance(place, Path):
        place.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as opened:
        if isinstance(place, Lake):
            store = opened.enter_context(share(place, read_only))
        else:
            store = hold_when_free(place, read_only, patience, opened)
        if not read_only:
            store.attempt(lambda: migrate(store.con, lake=isinstance(place, Lake)))
        elif missing := steps().keys() - done_steps(store.con):
            raise WarehouseError(f"{place} lacks schema step {min(missing)}: a run of `zagros ingest` brings it up to date")
        yield store


def hold_when_free(path: Path, read_only: bool, patience: float, opened: ExitStack) -> Store:
    """Hold a file once nobody else does; raises Locked, which names the holder, where that takes longer than `patience`."""
    ends = time.monotonic() + patience
    while True:
        try:
            return opened.enter_context(hold(path, read_only))
        except Locked:
            if time.monotonic() >= ends:
                raise
        time.sleep(AGAIN)


class Store:
    """The pipeline's open warehouse."""

    def __init__(self, con: duckdb.DuckDBPyConnection, place: Place) -> None:
        self.con = con
        self.place = place

    def rows(self, name: str, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Ask one of the pipeline's statements for rows by name of column.

        What is asked as a list the statement finds as a table, `asked_` before its name: for each value of a list that is a
        parameter DuckDB 1.5 tries to import pandas (0.9 s for 12,000).
        """
        lists = {key: value for key, value in asked.items() if isinstance(value, list)}
        with ExitStack() as stack:
            for key, values in lists.items():
                stack.enter_context(self.incoming(pa.table({"value": values}), f"asked_{key}"))
            answer = self.con.execute(statement(name), {key: value for key, value in asked.items() if key not in lists})
            names = [column[0] for column in answer.description or ()]
            return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

    def due_entries(self, feed_ids: Sequence[str], now: datetime) -> list[dict[str, Any]]:
        """List the stored entries whose page is due, one an article, as fields of an entry with `stored`; new ones first."""
        return self.rows("due_entries", {"now": now, "feeds": list(feed_ids)})

    def known(self, entry_ids: Sequence[int]) -> set[int]:
        """Say which of these entries were listed before."""
        return {row["entry_id"] for row in self.rows("known_entries", {"ids": list(entry_ids)})}

    def arrow(self, table: str, records: Rows) -> pa.Table:
        """Lay records out as an Arrow table of the columns that they share with a table of the warehouse."""
        if isinstance(records, pa.Table):
            return records
        schema = self.con.execute(f"FROM {table} LIMIT 0").to_arrow_table().schema
        if not records:
            return schema.empty_table()
        names = {field.name for field in fields(records[0])}
        shared = [column for column in schema if column.name in names]
        return pa.table({column.name: pa.array([getattr(r, column.name) for r in records], column.type) for column in shared})

    @contextmanager
    def incoming(self, rows: pa.Table, name: str = "incoming") -> Iterator[None]:
        """Let statements read an Arrow table by a name."""
        self.con.register(name, rows)
        try:
            yield
        finally:
            self.con.unregister(name)

    def define(self, rows: pa.Table, text: str) -> None:
        """Run a statement that reads an Arrow table as `incoming`."""
        with self.incoming(rows):
            self.con.execute(text)

    def insert(
        self, table: str, records: Rows, derived: Mapping[str, str] | None = None, days: str | None = None, **constants: Any
    ) -> None:
        """Append records to a table, with columns that are the same in all of them or derived from theirs in SQL.

        `days` names a table of articles and their days, for rows that carry the day of their article.
        """
        if not len(records):
            return
        columns = ["i.*", *(f"${name} AS {name}" for name in constants)]
        columns += [f"{sql} AS {name}" for name, sql in (derived or {}).items()]
        source = f"incoming i JOIN (SELECT article_id, day FROM {days}) d USING (article_id)" if days else "incoming i"
        columns += ["d.day"] if days else []
        with self.incoming(self.arrow(table, records)):
            self.con.execute(f"INSERT INTO {table} BY NAME SELECT {', '.join(columns)} FROM {source}", constants or None)

    def replace(self, table: str, key: str, records: Sequence[Any]) -> None:
        """Put records in the place of those of the same key."""
        if records:
            self.con.execute(f"DELETE FROM {table} WHERE {key} IN (SELECT unnest(?))", [[getattr(r, key) for r in records]])
            self.insert(table, records)

    def keep(self, run: Run, tables: Mapping[str, Rows]) -> Kept:
        """Store all facts of a run in one transaction and count them; articles' facts are replaced whole.

        `tables` holds records, or an Arrow table, by table. The batch whose `content_hash` a run has stored before is not
        stored again, as when a COMMIT raised that was durable. Raises NoSpace; what was stored before stays as it was.
        """

        def once() -> Kept:
            """Store them, unless they are."""
            if run.content_hash and (stored := self.con.execute(statement("stored_batch"), [run.content_hash]).fetchone()):
                return Kept(*stored)
            with self.transaction():
                return write(self, run, tables)

        return self.attempt(once)

    def attempt(self, work: Callable[[], T]) -> T:
        """Do a whole transaction, and again where it met another on a lake: it then sees what that one wrote."""
        for number in range(TRIES):
            try:
                return work()
            except duckdb.Error as error:
                if not conflicts(error):
                    raise
                self.roll_back()
                time.sleep(random.uniform(0, min(0.1 * 2**number, LONGEST)))  # noqa: S311 - so that they do not meet again
        raise WarehouseError(f"{self.place}: {TRIES} times in a row another had changed what was to be written; run again")

    def near(self, signatures: Sequence[Any], days: int) -> list[dict[str, Any]]:
        """Find stored articles that share a band with one of these signatures, published within some days of it.

        Articles that are themselves among them are left out: they are about to be replaced.
        """
        if not signatures:
            return []
        bands = [(s.article_id, s.published_at, band) for s in signatures for band in s.bands]
        ids, instants, numbers = zip(*bands, strict=True)
        with self.incoming(pa.table({"article_id": ids, "published_at": instants, "band": numbers})):
            return self.rows("near_articles", {"days": days})

    def taken_stories(self, article_ids: Sequence[int]) -> set[int]:
        """Say which of these ids are stories that other articles tell."""
        return {row["story_id"] for row in self.rows("taken_stories", {"ids": list(article_ids)})}

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do several things or none of them."""
        with explained(self.place), ExitStack() as failed:
            self.con.execute("BEGIN")
            failed.callback(self.roll_back)
            yield
            self.con.execute("COMMIT")
            failed.pop_all()

    def roll_back(self) -> None:
        """Undo the open transaction; after a COMMIT that raised there is none, and that must not hide the first error."""
        with suppress(duckdb.Error):
            self.con.execute("ROLLBACK")


class File(Store):
    """The pipeline's warehouse as a file that nobody else may write, with a handle on it."""

    def __init__(self, con: duckdb.DuckDBPyConnection, path: Path, file: FileIO) -> None:
        super().__init__(con, path)
        self.path = path
        self.file = file
