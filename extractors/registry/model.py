"""What the registry's files hold in, the Registry that the house uses out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from extractors.records import Actor, ActorName, Holder, Office, Outlet, Place, Term
from extractors.registry.checks import SIGNS, problems_of
from extractors.registry.files import ROOT, Files, RegistryError, load_files, remember
from extractors.script import fold, fold_word

# The article that a surname may drop: الصدر, al-Sadr, ash-Shabi.
ARTICLE = re.compile(r"^(?:ال|[ae][lstdrznh]{1,2}-)", re.IGNORECASE)
STRENGTHS = {"names": "strong", "weak": "weak", "never": "never"}
# Capitals' zones for outlets whose file names none: a feed's zoneless date is local time where it is written.
ZONES = {"IR": "Asia/Tehran", "IQ": "Asia/Baghdad", "IQ-KRG": "Asia/Baghdad", "SA": "Asia/Riyadh", "LB": "Asia/Beirut"}
ZONES |= {"TR": "Europe/Istanbul", "SY": "Asia/Damascus", "QA": "Asia/Qatar", "AE": "Asia/Dubai"}


# The registry made last, by the digest of its files: one process seldom works by another.
LATEST: dict[str, Registry] = {}


@dataclass(frozen=True, eq=False)
class Registry:
    """Everything that people know and files hold: who acts, how they are named, who holds office, who publishes.

    It equals itself alone, so that what was derived from it can be remembered by it.
    """

    actors: dict[str, Actor] = field(default_factory=dict)
    names: tuple[ActorName, ...] = ()
    offices: dict[str, Office] = field(default_factory=dict)
    outlets: dict[str, Outlet] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    words: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    grammars: dict[str, dict[str, Any]] = field(default_factory=dict)

    @cached_property
    def publishers(self) -> dict[str, Outlet]:
        """Look up outlets by domain."""
        return {domain: outlet for outlet in self.outlets.values() for domain in outlet.domains}

    @cached_property
    def folded(self) -> dict[tuple[str, str], set[str]]:
        """Fold all lexicons, by lexicon and language."""
        return {(name, lang): {fold(w).text for w in words} for name, by in self.words.items() for lang, words in by.items()}

    def folded_words(self, lexicon: str, language: str) -> set[str]:
        """Take a lexicon's words of one language, folded."""
        return self.folded.get((lexicon, language), set())

    @cached_property
    def holders(self) -> list[Term]:
        """List all offices' holders as rows."""
        found = [(office.office_id, holder) for office in self.offices.values() for holder in office.holders]
        return [Term(office, holder.actor_id, holder.since, holder.until, holder.certain) for office, holder in found]

    @cached_property
    def terms(self) -> dict[str, list[Holder]]:
        """List by actor when it held an office."""
        held: dict[str, list[Holder]] = {}
        for office in self.offices.values():
            for holder in office.holders:
                held.setdefault(holder.actor_id, []).append(holder)
        return held

    @cached_property
    def surnames(self) -> tuple[ActorName, ...]:
        """Derive what persons are called once they were named in full: the last word of their names, or the last two.

        Left out are given names, titles, common words and others' names, and what ends a name that begins with a title.
        """
        taken = {fold_word(name.name) for name in self.names if name.strength == "strong"}
        people = [n for n in self.names if n.strength == "strong" and self.actors[n.actor_id].kind == "person"]
        shorts = (short for name in people for short in self.shorten(name) if fold_word(short.name) not in taken)
        return tuple(dict.fromkeys(shorts))

    def shorten(self, name: ActorName) -> Iterator[ActorName]:
        """Take the surnames of one person's name: Latin ones and Arabic ones with their article and without."""
        words, language = name.name.split(), name.language
        titles = self.folded_words("titles", language)
        if len(words) < 2 or "of" in words or fold_word(words[0]) in titles:
            return
        no_surname = (self.folded_words(kind, language) for kind in ("titles", "common", "given_names"))
        other = (*no_surname, self.sides_of(language).keys())
        for end in (words[-1], ARTICLE.sub("", words[-1]), *([" ".join(words[-2:])] if len(words) > 2 else [])):
            if len(end) > 2 and not any(fold_word(end) in taken for taken in other):
                yield ActorName(name.actor_id, end, language, "surname")

    @cached_property
    def demonyms(self) -> dict[str, dict[str, str]]:
        """Look up, by language, the side that a country's folded word means."""
        pairs = {lang: [line.split(" ", 1) for line in lines] for lang, lines in self.words.get("demonyms", {}).items()}
        return {lang: {fold(word).text: side for side, word in listed} for lang, listed in pairs.items()}

    def sides_of(self, language: str) -> dict[str, str]:
        """Look up the sides of one language's country words."""
        return self.demonyms.get(language, {})

    @cached_property
    def seats(self) -> dict[str, str]:
        """Look up where missions have their seats: the place with which their names end."""
        towns = {name: place.place_id for place in self.places.values() for language, name in place.names if language == "en"}
        missions = (actor for actor in self.actors.values() if actor.kind == "mission")
        ends = ((actor.actor_id, towns.get(actor.name.rpartition(" in ")[2])) for actor in missions)
        return {actor: town for actor, town in ends if town}

    @cached_property
    def states(self) -> dict[str, str]:
        """Look up the state of each side that has one."""
        own = (actor for actor in self.actors.values() if actor.kind == "state" and actor.side != "other")
        return {actor.side: actor.actor_id for actor in own if actor.side}

    @cached_property
    def hosts(self) -> dict[str, str]:
        """Look up in which state places are, where it has a side of its own."""
        return {place.place_id: self.states[place.country] for place in self.places.values() if place.country in self.states}

    @cached_property
    def families(self) -> dict[str, set[str]]:
        """List who belongs together: parents, children and children of one parent."""
        children: dict[str, set[str]] = {}
        for actor in self.actors.values():
            if actor.parent and self.is_group(actor.parent):
                children.setdefault(actor.parent, set()).add(actor.actor_id)
        return children

    def kin(self, actor_id: str) -> set[str]:
        """List an actor's parent, its children and the parent's other children."""
        parent = self.actors[actor_id].parent
        above = self.families[parent] | {parent} if parent and parent in self.families else set()
        return (above | self.families.get(actor_id, set())) - {actor_id}

    def is_group(self, actor_id: str) -> bool:
        """Tell whether an actor is less than a state: those of one state are countrymen, not relatives."""
        return actor_id in self.actors and self.actors[actor_id].kind != "state"

    @cached_property
    def signs(self) -> dict[str, tuple[str, ...]]:
        """List by code of reason what pages say, in any language and folded, that are no article or not the whole of one."""
        listed = {code: self.words.get(name, {}).values() for name, code in SIGNS.items()}
        return {code: tuple(fold(p).text for phrases in found for p in phrases) for code, found in listed.items()}

    def outlet_of(self, url: str) -> Outlet | None:
        """Find the outlet that publishes at an address, by the longest domain that fits."""
        labels = urlsplit(url).netloc.lower().split(":")[0].split(".")
        domains = (".".join(labels[i:]) for i in range(len(labels)))
        return next((self.publishers[domain] for domain in domains if domain in self.publishers), None)


