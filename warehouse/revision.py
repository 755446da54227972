"""The pipeline's open file in, articles that another registry read out; what was found in them replaced, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from warehouse.coding import code, uncode
from warehouse.knowledge import forget_vanished, learn, remember
from warehouse.sql import statement
from warehouse.store import Store

AGAIN = "CREATE OR REPLACE TEMP TABLE again AS SELECT article_id, day FROM articles WHERE article_id IN (SELECT unnest(?))"
OF_AGAIN = "article_id IN (SELECT article_id FROM again) AND day IN (SELECT day FROM again)"


def stale(store: Store, registry_hash: str) -> dict[str | None, int]:
    """Count the articles whose mentions another registry found, by that registry's hash."""
    return dict(store.con.execute(statement("stale_articles"), {"hash": registry_hash}).fetchall())


def known_spellings(store: Store, registry_hash: str) -> dict[str, int]:
    """Say what a registry knew: spellings with the hash of their meaning; empty where it is forgotten."""
    asked = "SELECT spelling, meaning FROM spellings WHERE registry_hash = ?"
    return dict(store.con.execute(asked, [registry_hash]).fetchall())


def stale_articles(store: Store, registry_hash: str | None, batch: int) -> Iterator[list[dict[str, Any]]]:
    """Give the articles that one registry read, some at a time in order, with their `sentences` and `mentions`."""
    after = -(2**63)
    while found := store.rows("articles_of_registry", {"hash": registry_hash, "after": after, "batch": batch}):
        yield found
        after = found[-1]["article_id"]


def begin(store: Store, registry_hash: str, tables: Mapping[str, Sequence[Any]]) -> None:
    """Store what the registry says now: `tables` holds its actors, actor_names and spellings."""
    with store.transaction():
        learn(store, tables)
        remember(store, registry_hash, tables["spellings"])


def revise(
    store: Store, registry_hash: str, article_ids: Sequence[int], again: Sequence[int], tables: Mapping[str, Sequence[Any]]
) -> None:
    """Replace what was found in the articles `again` in one transaction, and let all of `article_ids` point to a registry.

    `tables` holds their new mentions and mention_candidates, and all that is coded in them, by table. Raises NoSpace; what was
    stored before stays as it was.
    """
    with store.transaction():
        store.con.execute(AGAIN, [list(again)])
        store.con.execute("INSERT INTO stale_days SELECT DISTINCT day FROM again; INSERT INTO unchecked_articles FROM again")
        for table in ("mentions", "mention_candidates"):
            store.con.execute(f"DELETE FROM {table} WHERE {OF_AGAIN}")
            store.insert(table, tables[table], days="again")
        uncode(store.con, OF_AGAIN)
        code(store, tables, "again")
        point = "UPDATE articles SET registry_hash = ? WHERE article_id IN (SELECT unnest(?))"
        store.con.execute(point, [registry_hash, list(article_ids)])


def finish(store: Store, registry_hash: str) -> None:
    """Drop what names actors that left the registry, and forget registries that nothing points to."""
    with store.transaction():
        forget_vanished(store)
        remember(store, registry_hash, ())
