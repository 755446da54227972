"""An article's text in, its words out: folded, with their places in the original, their sentences and what is quoted."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property

from extractors.script import fold

QUOTES = '"“”„«»‘’‹›'


class Wording:
    """The words of a text; everything is counted in words, `start` and `end` turn that into characters of the original.

    `forms[i]` is a word folded, `marks[i]` the punctuation between it and the next.
    """

    def __init__(self, text: str, sentences: Sequence[tuple[int, int]], language: str) -> None:
        self.text, self.language = text, language
        folded = fold(text)
        self.forms: list[str] = folded.words.split()
        at, places = 0, []
        for form in self.forms:
            at = folded.words.index(form, at)
            places.append((at, at + len(form)))
            at += len(form)
        origin = folded.origin
        self.starts: list[int] = [int(origin[first]) for first, _ in places]
        self.ends: list[int] = [int(origin[last - 1]) + 1 for _, last in places]
        follow = [*self.starts[1:], len(text)]
        self.marks: list[str] = [text[end:start].strip() for end, start in zip(self.ends, follow, strict=False)]
        self.sentences = [(bisect_left(self.starts, start), bisect_left(self.starts, end)) for start, end in sentences]
        self.firsts = [first for first, _ in self.sentences]

    def __len__(self) -> int:
        return len(self.forms)

    def sentence_of(self, word: int) -> int:
        """Number the sentence of a word; -1 for one before the first."""
        return bisect_right(self.firsts, word) - 1

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

    @cached_property
    def quoted(self) -> list[tuple[int, int]]:
        """Find what stands in quotation marks, several sentences or paragraphs long at most, as characters of the original."""
        return list(pair_quotes(self.text))


def pair_quotes(text: str) -> list[tuple[int, int]]:
    """Pair opening and closing quotation marks: each stretch without its marks, none within another.

    A paragraph that opens with a mark before the last one is closed goes on with the same speech (Chicago Manual of Style 13.32).
    """
    # A straight mark and a curved one are often mixed: "million-strong”.
    closing = {"“": '”"', '"': '"”', "«": "»", "„": "“”", "‹": "›", "‘": "’"}
    found: list[tuple[int, int]] = []
    opened, mark = -1, ""
    for place, char in enumerate(text):
        if char not in QUOTES:
            continue
        if opened < 0:
            if is_opening(text, place, char):
                opened, mark = place + 1, char
        elif closes(text, place, char, closing[mark]):
            found.append((opened, place))
            opened = -1
    return found


def is_opening(text: str, place: int, char: str) -> bool:
    """Tell whether a mark opens a quotation: no letter before it, and one after it; an apostrophe opens nothing."""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    return (char in '“«„‹"' and not before.isalnum() and bool(after.strip())) or (char == "‘" and not before.isalnum())


def closes(text: str, place: int, char: str, wanted: str) -> bool:
    """Tell whether a mark closes what another opened: of the other's kind; one that is also an apostrophe not within a word."""
    return char in wanted and not (char == "’" and text[place + 1 : place + 2].isalnum())
