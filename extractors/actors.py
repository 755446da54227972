"""An article's fields and the registry in, mentions out: who is named, where exactly, and how that is known."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from extractors.passage import Passage
from extractors.records import ActorName, Article, Mention, Sentence
from extractors.registry import Registry
from extractors.resolution import Context, Decision, Meaning, Span
from extractors.script import ZWNJ, fold

FIELDS = ("title", "caption", "text")
# Words written onto the next one: Arabic conjunctions and prepositions, alone and in chains (و ف + ب ل ك س).
PROCLITICS = frozenset({"", "و", "ف", "ب", "ل", "ک", "وب", "ول", "وک", "فب", "فل", "فک"})
ARABIC_LAM = "لل"  # ل + ال
# Endings joined to a Persian word by a ZWNJ: plural, indefinite, copula, possessives.
ENCLITICS = frozenset("ها های هایی ی ای اش ام ات شان مان تان ست اند ایم اید تر ترین".split())
# Endings of Sorani Kurdish, folded: ezafe, also, definite, plural, in, from. Those of a person or group; a state that
# takes more than "also" is a place or an adjective (لە ئێراندا, ئێرانی).
KURDISH = frozenset("ی یش ش یی ان هکان هکه دا یدا هوه یهوه یان".split())
ALSO = frozenset({"یش", "ش"})
ACRONYM_LENGTH = 6
# What a place in the text is taken by.
FREE, OFFICE, NAME = 0, 1, 2
# How a surface is written, of which the case of Latin names depends.
LOWER, CAPITAL, UPPER = 0, 1, 2


class Pattern(NamedTuple):
    """A spelling that is searched for: as folded, whose it is, and how much of an "s" stands at its end."""

    text: str
    names: tuple[ActorName, ...]
    latin: bool
    ending: str = ""


def variants(name: ActorName) -> Iterator[str]:
    """Write a name as it is searched for: folded, with a ZWNJ joined or open, and Arabic ال after ل."""
    for spelling in {name.name, name.name.replace(ZWNJ, " ")}:
        folded = fold(spelling).text.strip()
        yield folded
        if name.language == "ar" and folded.startswith("ال"):
            yield ARABIC_LAM + folded[2:]


def is_written_as(casing: int, name: str) -> bool:
    """Hold the case of Latin names: acronyms in capitals (US is not us), a capital where the name begins with one."""
    if not name.isascii():
        return True
    if name.isupper() and len(name) <= ACRONYM_LENGTH:
        return casing == UPPER
    return casing > LOWER or not name[:1].isupper()


class Detector:
    """Finds the registry's actors in text, in any of its languages at once."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.patterns = list(spell(registry))
        self.meanings: dict[tuple[int, str, int], Meaning | None] = {}

    @cached_property
    def automaton(self) -> AhoCorasick:
        """Build the automaton over all names (Aho and Corasick 1975), once; Latin ones with the blanks around them."""
        written = (
            f" {blank(pattern.text)}{pattern.ending} " if pattern.latin else blank(pattern.text) for pattern in self.patterns
        )
        return AhoCorasick(list(written), MatchKind.Standard, implementation=Implementation.DFA)

    def find(self, fields: Mapping[str, str], language: str, when: datetime | None = None) -> list[Decision]:
        """Decide whom the names in an article's fields mean, in reading order; places and blocked phrases are left out.

        The whole article and its date decide what weak names and offices mean.
        """
        passage = Passage(fields)
        context = Context(self.registry, passage, self.spans(passage, language), language, when)
        return [decision for i in range(len(context.spans)) if (decision := context.decide(i))]

    def spans(self, passage: Passage, language: str) -> list[Span]:
        """Find the names in a text: longest first, none that a blocking phrase covers.

        None lies within another, but a group's name within an office ("Quds Force commander").
        """
        hits = self.automaton.find_matches_as_indexes(passage.words, overlapping=True)
        found = [span for number, at, till in hits if (span := self.span(passage, number, at, till, language))]
        found.sort(key=lambda span: span.at)
        kept: list[Span] = []
        start = 0
        while start < len(found):
            end, till = start + 1, found[start].till
            while end < len(found) and found[end].at < till:
                till = max(till, found[end].till)
                end += 1
            kept += found[start:end] if end == start + 1 else choose(found[start:end])
            start = end
        return [span for span in kept if not span.meaning.blocked]

    def span(self, passage: Passage, number: int, at: int, till: int, language: str) -> Span | None:
        """Make a Span of a hit that stands between word boundaries and is written as its name is; else None."""
        pattern = self.patterns[number]
        if pattern.latin:
            at, till = at + 1, till - 1 - len(pattern.ending)
        if passage.folded[at:till] != pattern.text or (not pattern.latin and passage.head_of_word(at) not in PROCLITICS):
            return None
        rest = "" if passage.words[till] == " " else passage.rest_of_word(till)
        first, last = passage.place(at, till)
        surface = passage.text[first:last]
        casing = LOWER if not pattern.latin or surface[0].islower() else UPPER if surface.isupper() else CAPITAL
        known = (number, language, casing)
        meaning = self.meanings[known] if known in self.meanings else self.mean(known)
        if meaning is None or (rest and not may_end(rest, passage.between(till), meaning, language)):
            return None
        field, start = passage.field_at(first)
        return Span(first - start, last - start, field, surface, meaning, at, till)

    def mean(self, known: tuple[int, str, int]) -> Meaning | None:
        """Say, and remember, what a spelling may mean in a language and casing."""
        number, language, casing = known
        names = self.patterns[number].names
        own = {(name.actor_id, name.strength) for name in names if name.language == language}
        # A name of another language counts as well, unless it is a weaker word in this one (العربیه is a channel in Persian).
        chosen = [
            name
            for name in names
            if is_written_as(casing, name.name)
            and (name.language == language or (name.strength in ("strong", "office") and (name.actor_id, "weak") not in own))
        ]
        self.meanings[known] = meaning = Meaning.of(chosen, self.registry) if chosen else None
        return meaning


