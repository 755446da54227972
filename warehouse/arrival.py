"""The records of one run in, its rows of the open transaction out: articles' facts are replaced whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from warehouse.coding import code, uncode
from warehouse.errors import WarehouseError
from warehouse.knowledge import forget_vanished, learn, note_version, remember
from warehouse.rollup import note_articles, note_everything, note_polls
from warehouse.sql import statement

if TYPE_CHECKING:
    from warehouse.store import Rows, Store

# Tables whose rows belong to an article and are replaced with it, as those of coding.py; each carries the article's day.
OF_ARTICLES = ("sentences", "mentions", "mention_candidates", "story_articles", "signatures", "signature_bands")
OF_REPLACED = "article_id IN (SELECT article_id FROM replaced) AND day IN (SELECT day FROM replaced)"
# A poll counts for the outlet that its feed has now: where a feed moves, both are added up anew.
MOVED_FEEDS = """
INSERT INTO stale_outlets
SELECT unnest([f.outlet_id, i.outlet_id]), DATE '0001-01-01' FROM feeds f JOIN incoming i USING (feed_id)
WHERE i.outlet_id <> f.outlet_id
"""
# Outlets of one owner are one witness: where one is sold, everybody's stories of their own are counted anew.
SOLD_OUTLETS = "SELECT count(*) FROM outlets o JOIN incoming i USING (outlet_id) WHERE o.owner IS DISTINCT FROM i.owner"
COUNTED = """
SELECT (SELECT count(*) FROM arriving), (SELECT count(*) FROM replaced),
    (SELECT count(actor_id) FROM mentions
        WHERE article_id IN (SELECT article_id FROM arriving) AND day IN (SELECT day FROM arriving))
"""
OF_ALIASED = "article_id IN (SELECT article_id FROM aliased)"
ALIASED = "CREATE OR REPLACE TEMP TABLE aliased AS SELECT alias_id AS article_id, article_id AS meant FROM incoming"
# A run's row is made anew with each of its batches, from what is stored.
LOGGED = """
DELETE FROM runs WHERE run_id = $run;
INSERT INTO runs BY NAME
SELECT $run AS run_id, $started AS started_at, $seconds AS seconds, $code AS code_version, $registry AS registry_hash,
    (SELECT count(*) FROM polls WHERE run_id = $run) AS feeds,
    (SELECT count(*) FROM polls WHERE run_id = $run AND status <> 'ok') AS feeds_failed,
    (SELECT count(*) FROM failures WHERE run_id = $run) AS failures,
    (SELECT count(*) FROM articles WHERE run_id = $run AND hint = 'missed') AS hints_missed,
    sum(entries_new) AS entries_new, sum(articles_new) AS articles_new, sum(articles_changed) AS articles_changed,
    sum(mentions) AS mentions
FROM batches WHERE run_id = $run
"""


@dataclass(frozen=True, slots=True)
class Run:
    """What the pipeline says of one batch of a run before it is stored; `run_id` is the run whose first batch is stored."""

    started_at: datetime
    seconds: float
    code_version: str
    registry_hash: str
    content_hash: str | None = None
    run_id: int | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What one batch added to the warehouse, in rows."""

    run_id: int
    entries_new: int
    articles_new: int
    articles_changed: int
    mentions: int
    failures: int


def write(store: Store, run: Run, tables: Mapping[str, Rows]) -> Kept:
    """Write a batch's facts within the open transaction."""
    run_id = run.run_id or next_run(store)
    store.define(store.arrow("feeds", tables.get("feeds", ())), MOVED_FEEDS)
    if tables.get("outlets"):
        with store.incoming(store.arrow("outlets", tables["outlets"])):
            sold = store.con.execute(SOLD_OUTLETS).fetchone()
        if sold != (0,):
            note_everything(store.con)
    learn(store, tables)
    if "actors" in tables:
        forget_vanished(store)
    store.define(store.arrow("articles", tables.get("articles", ())), statement("arriving"))
    refuse_twins(store)
    note_articles(store.con, "replaced")
    replace_articles(store, run, run_id, tables)
    for table in ("polls", "failures"):
        store.insert(table, tables.get(table, ()), run_id=run_id)
    store.replace("feed_states", "feed_id", tables.get("feed_states", ()))
    store.replace("robots", "origin", tables.get("robots", ()))
    store.replace("closed_hosts", "host", tables.get("closed_hosts", ()))
    store.con.execute("DELETE FROM closed_hosts WHERE until <= ?", [run.started_at])
    remember(store, run.registry_hash, tables.get("spellings", ()))
    note_version(store, run.registry_hash, run.started_at)
    settle(store, tables)
    note_articles(store.con, "arriving")
    note_polls(store.con, run_id)
    return log(store, run, run_id, {name: len(tables.get(name, ())) for name in ("entries", "failures")})


