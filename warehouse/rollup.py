"""The articles that a transaction changed in, the days and outlets they touch added up anew out.

Each step of a transaction reads the temporary tables that the one before it left: `arriving` (articles to store), `replaced`
(their older selves), `touched_days`, and `touched_outlets` with the first day that changed.
"""

from __future__ import annotations

import duckdb

from warehouse.sql import statement

TOUCHED = """
CREATE OR REPLACE TEMP TABLE touched_days (day DATE);
CREATE OR REPLACE TEMP TABLE touched_outlets (outlet_id VARCHAR, since DATE);
"""
POLLED = """
INSERT INTO touched_outlets SELECT f.outlet_id, min((p.polled_at AT TIME ZONE 'UTC')::DATE)
FROM polls p JOIN feeds f USING (feed_id) WHERE p.run_id = ? GROUP BY f.outlet_id
"""
EVERYTHING = """
INSERT INTO touched_days SELECT DISTINCT day FROM articles;
INSERT INTO touched_outlets
SELECT outlet_id, DATE '0001-01-01' FROM (SELECT outlet_id FROM articles UNION SELECT outlet_id FROM feeds)
"""


class Touched:
    """The days and outlets that a transaction touches: noted before and after it replaces articles."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con = con
        con.execute(TOUCHED)

    def note(self, articles: str) -> None:
        """Note where the articles of a temporary table stand, and the other tellings of their stories: another may lead now."""
        self.con.execute(statement("touch_articles").replace("these_articles", articles))

    def note_polls(self, run_id: int) -> None:
        """Note the outlets of the feeds that a run asked."""
        self.con.execute(POLLED, [run_id])

    def note_everything(self) -> None:
        """Note all days and outlets, as when the roll-ups are new."""
        self.con.execute(EVERYTHING)

    def refresh(self) -> None:
        """Add up the touched days and outlets, and leave the days to the checks before the next published copy."""
        for name in ("refresh_outlets", "refresh_actors"):
            self.con.execute(statement(name))
        self.con.execute("INSERT INTO unchecked_days SELECT DISTINCT day FROM touched_days")
        self.con.execute("DROP TABLE touched_days; DROP TABLE touched_outlets")
