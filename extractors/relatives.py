"""The words of a Persian text in, its relative clauses out: about whom each tells, and where it begins and ends."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import NamedTuple

from extractors.lexicon import Hit
from extractors.party import Party
from extractors.wording import Wording

# The word that opens such a clause, and the mark of the object that may stand before it: گروه‌هایی را که.
OPENER, OBJECT_MARK = "که", "را"
# The ending of a noun of which such a clause tells: گروه‌هایی که, کسی که.
INDEFINITE = "ی"
# And a word behind a noun: منتقد خود که.
OWN = "خود"
# How verbs end that are in the lexicon: می‌جنگند, رفت; and first words of cues that are none: با انتقاد از.
VERBAL, OPEN = ("د", "ت"), frozenset({"با", "ضمن", "بر", "به"})
# A participle alone is a verb only where its clause ends.
PARTICIPLE = "ه"
# The ending of a verb of several.
PLURAL = "ند"
# Names have no mark between them and the clause but these.
COMMAS = frozenset({"", "،", ",", '"', "»"})


class Relative(NamedTuple):
    """A relative clause: the place of که, the place after its verb, and the place after that about which it tells."""

    first: int
    last: int
    head: int


def find_relatives(words: Wording, hits: Iterable[Hit], parties: Sequence[Party]) -> list[Relative]:
    """Find the relative clauses of a text, in reading order; one whose verb is not known is left out."""
    found = list(hits)
    said = {p for h in found if h.kind in ("clause", "that") and h.last - h.first > 1 for p in range(h.first, h.last)}
    finite = [hit for hit in found if is_verb(words, hit)]
    ends, verbs = {hit.last for hit in finite}, longest_ends(words, finite)
    named = {place for party in parties for place in range(party.first + 1, party.last + 1)}
    return list(relatives(words, said, ends, verbs, named))


def finite_verbs(words: Wording, hits: Iterable[Hit]) -> list[int]:
    """List where the finite verbs of a text begin that the lexicon knows."""
    return [first for first, _ in longest_ends(words, (hit for hit in hits if is_verb(words, hit)))]


def is_verb(words: Wording, hit: Hit) -> bool:
    """Tell whether words found end in a finite verb."""
    form = words.forms[hit.last - 1]
    if hit.kind == "verb":
        return form.endswith(VERBAL)
    return hit.kind in ("helper", "finite") or (hit.kind == "cue" and words.forms[hit.first] not in OPEN)


def longest_ends(words: Wording, verbs: Iterable[Hit]) -> list[tuple[int, int]]:
    """List where verbs begin and end, the longest of each place; participles only where a mark or "and" closes their clause."""
    longest: dict[int, int] = {}
    for hit in verbs:
        longest[hit.first] = max(hit.last, longest.get(hit.first, 0))
    closed = (
        (first, last)
        for first, last in longest.items()
        if not words.forms[last - 1].endswith(PARTICIPLE) or words.marks[last - 1] or words.forms[last : last + 1] in (["و"], [])
    )
    return sorted(closed)


def relatives(
    words: Wording, said: set[int], ends: set[int], verbs: list[tuple[int, int]], named: set[int]
) -> Iterator[Relative]:
    """Go through the words that may open a clause; one that follows a verb or is part of another opener opens no relative one."""
    for first, end in words.sentences:
        within = verbs[bisect_left(verbs, (first, 0)) : bisect_left(verbs, (end, 0))]
        for place in range(first + 1, end):
            head = place - 1 if words.forms[place - 1] == OBJECT_MARK else place
            opens = words.forms[place] == OPENER and place not in said and place not in ends
            if not opens or head <= first or words.marks[head - 1][:1] not in COMMAS:
                continue
            if head not in named and not words.forms[head - 1].endswith(INDEFINITE) and words.forms[head - 1] != OWN:
                continue
            if (last := next((high for low, high in within if low > place + 1), None)) is not None:
                yield Relative(place, last, head)


def is_somebodys(words: Wording, clause: Relative, somebody: Set[int]) -> bool:
    """Tell whether a clause tells of people without a name: by the word (`somebody` has such places), or a verb of several."""
    return clause.head - 1 in somebody or words.forms[clause.last - 1].endswith(PLURAL)


def about(words: Wording, parties: Sequence[Party], clause: Relative, somebody: Set[int], nouns: Sequence[int]) -> list[Party]:
    """List the parties that a clause has: those within it, and whom it tells about, its subject if it has no other.

    Who stands right behind one of the `nouns` of acts goes with it and is no subject. Without either the subject of the
    sentence is that of the clause, unless it tells of people without a name: در نامه‌ای که به سیستانی نوشت.
    """
    inside = [p for p in parties if clause.first < p.first < clause.last]
    bare = any(not p.marker and p.first not in nouns for p in inside)
    head = next((p for p in parties if p.last == clause.head), None)
    if head is not None:
        return sorted([head._replace(marker="object" if bare else "", owner=False), *inside])
    if bare or is_somebodys(words, clause, somebody):
        return inside
    return sorted([*(p for p in parties if p.last < clause.head and not p.marker), *inside])
