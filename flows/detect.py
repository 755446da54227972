"""JSON lines of texts in, JSON lines of the actors they name out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TextIO

from extractors.actors import Detector
from extractors.dates import read_date
from extractors.language import language_of
from extractors.records import Actor
from extractors.registry import Registry
from extractors.spans import Decision


def detect_lines(lines: Iterable[bytes], name: str, registry: Registry, out: TextIO) -> list[str]:
    """Find the actors of each line's text and write them; returns what was wrong, naming file and line.

    The title, where there is one, helps to understand the text; the offsets are those of the text alone.
    """
    detector = Detector(registry)
    return write_lines(lines, name, lambda line: detect_one(line, detector), out)


def write_lines(lines: Iterable[bytes], name: str, work: Callable[[Any], dict[str, Any]], out: TextIO) -> list[str]:
    """Do some work on each line of JSON and write what came of it; returns what was wrong, naming file and line."""
    wrong = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            out.write(json.dumps(work(json.loads(line)), ensure_ascii=False) + "\n")
        except (ValueError, RecursionError) as error:
            wrong.append(f"{name}:{number}: {error}")
    return wrong


def checked(given: Any) -> dict[str, Any]:
    """Take a line's fields if they are what they must be; raises ValueError."""
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise ValueError("a line must be a JSON object with a `text`")
    for field in ("title", "lang", "date", "published"):
        if not isinstance(given.get(field), str | None):
            raise ValueError(f"`{field}` must be text")
    return given


def understand(line: Any, detector: Detector) -> tuple[dict[str, Any], str, datetime | None, list[Decision]]:
    """Take a line's fields, language and day, and decide the names in title and text; raises ValueError for one that is wrong."""
    given = checked(line)
    text, title = given["text"], given.get("title") or ""
    language = (given.get("lang") or language_of(f"{title}\n{text}", prior="en")).split("-")[0].lower()
    when = read_date(given.get("published") or given.get("date"), "UTC")
    moment = when.moment if when else None
    return given, language, moment, detector.find({"title": title, "text": text}, language, moment)


def detect_one(line: Any, detector: Detector) -> dict[str, Any]:
    """Find the actors of one text; raises ValueError for a line that is wrong."""
    given, language, _, found = understand(line, detector)
    inside = [decision for decision in found if decision.span.field == "text"]
    mentions = [describe(decision, detector.registry.actors[decision.actor_id]) for decision in inside if decision.actor_id]
    places = [{**where(decision), "place_id": decision.place_id} for decision in inside if decision.place_id]
    return {"id": given.get("id"), "lang": language, "mentions": mentions, "places": places}


def where(decision: Decision) -> dict[str, Any]:
    """Say where a name stands in the text."""
    return {"start": decision.span.start, "end": decision.span.end, "surface": decision.span.surface}


def describe(decision: Decision, actor: Actor) -> dict[str, Any]:
    """Say where an actor is named, who it is and how that is known."""
    known = {"actor_id": actor.actor_id, "name": actor.name, "wikidata": actor.wikidata}
    return {**where(decision), **known, "basis": decision.basis, "confidence": decision.confidence}
