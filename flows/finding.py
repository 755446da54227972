"""What ingest and replay share: one article in, its mentions or why not out; a registry in, its tables out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from extractors.actors import Detector, find_mentions
from extractors.records import Article, Failure, Mention, Reading, Sentence
from extractors.registry import Registry
from extractors.spelling import spellings


def try_to_find(detector: Detector, article: Article, sentences: tuple[Sentence, ...]) -> tuple[list[Mention], str]:
    """Find the mentions of one article, or say in words what nobody foresaw: it never ends the work on the others."""
    try:
        return find_mentions(detector, article, sentences), ""
    except Exception as error:  # noqa: BLE001 the wall of one article
        return [], f"finding its actors raised {type(error).__name__}: {error}"


def find_batch(batch: list[Reading], detector: Detector, now: datetime) -> tuple[list[Mention], list[Failure]]:
    """Find the actors in one batch of articles."""
    found = [find_one(reading, detector, now) for reading in batch]
    return [m for mentions, _ in found for m in mentions], [failure for _, failure in found if failure]


def find_one(read: Reading, detector: Detector, now: datetime) -> tuple[list[Mention], Failure | None]:
    """Find the actors of one article; what nobody foresaw is a failure of this article, never the end of the run."""
    article = read.article
    if article is None:
        return [], None
    mentions, reason = try_to_find(detector, article, read.sentences)
    return mentions, Failure(article.url, article.feed_id, article.article_id, "find", reason, now) if reason else None


def knowledge(registry: Registry) -> dict[str, Sequence[Any]]:
    """Lay out by table what the warehouse keeps of a registry."""
    return {
        "actors": list(registry.actors.values()),
        "actor_names": registry.names,
        "offices": list(registry.offices.values()),
        "office_holders": registry.holders,
        "places": list(registry.places.values()),
        "spellings": spellings(registry),
    }
