"""Sentences in, what is coded in them out: one finder for all tests, and names turned into the ids that they mean."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from extractors.article import split_sentences
from extractors.events import Coded
from extractors.finder import Finder
from extractors.ontology import load_ontology
from extractors.registry import load_registry
from extractors.spans import Decision

# The day on which sentences are read that name none.
READ = date(2026, 6, 1)


@cache
def finder() -> Finder:
    """Set up what finds, once."""
    return Finder(load_registry(), load_ontology())


def decided(text: str, language: str, day: date = READ) -> list[Decision]:
    """Decide what the names in a text mean."""
    return finder().detector.find({"title": "", "text": text}, language, datetime(day.year, day.month, day.day, tzinfo=UTC))


def code(text: str, language: str = "en", day: date = READ) -> Coded:
    """Code one text."""
    spans = [(sentence.start_char, sentence.end_char) for sentence in split_sentences(1, text, language)]
    return finder().code(text, language, spans, decided(text, language, day), day)


def told(text: str, language: str = "en", day: date = READ) -> list[tuple[str, list[str], list[str], str]]:
    """List the acts of a text: type, actors, recipients, modality."""
    return [(act.type, list(act.actors), list(act.recipients), act.modality) for act in code(text, language, day).acts]


def deeds(text: str, language: str = "en") -> set[str]:
    """List the types of what a text tells as done."""
    return {act.type for act in code(text, language).acts if act.modality == "actual"}


def meant(names: list[str], text: str, language: str) -> set[str]:
    """Say whom names in a text mean."""
    found = decided(text, language)
    places = [(text.index(name), text.index(name) + len(name)) for name in names]
    return {
        str(d.actor_id or d.place_id)
        for d in found
        for start, end in places
        if d.span.start < end and start < d.span.end and (d.actor_id or d.place_id)
    }


def named(side: Any) -> set[str]:
    """Take those of a side who are actors of the registry."""
    return {one for one in side if not one.startswith("text:")}
