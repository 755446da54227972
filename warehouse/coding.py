"""What is coded in some articles in, in the place of what they had out: tellings, claims and alignments; events stand once.

An event belongs to all articles that tell it: it is stored with the first, and goes when no article tells it any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import duckdb

from warehouse.sql import statement

if TYPE_CHECKING:
    from warehouse.store import Rows, Store

# Tables whose rows belong to an article and carry its day.
CODED = ("event_tellings", "claims", "claim_speakers", "alignments")
LOOSENED = "CREATE OR REPLACE TEMP TABLE loosened AS SELECT DISTINCT event_id FROM event_tellings WHERE {of}"
TOLD = """
SELECT event_id FROM event_tellings
WHERE article_id IN (SELECT article_id FROM {articles}) AND day IN (SELECT day FROM {articles})
"""
# An event's number is a hash of its whole row: one that is stored needs no comparing.
NEW = """
CREATE OR REPLACE TEMP TABLE new_events AS
SELECT DISTINCT * FROM incoming WHERE event_id IN ({told}) AND event_id NOT IN (SELECT event_id FROM events)
"""
PARTIES = """
INSERT INTO event_parties BY NAME SELECT DISTINCT * FROM incoming
WHERE event_id IN (SELECT event_id FROM new_events) AND event_id NOT IN (SELECT event_id FROM event_parties)
"""


def uncode(con: duckdb.DuckDBPyConnection, of: str) -> None:
    """Take away what was coded in articles, which a condition names, and the events that no other article tells."""
    con.execute(LOOSENED.format(of=of))
    for table in CODED:
        con.execute(f"DELETE FROM {table} WHERE {of}")
    con.execute(statement("untold_events"))


def code(store: Store, tables: Mapping[str, Rows], articles: str) -> None:
    """Store what was coded in the articles of a table (article_id, day), and their events, each once."""
    for table in CODED:
        store.insert(table, tables.get(table, ()), days=articles)
    if not len(tables.get("events", ())):
        return
    store.define(store.arrow("events", tables["events"]), NEW.format(told=TOLD.format(articles=articles)))
    store.con.execute("INSERT INTO events BY NAME FROM new_events")
    store.define(store.arrow("event_parties", tables.get("event_parties", ())), PARTIES)
