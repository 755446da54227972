"""Names of an article and what they may mean in, whom each means out: an actor, a basis and a confidence, or candidates."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from datetime import date, datetime
from functools import cache, cached_property, partial

from extractors.dates import first_day
from extractors.passage import Passage
from extractors.places import is_listed, is_place
from extractors.records import ActorName, Holder, Office
from extractors.registry import Registry
from extractors.script import fold_word
from extractors.spans import Decision, Span

# Weights of the signs that speak for a weak name, set by judgement and looked at on the open labelled articles; a name
# that stands alone in the registry needs one sign of its world, one that many share or that is a common word needs more.
ALONE, SHARED, COMMON = 0.45, 0.25, -0.25
IN_FULL, KIN, SAME_SIDE, SAME_LAND, TITLE, ANYONE = 0.6, 0.3, 0.15, 0.1, 0.2, 0.05
OUT_OF_TIME, ANOTHERS, NAMESAKE, QUOTED = -0.6, -2.0, -2.0, 0.35
# Of missions that share a name the one whose seat stands within so many folded characters is meant: burned in Najaf.
SEATED, NEAR = 0.45, 120
WORD = re.compile(r"\w+")
# A state beside it speaks for a capital to mean its own: تهران و ریاض, Tehran and Riyadh.
PAIRED, AND = 0.2, (" and ", " و ", " و")
# An adjective of a state speaks for its capital to mean it.
ADJECTIVE = 0.3
ENOUGH, CLEAR_BY = 0.55, 0.1
BESIDE = "office beside a name"
STRONG_CONFIDENCE, OFFICE_CONFIDENCE, MOST_CONFIDENT = 0.98, 0.9, 0.95


@cache
def first_word(name: str) -> str:
    """Take the first word of a name, folded."""
    return fold_word(name).split(" ")[0]


def holds(holder: Holder, day: date) -> bool:
    """Tell whether someone holds an office on a day; the last day is the successor's first."""
    return (not holder.since or first_day(holder.since) <= day) and (not holder.until or day < first_day(holder.until))


def place_of(span: Span, place_id: str) -> Decision:
    """Say that a span means a place."""
    return Decision(span, None, "place", STRONG_CONFIDENCE, (), place_id)


