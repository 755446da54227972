"""An article's fields and the registry in, mentions out: who is named, where exactly, and how that is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind
from numpy.typing import NDArray

from extractors.article import sentence_around
from extractors.passage import LOWER, UPPER, Passage
from extractors.records import Article, Mention, Sentence
from extractors.registry import Registry
from extractors.resolution import Context
from extractors.script import ZWNJ
from extractors.spans import Decision, Meaning, Span
from extractors.spelling import ACRONYM, ENDINGS, blank, spell

FIELDS = ("title", "caption", "text")
# Words written onto the next one: Arabic conjunctions and prepositions, alone and in chains (و ف + ب ل ك س).
PROCLITICS = frozenset({"", "و", "ف", "ب", "ل", "ک", "وب", "ول", "وک", "فب", "فل", "فک"})
WAW = frozenset({"", "و"})
# Persian titles that are written onto a name, with a ZWNJ or without: سیدعلی, حاج‌قاسم.
TITLES = frozenset({"سید", "حاج", "شیخ", "ایتالله"})
# Endings joined to a Persian word by a ZWNJ: plural, indefinite, copula, possessives.
ENCLITICS = frozenset("ها های هایی ی ای اش ام ات شان مان تان ست اند ایم اید تر ترین".split())
# Endings of Sorani Kurdish, folded: ezafe, also, definite, plural, in, from. Those of a person or group; a state that
# takes more than "also" is a place or an adjective (لە ئێراندا, ئێرانی). Kurmanji writes the one who acts with -ê.
KURDISH = frozenset("ی یش ش یی ان هکان هکه دا یدا هوه یهوه یان".split())
ALSO = frozenset({"یش", "ش"})
# What a place in the text is taken by.
FREE, OFFICE, NAME = 0, 1, 2


class Hit(NamedTuple):
    """A spelling found: where in the folded passage, what it may mean, whether within the name of an office."""

    at: int
    till: int
    meaning: Meaning
    within: bool = False


def is_written_as(casing: int, name: str) -> bool:
    """Hold the case of Latin names: acronyms in capitals (US is not us), a capital where the name begins with one."""
    if name.upper() == name.lower():
        return True
    if name.isupper() and len(name) <= ACRONYM:
        return casing == UPPER
    return casing > LOWER or not name[:1].isupper()


class Detector:
    """Finds the registry's actors in text, in any of its languages at once."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.patterns = spell(registry)
        self.meanings: dict[tuple[int, str, int], Meaning | None] = {}

    @cached_property
    def automaton(self) -> BytesAhoCorasick:
        """Build the automaton over all names (Aho and Corasick 1975), once; Latin ones with the blanks around them.

        The contiguous NFA takes 10 MB where the DFA takes 160, and finds at five sixths of its speed.
        """
        written = (f" {blank(p.text)}{p.ending}{' ' if p.whole else ''}" if p.latin else blank(p.text) for p in self.patterns)
        spelled = [bytes(self.letters[ord(char)] for char in text) for text in written]
        return BytesAhoCorasick(spelled, MatchKind.Standard, implementation=Implementation.ContiguousNFA)

    @cached_property
    def letters(self) -> NDArray[np.uint8]:
        """Number the letters of all names, so that any text is searched at a byte a character.

        Letters that no name has are 0, and so are those beyond 255: what is found is compared with the name itself.
        """
        used = sorted({char for pattern in self.patterns for char in blank(pattern.text)} | {" ", "s"})
        table = np.zeros(0x110000, dtype=np.uint8)
        for number, char in enumerate(used[:255], 1):
            table[ord(char)] = number
        return table

    def find(self, fields: Mapping[str, str], language: str, when: datetime | None = None) -> list[Decision]:
        """Decide what the names in an article's fields mean, in reading order: actors, places, or nobody for sure.

        The whole article and its date decide what weak names and offices mean.
        """
        passage = Passage(fields)
        return Context(self.registry, passage, self.spans(passage, language), language, when).decide_all()

    def spans(self, passage: Passage, language: str) -> list[Span]:
        """Find the names in a text: longest first, none that a blocking phrase covers.

        None lies within another, but a group's or person's name within an office ("Quds Force commander").
        """
        found = sorted(self.hits(passage, language), key=itemgetter(0, 1))
        kept: list[Hit] = []
        start = 0
        while start < len(found):
            end, till = start + 1, found[start].till
            while end < len(found) and found[end].at < till:
                till = max(till, found[end].till)
                end += 1
            kept += found[start:end] if end == start + 1 else choose(found[start:end])
            start = end
        return [make_span(passage, hit) for hit in kept if not hit.meaning.blocked]

    def hits(self, passage: Passage, language: str) -> Iterator[Hit]:
        """Find all that stands between word boundaries and is written as a name is, overlapping or not."""
        words, folded, meanings = passage.words, passage.folded, self.meanings
        # Persian and Kurdish write such words apart: there they would be found in the middle of others (بسیاری).
        written_on = {"ar": PROCLITICS, "fa": TITLES | WAW}.get(language, WAW)
        letters = self.letters.take(passage.codes).data
        for number, start, end in self.automaton.find_matches_as_indexes(letters, overlapping=True):
            pattern = self.patterns[number]
            at, till = (start + 1, end - pattern.whole - len(pattern.ending)) if pattern.latin else (start, end)
            if not pattern.latin and words[at - 1] != " " and passage.head_of_word(at) not in written_on:
                continue
            if folded[at:till] != pattern.text:
                continue
            known = (number, language, passage.casing(at, till) if pattern.latin else LOWER)
            meaning = meanings[known] if known in meanings else self.mean(known)
            if meaning and (words[till] == " " or may_end(passage, till, meaning, language)):
                yield Hit(at, till, meaning)

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
            and (
                name.language == language
                or (name.strength in ("strong", "office", "place") and (name.actor_id, "weak") not in own)
            )
        ]
        self.meanings[known] = meaning = Meaning.of(chosen, self.registry) if chosen else None
        return meaning


