"""The registry in, every spelling that is searched for out; and what each may mean, so that two registries can be compared."""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from extractors.records import ActorName, Spelling
from extractors.registry import SIGNS, Registry
from extractors.script import ZWNJ, fold_word

ARABIC_LAM = "لل"  # ل + ال
# The father of somebody, by case: أبو مهدي, أبي مهدي, أبا مهدي.
FATHER = re.compile(r"\bابو(?= )")
# Endings of Latin names by language: an English possessive or plural; Kurmanji writes the one who acts with -ê.
ENDINGS = {"ku-latn": ("", "s", "e", "ye")}
# An acronym is at most so long; Persian names longer than SHORT are also written with their last words joined.
ACRONYM, SHORT = 6, 8
# Lexicons that decide nothing about known names.
NOT_OF_MENTIONS = {*SIGNS, "group_words", "naming"}


class Pattern(NamedTuple):
    """A spelling that is searched for: as folded, whose it is, and the ending that is written onto a Latin one.

    `whole` says that the blank after it is searched for as well: short names begin too many other words.
    """

    text: str
    names: tuple[ActorName, ...]
    latin: bool
    ending: str = ""
    whole: bool = False


def variants(name: ActorName) -> Iterator[str]:
    """Write a name as it is searched for: folded, with a ZWNJ joined or open.

    Arabic names also with ال after ل and with a father in all cases, long Persian ones with their last two words joined.
    """
    for spelling in {name.name, name.name.replace(ZWNJ, " ")}:
        folded = fold_word(spelling)
        for text in {folded, FATHER.sub("ابی", folded), FATHER.sub("ابا", folded)} if name.language == "ar" else {folded}:
            yield text
            if name.language == "ar" and text.startswith("ال"):
                yield ARABIC_LAM + text[2:]
        if name.language == "fa" and " " in folded and len(folded) > SHORT:
            yield "".join(folded.rsplit(" ", 1))


@lru_cache(maxsize=1)
def spell(registry: Registry) -> tuple[Pattern, ...]:
    """List all spellings of all names, offices and places, each once; Latin ones with each ending of their languages.

    Those of the last registry are remembered: who finds by them and who keeps them ask one after the other.
    """
    return tuple(patterns(registry))


def patterns(registry: Registry) -> Iterator[Pattern]:
    """Spell a registry's names one by one."""
    titles = (ActorName(o.office_id, name, language, "office") for o in registry.offices.values() for language, name in o.names)
    spelled: dict[str, dict[ActorName, None]] = defaultdict(dict)
    places = (ActorName(p.place_id, name, language, "place") for p in registry.places.values() for language, name in p.names)
    for name in (*registry.names, *registry.surnames, *titles, *places):
        for written in variants(name):
            spelled[written][name] = None
    for text, names in spelled.items():
        latin, whole = text.isascii(), text.isascii() and len(text) < ACRONYM
        endings = {ending for name in names for ending in ENDINGS.get(name.language, ("", "s"))} if whole else {""}
        yield from (Pattern(text, tuple(names), latin, ending, whole) for ending in sorted(endings))


def blank(text: str) -> str:
    """Write a folded name as `Passage.words` has it: a blank for all that is part of no word."""
    return "".join(char if char.isalnum() else " " for char in text)


def spellings(registry: Registry) -> list[Spelling]:
    """List every spelling with a hash of all that it may mean, lexicons' words among them, in order.

    What has the same hash in two registries is decided alike wherever the words around it are the same.
    """
    owners = {i: str(found) for room in (registry.offices, registry.places) for i, found in room.items()}
    for i, actor in registry.actors.items():
        # Relatives and terms of office speak for a weak name; what an editor noted does not.
        owners[i] = f"{replace(actor, note=None, wikidata=None)} {sorted(registry.kin(i))} {registry.terms.get(i)}"
    meanings: dict[str, set[str]] = defaultdict(set)
    for pattern in spell(registry):
        meanings[pattern.text].update(f"{n.strength} {n.language} {n.name} {owners[n.actor_id]}" for n in pattern.names)
    for lexicon, by_language in registry.words.items():
        if lexicon in NOT_OF_MENTIONS:
            continue
        for language, words in by_language.items():
            for line in words:
                word = line.split(" ", 1)[-1] if lexicon == "demonyms" else line
                meanings[fold_word(word)].add(f"{lexicon} {language} {line}")
    return [Spelling(text, digest("\n".join(sorted(said)))) for text, said in sorted(meanings.items())]


def digest(text: str) -> int:
    """Hash text to a signed 64-bit number (BLAKE2b)."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def codes_events(registry: Registry, ontology: object) -> Spelling:
    """Sum up what codes events, the lexicons and the ontology, as the meaning of an empty spelling.

    Where it changes, all articles are read again by a replay, and not only those in which a changed name stands.
    """
    return Spelling("", digest(json.dumps(registry.grammars, sort_keys=True, default=str) + repr(ontology)))


def hash_registry(found: Sequence[Spelling]) -> str:
    """Hash a registry's spellings, so that articles remember which registry found their mentions."""
    return hashlib.blake2b("\n".join(f"{s.spelling} {s.meaning}" for s in found).encode(), digest_size=8).hexdigest()
