"""The articles that a transaction changed in, the days and outlets they touch added up anew out."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

DAYS_OF = "SELECT DISTINCT (published_at AT TIME ZONE 'UTC')::DATE FROM articles WHERE article_id IN (SELECT unnest(?))"
OUTLETS_OF = "SELECT DISTINCT outlet_id FROM articles WHERE article_id IN (SELECT unnest(?))"


class Touched:
    """The days and outlets that a transaction touches: noted before and after it replaces articles."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con = con
        con.execute("CREATE OR REPLACE TEMP TABLE touched_days (day DATE)")
        con.execute("CREATE OR REPLACE TEMP TABLE touched_outlets (outlet_id VARCHAR)")

    def note(self, article_ids: Sequence[int]) -> None:
        """Note the days and outlets that these articles stand in now."""
        self.con.execute(f"INSERT INTO touched_days {DAYS_OF}", [list(article_ids)])
        self.con.execute(f"INSERT INTO touched_outlets {OUTLETS_OF}", [list(article_ids)])

    def note_stories(self, article_ids: Sequence[int]) -> None:
        """Note the days and outlets of all articles that tell the stories of these: another of them may lead now."""
        told = (
            "SELECT article_id FROM story_articles WHERE story_id IN "
            "(SELECT story_id FROM story_articles WHERE article_id IN (SELECT unnest(?)))"
        )
        self.note([article for (article,) in self.con.execute(told, [list(article_ids)]).fetchall()])

    def note_everything(self) -> None:
        """Note all days and outlets, as when the roll-ups are new."""
        self.con.execute("INSERT INTO touched_days SELECT DISTINCT (published_at AT TIME ZONE 'UTC')::DATE FROM articles")
        self.con.execute("INSERT INTO touched_outlets SELECT DISTINCT outlet_id FROM articles UNION SELECT outlet_id FROM feeds")

    def note_feeds(self, feed_ids: Sequence[str]) -> None:
        """Note the outlets of feeds that were asked."""
        asked = "SELECT DISTINCT outlet_id FROM feeds WHERE feed_id IN (SELECT unnest(?))"
        self.con.execute(f"INSERT INTO touched_outlets {asked}", [list(feed_ids)])

    def note_later(self, article_ids: Sequence[int]) -> None:
        """Leave the days of these articles to the next refresh: a replay touches most days in every batch."""
        self.con.execute(f"INSERT INTO stale_days {DAYS_OF}", [list(article_ids)])

    def refresh(self, statements: Sequence[str]) -> None:
        """Run the statements that add up touched_days and touched_outlets, then forget these."""
        for text in statements:
            self.con.execute(text)
        self.con.execute("DROP TABLE touched_days; DROP TABLE touched_outlets")
