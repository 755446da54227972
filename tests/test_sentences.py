"""Sentences that the registry's editors wrote (`seen:`), and the traps beside the project: each says whom it names."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from extractors.actors import Detector
from extractors.registry import ROOT, load_registry, load_yaml
from tests.world_server import SHARED

DETECTOR = Detector(load_registry())
ACTORS = {path.stem: path for room in ("people", "groups", "outlets") for path in (ROOT / room).rglob("*.yml")}
# The actors of the article with which Zagros began.
SEED = """muqtada-al-sadr qasem-soleimani ali-khamenei pmf abu-mahdi-al-muhandis irgc quds-force hezbollah nouri-al-maliki
hadi-al-amiri masoud-barzani adil-abdul-mahdi fararu javan-online irdiplomacy al-alam-al-jadid radio-farda
iran-foreign-ministry iran-intelligence-ministry iran-consulate-najaf iran-consulate-karbala iran-consulate-basra
iran-diplomatic-missions-iraq international-resistance council-of-representatives us-forces-iraq usa iran iraq
sadrist-movement tishreen-movement iran-think-tank-iraq-policy""".split()
TRAPS = SHARED / "registry" / "traps.jsonl"


def seen(actor_id: str) -> dict[str, list[str]]:
    found: dict[str, Any] = load_yaml(ACTORS[actor_id])
    return found.get("seen") or {}


def named(text: str, language: str, when: datetime | None = None) -> set[str]:
    return {d.actor_id for d in DETECTOR.find({"text": text}, language, when) if d.actor_id}


def test_actors_are_found_in_the_sentences_of_their_files() -> None:
    sentences = [(actor, lang, s) for actor in ACTORS for lang, listed in seen(actor).items() for s in listed]
    assert len(sentences) > 500
    assert [(actor, text) for actor, lang, text in sentences if actor not in named(text, lang)] == []


@pytest.mark.parametrize("actor", SEED)
def test_the_seed_articles_actors_have_sentences_in_all_their_languages(actor: str) -> None:
    written = {name.language for name in DETECTOR.registry.names if name.actor_id == actor and name.strength == "strong"}
    assert written
    assert written <= seen(actor).keys()


def holds(trap: dict[str, Any]) -> bool:
    """Tell whether a sentence names all that it must and none that it must not; states count as places as well."""
    day = f"{trap['date']}-01"[:10] if trap["date"] else None
    when = datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None
    found = DETECTOR.find({"text": trap["text"]}, trap["lang"], when)
    actors = {d.actor_id for d in found if d.actor_id}
    said = actors | {d.place_id for d in found} | {f"place:{d.place_id}" for d in found}
    said |= {f"role:{office}" for d in found for office in d.span.meaning.offices}
    for expected in trap.get("expect", []):
        office = DETECTOR.registry.offices.get(expected.removeprefix("role:"))
        if expected not in said and not (office and {holder.actor_id for holder in office.holders} & actors):
            return False
    return not actors & set(trap.get("forbid", []))


def test_the_traps_hold() -> None:
    if not TRAPS.is_file():
        pytest.skip(f"{TRAPS} is not here")
    traps = [json.loads(line) for line in TRAPS.read_text(encoding="utf-8").splitlines()]
    failed = [trap["text"] for trap in traps if not holds(trap)]
    assert len(traps) == 246
    assert len(failed) <= 0.05 * len(traps), failed
