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
# What two articles say of an event may differ in what is not part of its id, in one batch or years apart: the row that says
# most is kept, whichever came first, so that what is stored does not depend on the order of loading.
BETTER = "ontology_version DESC, date_basis <> 'text', date_basis, mode, date_precision, score, contexts"
NEW = """
CREATE OR REPLACE TEMP TABLE new_events AS
WITH either AS (
    SELECT *, true AS stored FROM events WHERE event_id IN (SELECT event_id FROM incoming)
    UNION ALL BY NAME SELECT *, false AS stored FROM incoming WHERE event_id IN ({told})
)
SELECT * EXCLUDE (stored) FROM either
QUALIFY row_number() OVER (PARTITION BY event_id ORDER BY {better}, NOT stored) = 1 AND NOT stored
"""
WRITTEN = "DELETE FROM events WHERE event_id IN (SELECT event_id FROM new_events); INSERT INTO events FROM new_events"
PARTIES = """
INSERT INTO event_parties BY NAME SELECT DISTINCT * FROM incoming
WHERE event_id IN (SELECT event_id FROM new_events) AND event_id NOT IN (SELECT event_id FROM event_parties)
"""


def uncode(con: duckdb.DuckDBPyConnection, of: str) -> None:
    """Take away what was coded in articles, which a condition names; their events are `loosened` until others tell them."""
    con.execute(LOOSENED.format(of=of))
    for table in CODED:
        con.execute(f"DELETE FROM {table} WHERE {of}")


def code(store: Store, tables: Mapping[str, Rows], articles: str) -> None:
    """Store what was coded in the articles of a table (article_id, day), and their events, each once."""
    for table in CODED:
        store.insert(table, tables.get(table, ()), days=articles)
    if not len(tables.get("events", ())):
        return
    store.define(store.arrow("events", tables["events"]), NEW.format(told=TOLD.format(articles=articles), better=BETTER))
    store.con.execute(WRITTEN)
    store.define(store.arrow("event_parties", tables.get("event_parties", ())), PARTIES)


def drop_untold(con: duckdb.DuckDBPyConnection) -> None:
    """Drop the loosened events that no article tells any more, and their parties."""
    con.execute(statement("untold_events"))
