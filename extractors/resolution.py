"""Spans of an article and what they may mean in, whom each means out: an actor, a basis and a confidence, or candidates."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from extractors.dates import first_day
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
LAST_WORD = re.compile(r"([^\W_]+(?:\u200c[^\W_]+)*)[\W_]*$")
FIRST_WORD = re.compile(r"^[\W_]*([^\W_]+)")


@dataclass(frozen=True, slots=True)
class Span:
    """A name found in one field: places in the original, the actors' names it may be, the offices it may name.

    `within` says that it lies within the name of an office.
    """

    start: int
    end: int
    field: str
    surface: str
    names: tuple[ActorName, ...]
    offices: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    within: bool = False

    @property
    def blocked(self) -> bool:
        """Tell whether this is a longer phrase that means something else."""
        return any(name.strength == "never" for name in self.names)

    @property
    def strong(self) -> str | None:
        """Name the actor that this span means wherever it stands."""
        return next((name.actor_id for name in self.names if name.strength == "strong"), None)


@dataclass(frozen=True, slots=True)
class Decision:
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

    def __init__(self, registry: Registry, spans: list[Span], language: str, when: datetime | None) -> None:
        self.registry, self.spans, self.language = registry, spans, language
        self.day = when.date() if when else None
        self.outer = [i for i, span in enumerate(spans) if not span.within]
        self.full = [(i, actor) for i, span in enumerate(spans) if (actor := span.strong)]
        self.present = {actor for _, actor in self.full}
        self.sides = Counter(registry.actors[actor].side for actor in self.present)

    def words(self, lexicon: str) -> set[str]:
        """Take a lexicon's words of the article's language, folded."""
        return self.registry.folded_words(lexicon, self.language)

    def decide(self, place: int) -> Decision | None:
        """Decide whom one span means; None where a state's name is a place, or a group's is but a holder's title."""
        span = self.spans[place]
        if span.within and self.is_title(place):
            return None
        if span.strong or not span.offices:
            decision = self.decide_name(place, span)
            return None if decision and decision.actor_id and self.is_place(span, decision.actor_id) else decision
        return self.decide_office(place, span)

    def decide_name(self, place: int, span: Span) -> Decision:
        """Decide whom a name means: at once where it is strong, else by the signs around it."""
        if span.strong:
            return Decision(span, span.strong, "name", STRONG_CONFIDENCE)
        scores = sorted(((name.actor_id, self.score(place, span, name)) for name in span.names), key=lambda c: (-c[1], c[0]))
        best = scores[0]
        clear = len(scores) == 1 or best[1] - scores[1][1] >= CLEAR_BY
        if best[1] >= ENOUGH and clear:
            return Decision(span, best[0], "context", round(min(best[1], MOST_CONFIDENT), 2), tuple(scores))
        if best[1] >= ENOUGH and (near := self.nearest(place, {actor for actor, score in scores if best[1] - score < CLEAR_BY})):
            return Decision(span, near, "nearest", ENOUGH, tuple(scores))
        return Decision(span, None, "open", 0.0, tuple(scores))

    def score(self, place: int, span: Span, name: ActorName) -> float:
        """Add up what speaks for one actor behind a weak name."""
        actor, others = self.registry.actors[name.actor_id], self.present - {name.actor_id}
        total = ALONE if len(span.names) == 1 else SHARED
        total += COMMON if fold_word(name.name) in self.words("common") else 0
        total += IN_FULL if name.actor_id in self.present else 0
        total += KIN if others & self.registry.kin(name.actor_id) else 0
        total += SAME_SIDE if self.countrymen(name.actor_id) else ANYONE if others else 0
        if actor.kind == "person":
            before = word_before(span)
            total += TITLE if before in self.words("titles") else NAMESAKE if before in self.words("given_names") else 0
        total += ANOTHERS if actor.kind != "person" and self.belongs_to(span) not in (None, actor.side) else 0
        total += OUT_OF_TIME if self.day and actor.active_to and first_day(actor.active_to) < self.day.replace(day=1) else 0
        return round(total, 2)

    def countrymen(self, actor_id: str) -> bool:
        """Tell whether another of an actor's side is named in full; the rest of the world is no side."""
        side = self.registry.actors[actor_id].side
        return side not in (None, "other") and self.sides[side] > (actor_id in self.present)

    def belongs_to(self, span: Span) -> str | None:
        """Tell whose an organ is by the country's word beside it: before it in English, after it in Persian and Arabic."""
        sides = self.registry.sides_of(self.language)
        return sides.get(word_before(span) if self.language == "en" else word_after(span))

    def nearest(self, place: int, actors: set[str]) -> str | None:
        """Find which of some actors was named in full last before a place, else first after it."""
        signs = [(i > place, abs(place - i), actor) for i, actor in self.full if actor in actors]
        return min(signs)[2] if signs else None

    def decide_office(self, place: int, span: Span) -> Decision:
        """Decide who holds an office: whoever is named beside it and held it, else its holder at the article's date."""
        holders = self.registry.offices[span.offices[0]].holders
        held = {holder.actor_id for holder in holders}
        beside = [actor for i in self.neighbours(place) if (actor := self.beside(place, i)) in held]
        if beside and beside[0]:
            return Decision(span, beside[0], BESIDE, OFFICE_CONFIDENCE)
        candidates = tuple((actor, 0.5) for actor in sorted(held & self.present))
        if word_before(span) in self.words("deputies"):
            return Decision(span, None, "open", 0.0, candidates)
        found = self.former(holders) if self.is_former(span) else self.current(holders)
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
        if self.spans[other].field != self.spans[place].field:
            return None
        one, two = sorted((self.spans[place], self.spans[other]), key=lambda span: span.start)
        gap = two.start - one.end
        return self.spans[other].strong if 0 <= gap <= 2 and not one.after[:gap].strip(" ،,\u200c\n") else None

    def current(self, holders: tuple[Holder, ...]) -> Holder | None:
        """Find who holds an office at the article's date."""
        return next((holder for holder in holders if self.day and holds(holder, self.day)), None)

    def former(self, holders: tuple[Holder, ...]) -> Holder | None:
        """Find who held an office last before its holder at the article's date."""
        past = [holder for holder in holders if self.day and holder.until and first_day(holder.until) <= self.day]
        return max(past, key=lambda holder: holder.until or "", default=None)

    def is_former(self, span: Span) -> bool:
        """Tell whether an office is said to be a former one."""
        word = word_before(span) if self.language == "en" else word_after(span)
        return word in self.words("former")

    def is_place(self, span: Span, actor_id: str) -> bool:
        """Tell whether a state's name is a place here, or names an organ of the state with the next word."""
        if self.registry.actors[actor_id].kind != "state":
            return False
        before, after = word_before(span), word_after(span)
        if before == "the" and len(span.before.split()) > 1:
            before = word_before_last(span)
        if span.after[:2] in ("'s", "’s"):
            return after in self.words("organ")
        return before in self.words("place")


def word_before(span: Span) -> str:
    """Take the word before a span, folded; nothing where a sentence's end lies between."""
    if span.before.rstrip(" \u200c")[-1:] in ".!?؟\n:;،,":
        return ""
    found = LAST_WORD.search(span.before)
    return fold_word(found[1]) if found else ""


def word_before_last(span: Span) -> str:
    """Take the word before the word before a span, folded: what stands before an article."""
    words = span.before.split()
    return fold_word(words[-2]) if len(words) > 1 else ""


def word_after(span: Span) -> str:
    """Take the word after a span and its possessive ending, folded."""
    after = span.after[2:] if span.after[:2] in ("'s", "’s") else span.after
    found = FIRST_WORD.search(after)
    return fold_word(found[1]) if found else ""
