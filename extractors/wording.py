"""An article's text in, its words out: folded, with their places in the original, their sentences and what is quoted."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TypeVar

import numpy as np

from extractors.script import BLANK, fold

# Words of one sentence that are coded, and those of a piece; the longest of 20,000 real ones has 190.
MOST, PIECE = 600, 200
T = TypeVar("T")
QUOTES = re.compile('["“”„«»‘’‹›]')


class Wording:
    """The words of a text; everything is counted in words, `start` and `end` turn that into characters of the original.

    `forms[i]` is a word folded, `marks[i]` the punctuation between it and the next. Of `sentences` those that are longer than
    people write are cut into pieces, and the end of a giant one is left out: what is looked for in a sentence costs its square.
    `numbers[i]` says of which sentence a piece is.
    """

    def __init__(self, text: str, sentences: Sequence[tuple[int, int]], language: str) -> None:
        self.text, self.language = text, language
        folded = fold(text)
        self.forms: list[str] = folded.words.split()
        # Where a blank follows a letter or a letter a blank, a word ends or begins: no object for each word of a giant text.
        edges = np.flatnonzero(np.diff(np.pad(folded.codes != BLANK, 1).astype(np.int8)))
        self.starts: list[int] = folded.origin[edges[::2]].tolist()
        self.ends: list[int] = (folded.origin[edges[1::2] - 1] + 1).tolist()
        follow = [*self.starts[1:], len(text)]
        stretches = zip(self.ends, follow, strict=False)
        self.marks: list[str] = ["" if text[end:start] == " " else text[end:start].strip() for end, start in stretches]
        bounds = [(bisect_left(self.starts, start), bisect_left(self.starts, end)) for start, end in sentences]
        pieces = [(number, *piece) for number, bound in enumerate(bounds) for piece in cut(*bound)]
        self.numbers = [number for number, _, _ in pieces]
        self.sentences = [(first, last) for _, first, last in pieces]
        self.firsts = [first for first, _ in self.sentences]
        self.of_word = np.searchsorted(self.firsts, np.arange(len(self.forms) + 1), side="right").tolist()

    def __len__(self) -> int:
        return len(self.forms)

    def sentence_of(self, word: int) -> int:
        """Number the sentence of a word; -1 for one before the first."""
        found: int = self.of_word[word] - 1
        return found

    def at(self, char: int) -> int:
        """Find the word at a character of the original, or the next one."""
        found = bisect_right(self.starts, char) - 1
        return found if found >= 0 and self.ends[found] > char else found + 1

    def words_of(self, start: int, end: int) -> tuple[int, int]:
        """Find the words of a stretch of the original: the first, and the one after the last."""
        first = self.at(start)
        return first, max(bisect_left(self.starts, end), first + 1)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Say where words stand in the original: the first character, and the one after the last."""
        return self.starts[first], self.ends[last - 1]

    def by_sentence(self, items: Iterable[T], place: Callable[[T], int]) -> dict[int, list[T]]:
        """Sort out what stands in which sentence, by the word at which it stands; what stands in none is left out."""
        found: dict[int, list[T]] = {}
        of_word, sentences = self.of_word, self.sentences
        for item in items:
            at = place(item)
            number = of_word[at] - 1
            if number >= 0 and at < sentences[number][1]:
                found.setdefault(number, []).append(item)
        return found

    def quotes_near(self, low: int, high: int) -> list[tuple[int, int]]:
        """List the quotations that reach into a stretch of the original."""
        first = bisect_left(self.closings, low)
        last = first
        while last < len(self.quoted) and self.quoted[last][0] <= high:
            last += 1
        return self.quoted[first:last]

    @cached_property
    def closings(self) -> list[int]:
        """List where quotations end."""
        return [closed for _, closed in self.quoted]

    @cached_property
    def quoted(self) -> list[tuple[int, int]]:
        """Find what stands in quotation marks, several sentences or paragraphs long at most, as characters of the original."""
        return list(pair_quotes(self.text))


def cut(first: int, last: int) -> Iterator[tuple[int, int]]:
    """Cut the words of a sentence into pieces of a size that sentences have; those beyond MOST are left out."""
    last = min(last, first + MOST)
    yield from ((start, min(start + PIECE, last)) for start in range(first, last, PIECE))
    if first >= last:
        yield first, first


def pair_quotes(text: str) -> list[tuple[int, int]]:
    """Pair opening and closing quotation marks: each stretch without its marks, none within another.

    A paragraph that opens with a mark before the last one is closed goes on with the same speech (Chicago Manual of Style 13.32).
    """
    # A straight mark and a curved one are often mixed: "million-strong”.
    closing = {"“": '”"', '"': '"”', "«": "»", "„": "“”", "‹": "›", "‘": "’"}
    found: list[tuple[int, int]] = []
    opened, mark = -1, ""
    for place, char in ((found.start(), found[0]) for found in QUOTES.finditer(text)):
        if opened < 0:
            if is_opening(text, place, char):
                opened, mark = place + 1, char
        elif closes(text, place, char, closing[mark]):
            found.append((opened, place))
            opened = -1
    return found


def is_opening(text: str, place: int, char: str) -> bool:
    """Tell whether a mark opens a quotation: no letter before it, and one after it or a comma or colon before."""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    leads = bool(after.strip()) or text[max(place - 2, 0) : place].strip() in (",", ":", "،")  # wrote, " Protesters have …
    return (char in '“«„‹"' and not before.isalnum() and leads) or (char == "‘" and not before.isalnum())


def closes(text: str, place: int, char: str, wanted: str) -> bool:
    """Tell whether a mark closes what another opened: of the other's kind; one that is also an apostrophe not within a word."""
    return char in wanted and not (char == "’" and text[place + 1 : place + 2].isalnum())
