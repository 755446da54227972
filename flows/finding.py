"""What ingest and replay share: one article in, its mentions or why not out; a registry in, its tables out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from extractors.actors import Detector, find_mentions
from extractors.records import Article, Mention, Sentence
from extractors.registry import Registry
from extractors.spelling import spellings


def try_to_find(detector: Detector, article: Article, sentences: tuple[Sentence, ...]) -> tuple[list[Mention], str]:
    """Find the mentions of one article, or say in words what nobody foresaw: it never ends the work on the others."""
    try:
        return find_mentions(detector, article, sentences), ""
    except Exception as error:  # noqa: BLE001 the wall of one article
        return [], f"finding its actors raised {type(error).__name__}: {error}"


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
