"""The pipeline's open file in, articles whose mentions another registry found out; their mentions replaced, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

import duckdb

from warehouse.store import Store, explained, statement


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
    while found := rows(store, "articles_of_registry", {"hash": registry_hash, "after": after, "batch": batch}):
        yield found
        after = found[-1]["article_id"]


def rows(store: Store, name: str, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Ask one of the pipeline's statements for rows by name of column."""
    answer = store.con.execute(statement(name), dict(asked))
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def revise(store: Store, registry_hash: str, article_ids: Sequence[int], tables: Mapping[str, Sequence[Any]]) -> None:
    """Replace the mentions of some articles in one transaction, and let all of `article_ids` point to a registry.

    `tables` holds actors, actor_names and spellings of that registry, the ids under `found_again`, and their new mentions
    and mention_candidates. Raises NoSpace; what was stored before stays as it was.
    """
    with explained(store.path):
        store.con.execute("BEGIN")
        try:
            store.learn(tables)
            for table in ("mentions", "mention_candidates"):
                again = [list(tables["found_again"])]
                store.con.execute(f"DELETE FROM {table} WHERE article_id IN (SELECT unnest(?))", again)
                store.insert(table, tables[table])
            point = "UPDATE articles SET registry_hash = ? WHERE article_id IN (SELECT unnest(?))"
            store.con.execute(point, [registry_hash, list(article_ids)])
            store.remember(registry_hash, tables["spellings"])
            store.con.execute("COMMIT")
        except BaseException:
            with suppress(duckdb.Error):
                store.con.execute("ROLLBACK")
            raise
