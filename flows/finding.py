"""What ingest and replay share: one article in, its facts or why not out; a registry in, its tables out."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from extractors.finder import Finder
from extractors.ontology import Ontology, load_ontology
from extractors.records import Article, EventMode, EventType, Facts, Failure, Reading, Sentence
from extractors.registry import Registry
from extractors.spelling import codes_events, hash_registry, spellings


class Known(NamedTuple):
    """What a run knows: what finds things in articles, the tables that say by what it finds them, and their hash."""

    finder: Finder
    tables: dict[str, Sequence[Any]]
    hash: str


@lru_cache(maxsize=1)
def know(registry: Registry) -> Known:
    """Set up what finds by a registry and the project's ontology; the last is remembered, for it takes a second.

    Raises RegistryError for an ontology that is wrong.
    """
    ontology = load_ontology()
    tables = knowledge(registry, ontology)
    return Known(make_finder(registry, ontology), tables, hash_registry(tables["spellings"]))


def make_finder(registry: Registry, ontology: Ontology) -> Finder:
    """Make what finds by a registry and an ontology, and leave it out of what is searched for garbage from then on.

    It lives as long as its process: searching its million objects again and again takes 6 % of the time of finding, and nearly
    half of that of making it, when nothing is garbage.
    """
    gc.unfreeze()
    gc.disable()
    try:
        finder = Finder(registry, ontology)
    finally:
        gc.enable()
    gc.collect()
    gc.freeze()
    return finder


def try_to_find(finder: Finder, article: Article, sentences: tuple[Sentence, ...]) -> tuple[Facts, str]:
    """Find what is told in one article, or say in words what nobody foresaw: it never ends the work on the others."""
    try:
        return finder.find(article, sentences), ""
    except Exception as error:  # noqa: BLE001 the wall of one article
        return Facts(), f"finding what it tells raised {type(error).__name__}: {error}"


def find_batch(batch: list[Reading], finder: Finder, now: datetime) -> tuple[Facts, list[Failure]]:
    """Find what is told in one batch of articles."""
    found = [find_one(reading, finder, now) for reading in batch]
    return Facts.of(facts for facts, _ in found), [failure for _, failure in found if failure]


def find_one(read: Reading, finder: Finder, now: datetime) -> tuple[Facts, Failure | None]:
    """Find what is told in one article; what nobody foresaw is a failure of this article, never the end of the run."""
    article = read.article
    if article is None:
        return Facts(), None
    facts, reason = try_to_find(finder, article, read.sentences)
    return facts, Failure(article.url, article.feed_id, article.article_id, "find", reason, now) if reason else None


def knowledge(registry: Registry, ontology: Ontology) -> dict[str, Sequence[Any]]:
    """Lay out by table what the warehouse keeps of a registry and an ontology."""
    version, types = ontology.version, ontology.types.items()
    return {
        "event_types": [EventType(version, name, t.quad, t.score, t.recipient, t.definition) for name, t in types],
        "event_modes": [EventMode(version, *names, mode.score, mode.definition) for names, mode in ontology.modes.items()],
        "actors": list(registry.actors.values()),
        "actor_names": registry.names,
        "offices": list(registry.offices.values()),
        "office_holders": registry.holders,
        "places": list(registry.places.values()),
        "spellings": [*spellings(registry), codes_events(registry, ontology)],
    }
