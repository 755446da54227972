"""Names of an article and what they may mean in, whom each means out: an actor, a basis and a confidence, or candidates."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from extractors.dates import first_day
from extractors.passage import Passage
from extractors.records import ActorName, Holder
from extractors.registry import Registry
from extractors.script import fold_word

# Weights of the signs that speak for a weak name, set by judgement and looked at on the open labelled articles; a name
# that stands alone in the registry needs one sign of its world, one that many share or that is a common word needs more.
ALONE, SHARED, COMMON = 0.45, 0.25, -0.25
IN_FULL, KIN, SAME_SIDE, TITLE, ANYONE = 0.6, 0.3, 0.15, 0.2, 0.05
OUT_OF_TIME, ANOTHERS, NAMESAKE = -0.6, -0.9, -0.9
ENOUGH, CLEAR_BY = 0.55, 0.1
BESIDE = "office beside a name"
STRONG_CONFIDENCE, OFFICE_CONFIDENCE, MOST_CONFIDENT = 0.98, 0.9, 0.95


class Meaning(NamedTuple):
    """What a spelling may mean: actors' names, offices, the one actor that it means wherever it stands.

    `blocked` says that it is a longer phrase that means something else, `groups` that it names groups and neither persons
    nor states, `state` that it means a state, `acronym` that it is written in capitals.
    """

    names: tuple[ActorName, ...]
    offices: tuple[str, ...]
    strong: str | None
    blocked: bool
    groups: bool
    state: bool
    acronym: bool

    @classmethod
    def of(cls, chosen: Sequence[ActorName], registry: Registry) -> Meaning:
        """Sum up the names and offices that are spelled alike."""
        names = tuple(name for name in chosen if name.strength != "office")
        strong = next((name.actor_id for name in names if name.strength == "strong"), None)
        kinds = {registry.actors[name.actor_id].kind for name in names}
        return cls(
            names=names,
            offices=tuple(name.actor_id for name in chosen if name.strength == "office"),
            strong=strong,
            blocked=any(name.strength == "never" for name in names),
            groups=bool(kinds) and not kinds & {"person", "state"},
            state=strong is not None and registry.actors[strong].kind == "state",
            acronym=any(name.name.isupper() for name in names),
        )


class Span(NamedTuple):
    """A name found in one field: its place there, its meaning, and its place in the folded passage.

    `within` says that it lies within the name of an office.
    """

    start: int
    end: int
    field: str
    surface: str
    meaning: Meaning
    at: int
    till: int
    within: bool = False


class Decision(NamedTuple):
    """Whom a span means: an actor with basis and confidence, or nobody for sure, with candidates and their scores."""

    span: Span
    actor_id: str | None
    basis: str
    confidence: float
    candidates: tuple[tuple[str, float], ...] = ()


def holds(holder: Holder, day: date) -> bool:
    """Tell whether someone holds an office on a day; the last day is the successor's first."""
    return (not holder.since or first_day(holder.since) <= day) and (not holder.until or day < first_day(holder.until))


