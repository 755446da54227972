"""Records in, durable facts out: the one place that writes the pipeline's DuckDB file."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.errors import CheckFailed, Locked, Newer, NoSpace, WarehouseError
from warehouse.knowledge import forget_vanished, learn, note_version, remember
from warehouse.rollup import Touched
from warehouse.schema import HERE, done_steps, migrate, statement, steps

__all__ = ["HERE", "CheckFailed", "Kept", "Locked", "Newer", "NoSpace", "Run", "Store", "WarehouseError"]
__all__ += ["explained", "open_store", "statement"]
HASHES = pa.schema([("article_id", pa.int64()), ("content_hash", pa.string())])
# Tables whose rows belong to an article and are replaced with it.
OF_ARTICLES = ("articles", "sentences", "mentions", "mention_candidates", *("story_articles", "signatures", "signature_bands"))
LOCK_HOLDER = re.compile(r"Conflicting lock is held in (.*?) \(PID (\d+)\)(?: by user (\S+))?")


@dataclass(frozen=True, slots=True)
class Run:
    """What the pipeline says of one run before it is stored; its counts are taken from what is stored."""

    started_at: datetime
    seconds: float
    code_version: str
    registry_hash: str
    content_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What one run added to the warehouse, in rows."""

    run_id: int
    entries_new: int
    articles_new: int
    articles_changed: int
    mentions: int
    failures: int


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn DuckDB's and the system's errors of lock and space into ours, which name the file and the remedy."""
    try:
        yield
    except (duckdb.Error, OSError) as error:
        text = str(error)
        if holder := LOCK_HOLDER.search(text):
            who = f"{holder[1]} (process {holder[2]}{f', user {holder[3]}' if holder[3] else ''})"
            raise Locked(f"{path} is held by {who}: wait until it ends, or stop it") from error
        if "lock on file" in text:
            raise Locked(f"{path} is held by another process: {text}") from error
        if getattr(error, "errno", None) == errno.ENOSPC or "No space left" in text:
            raise NoSpace(f"no space left for {path}: make room for twice its size, then run again; nothing is lost") from error
        if isinstance(error, duckdb.IOException):
            raise WarehouseError(f"{path} cannot be used: {text}") from error
        raise


@contextmanager
def open_store(path: Path, read_only: bool = False) -> Iterator[Store]:
    """Open the pipeline's own file, make it if it is not there, and hold it; raises Locked, NoSpace or Newer.

    With `read_only` nothing is made or brought up to date: raises WarehouseError for a file of an older schema.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with explained(path):
        con = duckdb.connect(str(path), read_only=read_only)
        try:
            con.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
            if not read_only:
                migrate(con)
            elif missing := steps().keys() - done_steps(con):
                raise WarehouseError(f"{path} lacks schema step {min(missing)}: a run of `zagros ingest` brings it up to date")
            yield Store(con, path)
        finally:
            con.close()


