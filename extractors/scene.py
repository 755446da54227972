"""One sentence's parties in, the one out that fits a place best: what lies between two words, and how parties are marked."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from copy import copy
from typing import NamedTuple, Self

from extractors.auxiliaries import is_circumstance
from extractors.party import Party
from extractors.relatives import Relative, about, is_somebodys
from extractors.wording import Wording

# What speaks against taking a party for one's own, in clauses between: the wrong marker, what is another verb's object, an
# owner, a state that may be a place or an adjective. Set by hand on the contrasted sentences (tests/contrasts).
CLAUSE, VERB, COMMA, MARKED, OBJECT, OWNER, WEAK, FAR = 1.0, 0.7, 0.2, 3.0, 1.5, 2.0, 0.7, 0.03
# What costs more is nobody: three clauses away, or marked as something else.
DEAREST = 2.5
# Between a Persian noun and the name in its genitive stand so many words at most: حمله هوایی ترکیه.
EZAFE = 2

# Between an English verb and its object.
DETERMINERS = frozenset({"the", "a", "an", "its", "his", "her", "their"})
# What stands between an English clause and its verb.
HELPERS = frozenset("was were is are has have had could would will may might be been being also later on an a official".split())
# The subject of an English sentence begins so soon.
OPENING = 3
# What sets a clause off from the one before it.
SET_OFF = (",", "”", '"', ";")
# What opens an English clause that tells more of somebody between commas.
WHO = frozenset({"who", "whose", "which"})
# Endings of English nouns that name nobody.
MATTERS = ("ment", "ments", "tion", "tions", "sion", "sions", "ance", "ence", "ity", "ing", "ness")
# And those with such an ending that name somebody.
BODIES = frozenset(
    "government parliament department movement administration coalition organization organisation delegation federation union "
    "commission division alliance authority majority minority community entity wing king opposition faction population".split()
)


class Marks(NamedTuple):
    """Words of a text that part its parties.

    `breaks` open clauses, `verbs` are verbs, `commas` stand behind the word before, `heads` end those that have an object,
    `nouns` stand after nouns of acts; over `stops` no name goes on, `relatives` open relative clauses, `prepositions` are the
    places after a preposition, and `people` actors who are persons. `told` are Persian relative clauses whole, `somebody` ends
    words for people without a name.
    """

    breaks: Sequence[int]
    verbs: Sequence[int]
    commas: Sequence[int]
    heads: set[int]
    nouns: list[int]
    stops: set[int]
    relatives: set[int]
    prepositions: set[int]
    people: frozenset[str]
    told: Sequence[Relative] = ()
    somebody: frozenset[int] = frozenset()


class Scene:
    """One sentence: its parties, and what stands between them."""

    def __init__(self, words: Wording, bounds: tuple[int, int], parties: Sequence[Party], marks: Marks) -> None:
        self.marks, told, verbs = marks, marks.told, marks.verbs
        self.heads, self.nouns, self.stops, self.relatives = marks.heads, marks.nouns, marks.stops, marks.relatives
        self.prepositions, self.people, self.somebody = marks.prepositions, marks.people, marks.somebody
        self.told = told[bisect_left(told, (bounds[0] + 1,)) : bisect_left(told, (bounds[1],))]
        self.words, self.parties, self.language = words, [p for p in parties if p.kind != "place"], words.language
        self.places = [p for p in parties if p.kind in ("place", "state")]
        self.first, self.last = bounds
        self.places_of_verbs = verbs[bisect_left(verbs, bounds[0]) : bisect_left(verbs, bounds[1])]

    def between(self, first: int, last: int) -> float:
        """Reckon what lies between two words: clause openers, verbs, commas and distance."""
        low, high = max(first, self.first), min(last, self.last)
        if low >= high:
            return 0.0
        marks = self.marks
        clauses, verbs = count(marks.breaks, low, high) * CLAUSE, count(marks.verbs, low, high) * VERB
        return clauses + verbs + count(marks.commas, low, high) * COMMA + (high - low) * FAR

    def opened(self, first: int, last: int) -> int:
        """Count the clauses that open between two words; less than none where the second stands before the first."""
        return count(self.marks.breaks, first, last)

    def part(self, first: int, last: int) -> Self:
        """Take the clause of a Persian verb: of a relative one what it tells and of whom, else the sentence without those."""
        if not self.told:
            return self
        one = copy(self)
        around = [clause for clause in self.told if clause.first < first and last <= clause.last]
        if around:
            one.parties = about(self.words, self.parties, around[-1], self.somebody, self.nouns)
        else:
            one.parties = [p for p in self.parties if not any(c.first < p.first < c.last <= first for c in self.told)]
        return one

    def is_others(self, first: int, last: int) -> bool:
        """Tell whether a verb is that of people without a name of whom a relative clause tells: the nation, who demanded."""
        if self.language == "en":
            start = first
            while start > self.first + 1 and self.words.forms[start - 1] in HELPERS and not self.words.marks[start - 1]:
                start -= 1
            return self.words.forms[start - 1] in WHO
        around = [clause for clause in self.told if clause.first < first and last <= clause.last]
        return (
            bool(around)
            and is_somebodys(self.words, around[-1], self.somebody)
            and not any(p.last == around[-1].head for p in self.parties)
        )

    def antecedent(self, place: int) -> Party | None:
        """Take the party about which a relative clause tells that has a verb at a place: pilgrims who visit Iraq."""
        relative = next((p for p in range(place - 1, max(place - 4, self.first), -1) if p in self.relatives), None)
        between = [p for p in self.parties if relative and relative < p.first and p.last <= place and not p.marker]
        own = self.language == "en" and between  # told Reuters that Iran supports
        return next((p for p in self.parties if p.last == relative and not p.owner), None) if relative and not own else None

    def left(self, place: int, cost: Callable[[Party], float], limit: float = DEAREST) -> Party | None:
        """Choose the cheapest party before a word."""
        before = (p for p in self.parties if p.last <= place)
        # Who is too dear wherever he stands is not measured.
        priced = [(least + self.between(p.last, place), -p.first, p) for p in before if (least := cost(p)) <= limit]
        return cheapest(priced, limit)

    def shared(self, place: int) -> int:
        """Find the verb whose subject an English verb shares after "and" or "to": it came and attacked, it came to attack."""
        words = self.words.forms
        lead = next((p for p in range(place - 1, max(place - 3, self.first), -1) if words[p] in ("and", "to")), None)
        # A party that reaches beyond the word is the subject itself: the United States and Israel launched.
        if lead is None or any(p.first < place and p.last > lead for p in self.parties):
            return place
        verb = next((v for v in reversed(self.places_of_verbs) if v < lead), place)
        # Abdul-Mahdi is ready to step down: who stands between and is no object of that verb is the subject.
        between = (p for p in self.parties if verb < p.first and p.last <= lead and not p.marker and not p.owner)
        own = any(p.first - 1 - (words[p.first - 1] in DETERMINERS) not in self.heads for p in between)
        return place if own and words[lead] == "to" else verb

    def resumed(self, place: int) -> Party | None:
        """Take the party whose verb an English sentence resumes behind what it tells of it: Sadr, who had …, called on."""
        marks, forms = self.words.marks, self.words.forms
        while forms[place - 1] in HELPERS and not marks[place - 1] and place > self.first + 1:
            place -= 1  # Sadr, who had …, could be killed, was on a visit
        if marks[place - 1][:1] != ",":
            return None
        opens = (p for p in range(place - 2, self.first, -1) if forms[p] in WHO and marks[p - 1][:1] == ",")
        relative = next(opens, None)
        return next((p for p in self.parties if p.last == relative and not p.marker), None)

    def trailed(self, low: int) -> Party | None:
        """Take the subject of the clause that an English participle trails behind a comma: Iraqis burned flags, chanting."""
        words, first = self.words, self.first
        if not words.forms[low].endswith("ing") or words.marks[low - 1][:1] != ",":
            return None
        clause = (p for p in self.parties if p.last <= low and not self.opened(p.last, low))
        bare = (p for p in clause if not p.marker and not p.owner and p.kind != "people")
        opens = OPENING + first
        return next((p for p in bare if p.first <= opens or any(p.last <= v < low for v in self.places_of_verbs)), None)

    def governed(self, place: int) -> Party | None:
        """Take the party that the last word before a place marks: set fire to the consulate."""
        if place not in self.prepositions:
            return None
        return next((p for p in self.parties if 0 <= p.first - place <= EZAFE and p.marker), None)

    def right(self, place: int, cost: Callable[[Party], float], limit: float = DEAREST, but: Party | None = None) -> Party | None:
        """Choose the cheapest party after a word, other than the one that has its role already."""
        taken = set(but.who) if but else None
        stop = self.joined(place) if self.language == "en" else self.last
        priced = [
            (least + self.between(place, p.first) + FAR * (p.first - place), p.first, p)
            for p in self.parties
            if place <= p.first <= stop
            and not (taken and p.who and taken.issuperset(p.who))
            and not (self.language == "en" and p.first > place and self.begins(p))
            and (least := cost(p)) <= limit
        ]
        return cheapest(priced, limit)

    def begins(self, party: Party) -> bool:
        """Tell whether an English party behind a comma is the subject of a verb beside it: "…, he added", "…, said Salih"."""
        marks, verbs = self.words.marks, self.places_of_verbs
        after = marks[party.first - 1][:1] in SET_OFF and party.last in verbs
        return after or (party.first - 1 in verbs and marks[party.first - 2][:1] in SET_OFF)

    def joined(self, place: int) -> int:
        """Find the next English verb behind "and": what stands behind it is its own: condemned the attack and urged restraint."""
        forms = self.words.forms
        return next((v for v in self.places_of_verbs if v > place and forms[v - 1] == "and"), self.last)

    def is_matter(self, first: int) -> bool:
        """Tell whether whom "of" marks in English only stands in what is spoken of: the establishment of a group."""
        of = next((place for place in range(first - 1, max(first - 4, self.first), -1) if self.words.forms[place] == "of"), None)
        noun = self.words.forms[of - 1] if of else ""
        return noun.endswith(MATTERS) and noun not in BODIES

    def subject_cost(self, party: Party) -> float:
        """Reckon what speaks against a party being the subject of a verb after it."""
        cost = WEAK if party.marker == "of" else MARKED if party.marker else 0.0
        cost += OWNER * party.owner + WEAK * (party.kind in ("state", "people"))
        if self.language == "en" and not party.marker:
            article = self.words.forms[party.first - 1] in DETERMINERS
            cost += OBJECT * (party.first - 1 - article in self.heads)  # condemned the Iranian government
        if self.language == "en" and party.marker == "of" and self.is_matter(party.first):
            cost += OBJECT
        if self.language == "fa" and not party.marker and party.first in self.nouns:
            # It goes with that noun: حملات اسرائیل, and surely where a preposition marks it: در اعتراض به دیدار مالکی با بوش.
            given = party.first - 1 in self.prepositions or is_circumstance(self.words, party.first - 1)
            cost += MARKED if given else OWNER
        return cost


def count(places: Sequence[int], low: int, high: int) -> int:
    """Count the places of a sorted list from one word to another, that one excluded."""
    return bisect_left(places, high) - bisect_left(places, low)


def cheapest(priced: list[tuple[float, int, Party]], limit: float) -> Party | None:
    """Take the cheapest that does not cost more than the limit."""
    best = min(priced, default=None)
    return best[2] if best and best[0] <= limit else None


def marked(wanted: frozenset[str], bare: bool = False, place: bool = False) -> Callable[[Party], float]:
    """Make a price: nothing for a wanted marker, nothing for none where that is allowed; states in which it is are no price.

    With `place` a state that Zagros took for a place may be the other side, as of a visit.
    """

    def cost(party: Party) -> float:
        """Reckon what speaks against a party, by its marker."""
        weak = WEAK * (party.kind == "people")
        if party.kind == "state" and party.marker in ("in", "from"):
            weak = MARKED * (not place)
        if party.marker == "of" and bare:
            return WEAK
        if party.marker:
            return weak if party.marker in wanted else MARKED
        return weak if bare else MARKED

    return cost
