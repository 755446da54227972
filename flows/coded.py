"""JSON lines of articles in, JSON lines of their events, claims and alignments out, as those who score them read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from extractors.acts import Act, When
from extractors.article import split_sentences
from extractors.claims import Said
from extractors.finder import Finder
from extractors.ontology import load_ontology
from extractors.registry import Registry, load_exchange
from flows.detect import understand, write_lines

# What is told as something that did not happen, or may: left out unless it is asked for (PLOVER 2.0 excludes it).
UNDONE = frozenset({"negated", "hypothetical"})
FORCE = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE"})
# Characters of an ISO date that a precision vouches for.
WRITTEN = {"year": 4, "month": 7}


def code_lines(lines: Iterable[bytes], name: str, registry: Registry, everything: bool, out: TextIO) -> list[str]:
    """Code each line's text and write what is told in it; returns what was wrong, naming file and line.

    A line has a text, and may have id, lang, published and title; offsets are those of the text alone. With `everything` also
    what is told as undone is written.
    """
    work = Coding(registry, everything)
    return write_lines(lines, name, work.code, out)


def is_undone(act: Act) -> bool:
    """Tell whether an act did not happen, or may not: denied, supposed, or force yet to come, a threat at most."""
    return act.modality in UNDONE or (act.modality == "future" and act.type in FORCE)


class Coding:
    """Codes lines by a registry, and names actors by the ids that scorers know."""

    def __init__(self, registry: Registry, everything: bool) -> None:
        self.registry, self.everything = registry, everything
        self.finder, self.known = Finder(registry, load_ontology()), load_exchange()

    def code(self, line: Any) -> dict[str, Any]:
        """Code one text; raises ValueError for a line that is wrong."""
        given, language, moment, found = understand(line, self.finder.detector)
        spans = [(s.start_char, s.end_char) for s in split_sentences(0, given["text"], language)]
        coded = self.finder.code(given["text"], language, spans, found, moment.date() if moment else None)
        return {
            "id": given.get("id"),
            "lang": language,
            "events": [self.event(act) for act in coded.acts if self.everything or not is_undone(act)],
            "claims": [self.claim(said) for said in coded.said],
            "alignments": [
                dict(zip("ab", self.named((s.a, s.b)), strict=True))
                | {"direction": s.direction, "said_by": self.chain(said), "span": [s.start, s.end]}
                for s, said in coded.stands
            ],
            "mentions": [
                {"start": d.span.start, "end": d.span.end, "actor_id": d.actor_id}
                for d in found
                if d.actor_id in self.known and d.span.field == "text"
            ],
        }

    def event(self, act: Act) -> dict[str, Any]:
        """Say what an act is, as scorers read it."""
        return {
            "type": act.type,
            "mode": act.mode,
            "actors": list(self.named(act.actors)),
            "recipients": list(self.named(act.recipients)),
            "date": written(act.when),
            "date_basis": act.when.basis if act.when else None,
            "place": self.place(act.place),
            "modality": act.modality,
            "trigger": [act.start, act.end],
            "said_by": list(self.named(act.said_by)),
        }

    def claim(self, said: Said) -> dict[str, Any]:
        """Say what a claim is, as scorers read it."""
        spans = {"span": [said.start, said.end], "cue": [said.cue_start, said.cue_end]}
        return {**spans, "said_by": self.chain(said), "stance": said.stance}

    def chain(self, said: Said | None) -> list[str]:
        """Name the speakers of a claim, outermost first."""
        return list(self.named(said.chain)) if said else []

    def named(self, side: Iterable[str]) -> Iterator[str]:
        """Name actors: by id those whom scorers know, others as text."""
        for one in dict.fromkeys(side):
            known = one in self.known or one.startswith("text:")
            yield one if known else f"text:{self.registry.actors[one].name if one in self.registry.actors else one}"

    def place(self, place_id: str | None) -> str | None:
        """Name a place; a state that is a place bears the name of the actor."""
        known = self.registry.places.get(place_id or "") or self.registry.actors.get(place_id or "")
        return known.name if known else place_id


def written(when: When | None) -> str | None:
    """Write a date as far as it is known: 2019-12-07, 2019-12 or 2019; of a week or other span its first day."""
    return when.begin.isoformat()[: WRITTEN.get(when.precision, 10)] if when else None