class Store:
    """The pipeline's open file."""

    def __init__(self, con: duckdb.DuckDBPyConnection, path: Path) -> None:
        self.con = con
        self.path = path

    def rows(self, name: str, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Ask one of the pipeline's statements for rows by name of column."""
        answer = self.con.execute(statement(name), dict(asked))
        names = [column[0] for column in answer.description or ()]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

    def due_feeds(self, feed_ids: Sequence[str], now: datetime, interval: float) -> dict[str, datetime | None]:
        """Say when each feed is due (seconds of `interval` after its last poll, longer after failures); None is now."""
        asked = {"feeds": list(feed_ids), "now": now, "interval": interval}
        rows = self.con.execute(statement("due_feeds"), asked).fetchall()
        return {feed_id: None if due else due_at for feed_id, due_at, due in rows}

    def due_entries(self, feed_ids: Sequence[str], now: datetime) -> list[dict[str, Any]]:
        """List the stored entries whose page is due again, one an article, as fields of an entry with `stored`."""
        return self.rows("due_entries", {"now": now, "feeds": list(feed_ids)})

    def known(self, entry_ids: Sequence[int], article_ids: Sequence[int]) -> tuple[set[int], set[int]]:
        """Say which of these entries, and of these articles, were listed before."""
        asked = {"ids": list(entry_ids), "articles": list(article_ids)}
        found = {number for (number,) in self.con.execute(statement("known_entries"), asked).fetchall()}
        return {number for number in found if number > 0}, {-number for number in found if number <= 0}

    def arrow(self, table: str, records: Sequence[Any]) -> pa.Table:
        """Lay records out as an Arrow table of the columns that they share with a table of the warehouse."""
        schema = self.con.execute(f"FROM {table} LIMIT 0").to_arrow_table().schema
        names = [field.name for field in fields(records[0])]
        return pa.table(
            {
                name: pa.array([getattr(r, name) for r in records], schema.field(name).type)
                for name in schema.names
                if name in names
            }
        )

    def insert(self, table: str, records: Sequence[Any], **constants: Any) -> None:
        """Append records to a table, with columns that are the same in all of them."""
        if not records:
            return
        self.con.register("incoming", self.arrow(table, records))
        extra = "".join(f", ${name} AS {name}" for name in constants)
        self.con.execute(f"INSERT INTO {table} BY NAME SELECT *{extra} FROM incoming", constants or None)
        self.con.unregister("incoming")

    def replace(self, table: str, key: str, records: Sequence[Any]) -> None:
        """Put records in the place of those of the same key."""
        if records:
            self.con.execute(f"DELETE FROM {table} WHERE {key} IN (SELECT unnest(?))", [[getattr(r, key) for r in records]])
            self.insert(table, records)

    def keep(self, run: Run, tables: Mapping[str, Sequence[Any]]) -> Kept:
        """Store all facts of a run in one transaction and count them; articles' facts are replaced whole.

        `tables` holds records by table. The batch whose `content_hash` a run has stored before is not stored again, as when
        a COMMIT raised that was durable. Raises NoSpace; what was stored before stays as it was.
        """
        if run.content_hash and (stored := self.con.execute(statement("stored_batch"), [run.content_hash]).fetchone()):
            return Kept(*stored)
        with self.transaction():
            return self.write(run, tables)

    def near(self, signatures: Sequence[Any], days: int) -> list[dict[str, Any]]:
        """Find stored articles that share a band with one of these signatures, published within some days of it.

        Articles that are themselves among them are left out: they are about to be replaced.
        """
        if not signatures:
            return []
        bands = [(s.article_id, s.published_at, band) for s in signatures for band in s.bands]
        ids, instants, numbers = zip(*bands, strict=True)
        self.con.register("incoming", pa.table({"article_id": ids, "published_at": instants, "band": numbers}))
        found = self.rows("near_articles", {"days": days})
        self.con.unregister("incoming")
        return found

    def taken_stories(self, article_ids: Sequence[int]) -> set[int]:
        """Say which of these ids are stories that other articles tell."""
        asked = {"ids": list(article_ids)}
        return {story for (story,) in self.con.execute(statement("taken_stories"), asked).fetchall()}

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do several things or none of them."""
        with explained(self.path):
            self.con.execute("BEGIN")
            try:
                yield
                self.con.execute("COMMIT")
            except BaseException:
                # After a COMMIT that raised there is nothing to roll back, and that must not hide the first error.
                with suppress(duckdb.Error):
                    self.con.execute("ROLLBACK")
                raise

    def write(self, run: Run, tables: Mapping[str, Sequence[Any]]) -> Kept:
        """Write a run's facts within the open transaction."""
        (run_id,) = self.con.execute("SELECT coalesce(max(run_id), 0) + 1 FROM runs").fetchone() or (1,)
        learn(self, tables)
        forget_vanished(self)
        articles = [article.article_id for article in tables["articles"]]
        touched = Touched(self.con)
        touched.note(articles)
        touched.note_stories(articles)
        changed = self.replace_articles(articles, run, run_id, tables)
        for table in ("polls", "failures"):
            self.insert(table, tables[table], run_id=run_id)
        remember(self, run.registry_hash, tables.get("spellings", ()))
        note_version(self, run.registry_hash, run.started_at)
        self.settle(tables["entries"], tables["readings"])
        touched.note(articles)
        touched.note_stories(articles)
        touched.note_feeds([poll.feed_id for poll in tables["polls"]])
        touched.refresh([statement("refresh_outlets"), statement("refresh_actors")])
        named = sum(mention.actor_id is not None for mention in tables["mentions"])
        kept = Kept(run_id, len(tables["entries"]), len(articles) - changed, changed, named, len(tables["failures"]))
        self.log(run, kept, tables)
        return kept

    def replace_articles(self, articles: list[int], run: Run, run_id: int, tables: Mapping[str, Sequence[Any]]) -> int:
        """Put articles' facts in the place of those they had, keep the texts they had, and count the replaced."""
        old = self.con.execute("SELECT count(*) FROM articles WHERE article_id IN (SELECT unnest(?))", [articles]).fetchone()
        hashes = {"article_id": articles, "content_hash": [a.content_hash for a in tables["articles"]]}
        self.con.register("incoming", pa.table(hashes, schema=HASHES))
        self.con.execute(statement("keep_versions"), {"now": run.started_at})
        self.con.unregister("incoming")
        for table in OF_ARTICLES:
            self.con.execute(f"DELETE FROM {table} WHERE article_id IN (SELECT unnest(?))", [articles])
            constants = {"run_id": run_id, "registry_hash": run.registry_hash} if table == "articles" else {}
            self.insert(table, tables.get(table, ()), **constants)
        return old[0] if old else 0

    def settle(self, entries: Sequence[Any], readings: Sequence[Any]) -> None:
        """Store new entries, and how the reading of entries ended."""
        if entries:
            self.con.register("incoming", self.arrow("entries", entries))
            self.con.execute("INSERT INTO entries BY NAME SELECT *, 'new' AS state, first_seen_at AS due_at FROM incoming")
        empty = self.con.execute("SELECT article_id, state, attempts, due_at FROM entries LIMIT 0").to_arrow_table()
        self.con.register("incoming", self.arrow("entries", readings) if readings else empty)
        self.con.execute(statement("settle_entries"))
        self.con.unregister("incoming")

    def log(self, run: Run, kept: Kept, tables: Mapping[str, Sequence[Any]]) -> None:
        """Write the run's own row."""
        polls, missed = tables["polls"], sum(article.hint == "missed" for article in tables["articles"])
        counts = (kept.entries_new, kept.articles_new, kept.articles_changed, kept.mentions, kept.failures)
        row = (kept.run_id, run.started_at, run.seconds, len(polls), sum(poll.status != "ok" for poll in polls), *counts)
        marks = ", ".join("?" * 14)
        values = [*row, missed, run.code_version, run.registry_hash, run.content_hash]
        self.con.execute(f"INSERT INTO runs VALUES ({marks})", values)
