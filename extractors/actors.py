"""An article's fields and the registry in, mentions out: who is named, where exactly, and how that is known."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cached_property

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from extractors.records import ActorName, Article, Mention, Sentence
from extractors.registry import Registry
from extractors.resolution import Context, Decision, Span
from extractors.script import ZWNJ, Folded, fold

FIELDS = ("title", "caption", "text")
# Words written onto the next one: Arabic conjunctions and prepositions, alone and in chains (و ف + ب ل ك س).
PROCLITICS = frozenset({"و", "ف", "ب", "ل", "ک", "وب", "ول", "وک", "فب", "فل", "فک"})
ARABIC_LAM = "لل"  # ل + ال
# Endings joined to a Persian word by a ZWNJ: plural, indefinite, copula, possessives.
ENCLITICS = frozenset("ها های هایی ی ای اش ام ات شان مان تان ست اند ایم اید تر ترین".split())
ACRONYM_LENGTH = 6
# What a place in the text is taken by.
FREE, OFFICE, NAME = 0, 1, 2


def variants(name: ActorName) -> Iterator[str]:
    """Write a name as it is searched for: folded, with a ZWNJ joined or open, and Arabic ال after ل."""
    for spelling in {name.name, name.name.replace(ZWNJ, " ")}:
        folded = fold(spelling).text.strip()
        yield folded
        if name.language == "ar" and folded.startswith("ال"):
            yield ARABIC_LAM + folded[2:]


def is_written_as(surface: str, name: str) -> bool:
    """Hold the case of Latin names: acronyms in capitals (US is not us), a capital where the name begins with one."""
    if not name.isascii():
        return True
    if name.isupper() and len(name) <= ACRONYM_LENGTH:
        return surface.isupper()
    return surface[:1].isupper() or not name[:1].isupper()


class Detector:
    """Finds the registry's actors in text, in any of its languages at once."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        spelled: dict[str, dict[ActorName, None]] = defaultdict(dict)
        titles = (
            ActorName(o.office_id, name, language, "office") for o in registry.offices.values() for language, name in o.names
        )
        for name in (*registry.names, *titles):
            for pattern in variants(name):
                spelled[pattern][name] = None
        self.patterns = list(spelled)
        self.names = [tuple(names) for names in spelled.values()]

    @cached_property
    def automaton(self) -> AhoCorasick:
        """Build the automaton over all names (Aho and Corasick 1975), once."""
        return AhoCorasick(self.patterns, MatchKind.Standard, implementation=Implementation.DFA)

    def find(self, fields: Mapping[str, str], language: str, when: datetime | None = None) -> list[Decision]:
        """Decide whom the names in an article's fields mean, in reading order; places and blocked phrases are left out.

        The whole article and its date decide what weak names and offices mean.
        """
        spans = [span for field in fields for span in self.spans(field, fields[field], language)]
        context = Context(self.registry, spans, language, when)
        return [decision for i in range(len(spans)) if (decision := context.decide(i))]

    def spans(self, field: str, text: str, language: str) -> list[Span]:
        """Find the names in one field: longest first, none that a blocking phrase covers.

        None lies within another, but a group's name within an office ("Quds Force commander").
        """
        folded = fold(text)
        hits = self.automaton.find_matches_as_indexes(folded.text, overlapping=True)
        candidates = [
            span for number, start, end in hits if (span := self.span(field, text, folded, (number, start, end), language))
        ]
        taken = bytearray(len(text))
        kept: list[Span] = []
        for span in sorted(candidates, key=lambda s: (s.start - s.end, not s.blocked, s.start)):
            under = set(taken[span.start : span.end])
            if under == {FREE} or (under == {OFFICE} and self.names_group(span)):
                kept.append(replace(span, within=True) if under == {OFFICE} else span)
                mark = OFFICE if span.offices and not span.names else NAME
                taken[span.start : span.end] = bytes([mark]) * (span.end - span.start)
        return sorted((span for span in kept if not span.blocked), key=lambda span: (span.start, span.within))

    def names_group(self, span: Span) -> bool:
        """Tell whether a span names groups, and neither persons nor states."""
        return bool(span.names) and all(self.registry.actors[n.actor_id].kind not in ("person", "state") for n in span.names)

    def span(self, field: str, text: str, folded: Folded, hit: tuple[int, int, int], language: str) -> Span | None:
        """Make a Span of a hit that stands between word boundaries and is written as its name is; else None."""
        number, start, end = hit
        if not (starts_word(folded, start) and ends_word(text, folded, end)):
            return None
        first, last = int(folded.origin[start]), int(folded.origin[end - 1]) + 1
        surface = text[first:last]
        own = {(name.actor_id, name.strength) for name in self.names[number] if name.language == language}
        # A name of another language counts as well, unless it is a weaker word in this one (العربیه is a channel in Persian).
        names = tuple(
            name
            for name in self.names[number]
            if is_written_as(surface, name.name)
            and (name.language == language or (name.strength in ("strong", "office") and (name.actor_id, "weak") not in own))
        )
        if not names:
            return None
        actors = tuple(name for name in names if name.strength != "office")
        offices = tuple(name.actor_id for name in names if name.strength == "office")
        return Span(first, last, field, surface, actors, offices, text[max(first - 40, 0) : first], text[last : last + 30])


def starts_word(folded: Folded, start: int) -> bool:
    """Tell whether a word begins here, or a name after an Arabic proclitic."""
    before = folded.text[max(start - 24, 0) : start]
    stem = next((before[i + 1 :] for i in range(len(before) - 1, -1, -1) if not before[i].isalnum()), before)
    return not stem or stem in PROCLITICS


def ends_word(text: str, folded: Folded, end: int) -> bool:
    """Tell whether a word ends here, or only an English possessive or a Persian enclitic follows."""
    after = folded.text[end : end + 8]
    rest = next((after[:i] for i, char in enumerate(after) if not char.isalnum()), after)
    if not rest:
        return True
    between = text[int(folded.origin[end - 1]) + 1 : int(folded.origin[end])]
    return (rest == "s" and between != "") or (ZWNJ in between and rest in ENCLITICS)


def sentence_at(sentences: tuple[Sentence, ...], start: int) -> int | None:
    """Number the sentence in which a place of the text stands; sentences are in order."""
    at = bisect_right(sentences, start, key=lambda sentence: sentence.start_char) - 1
    return sentences[at].sentence_no if at >= 0 and start < sentences[at].end_char else None


def find_mentions(detector: Detector, article: Article, sentences: tuple[Sentence, ...]) -> list[Mention]:
    """Find the mentions of an article's title, caption and text, in this order; title and caption have no sentence."""
    fields = {field: getattr(article, field) for field in FIELDS}
    return [
        Mention(
            article_id=article.article_id,
            actor_id=found.actor_id,
            field=found.span.field,
            sentence_no=sentence_at(sentences, found.span.start) if found.span.field == "text" else None,
            start_char=found.span.start,
            end_char=found.span.end,
            surface=found.span.surface,
            basis=found.basis,
            confidence=found.confidence,
        )
        for found in detector.find(fields, article.language, article.published_at)
        if found.actor_id
    ]
