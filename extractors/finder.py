"""An article in, all that is found in it out: who is named, what they do to whom, who says so, and how they stand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from extractors.actors import FIELDS, Detector, mentions_of
from extractors.dates.expressions import Dates
from extractors.events import Coded, Coder
from extractors.facts import facts_of
from extractors.ontology import Ontology
from extractors.party import OFFICIAL, Name
from extractors.records import Article, Facts, Sentence
from extractors.registry import Registry
from extractors.spans import Decision
from extractors.vocabulary import make_lexicon

# Characters before the name with which a headline opens: a quotation mark.
OPENING = 2
# Kinds of organs of a state.
ORGANS = frozenset({"government_body", "military", "mission", "state"})


class Finder:
    """Finds in articles whatever the registry and the ontology know of, in any of its languages."""

    def __init__(self, registry: Registry, ontology: Ontology) -> None:
        self.registry, self.ontology = registry, ontology
        self.detector, self.served = Detector(registry), served(registry)
        self.coders = {language: self.coder(language) for language in registry.grammars}

    def coder(self, language: str) -> Coder:
        """Make what codes texts of a language."""
        contexts = {name: context.words.get(language, ()) for name, context in self.ontology.contexts.items()}
        dates = Dates(language, self.registry.grammars[language].get("dates", {}))
        return Coder(make_lexicon(self.registry, language, contexts), dates, self.registry)

    def find(self, article: Article, sentences: tuple[Sentence, ...]) -> Facts:
        """Find the mentions of an article and what is told in it; in a language without a lexicon only the mentions."""
        fields = {field: getattr(article, field) or "" for field in FIELDS}
        decisions = self.detector.find(fields, article.language, article.published_at)
        mentions = tuple(mentions_of(decisions, article, sentences))
        spans = [(sentence.start_char, sentence.end_char) for sentence in sentences]
        coded = self.code(article.text, article.language, spans, decisions, article.published_at.date())
        return facts_of(article, sentences, coded, self.registry, self.ontology)._replace(mentions=mentions)

    def code(
        self, text: str, language: str, sentences: list[tuple[int, int]], decisions: list[Decision], day: date | None
    ) -> Coded:
        """Code one text whose names were decided."""
        coder = self.coders.get(language)
        if coder is None or not sentences:
            return Coded((), ())
        return coder.code(text, sentences, list(self.names(decisions)), day, self.topic(decisions))

    def topic(self, decisions: list[Decision]) -> str | None:
        """Say with which person a headline opens: the report below may begin with "he"."""
        first = next((d for d in decisions if d.span.field == "title"), None)
        known = self.registry.actors.get(first.actor_id or "") if first and first.span.start <= OPENING else None
        return known.actor_id if known and known.kind == "person" else None

    def names(self, decisions: list[Decision]) -> Iterator[Name]:
        """Take the names of a text that mean an actor, a place, or at least an official of a state."""
        for found in decisions:
            span, offices = found.span, found.span.meaning.offices
            whose = None if found.actor_id or found.place_id else self.served.get(offices[0]) if offices else self.mission(found)
            if span.field == "text" and (found.actor_id or found.place_id or whose):
                yield Name(span.start, span.end, found.actor_id or whose, found.place_id)

    def mission(self, found: Decision) -> str | None:
        """Say whose mission is meant where nobody knows which: the U.S. embassy."""
        actors = [self.registry.actors[actor_id] for actor_id, _ in found.candidates]
        sides = {actor.side for actor in actors if actor.kind == "mission"}
        alone = len(sides) == 1 and all(actor.kind == "mission" for actor in actors)
        return self.registry.states.get(next(iter(sides)) or "") if alone else None


def served(registry: Registry) -> dict[str, str]:
    """Say who has each office where nobody knows his name: the party or militia that he leads, else an official of his state."""
    known = {}
    for office in registry.offices.values():
        sides = {registry.actors[holder.actor_id].side for holder in office.holders}
        organ = registry.actors[office.organ] if office.organ else None
        if organ and organ.kind not in ORGANS:
            known[office.office_id] = organ.actor_id
        elif len(sides) == 1 and (state := registry.states.get(next(iter(sides)) or "")):
            known[office.office_id] = f"text:{state}{OFFICIAL}"
    return known