def load_registry(root: Path = ROOT, overlays: Iterable[Path] = ()) -> Registry:
    """Load registry/ and the folders laid over it; raises RegistryError that lists all problems at once."""
    folders = [root, *overlays]
    missing = [f"{folder}: no such folder" for folder in folders if not folder.is_dir()]
    files = load_files(folders)
    if problems := [*missing, *([] if files.checked else problems_of(files))]:
        raise RegistryError("the registry has problems:\n" + "\n".join(f"  {problem}" for problem in problems))
    remember(files)
    if files.digest not in LATEST:
        LATEST.clear()
        LATEST[files.digest] = make_registry(files)
    return LATEST[files.digest]


def make_registry(files: Files) -> Registry:
    """Make a Registry of files without problems."""
    outlets = {i: make_outlet(i, found) for i, found in files.rooms["outlets"].items()}
    acting = {i: found for room in ("people", "groups") for i, found in files.rooms[room].items()}
    acting |= {i: found for i, found in files.rooms["outlets"].items() if found.get("names")}
    return Registry(
        actors={i: make_actor(i, found) for i, found in acting.items()},
        names=tuple(name for i, found in acting.items() for name in make_names(i, found)),
        offices={i: make_office(i, found) for i, found in files.rooms["offices"].items()},
        outlets=outlets,
        places={i: make_place(i, found) for i, found in files.rooms["places"].items()},
        words=files.words,
        grammars=files.grammars,
    )


def make_actor(actor_id: str, found: dict[str, Any]) -> Actor:
    """Make the record of an actor from its file."""
    active = found.get("active") or {}
    since, until = (str(active[end]) if active.get(end) is not None else None for end in ("from", "to"))
    return Actor(
        actor_id=actor_id,
        name=found["name"],
        kind=found.get("kind", "media_outlet"),
        side=found.get("side") or found.get("country"),
        wikidata=found.get("wikidata"),
        parent=found.get("parent"),
        active_from=since,
        active_to=until,
        note=found.get("note"),
    )


def make_names(actor_id: str, found: dict[str, Any]) -> Iterator[ActorName]:
    """Make the records of an actor's names from its file."""
    for part, strength in STRENGTHS.items():
        for language, names in (found.get(part) or {}).items():
            yield from (ActorName(actor_id, name, language, strength) for name in names)


def make_office(office_id: str, found: dict[str, Any]) -> Office:
    """Make the record of an office from its file."""
    names = tuple((language, name) for language, names in (found.get("names") or {}).items() for name in names)
    holders = (
        Holder(
            h["actor"], str(h["from"]) if h.get("from") else None, str(h["to"]) if h.get("to") else None, not h.get("uncertain")
        )
        for h in found.get("holders") or []
    )
    return Office(office_id, found["name"], found.get("wikidata"), names, tuple(holders), found.get("organ"))


def make_place(place_id: str, found: dict[str, Any]) -> Place:
    """Make the record of a place from its file."""
    names = tuple((language, name) for language, names in (found.get("names") or {}).items() for name in names)
    latitude, longitude = map(float, found["point"]) if found.get("point") else (None, None)
    return Place(
        place_id,
        found["name"],
        found.get("kind", "place"),
        found.get("country"),
        found.get("wikidata"),
        latitude,
        longitude,
        names,
    )


def make_outlet(outlet_id: str, found: dict[str, Any]) -> Outlet:
    """Make the record of an outlet from its file."""
    country, page = found.get("country"), found.get("page") or {}
    return Outlet(
        outlet_id=outlet_id,
        name=found["name"],
        domains=tuple(found.get("domains") or ()),
        languages=tuple(found.get("languages") or ()),
        country=country,
        owner=found.get("owner"),
        leaning=found.get("leaning"),
        zone=found.get("zone") or ZONES.get(country or "", "UTC"),
        select=tuple(page.get("select") or ()),
        prune=tuple(page.get("prune") or ()),
        captions=page.get("captions", "figcaption"),
    )