def spell(registry: Registry) -> Iterator[Pattern]:
    """List all spellings of all names and offices, each once; Latin ones with and without an English "s"."""
    titles = (ActorName(o.office_id, name, language, "office") for o in registry.offices.values() for language, name in o.names)
    spelled: dict[str, dict[ActorName, None]] = defaultdict(dict)
    for name in (*registry.names, *registry.surnames, *titles):
        for written in variants(name):
            spelled[written][name] = None
    for text, names in spelled.items():
        yield Pattern(text, tuple(names), text.isascii())
        if text.isascii():
            yield Pattern(text, tuple(names), True, "s")


def blank(text: str) -> str:
    """Write a folded name as `Passage.words` has it: a blank for all that is part of no word."""
    return "".join(char if char.isalnum() else " " for char in text)


def choose(spans: list[Span]) -> list[Span]:
    """Choose among spans that overlap, longest first; a blocking phrase wins over a name of its length."""
    origin = min(span.at for span in spans)
    taken = bytearray(max(span.till for span in spans) - origin)
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.at - s.till, not s.meaning.blocked, s.at)):
        at, till, meaning = span.at - origin, span.till - origin, span.meaning
        under = set(taken[at:till])
        if under == {FREE} or (under == {OFFICE} and meaning.groups):
            kept.append(span._replace(within=True) if under == {OFFICE} else span)
            taken[at:till] = bytes([OFFICE if meaning.offices and not meaning.names else NAME]) * (till - at)
    return sorted(kept, key=lambda span: (span.at, span.within))


def may_end(rest: str, between: str, meaning: Meaning, language: str) -> bool:
    """Tell whether a name may end where more is written onto it: a possessive, a plural of groups, an enclitic."""
    if rest == "s":
        return between != "" or (meaning.groups and not meaning.acronym)
    if language == "ckb" and rest in (ALSO if meaning.state else KURDISH):
        return True
    return ZWNJ in between and rest in ENCLITICS


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
