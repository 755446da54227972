"""JSON lines of texts in, JSON lines of the actors they name out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TextIO

from extractors.actors import Detector
from extractors.dates import parse_instant
from extractors.language import language_of
from extractors.registry import Registry


def detect_lines(lines: Iterable[str], name: str, registry: Registry, out: TextIO) -> list[str]:
    """Find the actors of each line's text and write them; returns what was wrong, naming file and line.

    The title, where there is one, helps to understand the text; the offsets are those of the text alone.
    """
    detector, wrong = Detector(registry), []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            out.write(json.dumps(detect_one(json.loads(line), detector), ensure_ascii=False) + "\n")
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


def detect_one(line: Any, detector: Detector) -> dict[str, Any]:
    """Find the actors of one text; raises ValueError for a line that is wrong."""
    given = checked(line)
    text, title = given["text"], given.get("title") or ""
    language = (given.get("lang") or language_of(f"{title}\n{text}", prior="en")).split("-")[0].lower()
    when = parse_instant(str(given.get("date") or given.get("published") or ""), "UTC")
    mentions = [
        {
            "start": found.span.start,
            "end": found.span.end,
            "surface": found.span.surface,
            "actor_id": found.actor_id,
            "name": detector.registry.actors[found.actor_id].name,
            "wikidata": detector.registry.actors[found.actor_id].wikidata,
            "basis": found.basis,
            "confidence": found.confidence,
        }
        for found in detector.find({"title": title, "text": text}, language, when)
        if found.span.field == "text" and found.actor_id
    ]
    return {"id": given.get("id"), "lang": language, "mentions": mentions}
