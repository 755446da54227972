"""Persian words in, people and states out whom the registry does not have: «مائورو وییرا» وزیر خارجه برزیل, later وییرا alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.lexicon import Hits
from extractors.party import Party
from extractors.wording import Wording

# A name has so many words at most, and a word that stands for a whole name later so many letters at least.
LONGEST, LEAST = 4, 4
# Between a name and the body whose office it holds stand so many words at most: معاون دبیرکل.
REACH = 5
# What no name goes over.
SMALL = frozenset({"marker", "clause", "that", "cue", "negation", "pronoun", "helper", "told", "verb", "light", "noun", "phrase"})
SONS = frozenset({"بن", "ابن", "بنت"})


class Strangers:
    """Finds who stands in a text and nowhere in the registry; without capitals only signs beside a name tell it."""

    def __init__(self, words: Wording, hits: Hits, taken: bytearray, bodies: Sequence[Party]) -> None:
        self.words, self.taken = words, taken
        # Bodies of the registry by their first word and by the one behind them; those whom a stranger serves go into his party.
        self.bodies, self.ends = {p.first: p for p in bodies}, {p.last: p for p in bodies}
        self.served: set[Party] = set()
        kinds = ("role", "given", "country", "title")
        self.at = {kind: {hit.first: hit.last for hit in hits.of(kind)} for kind in kinds}
        self.after = {kind: {hit.last for hit in hits.of(kind)} for kind in kinds}
        self.small = hits.under(*SMALL)
        self.cues = {hit.first for hit in hits.of("cue")}

    def find(self) -> Iterator[Party]:
        """Find states first, then names with a sign beside them, then the last words of these names alone."""
        for first, last in self.at["country"].items():
            yield from self.take(first, last, "foreign")
        known: dict[str, tuple[str, ...]] = {}
        for first, last in sorted({*self.quoted(), *self.given(), *self.opening()}):
            for party in self.take(first, last, "unknown"):
                full = self.with_body(party)
                known[self.words.forms[last - 1]] = full.who
                yield full
        for place, form in enumerate(self.words.forms):
            if form in known and len(form) >= LEAST and place not in self.small:
                yield from (party._replace(who=known[form]) for party in self.take(place, place + 1, "unknown"))

    def with_body(self, party: Party) -> Party:
        """Let a stranger act for the body whose office he holds: «نام» سخنگوی وزارت خارجه عراق."""
        behind = range(party.last, party.last + REACH) if self.is_role(party.last) else ()
        for place in behind:
            if any(self.words.marks[party.last : place]):
                break
            if body := self.bodies.get(place):
                self.served.add(body)
                return party._replace(last=body.last, who=(*party.who, *body.who))
        before = self.ends.get(party.first)
        if before and not self.words.marks[party.first - 1].strip('«"“') and {before.first, before.first - 1} & self.offices():
            self.served.add(before)
            return party._replace(first=before.first, who=(*party.who, *before.who))
        return party

    def offices(self) -> set[int]:
        """List the places behind offices."""
        return self.after["role"] | self.after["title"]

    def take(self, first: int, last: int, kind: str) -> Iterator[Party]:
        """Take words for somebody, unless they are another's already."""
        if not any(self.taken[first:last]):
            self.taken[first:last] = b"\1" * (last - first)
            start, end = self.words.span(first, last)
            yield Party(first, last, (f"text:{self.words.text[start:end]}",), kind)

    def quoted(self) -> Iterator[tuple[int, int]]:
        """Find what stands in quotation marks beside an office: «نام» وزیر خارجه, رئیس جمهور چین «نام»."""
        for opened, closed in self.words.quoted:
            first, last = self.words.words_of(opened, closed)
            if 0 < last - first <= LONGEST and self.is_name(first, last) and self.is_office(first, last):
                yield first, last

    def given(self) -> Iterator[tuple[int, int]]:
        """Find a given name with one or two words behind it up to an office or a word of speech."""
        for first in self.at["given"]:
            if first and self.words.forms[first - 1] in SONS:
                continue
            for last in range(first + 2, first + LONGEST):
                if not self.is_name(first, last) or any(self.words.marks[first : last - 1]):
                    break
                if self.is_role(last) or last in self.cues:
                    yield first, last
                    break

    def opening(self) -> Iterator[tuple[int, int]]:
        """Find a word or two with which a sentence opens, set off by a comma from an office: رامسفلد، وزیر دفاع."""
        for first, end in self.words.sentences:
            for last in range(first + 1, min(first + 3, end)):
                if self.words.marks[last - 1][:1] == "،":
                    if self.is_role(last) and self.is_name(first, last):
                        yield first, last
                    break

    def is_name(self, first: int, last: int) -> bool:
        """Tell whether words may be a name: none of them is a small word, or somebody's already."""
        return last <= len(self.words) and not any(p in self.small or self.taken[p] for p in range(first, last))

    def is_office(self, first: int, last: int) -> bool:
        """Tell whether an office stands right before or behind a name, before it also with its state: رئیس جمهور چین «نام»."""
        offices = self.offices()
        whose = range(first, max(first - 3, 0), -1)
        state = next((p for p in whose if not self.taken[p - 1] or self.words.marks[p - 1].strip('«"“')), first)
        return self.is_role(last) or first in offices or state in offices

    def is_role(self, place: int) -> bool:
        """Tell whether an office begins at a word."""
        return place in self.at["role"] or place in self.at["title"]
