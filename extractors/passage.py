"""An article's fields in, one folded text out that tells what stands before and after a place in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

from extractors.script import fold

# Between fields, and at both ends: of private use, so it stands in no name and joins no words (Unicode 17, chapter 23.5).
SEAM = "\ue000"
# Nothing that is written onto a name is longer.
LONGEST = 12
# How a name is written, of which the case of Latin names depends.
LOWER, CAPITAL, UPPER = 0, 1, 2
ENDS = frozenset(".!?؟:;،,…" + SEAM)


class Passage:
    """The fields of one article laid end to end; `at` and `till` count folded characters, `first` and `last` original ones.

    `folded` is the text without its variants, `words` the same with a blank for all that is part of no word.
    """

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = list(fields)
        self.text = SEAM.join(["", *fields.values(), ""])
        found = fold(self.text)
        self.folded, self.words, self.codes, self.origin = found.text, found.words, found.codes, found.origin
        self.starts: list[int] = []
        start = 1
        for text in fields.values():
            self.starts.append(start)
            start += len(text) + 1

    def place(self, at: int, till: int) -> tuple[int, int]:
        """Say where folded characters stand in the original: the first, and the one after the last."""
        return self.origin.item(at), self.origin.item(till - 1) + 1

    def casing(self, at: int, till: int) -> int:
        """Say how a Latin name is written: in small letters, with a capital first, or all in capitals."""
        first = self.origin.item(at)
        if self.text[first].islower():
            return LOWER
        return UPPER if self.text[first : self.origin.item(till - 1) + 1].isupper() else CAPITAL

    def field_at(self, first: int) -> tuple[str, int]:
        """Name the field of an original place, and where this field starts."""
        number = bisect_right(self.starts, first) - 1
        return self.fields[number], self.starts[number]

    def rest_of_word(self, till: int) -> str:
        """Take what is written onto a name, folded: nothing where its word ends with it; of a giant word its beginning."""
        end = self.words.find(" ", till, till + LONGEST)
        return self.words[till : end if end >= 0 else till + LONGEST]

    def head_of_word(self, at: int) -> str:
        """Take what the word of a name begins with before it, folded: nothing where the name begins it; at most LONGEST."""
        least = max(at - LONGEST, 0)
        return self.words[max(self.words.rfind(" ", least, at) + 1, least) : at]

    def between(self, till: int) -> str:
        """Take what stands in the original between a folded character and the next, such as an apostrophe or a ZWNJ."""
        return self.text[self.origin.item(till - 1) + 1 : self.origin.item(till)]

    def start_of_word(self, at: int) -> int:
        """Find where the word around a place starts: before it where a proclitic is written onto a name."""
        return at if self.words[at - 1] == " " else self.words.rfind(" ", 0, at) + 1

    def before(self, at: int) -> tuple[int, int]:
        """Find the word before that of a place: its first folded character and the one after its last.

        Both are the start of the place's own word where a sentence, line or field ends between.
        """
        words, folded = self.words, self.folded
        start = end = at if words[at - 1] == " " else words.rfind(" ", 0, at) + 1
        while end > 1 and words[end - 1] == " ":
            if folded[end - 1] in ENDS:
                return start, start
            end -= 1
        if self.text[self.origin.item(start) - 1] == "\n":
            return start, start
        return words.rfind(" ", 0, end) + 1, end

    def word_before(self, at: int) -> str:
        """Take the word before that of a place, folded; nothing where a sentence, line or field ends between."""
        start, end = self.before(at)
        return self.words[start:end]

    def words_before(self, at: int, count: int) -> list[str]:
        """Take up to some words before that of a place, nearest first, folded; a sentence's end ends them."""
        found: list[str] = []
        while len(found) < count:
            at, end = self.before(at)
            if at == end:
                break
            found.append(self.words[at:end])
        return found

    def opens_line(self, at: int) -> bool:
        """Tell whether nothing but blanks and marks stands before a place in its line."""
        first = self.origin.item(self.start_of_word(at))
        line = max(self.text.rfind("\n", 0, first), self.text.rfind(SEAM, 0, first))
        return not any(char.isalnum() for char in self.text[line + 1 : first])

    def is_followed(self, till: int) -> bool:
        """Tell whether another word of a Latin text follows at once, with nothing but a blank, hyphen or bracket between."""
        return self.folded[till : till + 1] == " " and self.folded[till + 1 : till + 3].lstrip("[")[:1].isalnum()

    def word_after(self, till: int) -> str:
        """Take the word after a place and what is written onto it, folded; punctuation between is passed over."""
        start, last = self.words.find(" ", till), len(self.words)
        while start < last and self.words[start] == " ":
            if self.folded[start] == SEAM:
                return ""
            start += 1
        return self.words[start : self.words.find(" ", start)]
