"""The keys that the registry's files may have in, a JSON schema for editors out, and a new actor's file to fill in."""

from __future__ import annotations

from typing import Any

from extractors.registry.checks import BY_LANGUAGE, HOLDER_KEYS, KEYS, KINDS, LANGUAGES, PAGE_KEYS

DATE = {"type": ["string", "integer"], "description": "a year, month or day: 2003, 2003-05 or 2003-05-01"}
NAMES = {"type": "array", "items": {"type": "string", "minLength": 1}, "uniqueItems": True}
WORDS = {
    "kind": "what kind of actor or place this is",
    "name": "how our reports say it",
    "side": "country or side: IR, IQ, IQ-KRG, US, LB and so on",
    "wikidata": "Wikidata item, only where certain",
    "parent": "id of the actor it belongs to",
    "owner": "id of the actor that owns or controls it",
    "organ": "id of the actor that the office leads, serves or speaks for",
    "note": "what an editor should know",
    "country": "ISO 3166 code, IQ-KRG for Kurdistan",
    "leaning": "its leaning in words",
    "zone": "IANA time zone of dates that name none",
    "precision": "how exact the point is",
}
BLANK = """\
kind: {kind}  # {kinds}
name: "{name}"  # how our reports say it
side: "{side}"
# wikidata: Q1  # only where certain
# parent: id of the actor it belongs to
# active: {{from: "2003", to: "2020-01-03"}}  # years, months or days
# note: what an editor should know
names:  # mean this actor wherever they stand
  en:
    - "{name}"
# weak:  # count only beside another sign of the actor
#   en:
#     - a short name that others share
# never:  # longer phrases that mean something else
#   en:
#     - a longer phrase
# seen:  # sentences in which it must be found: they run as tests
#   en:
#     - a sentence
"""


def schema(room: str) -> dict[str, Any]:
    """Describe one room's files (people, groups, outlets, offices or places) as a JSON schema (draft 2020-12)."""
    properties: dict[str, Any] = {key: {"type": "string", "description": WORDS.get(key, key)} for key in sorted(KEYS[room])}
    by_language = {"type": "object", "properties": dict.fromkeys(sorted(LANGUAGES), NAMES), "additionalProperties": False}
    period = {"type": "object", "properties": {"from": DATE, "to": DATE}, "additionalProperties": False}
    holder = {"actor": {"type": "string"}, "uncertain": {"type": "boolean"}, **dict.fromkeys(HOLDER_KEYS & {"from", "to"}, DATE)}
    holders = {"type": "object", "properties": holder, "required": ["actor"], "additionalProperties": False}
    special = {
        **dict.fromkeys(BY_LANGUAGE, by_language),
        "kind": {"enum": sorted(KINDS)} if room in ("people", "groups") else {"type": "string"},
        "active": period,
        "holders": {"type": "array", "items": holders},
        "domains": NAMES,
        "languages": NAMES,
        "page": {"type": "object", "properties": {key: {} for key in sorted(PAGE_KEYS)}, "additionalProperties": False},
        "point": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
    }
    properties |= {key: found for key, found in special.items() if key in properties}
    needed = ["name", "kind"] if room in ("people", "groups") else ["name"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"registry/{room}",
        "type": "object",
        "properties": properties,
        "required": needed,
        "additionalProperties": False,
    }


def blank(actor_id: str, kind: str, side: str) -> str:
    """Write a new actor's file to fill in."""
    name = actor_id.replace("-", " ").title()
    return BLANK.format(kind=kind, kinds=", ".join(sorted(KINDS)), name=name, side=side.replace('"', ""))