def next_run(store: Store) -> int:
    """Take the next number of a run, which no other takes."""
    store.con.execute("UPDATE last_run SET run_id = run_id + 1")
    ((run_id,),) = store.con.execute("SELECT run_id FROM last_run").fetchall()
    return int(run_id)


def refuse_twins(store: Store) -> None:
    """Refuse a batch in which an article stands twice: nobody could say which of its texts is the newest."""
    twins = store.con.execute("SELECT article_id FROM arriving GROUP BY article_id HAVING count(*) > 1 LIMIT 1").fetchone()
    if twins:
        raise WarehouseError(f"the article {twins[0]} stands twice in one batch: hand it over once")


def replace_articles(store: Store, run: Run, run_id: int, tables: Mapping[str, Rows]) -> None:
    """Put the facts of `arriving` articles in the place of those they had, and keep the texts they had as versions."""
    store.con.execute(statement("keep_versions"), {"now": run.started_at})
    if store.con.execute("SELECT count(*) FROM replaced").fetchone() != (0,):
        uncode(store.con, OF_REPLACED)
        for table in ("articles", *OF_ARTICLES):
            store.con.execute(f"DELETE FROM {table} WHERE {OF_REPLACED}")
    day = "(published_at AT TIME ZONE 'UTC')::DATE"
    store.insert("articles", tables.get("articles", ()), derived={"day": day}, run_id=run_id, registry_hash=run.registry_hash)
    for table in OF_ARTICLES:
        store.insert(table, tables.get(table, ()), days="arriving")
    code(store, tables, "arriving")
    store.con.execute("INSERT INTO unchecked_articles SELECT article_id, day FROM arriving")


def settle(store: Store, tables: Mapping[str, Rows]) -> None:
    """Store new entries, which of them are known by another address, and how the reading of entries ended."""
    store.insert("entries", tables.get("entries", ()), derived={"state": "'new'", "due_at": "first_seen_at"})
    if aliases := tables.get("aliases"):
        store.replace("aliases", "alias_id", aliases)
        store.define(store.arrow("aliases", aliases), ALIASED)
        note_articles(store.con, "aliased")
        uncode(store.con, OF_ALIASED)
        for table in ("articles", *OF_ARTICLES):
            store.con.execute(f"DELETE FROM {table} WHERE {OF_ALIASED}")
        store.con.execute("UPDATE entries SET article_id = meant FROM aliased WHERE entries.article_id = aliased.article_id")
    store.define(store.arrow("entries", tables.get("readings", ())), statement("settle_entries"))


def log(store: Store, run: Run, run_id: int, came: Mapping[str, int]) -> Kept:
    """Write the batch's own row and its run's, counted from what is stored."""
    ((arrived, changed, mentions),) = store.con.execute(COUNTED).fetchall()
    kept = Kept(run_id, came["entries"], arrived - changed, changed, mentions, came["failures"])
    store.con.execute("INSERT INTO batches VALUES (?, ?, ?, ?, ?, ?, ?)", [run.content_hash, *astuple(kept)])
    said = {"started": run.started_at, "seconds": run.seconds, "code": run.code_version, "registry": run.registry_hash}
    for sql in LOGGED.split(";"):
        store.con.execute(sql, {name: value for name, value in {"run": run_id, **said}.items() if f"${name}" in sql})
    return kept
