"""A text's words, hits and mentions in, the parties of each sentence out: who may act or be acted on, and how each is marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from extractors.lexicon import Hit
from extractors.records import Actor
from extractors.wording import Wording

COMMAS = frozenset({",", "،", "", "؛"})
# Between a marker and the name that it marks stand so many words at most: "with the visiting Iraqi minister X".
FILLERS = 4
# Whose name stands for the persons of it: "leaders of the Badr Organization", "a delegation of Hamas".
OBJECT_MARK = "را"
# English pronouns that own what follows.
CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october "
    "november december the a an in on at after before during while when as if but and he she it they we this that these".split()
)
JOINING = frozenset({"and", "or", "و", "یا", "او", "ثم"})
# Endings by which a word for a people means persons: Iraqis, ایرانی‌ها, العراقيون.
PLURALS = {"en": ("is", "ans", "ks", "ds", "bs"), "fa": ("ها", "های", "ان"), "ar": ("ین", "ون")}
OWNERS = frozenset({"his", "her", "its", "their"})


class Name(NamedTuple):
    """Somebody named: where in the text, in characters; the actor, or None for a place, and the place's id."""

    start: int
    end: int
    actor_id: str | None
    place_id: str | None = None


class Party(NamedTuple):
    """Words that mean somebody: whom (actors' ids, or text:… for a group), how they are marked, and of what kind they are.

    `marker` is a preposition's or case's name (by, with, against, on, to, from, of, between, in, for, object) or "". `kind` is
    named, group, back (refers back), place or state (a state that Zagros took for a place).
    """

    first: int
    last: int
    who: tuple[str, ...]
    kind: str
    marker: str = ""
    owner: bool = False
    joined: bool = False

    @property
    def named(self) -> bool:
        """Tell whether an actor of the registry is meant."""
        return any(not one.startswith(("text:", "place:")) for one in self.who)