class Context:
    """What an article as a whole says about its names: who is named in full, of which sides, and when it was written."""

    def __init__(self, registry: Registry, passage: Passage, spans: list[Span], language: str, when: datetime | None) -> None:
        self.registry, self.passage, self.spans, self.language = registry, passage, spans, language
        self.words = partial(registry.folded_words, language=language)
        self.day = when.date() if when else None
        self.outer = [i for i, span in enumerate(spans) if not span.within]
        self.stands: dict[str, list[int]] = {}
        for i, span in enumerate(spans):
            if span.meaning.strong:
                self.stands.setdefault(span.meaning.strong, []).append(i)
        self.present = set(self.stands)
        # Whose weak name stands behind a stranger's given name: that stranger is called so from then on.
        strangers = [span for span in spans if self.is_strangers(span)]
        self.namesakes = {name.actor_id for span in strangers for name in span.meaning.names} - self.present
        self.sides = Counter(registry.actors[actor].side for actor in self.present)
        self.towns = [(span.meaning.place, span) for span in spans if span.meaning.place]
        self.lands = {registry.places[span.meaning.place].country for span in spans if span.meaning.place}
        self.signs: dict[str, float] = {}
        self.places: set[int] = set()
        self.decided: dict[int, Decision | None] = {}

    def decide_all(self) -> list[Decision]:
        """Decide what all spans mean, in reading order; weak names decided at first speak for others the second time."""
        self.decided = {i: self.decide_weak(i) for i, span in enumerate(self.spans) if span.meaning.is_weak}
        sure = {decision.actor_id for decision in self.decided.values() if decision and decision.actor_id} - self.present
        if sure:
            self.signs.clear()
            self.present |= sure
            self.sides.update(self.registry.actors[actor].side for actor in sure)
            again = [i for i, decision in self.decided.items() if not (decision and decision.actor_id)]
            self.decided |= {i: self.decide_weak(i) for i in again}
        return [decision for i in range(len(self.spans)) if (decision := self.decide(i))]

    def decide(self, place: int) -> Decision | None:
        """Decide what one span means; None where it only introduces a name, or is a surname nobody has here."""
        span = self.spans[place]
        meaning = span.meaning
        if (span.within and self.is_title(place)) or (meaning.offices and self.introduces(place)):
            return None
        if meaning.strong:
            decision: Decision | None = Decision(span, meaning.strong, "name", STRONG_CONFIDENCE)
        else:
            decision = self.decide_office(place) if meaning.offices else self.decided.get(place)
        if decision and decision.actor_id:
            state = self.registry.actors[decision.actor_id].kind == "state"
            return place_of(span, decision.actor_id) if state and self.is_place(place) else decision
        return place_of(span, meaning.place) if meaning.place else decision

    def decide_weak(self, place: int) -> Decision | None:
        """Decide whom a weak name means by the signs around it; a derived surname means nobody who is not named in full."""
        span = self.spans[place]
        live = {name.actor_id: name for name in span.meaning.names if name.strength != "surname" or name.actor_id in self.present}
        likely = list(live) if len(live) == 1 else [a for a in live if a in self.present or self.is_in_office(a)]
        scores = [
            (actor, round((ALONE if likely == [actor] else SHARED) + self.score(span, name), 2)) for actor, name in live.items()
        ]
        scores.sort(key=lambda c: (-c[1], c[0]))
        best = scores[0] if scores else ("", 0.0)
        if best[1] < ENOUGH:
            return Decision(span, None, "open", 0.0, tuple(scores)) if scores else None
        rivals = {actor for actor, score in scores if best[1] - score < CLEAR_BY}
        if len(rivals) == 1:
            return Decision(span, best[0], "context", min(best[1], MOST_CONFIDENT), tuple(scores))
        near = self.nearest(place, rivals)
        return Decision(span, near, "nearest" if near else "open", ENOUGH if near else 0.0, tuple(scores))

    def is_in_office(self, actor_id: str) -> bool:
        """Tell whether an actor holds an office on the article's day."""
        return bool(self.day) and any(holds(holder, self.day) for holder in self.registry.terms.get(actor_id, ()) if self.day)

    def score(self, span: Span, name: ActorName) -> float:
        """Add up what speaks for one actor behind a weak name at one place."""
        actor = self.registry.actors[name.actor_id]
        total = self.sign(name.actor_id)
        total += COMMON if fold_word(name.name) in self.words("common") else 0
        if actor.kind == "person":
            before, first = self.passage.word_before(span.at), first_word(name.name)
            named = self.is_strangers(span) or name.actor_id in self.namesakes
            total += TITLE if {before, first} & self.words("titles") else NAMESAKE if named else 0
        elif actor.kind == "media_outlet" and self.is_quoted(span):
            total += QUOTED
        elif actor.kind == "mission":
            total += SEATED if self.is_seated(span, actor.actor_id) else 0
        elif self.belongs_to(span) not in (None, actor.side):
            total += ANOTHERS
        elif actor.kind == "state" and self.is_paired(span):
            total += PAIRED
        return total

    def is_paired(self, span: Span) -> bool:
        """Tell whether "and" joins a name to that of a state."""
        folded, (begins, ends) = self.passage.folded, self.edges
        before = any(folded.endswith(word, 0, span.at) and span.at - len(word) in ends for word in AND)
        return before or any(folded.startswith(word, span.till) and span.till + len(word) in begins for word in AND)

    @cached_property
    def edges(self) -> tuple[set[int], set[int]]:
        """List where names begin and end that may be of states."""
        actors = self.registry.actors
        named = ((span, (span.meaning.strong, *(name.actor_id for name in span.meaning.names))) for span in self.spans)
        states = [span for span, whom in named if any(actor and actors[actor].kind == "state" for actor in whom)]
        return {span.at for span in states}, {span.till for span in states}

    def is_strangers(self, span: Span) -> bool:
        """Tell whether a given name before a weak name makes both the name of somebody whom the registry does not know."""
        return self.passage.word_before(span.at) in self.words("given_names")

    def is_quoted(self, span: Span) -> bool:
        """Tell whether a word beside an outlet's name says that it reports."""
        return bool({self.passage.word_before(span.at), self.passage.word_after(span.till)} & self.words("reports"))

    def is_seated(self, span: Span, mission: str) -> bool:
        """Tell whether the town in which a mission has its seat stands near its name, which many missions share."""
        seat = self.registry.seats.get(mission)
        return any(town == seat and one.field == span.field and abs(one.at - span.at) <= NEAR for town, one in self.towns)

    def sign(self, actor_id: str) -> float:
        """Add up, once, what the article as a whole says for an actor."""
        if actor_id not in self.signs:
            actor, others = self.registry.actors[actor_id], self.present - {actor_id}
            total = IN_FULL if actor_id in self.present else 0.0
            total += KIN if others & self.registry.kin(actor_id) else 0
            total += SAME_SIDE if self.countrymen(actor_id) else SAME_LAND if actor.side in self.lands else 0
            total += ANYONE if others and (actor.kind == "state" or not self.countrymen(actor_id)) else 0
            total += ADJECTIVE if actor.kind == "state" and actor.side in self.spoken else 0
            total += OUT_OF_TIME if self.day and actor.active_to and first_day(actor.active_to) < self.day.replace(day=1) else 0
            self.signs[actor_id] = total
        return self.signs[actor_id]

    @cached_property
    def spoken(self) -> set[str]:
        """List the sides of which an adjective is written: of an article on the Turkish ambassador Ankara means Turkey."""
        written = set(WORD.findall(self.passage.folded))
        return {side for word, side in self.registry.sides_of(self.language).items() if word in written}

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
        signs = []
        for actor in actors:
            stands = self.stands.get(actor, [])
            at = bisect(stands, place)
            signs += [(i > place, abs(place - i), actor) for i in stands[max(at - 1, 0) : at + 1]]
        return min(signs)[2] if signs else None

    def decide_office(self, place: int) -> Decision:
        """Decide who holds an office: whoever is named beside it and held it, else its holder at the article's date."""
        span = self.spans[place]
        holders = self.office_at(place).holders
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

    def introduces(self, place: int) -> bool:
        """Tell whether an organ's office only introduces its holder's name ("Quds Force commander Qasem Soleimani")."""
        return bool(self.office_at(place).organ) and self.decide_office(place).basis == BESIDE

    def is_title(self, place: int) -> bool:
        """Tell whether a name within an office says nothing of its own: beside a holder's name, of no organ."""
        at, span = bisect(self.outer, place), self.spans[place]
        around = [i for i in self.outer[max(at - 1, 0) : at + 1] if self.spans[i].at < span.till and span.at < self.spans[i].till]
        return any(
            self.decide_office(i).basis == BESIDE and not self.office_at(i).organ for i in around if self.spans[i].meaning.offices
        )

    def office_at(self, place: int) -> Office:
        """Take the office that a span names."""
        return self.registry.offices[self.spans[place].meaning.offices[0]]

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

    def is_place(self, place: int) -> bool:
        """Tell whether a state's name is a place here; in a list it is what the one before is."""
        span = self.spans[place]
        after_place = place - 1 in self.places and is_listed(self.passage, self.spans[place - 1], span, self.words)
        found = after_place or is_place(self.passage, span, self.words)
        if found:
            self.places.add(place)
        return found
