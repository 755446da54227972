"""An article's fields and the registry in, mentions out: who is named, where exactly, and how that is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from extractors.records import ActorName, Article, Mention, Sentence
from extractors.registry import Registry
from extractors.script import ZWNJ, Folded, fold

FIELDS = ("title", "caption", "text")
# Words written onto the next one: Arabic conjunctions and prepositions, alone and in chains (و ف + ب ل ك س).
PROCLITICS = frozenset({"و", "ف", "ب", "ل", "ک", "وب", "ول", "وک", "فب", "فل", "فک"})
ARABIC_LAM = "لل"  # ل + ال
# Endings joined to a Persian word by a ZWNJ: plural, indefinite, copula, possessives.
ENCLITICS = frozenset("ها های هایی ی ای اش ام ات شان مان تان ست اند ایم اید تر ترین".split())
ACRONYM_LENGTH = 6
STRONG, SHARED, ONE_OF_SEVERAL = 0.98, 0.85, 0.6


@dataclass(frozen=True, slots=True)
class Span:
    """A name found in one field: folded places, places in the original, and the names it may be."""

    start: int
    end: int
    field: str
    surface: str
    names: tuple[ActorName, ...]

    @property
    def blocked(self) -> bool:
        """Tell whether this is a longer phrase that means something else."""
        return any(name.strength == "never" for name in self.names)


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
        for name in registry.names:
            for pattern in variants(name):
                spelled[pattern][name] = None
        self.patterns = list(spelled)
        self.names = [tuple(names) for names in spelled.values()]

    @cached_property
    def automaton(self) -> AhoCorasick:
        """Build the automaton over all names (Aho and Corasick 1975), once."""
        return AhoCorasick(self.patterns, MatchKind.Standard, implementation=Implementation.DFA)

    def find(self, fields: Mapping[str, str], language: str) -> list[tuple[Span, ActorName, str, float]]:
        """Find the actors named in an article's fields; the whole article decides what its weak names mean.

        Returns spans with the name, the basis (name, or context where a weak name leans on a strong one elsewhere in the
        article) and a confidence between 0 and 1, in reading order.
        """
        spans = [span for field in fields for span in self.spans(field, fields[field], language)]
        strong = [(i, name) for i, span in enumerate(spans) for name in span.names if name.strength == "strong"]
        found = (resolve(i, span, strong) for i, span in enumerate(spans))
        return [(span, *answer) for span, answer in zip(spans, found, strict=True) if answer]

    def spans(self, field: str, text: str, language: str) -> list[Span]:
        """Find the names in one field: longest first, none within another, none that a blocking phrase covers."""
        folded = fold(text)
        hits = self.automaton.find_matches_as_indexes(folded.text, overlapping=True)
        candidates = [
            span for number, start, end in hits if (span := self.span(field, text, folded, (number, start, end), language))
        ]
        taken = bytearray(len(text))
        kept: list[Span] = []
        for span in sorted(candidates, key=lambda s: (s.start - s.end, not s.blocked, s.start)):
            if not any(taken[span.start : span.end]):
                taken[span.start : span.end] = b"\x01" * (span.end - span.start)
                kept.append(span)
        return sorted((span for span in kept if not span.blocked), key=lambda span: span.start)

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
            and (name.language == language or (name.strength == "strong" and (name.actor_id, "weak") not in own))
        )
        return Span(first, last, field, surface, names) if names else None


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


def resolve(place: int, span: Span, strong: list[tuple[int, ActorName]]) -> tuple[ActorName, str, float] | None:
    """Decide whom a span names: its strong name's actor, or the one a weak name means in this article; else None.

    Of several actors that share a weak name and are named in full somewhere, the one named last before it is meant.
    """
    own = [name for name in span.names if name.strength == "strong"]
    if own:
        return own[0], "name", STRONG
    weak = {name.actor_id: name for name in span.names}
    signs = sorted((i for i, name in strong if name.actor_id in weak), key=lambda i: (i > place, abs(place - i)))
    if not signs:
        return None
    actor = next(name.actor_id for i, name in strong if i == signs[0] and name.actor_id in weak)
    several = len({name.actor_id for _, name in strong if name.actor_id in weak}) > 1
    return weak[actor], "context", ONE_OF_SEVERAL if several else SHARED


def sentence_at(sentences: Iterable[Sentence], start: int) -> int | None:
    """Number the sentence in which a place of the text stands."""
    return next((s.sentence_no for s in sentences if s.start_char <= start < s.end_char), None)


def find_mentions(detector: Detector, article: Article, sentences: tuple[Sentence, ...]) -> list[Mention]:
    """Find the mentions of an article's title, caption and text, in this order; title and caption have no sentence."""
    fields = {field: getattr(article, field) for field in FIELDS}
    mentions: list[Mention] = []
    for field, found in groupby(detector.find(fields, article.language), key=lambda item: item[0].field):
        for span, name, basis, confidence in found:
            number = sentence_at(sentences, span.start) if field == "text" else None
            place = (field, number, span.start, span.end, span.surface)
            mentions.append(Mention(article.article_id, name.actor_id, *place, basis, confidence))
    return mentions
