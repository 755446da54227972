"""What the registry says in, the warehouse's copy of it brought up to date: actors, offices, places, and who read what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from warehouse.store import Store

REGISTRY_TABLES = ("actors", "actor_names", "offices", "office_holders", "places")

VANISHED = """
CREATE OR REPLACE TEMP TABLE vanished AS
SELECT actor_id FROM (SELECT DISTINCT actor_id FROM mentions UNION SELECT DISTINCT actor_id FROM mention_candidates)
WHERE actor_id NOT IN (SELECT actor_id FROM actors)
"""


def learn(store: Store, tables: Mapping[str, Sequence[Any]]) -> None:
    """Replace what the registry says (actors, offices, places), where a batch brings it, and add outlets and feeds."""
    for table in REGISTRY_TABLES if "actors" in tables else ():
        store.con.execute(f"DELETE FROM {table}")
        store.insert(table, tables.get(table, ()))
    store.replace("outlets", "outlet_id", tables.get("outlets", ()))
    store.replace("feeds", "feed_id", tables.get("feeds", ()))


def forget_vanished(store: Store) -> None:
    """Drop the mentions of actors that left the registry: what nobody vouches for is no fact.

    Their articles forget who read them, so that a replay finds again what another registry sees there.
    """
    store.con.execute(VANISHED)
    if store.con.execute("SELECT count(*) FROM vanished").fetchone() == (0,):
        return
    gone = "(SELECT actor_id FROM vanished)"
    store.con.execute(
        f"UPDATE articles SET registry_hash = NULL WHERE article_id IN (SELECT article_id FROM mentions WHERE actor_id IN {gone})"
    )
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
