"""A text's words in, all of them out that the lexicon of its language knows, whatever they tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple, TypeAlias

from extractors.wording import Wording

# What Arabic writes onto a word: conjunctions onto any, prepositions onto nouns, the future onto verbs (س).
ONTO_ALL, ONTO_NOUNS, ONTO_VERBS = ("و", "ف"), ("ب", "ل", "ک", "لل"), ("س",)
# And onto verbs that others part: events, and how two stand.
ONTO_APART, ONTO_STANDS = frozenset({"", *ONTO_ALL, *ONTO_VERBS}), frozenset({"", *ONTO_ALL})
# Kinds of words that take the future, and those that take a preposition.
VERBAL = frozenset({"verb", "cue"})
NOMINAL = frozenset({"noun", "light", "phrase", "group", "align", "title", "body", "not", "anonymous"})
# Words of an Arabic verb of several words stand so far apart at most: أجرى وزير الخارجية الإيراني محادثات.
GAP = 7
# Words at most between a Persian noun and its verb: مشارکت خود را در دولت و پارلمان عراق به حال تعلیق درآورد.
SPAN = 10
# Between two words for how two stand, one of them is named in so many words at most.
STRETCH = 8
# And of an English phrase: called for a million-strong march.
WITHIN = 5
# Endings of Persian nouns, folded, the longest first, and letters that a noun has without them; kinds of words that bear them.
ENDINGS, SHORTEST = ("هایشان", "هایی", "هایش", "های", "یشان", "ها", "شان", "ای", "یی", "یش"), 3
INFLECTED = frozenset({"noun", "light"})
# Words of an expression before the ones that others split from it.
LEAD = 6
# Words of which is remembered what begins with them.
REMEMBERED = 200_000
# A mark of these ends the search for what goes with a word.
PARTING = frozenset("،؛:.!؟")
END = ""
Node: TypeAlias = dict[str, Any]


class Entry(NamedTuple):
    """What tells one kind of act: its type and mode, and who stands where: `to` and `away` mark recipient and actor."""

    number: int
    type: str
    mode: str | None
    frame: str
    to: frozenset[str]
    away: frozenset[str]


Apart: TypeAlias = dict[str, list[Any]]
# What goes on with a word behind others, by the first word of it.
Parts: TypeAlias = dict[str, list[Any]]


class Hit(NamedTuple):
    """Words found, `last` excluded: what kind they are, what they mean, and what Arabic wrote before the first."""

    first: int
    last: int
    kind: str
    value: Any
    onto: str = ""


class Hits(list[Hit]):
    """All that was found in a text, in reading order."""

    @cached_property
    def by_kind(self) -> dict[str, list[Hit]]:
        """Sort out the hits by kind."""
        found: dict[str, list[Hit]] = {}
        for hit in self:
            found.setdefault(hit.kind, []).append(hit)
        return found

    @cached_property
    def by_first(self) -> dict[str, dict[int, Hit]]:
        """Keep what `at` has given."""
        return {}

    def of(self, *kinds: str) -> list[Hit]:
        """List the hits of some kinds, kind after kind."""
        return [hit for kind in kinds for hit in self.by_kind.get(kind, ())]

    def at(self, kind: str) -> dict[int, Hit]:
        """Give the hits of a kind by their first word: of several the one that says more, which is the longest, and comes later.

        "The website" is among bodies and among those that publish.
        """
        if kind not in self.by_first:
            kept = self.by_first[kind] = {}
            for hit in self.by_kind.get(kind, ()):
                if hit.first not in kept or kept[hit.first].last <= hit.last:
                    kept[hit.first] = hit
        return self.by_first[kind]

    def under(self, *kinds: str) -> set[int]:
        """List the words of the hits of some kinds."""
        return {place for hit in self.of(*kinds) for place in range(hit.first, hit.last)}


class Start(NamedTuple):
    """What begins with a word: what Arabic wrote before it, the hits that it is, or is before some letters, and longer ones."""

    onto: str
    ends: tuple[tuple[str, Any], ...]
    glued: tuple[tuple[str, Any, str], ...]
    below: Node
    apart: Parts
    stands: list[Any]


@dataclass(frozen=True)
class Lexicon:
    """The words of one language that tell events, claims and alignments; `tree` is a trie over folded words."""

    language: str
    tree: Node
    apart: dict[str, Parts]
    stands: Apart = field(default_factory=dict)
    # What begins with a word, for the words that were met.
    known: dict[str, list[Start]] = field(default_factory=dict)

    def find(self, words: Wording) -> Hits:
        """Find everything in a text, overlapping or not, in reading order."""
        found = Hits()
        forms, known = words.forms, self.known
        for place in chain.from_iterable(range(first, last) for first, last in words.sentences):
            starts = known.get(forms[place])
            for onto, ends, glued, node, apart, stands in self.starts(forms[place]) if starts is None else starts:
                for kind, value in ends:
                    found.append(Hit(place, place + 1, kind, value, onto))
                if (glued or node) and place + 1 < len(forms):
                    for kind, value, tail in glued:
                        if forms[place + 1].startswith(tail):
                            found.append(Hit(place, place + 1, kind, value, onto))
                    if (below := node.get(forms[place + 1])) is not None:
                        self.walk(below, forms, place, onto, found)
                if apart:
                    found += self.spread(words, place, apart, onto) if self.language == "ar" else self.split(words, place, apart)
                if stands:
                    found += self.stretch(words, place, stands, onto)
        return found

    def starts(self, form: str) -> list[Start]:
        """List, and remember, what begins with a word: few words of a text are new."""
        if len(self.known) > REMEMBERED:
            self.known.clear()
        found = []
        if self.language == "fa" and form not in self.tree and (stem := stem_of(form)) in self.tree:
            named = tuple((kind, value) for kind, value, _ in self.tree[stem].get(END, ()) if kind in INFLECTED)
            found = [Start("", named, (), {}, {}, [])] if named else []
        for onto, rest in heads(form) if self.language == "ar" else (("", form),):
            node = self.tree.get(rest, {})
            ends = tuple((kind, value) for kind, value, glued in node.get(END, ()) if not glued and may_carry(onto, kind))
            glued = tuple(one for one in node.get(END, ()) if one[2] and may_carry(onto, one[0]))
            below = node if len(node) > (END in node) else {}
            apart = self.apart.get(rest, {}) if onto in ONTO_APART else {}
            stands = self.stands.get(rest, []) if onto in ONTO_STANDS else []
            if ends or glued or below or apart or stands:
                found.append(Start(onto, ends, glued, below, apart, stands))
        self.known[form] = found
        return found

    def walk(self, node: Node, forms: list[str], place: int, onto: str, found: list[Hit]) -> None:
        """Follow the trie from below two words and add all that ends on the way."""
        last = place + 2
        while True:
            if END in node:
                for kind, value, glued in node[END]:
                    if may_carry(onto, kind) and (not glued or (last < len(forms) and forms[last].startswith(glued))):
                        found.append(Hit(place, last, kind, value, onto))
            if last == len(forms) or forms[last] not in node:
                return
            node, last = node[forms[last]], last + 1

    def spread(self, words: Wording, place: int, apart: Parts, onto: str) -> Iterator[Hit]:
        """Find Arabic verbs of several words between which their subject stands."""
        end = words.sentences[words.sentence_of(place)][1] if words.sentences else len(words)
        low, high, forms = place + 1, min(place + 1 + GAP, end), words.forms
        met: list[str] = []
        for at in range(low, high):
            form = forms[at]
            for word in (form, form[1:]):
                if word not in apart or word in met:
                    continue
                met.append(word)
                for rest, entry in apart[word]:
                    if tuple(forms[at + 1 : at + len(rest)]) == rest[1:] and at + len(rest) <= high:
                        yield Hit(place, low, "apart", (entry, at, at + len(rest)), onto)

    def stretch(self, words: Wording, place: int, stands: list[Any], onto: str) -> Iterator[Hit]:
        """Find words for how two stand between which one of them is named: تخلت إيران عن, relations between … have improved."""
        end = words.sentences[words.sentence_of(place)][1] if words.sentences else len(words)
        for before, after, value in stands:
            low = place + len(before)
            if tuple(words.forms[place + 1 : low]) != before[1:]:
                continue
            for at in range(low, min(low + STRETCH, end)):
                if words.marks[at - 1][:1] in PARTING:
                    break
                glued = after[-1].endswith("+") and words.forms[at].startswith(after[-1][:-1]) and len(words.forms[at]) > 2
                if at > low and (glued or tuple(words.forms[at : at + len(after)]) == after):
                    yield Hit(place, at if glued else at + len(after), "align", value, onto)
                    break

    def split(self, words: Wording, place: int, apart: Parts) -> Iterator[Hit]:
        """Find what others split: Persian nouns whose verb stands behind their parties, تحریم‌های … لغو; called for … march."""
        end = words.sentences[words.sentence_of(place)][1] if words.sentences else len(words)
        reach, forms = SPAN if self.language == "fa" else WITHIN, words.forms
        for before, _, entry in apart.get(END, ()):
            low = place + 1 + len(before)
            if tuple(forms[place + 1 : low]) == before and low < end:
                yield Hit(place, low, "apart", (entry, low, low))
        found: set[tuple[Any, ...]] = set()
        for at in range(place + 1, min(place + LEAD + reach, end)):
            for one in apart.get(forms[at], ()):
                before, after, entry = one
                low = place + 1 + len(before)
                if one in found or not low <= at < low + reach or tuple(forms[at : at + len(after)]) != after:
                    continue
                if tuple(forms[place + 1 : low]) == before and not is_parted(words, low, at):
                    found.add(one)
                    yield Hit(place, low, "apart", (entry, at, at + len(after)))


def is_parted(words: Wording, first: int, last: int) -> bool:
    """Tell whether a stop or comma parts words; the points of U.S. part nothing."""
    marks = ((place, words.marks[place]) for place in range(first, last) if words.marks[place])
    return any(mark[0] in PARTING and (mark != "." or len(words.forms[place]) > 1) for place, mark in marks)


def stem_of(form: str) -> str:
    """Take from a folded Persian noun the ending of a plural, an indefinite one or an owner: گفت‌وگوهایی, حمله‌ای, حملاتشان."""
    ending = next((end for end in ENDINGS if form.endswith(end) and len(form) - len(end) >= SHORTEST), "")
    return form.removesuffix(ending)


def may_carry(onto: str, kind: str) -> bool:
    """Tell whether words of a kind take what Arabic wrote before them."""
    return not onto or onto in ONTO_ALL or kind in (VERBAL if onto in ONTO_VERBS else NOMINAL)


def heads(form: str) -> tuple[tuple[str, str], ...]:
    """List an Arabic word with and without what may be written onto it."""
    found = [("", form)]
    if len(form) > 3 and form[0] in ONTO_ALL:
        found.append((form[0], form[1:]))
    for _, rest in tuple(found):
        for onto in (*ONTO_NOUNS, *ONTO_VERBS):
            if rest.startswith(onto) and len(rest) > len(onto) + 2:
                found.append((onto, ("ال" + rest[2:]) if onto == "لل" else rest[1:]))
    return tuple(found)