class Reader:
    """Reads the parties of a text, sentence by sentence, and remembers who was spoken of."""

    def __init__(
        self, words: Wording, hits: Sequence[Hit], names: Iterable[Name], actors: dict[str, Actor], language: str
    ) -> None:
        self.words, self.actors, self.language = words, actors, language
        self.taken = bytearray(len(words))
        self.found: list[Party] = []
        self.by_kind: dict[str, dict[int, Hit]] = {}
        for hit in hits:
            kept = self.by_kind.setdefault(hit.kind, {})
            # "The website" is among bodies and among those that publish: what says more comes later, and counts.
            if hit.first not in kept or kept[hit.first].last <= hit.last:
                kept[hit.first] = hit
        self.marks = {hit.last: hit for hit in hits if hit.kind == "marker" and hit.value != "object"}
        self.parts = {hit.last: hit.first for hit in hits if hit.kind == "partitive"}
        self.stops = {hit.first for hit in hits if hit.kind in ("verb", "cue", "clause", "helper", "noun", "passive")}
        self.add_names(names)
        self.stands = {place for hit in hits if hit.kind == "align" for place in range(hit.first, hit.last)}
        self.add_backward(("title",))
        self.add_groups()
        self.add_backward(("pronoun", "body"))
        self.add_peoples()
        if language == "en":
            self.add_unknown()

    def add_names(self, names: Iterable[Name]) -> None:
        """Take the names that were found, longest first where they overlap."""
        found: list[tuple[Party, int]] = []
        for name in sorted(names, key=lambda n: (n.start - n.end, n.start)):
            first, last = self.words.words_of(name.start, name.end)
            if any(self.taken[first:last]):
                continue
            if name.actor_id:
                who: tuple[str, ...] = (name.actor_id,)
                kind = "named"
            elif name.place_id in self.actors:
                who, kind = (str(name.place_id),), "state"
            else:
                who, kind = (f"place:{name.place_id}",), "place"
            self.taken[first:last] = b"\1" * (last - first)
            found.append((Party(first, last, who, kind), name.start))
        for bare, start in found:  # once all names are known: none marks another
            party = self.marked(bare, start)
            self.found.append(party._replace(marker="source") if self.is_source(party) else party)

    def is_source(self, party: Party) -> bool:
        """Tell whether an outlet only says at the head of a sentence where the report is from: BAGHDAD, IRNA – …"""
        if self.kind_of(party) != "media_outlet" or self.words.marks[party.last - 1][:1] not in (":", "-", "–", "—", ")"):
            return False
        return any(0 <= party.first - first <= FILLERS for first, _ in self.words.sentences)

    def marked(self, party: Party, start: int = -1) -> Party:
        """Find what marks a party: a preposition before it, one that Arabic wrote onto it, را after it, or an owner's s."""
        words, first, last = self.words, party.first, party.last
        text, end = words.text, words.ends[last - 1]
        tail = words.forms[last - 1]
        owner = (self.language == "en" and text[end - 2 : end] in ("'s", "’s", "s'", "s’")) or (
            self.language == "en" and text[end : end + 2] in ("'s", "’s", "' ", "’ ") and tail.endswith("s")
        )
        onto = words.text[words.starts[first] : start] if start > words.starts[first] else ""
        if (
            self.language == "ar"
            and (mark := {"ل": "to", "ب": "in", "ك": ""}.get(onto.lstrip("وف")[:1])) is not None
            and onto.strip("وف")
        ):
            return party._replace(marker=mark, owner=owner, joined=onto[0] == "و")
        joined = self.language == "ar" and onto[:1] == "و"
        if self.language == "fa" and self.is_object(last):
            by = self.marker_before(first) == "by"  # به دست آمریکا را
            return party._replace(marker="by" if by else "object", owner=owner)
        marker = "" if joined else self.marker_before(first)
        if marker == "in" and self.language == "en" and party.kind not in ("place", "state") and words.forms[first - 1] == "at":
            marker = "against"  # fired at somebody
        return party._replace(marker=marker, owner=owner, joined=joined)

    def is_object(self, last: int) -> bool:
        """Tell whether را follows a Persian party, at once or after a few words that belong to it."""
        for place in range(last, min(last + FILLERS, len(self.words))):
            if self.words.forms[place] == OBJECT_MARK:
                return True
            if (
                self.words.marks[place - 1] not in ("", '"', "»")
                or place in self.stops
                or self.taken[place]
                or place in self.marks
            ):
                return False
        return False

    def marker_before(self, first: int) -> str:
        """Find the preposition before a word, over a few words that go with the name."""
        words = self.words
        for place in range(first, max(first - FILLERS, 0), -1):
            if place in self.parts:
                return self.marker_before(self.parts[place])
            if (hit := self.marks.get(place)) is not None:
                return str(hit.value)
            if words.marks[place - 1] not in ("", '"', "«", "“") or self.taken[place - 1] or place - 1 in self.stops:
                return ""
            if self.language == "ar" and words.forms[place - 1].startswith(("ل", "ب")) and len(words.forms[place - 1]) > 3:
                if words.forms[place - 1].startswith("لل"):
                    return "to"
        return ""

    def add_groups(self) -> None:
        """Take groups that have no name, with the adjective of their state: Iraqi protesters, نیروهای عراقی."""
        demonyms = self.by_kind.get("demonym", {})
        for hit in sorted(self.by_kind.get("group", {}).values(), key=lambda h: (h.first - h.last, h.first)):
            first, last = hit.first, hit.last
            if (
                any(self.taken[first:last]) or first in self.stands
            ):  # "Iran's allies" says how they stand, and who they are follows
                continue
            state = ""
            near = range(first - 1, first - 4, -1) if self.language == "en" else range(last, last + 3)
            for place in near:
                if (found := demonyms.get(place)) is not None and not self.taken[place]:
                    state, first, last = str(found.value), min(first, place), max(last, place + 1)
                    break
            name = f"text:{state}:{hit.value}" if state else f"text:{hit.value}"
            self.taken[first:last] = b"\1" * (last - first)
            start = self.words.starts[first] + (len(hit.onto) if first == hit.first else 0)
            self.found.append(self.marked(Party(first, last, (name,), "group"), start))

    def add_backward(self, kinds: tuple[str, ...]) -> None:
        """Take words that refer back to somebody: pronouns, "the cleric", "the newspaper"."""
        for kind in kinds:
            for hit in sorted(self.by_kind.get(kind, {}).values(), key=lambda h: (h.first - h.last, h.first)):
                if any(self.taken[hit.first : hit.last]):
                    continue
                self.taken[hit.first : hit.last] = b"\1" * (hit.last - hit.first)
                start = self.words.starts[hit.first] + len(hit.onto)
                owner = self.words.forms[hit.first] in OWNERS
                party = self.marked(Party(hit.first, hit.last, (f"back:{means_of(hit)}",), "back"), start)
                self.found.append(party._replace(owner=party.owner or owner))

    def add_peoples(self) -> None:
        """Take adjectives of states that go with no group: Turkish goods, غارات أمريكية."""
        for place, hit in self.by_kind.get("demonym", {}).items():
            if not any(self.taken[place : hit.last]):
                self.taken[place : hit.last] = b"\1" * (hit.last - place)
                start = self.words.starts[place] + len(hit.onto)
                plural = PLURALS[self.language] and self.words.forms[hit.last - 1].endswith(PLURALS[self.language])
                who, kind = (f"text:{hit.value}:people", "group") if plural else (str(hit.value), "people")
                self.found.append(self.marked(Party(place, hit.last, (who,), kind), start))

    def add_unknown(self) -> None:
        """Take English names that the registry does not have, and later their last words alone: they are somebody else."""
        words, known = self.words, {}
        for first, last in self.words.sentences:
            place = first
            while place < last:
                end = place
                while end < last and self.is_name(end) and (end == place or not words.marks[end - 1]):
                    end += 1
                text = words.text[words.starts[place] : words.ends[end - 1]] if end > place else ""
                surname = words.forms[end - 1].removesuffix("s") if end > place else ""
                if end - place >= 2:
                    known[words.forms[end - 1]] = f"text:{text}"
                if end > place and (who := known.get(words.forms[end - 1], known.get(surname))):
                    self.taken[place:end] = b"\1" * (end - place)
                    self.found.append(self.marked(Party(place, end, (who,), "unknown")))
                place = max(end, place + 1)

    def is_name(self, place: int) -> bool:
        """Tell whether a word is written as a name is, and is part of no other; days and months are none."""
        word = self.words.forms[place]
        written = self.words.text[self.words.starts[place]]
        return written.isupper() and len(word) > 1 and not self.taken[place] and word not in CALENDAR and place not in self.stops

    def sentences(self) -> Iterator[list[Party]]:
        """List the parties of each sentence, joined, with what refers back resolved."""
        self.found.sort()
        memory = Memory(self.actors)
        place = 0
        for first, last in self.words.sentences:
            inside: list[Party] = []
            while place < len(self.found) and self.found[place].first < last:
                if self.found[place].first >= first:
                    inside.append(self.found[place])
                place += 1
            merged = self.merge(inside)
            resolved = memory.resolve_all(merged)
            memory.remember(resolved)
            yield self.join([party for party in resolved if party.who])

    def merge(self, parties: list[Party]) -> list[Party]:
        """Make one of names side by side that mean one: a title and its holder, a group and the state or body it is of."""
        kept: list[Party] = []
        for party in parties:
            kept.append(party)
            while len(kept) > 1 and (one := self.as_one(kept[-2], kept[-1])) is not None:
                kept[-2:] = [one]
        return kept

    def as_one(self, a: Party, b: Party) -> Party | None:
        """Make one party of two neighbours, if they are one."""
        between = self.words.forms[a.last : b.first]
        if a.kind == "people" and not between and self.language == "en" and b.who:
            return b._replace(first=a.first, marker=a.marker or b.marker)
        if b.kind == "people" and not between and self.language != "en" and a.who and a.kind != "people":
            return a._replace(last=b.last)
        comma = any(mark not in ("", '"', "»", "«", "”", "“", "(", ")") for mark in self.words.marks[a.last - 1 : b.first])
        wide = a._replace(last=b.last)
        if (
            a.who
            and a.who == b.who
            and a.kind != "back"
            and len(between) <= FILLERS
            and not b.joined
            and b.marker != "by"
            and not JOINING & set(between)
        ):
            return wide
        if comma or len(between) > 2 or b.joined or any(self.taken[a.last : b.first]):
            return None
        person = [self.kind_of(party) == "person" for party in (a, b)]
        if not between and not b.marker.strip("of"):
            return self.beside(a, b, person)
        if (
            a.kind == "group"
            and b.marker == "of"
            and set(between) <= {"of", "the"}
            and b.kind == "named"
            and self.kind_of(b) != "state"
        ):
            return wide._replace(who=b.who, kind="named")
        return None

    def beside(self, a: Party, b: Party, person: list[bool]) -> Party | None:
        """Make one party of two that stand side by side with nothing between: whose the other is goes under."""
        wide = a._replace(last=b.last, owner=b.owner)
        if (b.kind in ("place", "state") and self.language == "en") or not b.who:
            return None
        if (person[1] or b.kind == "unknown") and (not person[0] or a.kind == "back") and not (b.kind == "unknown" and a.owner):
            return wide._replace(who=b.who, kind="named", marker=a.marker or b.marker)
        if (
            self.language == "en"
            and b.kind == "group"
            and a.kind == "named"
            and not a.owner
            and self.kind_of(a) not in ("state", "person")
        ):
            return wide
        if self.language == "en":
            return wide._replace(who=b.who, kind=b.kind) if not person[0] or (b.kind == "back" and not a.owner) else None
        if a.kind in ("group", "back") and self.kind_of(b) == "state":
            name = a.who[0].replace("text:", f"text:{b.who[0]}:") if a.kind == "group" else f"text:{b.who[0]}"
            return wide._replace(who=(name,), kind="group", marker=a.marker or b.marker * (b.marker == "object"))
        if a.kind in ("group", "back") and b.kind == "named":
            return wide._replace(who=b.who, kind="named", marker=a.marker or b.marker)
        if (
            a.kind == "named"
            and not person[0]
            and self.kind_of(a) != "state"
            and b.kind in ("state", "named")
            and self.kind_of(b) == "state"
        ):
            return wide
        return None

    def kind_of(self, party: Party) -> str:
        """Say what kind of actor a party is."""
        actor = self.actors.get(party.who[0]) if party.who else None
        return actor.kind if actor else ""

    def join(self, parties: list[Party]) -> list[Party]:
        """Join what stands on one list: A, B and C. Only where the last is joined by a word are those with commas its part."""
        kept: list[Party] = []
        pending: list[Party] = []
        for party in parties:
            if pending and (link := self.link(pending[-1], party)):
                pending.append(party)
                if link == "and":
                    head = pending[0]
                    who = tuple(dict.fromkeys(one for p in pending for one in p.who))
                    pending = [
                        head._replace(
                            last=party.last,
                            who=who,
                            kind=(min(p.kind == "place" for p in pending) and "place") or head.kind,
                            owner=party.owner,
                        )
                    ]
            else:
                kept += pending
                pending = [party]
        return kept + pending

    def link(self, a: Party, b: Party) -> str:
        """Say what links two neighbours: "and", "comma" or nothing."""
        between, marks = self.words.forms[a.last : b.first], self.words.marks[a.last - 1 : b.first]
        if b.first < a.last:
            return ""
        if (a.kind == "place") != (b.kind == "place") or (b.marker and b.marker != a.marker and b.marker != "object"):
            return ""
        if any(mark not in COMMAS and mark not in '"“”«»()' for mark in marks[: len(between) + 1]):
            return ""
        if b.joined and len(between) <= 3:
            return "and"
        if (
            between
            and between[0] in ("and", "و", "نیز", "or", "یا")
            and len(between) <= 4
            and not self.crosses(a.last + 1, b.first)
        ):
            return "and"
        near = len(between) <= 2 and b.kind in ("named", "state", "unknown", "group") and not self.crosses(a.last, b.first)
        return "comma" if near and marks[0][:1] in ",،" and marks[0] else ""

    def crosses(self, first: int, last: int) -> bool:
        """Tell whether a verb, preposition or clause opener stands between."""
        return any(place in self.stops or place + 1 in self.marks for place in range(first, last))


