"""What changed in, the days and outlets that it touches noted; later these added up anew out, before anybody sees them.

A run notes what it touches in the transaction that stores it; `refresh` adds up, once for many runs, before a copy is published.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from warehouse.lake import Lake
from warehouse.sql import statement

if TYPE_CHECKING:
    from warehouse.store import Store

# Rows out of order that cost a question nothing yet, and the share of a roll-up from which on it is ordered anew: that takes
# a second for a million rows, and saves a question 15 of 35 ms among six million (`make bench`).
FEW, SHARE = 500_000, 0.25
POLLED = """
INSERT INTO stale_outlets SELECT f.outlet_id, min((p.polled_at AT TIME ZONE 'UTC')::DATE)
FROM polls p JOIN feeds f USING (feed_id) WHERE p.run_id = ? GROUP BY f.outlet_id
"""
EVERYTHING = """
INSERT INTO stale_days SELECT DISTINCT day FROM articles;
INSERT INTO stale_outlets
SELECT outlet_id, DATE '0001-01-01' FROM (SELECT outlet_id FROM articles UNION SELECT outlet_id FROM feeds)
"""


def note_articles(con: duckdb.DuckDBPyConnection, articles: str) -> None:
    """Note where the articles of a table stand, and the other tellings of their stories: another may lead now."""
    con.execute(statement("touch_articles").replace("these_articles", articles))


def note_polls(con: duckdb.DuckDBPyConnection, run_id: int) -> None:
    """Note the outlets of the feeds that a run asked."""
    con.execute(POLLED, [run_id])


def note_everything(con: duckdb.DuckDBPyConnection) -> None:
    """Note all days and outlets, as when the roll-ups are new."""
    con.execute(EVERYTHING)


def refresh(store: Store) -> None:
    """Add up the days and outlets that were noted, and leave the days to the checks before the next published copy.

    In a lake, mend first what writers did to events without seeing each other.
    """
    with store.transaction():
        if isinstance(store.place, Lake):
            store.con.execute(statement("mend_events"))
        for name in ("first_tellings", "refresh_outlets", "refresh_actors", "refresh_hashes"):
            store.con.execute(statement(name))
        if disordered(store.con):
            store.con.execute(statement("order_actor_day"))
        store.con.execute("INSERT INTO unchecked_days SELECT DISTINCT day FROM stale_days")
        store.con.execute("DELETE FROM stale_days; DELETE FROM stale_outlets")


def disordered(con: duckdb.DuckDBPyConnection) -> bool:
    """Tell whether much of actor_day came after it was last put in order."""
    counts = "SELECT count(*), (SELECT coalesce(max(in_order), 0) FROM ordered_rollups WHERE rollup = 'actor_day') FROM actor_day"
    ((rows, ordered),) = con.execute(counts).fetchall()
    return bool(rows - ordered > max(FEW, SHARE * ordered))