class Context:
    """What an article as a whole says about its names: who is named in full, of which sides, and when it was written."""

    def __init__(self, registry: Registry, passage: Passage, spans: list[Span], language: str, when: datetime | None) -> None:
        self.registry, self.passage, self.spans, self.language = registry, passage, spans, language
        self.day = when.date() if when else None
        self.outer = [i for i, span in enumerate(spans) if not span.within]
        self.full = [(i, span.meaning.strong) for i, span in enumerate(spans) if span.meaning.strong]
        self.present = {actor for _, actor in self.full}
        self.sides = Counter(registry.actors[actor].side for actor in self.present)
        self.signs: dict[str, float] = {}

    def words(self, lexicon: str) -> set[str]:
        """Take a lexicon's words of the article's language, folded."""
        return self.registry.folded_words(lexicon, self.language)

    def decide(self, place: int) -> Decision | None:
        """Decide whom one span means; None where a state's name is a place, or a group's is but a holder's title."""
        span = self.spans[place]
        meaning = span.meaning
        if span.within and self.is_title(place):
            return None
        if meaning.strong:
            if meaning.state and self.is_place(span):
                return None
            return Decision(span, meaning.strong, "name", STRONG_CONFIDENCE)
        return self.decide_office(place, span) if meaning.offices else self.decide_weak(place, span)

    def decide_weak(self, place: int, span: Span) -> Decision | None:
        """Decide whom a weak name means by the signs around it; a derived surname means nobody who is not named in full."""
        live = [name for name in span.meaning.names if name.strength != "surname" or name.actor_id in self.present]
        if not live:
            return None
        start = ALONE if len({name.actor_id for name in live}) == 1 else SHARED
        scored: dict[str, float] = {}
        for name in live:
            scored[name.actor_id] = max(round(start + self.score(span, name), 2), scored.get(name.actor_id, -9.0))
        scores = sorted(scored.items(), key=lambda c: (-c[1], c[0]))
        best = scores[0]
        clear = len(scores) == 1 or best[1] - scores[1][1] >= CLEAR_BY
        if best[1] >= ENOUGH and clear:
            return Decision(span, best[0], "context", min(best[1], MOST_CONFIDENT), tuple(scores))
        if best[1] >= ENOUGH and (near := self.nearest(place, {actor for actor, score in scores if best[1] - score < CLEAR_BY})):
            return Decision(span, near, "nearest", ENOUGH, tuple(scores))
        return Decision(span, None, "open", 0.0, tuple(scores))

    def score(self, span: Span, name: ActorName) -> float:
        """Add up what speaks for one actor behind a weak name at one place."""
        actor = self.registry.actors[name.actor_id]
        total = self.sign(name.actor_id)
        total += COMMON if fold_word(name.name) in self.words("common") else 0
        if actor.kind == "person":
            before = self.passage.word_before(span.at)
            total += TITLE if before in self.words("titles") else NAMESAKE if before in self.words("given_names") else 0
        elif self.belongs_to(span) not in (None, actor.side):
            total += ANOTHERS
        return total

    def sign(self, actor_id: str) -> float:
        """Add up, once, what the article as a whole says for an actor."""
        if actor_id not in self.signs:
            actor, others = self.registry.actors[actor_id], self.present - {actor_id}
            total = IN_FULL if actor_id in self.present else 0.0
            total += KIN if others & self.registry.kin(actor_id) else 0
            total += SAME_SIDE if self.countrymen(actor_id) else ANYONE if others else 0
            total += OUT_OF_TIME if self.day and actor.active_to and first_day(actor.active_to) < self.day.replace(day=1) else 0
            self.signs[actor_id] = total
        return self.signs[actor_id]

    def countrymen(self, actor_id: str) -> bool:
        """Tell whether another of an actor's side is named in full; the rest of the world is no side."""
        side = self.registry.actors[actor_id].side
        return side not in (None, "other") and self.sides[side] > (actor_id in self.present)

    def belongs_to(self, span: Span) -> str | None:
        """Tell whose an organ is by the country's word beside it: before it in English, after it in Persian and Arabic."""
        return self.registry.sides_of(self.language).get(self.beside_word(span))

    def beside_word(self, span: Span) -> str:
        """Take the word that says more of a name: before it in English, after it in Persian, Arabic and Kurdish."""
        return self.passage.word_before(span.at) if self.language == "en" else self.passage.word_after(span.till)

    def nearest(self, place: int, actors: set[str]) -> str | None:
        """Find which of some actors was named in full last before a place, else first after it."""
        signs = [(i > place, abs(place - i), actor) for i, actor in self.full if actor in actors]
        return min(signs)[2] if signs else None

    def decide_office(self, place: int, span: Span) -> Decision:
        """Decide who holds an office: whoever is named beside it and held it, else its holder at the article's date."""
        holders = self.registry.offices[span.meaning.offices[0]].holders
        held = {holder.actor_id for holder in holders}
        beside = [actor for i in self.neighbours(place) if (actor := self.beside(place, i)) in held]
        if beside and beside[0]:
            return Decision(span, beside[0], BESIDE, OFFICE_CONFIDENCE)
        candidates = tuple((actor, 0.5) for actor in sorted(held & self.present))
        if self.passage.word_before(span.at) in self.words("deputies"):
            return Decision(span, None, "open", 0.0, candidates)
        found = self.former(holders) if self.beside_word(span) in self.words("former") else self.current(holders)
        if found:
            return Decision(span, found.actor_id, "office", OFFICE_CONFIDENCE if found.certain else 0.6, candidates)
        return Decision(span, None, "open", 0.0, candidates)

    def neighbours(self, place: int) -> list[int]:
        """List the spans after and before one, those within offices aside."""
        at = bisect(self.outer, place - 1)
        return [*self.outer[at + 1 : at + 2], *self.outer[max(at - 1, 0) : at]]

    def is_title(self, place: int) -> bool:
        """Tell whether the office around a span only introduces its holder ("Quds Force commander Qasem Soleimani")."""
        office = self.outer[bisect(self.outer, place) - 1]
        return self.decide_office(office, self.spans[office]).basis == BESIDE

    def beside(self, place: int, other: int) -> str | None:
        """Name the actor in full of a neighbouring span, if nothing but a blank or comma lies between."""
        one, two = sorted((self.spans[place], self.spans[other]), key=lambda span: span.at)
        near = one.field == two.field and 0 <= two.start - one.end <= 2
        return self.spans[other].meaning.strong if near and not self.passage.folded[one.till : two.at].strip(" ،,") else None

    def current(self, holders: tuple[Holder, ...]) -> Holder | None:
        """Find who holds an office at the article's date."""
        return next((holder for holder in holders if self.day and holds(holder, self.day)), None)

    def former(self, holders: tuple[Holder, ...]) -> Holder | None:
        """Find who held an office last before its holder at the article's date."""
        past = [holder for holder in holders if self.day and holder.until and first_day(holder.until) <= self.day]
        return max(past, key=lambda holder: holder.until or "", default=None)

    def is_place(self, span: Span) -> bool:
        """Tell whether a state's name is a place here, or names an organ of the state with the next word."""
        if self.passage.words[span.till] == "s":
            return self.passage.word_after(span.till) in self.words("organ")
        before = self.passage.word_before(span.at)
        if before == "the":
            before = self.passage.word_before(self.passage.start_before(span.at)) or before
        return before in self.words("place")