def means_of(hit: Hit) -> str:
    """Say what kind of actor a word that refers back means: he, she, it, they, media or states."""
    if hit.kind == "pronoun":
        return str(hit.value)
    return {"titles": "he", "bodies": "body"}.get(str(hit.value), str(hit.value))


class Memory:
    """Who was spoken of in a text so far, so that what refers back finds whom it means."""

    def __init__(self, actors: dict[str, Actor]) -> None:
        self.actors = actors
        self.person: tuple[str, ...] = ()
        self.body: tuple[str, ...] = ()
        self.media: tuple[str, ...] = ()
        self.state: tuple[str, ...] = ()
        self.several: tuple[str, ...] = ()

    def resolve_all(self, parties: Sequence[Party]) -> list[Party]:
        """Say whom the parties of a sentence mean: "his", "they" and "the consulate" those before them in it, if there are any."""
        found: list[Party] = []
        before: dict[str, tuple[str, ...]] = {}
        for party in parties:
            means = party.who[0][5:] if party.kind == "back" and party.who else ""
            he = means in ("he", "she") and party.owner
            known = before.get("person" if he else means if means in ("they", "body") else "", ())
            one = party._replace(who=known) if known else self.resolve(party)
            actor = self.actors.get(one.who[0]) if one.who else None
            if one.kind == "unknown" or (actor and actor.kind == "person"):
                before["person"] = one.who[:1]
            elif actor and actor.kind not in ("state", "media_outlet") and one.kind != "back":
                before["body"] = one.who[:1]
            if len(one.who) > 1 or one.kind == "group":
                before["they"] = one.who
            found.append(one)
        return found

    def resolve(self, party: Party) -> Party:
        """Say whom a party means that refers back; one that finds nobody means nobody."""
        if party.kind != "back" or not party.who or not party.who[0].startswith("back:"):
            return party
        means = party.who[0][5:]
        known = {"he": self.person, "she": self.person, "it": self.body, "body": self.body, "they": self.several}
        known |= {"media": self.media, "states": self.state}
        if means == "it" and party.marker:
            return party._replace(who=())
        return party._replace(who=known[means])

    def remember(self, parties: Sequence[Party]) -> None:
        """Remember whom a sentence spoke of: its first person, its first body and its first list count, unmarked ones before."""
        for party in sorted(parties, key=lambda p: (p.marker != "", p.first), reverse=True):
            if party.kind in ("place", "people") or not party.who:
                continue
            actor = self.actors.get(party.who[0])
            if len(party.who) > 1 or party.kind == "group":
                self.several = party.who
            if party.kind == "unknown" or (actor and actor.kind == "person"):
                self.person = party.who[:1]
            elif actor and actor.kind == "state":
                self.state = party.who[:1]
            elif actor and actor.kind == "media_outlet":
                self.media = party.who[:1]
            elif actor:
                self.body = party.who[:1]