def choose(hits: list[Hit]) -> list[Hit]:
    """Choose among hits that overlap, longest first; then a blocking phrase kills what is no longer than itself.

    Blocking comes last, so that one more phrase never frees a name that another one covered. A capital that stands for no
    state is a town still: in Baghdad.
    """
    blocking = [hit for hit in hits if hit.meaning.blocked]
    kept = choose_longest([hit for hit in hits if not hit.meaning.blocked])
    killed = {id(hit) for hit in kept if any(kills(phrase, hit) for phrase in blocking)}
    towns = (hit._replace(meaning=hit.meaning.as_town()) if id(hit) in killed else hit for hit in kept)
    return [hit for hit in towns if id(hit) not in killed and (hit.meaning.names or hit.meaning.offices or hit.meaning.place)]


def kills(phrase: Hit, hit: Hit) -> bool:
    """Tell whether a blocking phrase overlaps a name and is at least as long."""
    return phrase.at < hit.till and hit.at < phrase.till and phrase.till - phrase.at >= hit.till - hit.at


def choose_longest(hits: list[Hit]) -> list[Hit]:
    """Choose among hits, longest first: none within another, but persons and groups within an office."""
    if not hits:
        return []
    origin = min(hit.at for hit in hits)
    taken = bytearray(max(hit.till for hit in hits) - origin)
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.at - h.till, h.at)):
        at, till, meaning = hit.at - origin, hit.till - origin, hit.meaning
        under = set(taken[at:till])
        within = OFFICE in under and NAME not in under and meaning.strong is not None and not meaning.state
        if under == {FREE} or within:
            kept.append(hit._replace(within=within))
            taken[at:till] = bytes([OFFICE if meaning.offices and not meaning.names else NAME]) * (till - at)
    return sorted(kept, key=lambda hit: (hit.at, hit.within))


def may_end(passage: Passage, till: int, meaning: Meaning, language: str) -> bool:
    """Tell whether a name may end where more is written onto it: a possessive, a plural of groups, an enclitic."""
    rest, between = passage.rest_of_word(till), passage.between(till)
    if language == "ku-latn" and rest in ENDINGS[language]:
        return True
    if rest == "s":
        return between != "" or (meaning.groups and not meaning.acronym)
    if language == "ckb" and rest in (ALSO if meaning.state else KURDISH):
        return True
    return ZWNJ in between and rest in ENCLITICS


def make_span(passage: Passage, hit: Hit) -> Span:
    """Place a hit in the original: its field, and where in it."""
    first, last = passage.place(hit.at, hit.till)
    field, start = passage.field_at(first)
    return Span(first - start, last - start, field, passage.text[first:last], hit.meaning, hit.at, hit.till, hit.within)


def sentence_of(span: Span, sentences: tuple[Sentence, ...]) -> int | None:
    """Number the sentence of a span; title and caption have none."""
    around = sentence_around(sentences, span.start) if span.field == "text" else None
    return around.sentence_no if around else None


def mentions_of(decisions: list[Decision], article: Article, sentences: tuple[Sentence, ...]) -> list[Mention]:
    """Make mentions of what names mean, but of those that mean a place; title and caption have no sentence.

    A mention that stays open has no actor, and whom it may be in `candidates`.
    """
    return [
        Mention(
            article_id=article.article_id,
            actor_id=found.actor_id,
            field=found.span.field,
            sentence_no=sentence_of(found.span, sentences),
            start_char=found.span.start,
            end_char=found.span.end,
            surface=found.span.surface,
            basis=found.basis,
            confidence=found.confidence,
            candidates=() if found.actor_id else found.candidates,
        )
        for found in decisions
        if found.place_id is None
    ]
