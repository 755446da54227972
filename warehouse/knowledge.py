"""What the registry says in, the warehouse's copy of it brought up to date: actors, places, kinds of event, and who read what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from warehouse.coding import uncode

if TYPE_CHECKING:
    from warehouse.store import Store

REGISTRY_TABLES = ("actors", "actor_names", "offices", "office_holders", "places", "event_types", "event_modes")

VANISHED = """
CREATE OR REPLACE TEMP TABLE vanished AS
SELECT actor_id FROM (
    SELECT DISTINCT actor_id FROM mentions UNION SELECT DISTINCT actor_id FROM mention_candidates
    UNION SELECT DISTINCT actor_id FROM event_parties UNION SELECT DISTINCT actor_id FROM claim_speakers
    UNION SELECT DISTINCT unnest([a, b]) FROM alignments
) WHERE actor_id NOT IN (SELECT actor_id FROM actors)
"""
# Articles in which something coded names a vanished actor.
BEREFT = """
CREATE OR REPLACE TEMP TABLE bereft AS
SELECT article_id FROM event_tellings JOIN event_parties USING (event_id) WHERE actor_id IN (SELECT actor_id FROM vanished)
UNION SELECT article_id FROM claim_speakers WHERE actor_id IN (SELECT actor_id FROM vanished)
UNION SELECT article_id FROM alignments WHERE a IN (SELECT actor_id FROM vanished) OR b IN (SELECT actor_id FROM vanished)
"""


def learn(store: Store, tables: Mapping[str, Sequence[Any]]) -> None:
    """Replace what the registry says (of actors, offices, places, events), where a batch brings it; add outlets and feeds."""
    for table in REGISTRY_TABLES if "actors" in tables else ():
        store.con.execute(f"DELETE FROM {table}")
        store.insert(table, tables.get(table, ()))
    store.replace("outlets", "outlet_id", tables.get("outlets", ()))
    store.replace("feeds", "feed_id", tables.get("feeds", ()))


def forget_vanished(store: Store) -> None:
    """Drop the mentions of actors that left the registry, and all that is coded where one of them has a part: it is no fact.

    Their articles forget who read them, so that a replay finds again what another registry sees there.
    """
    store.con.execute(VANISHED)
    if store.con.execute("SELECT count(*) FROM vanished").fetchone() == (0,):
        return
    gone = "(SELECT actor_id FROM vanished)"
    store.con.execute(BEREFT)
    store.con.execute(
        "UPDATE articles SET registry_hash = NULL WHERE article_id IN (SELECT article_id FROM bereft) "
        f"OR article_id IN (SELECT article_id FROM mentions WHERE actor_id IN {gone})"
    )
    uncode(store.con, "article_id IN (SELECT article_id FROM bereft)")
    for table in ("mentions", "mention_candidates", "actor_day"):
        store.con.execute(f"DELETE FROM {table} WHERE actor_id IN {gone}")
    store.con.execute(f"DELETE FROM pair_day WHERE a IN {gone} OR b IN {gone}")


def remember(store: Store, registry_hash: str, spellings: Sequence[Any]) -> None:
    """Keep what a registry knew while articles point to it, and forget registries that no article points to."""
    known = store.con.execute("SELECT count(*) FROM spellings WHERE registry_hash = ?", [registry_hash]).fetchone()
    if known == (0,):
        store.insert("spellings", spellings, registry_hash=registry_hash)
    store.con.execute(
        "DELETE FROM spellings WHERE registry_hash <> ? AND registry_hash NOT IN "
        "(SELECT registry_hash FROM articles WHERE registry_hash IS NOT NULL)",
        [registry_hash],
    )


def note_version(store: Store, registry_hash: str, now: datetime) -> None:
    """Note since when a registry is used, and what it holds."""
    store.con.execute(
        "INSERT INTO registry_versions SELECT $hash, $now, (SELECT count(*) FROM actors), (SELECT count(*) FROM actor_names), "
        "(SELECT count(*) FROM offices), (SELECT count(*) FROM places) "
        "WHERE $hash NOT IN (SELECT registry_hash FROM registry_versions)",
        {"hash": registry_hash, "now": now},
    )
