"""A state's name and the words around it in, whether it is a place there (and no actor) out."""

from __future__ import annotations

from collections.abc import Callable

from extractors.passage import Passage
from extractors.spans import Span

DASHES = ("-", "–", "—", "―", "ـ", "/")
Words = Callable[[str], set[str]]


def is_place(passage: Passage, span: Span, words: Words) -> bool:
    """Tell whether the words around a state's name make it a place, or the owner of what is named next.

    `words` gives a lexicon's folded words of the article's language.
    """
    if passage.folded[span.till] == "s":
        return passage.word_after(span.till) in words("organ") | words("belongings")
    if span.meaning.acronym and passage.is_followed(span.till):
        return passage.word_after(span.till) in words("modified")
    if passage.words[span.at - 1] != " " and passage.head_of_word(span.at) in words("place"):
        return True
    before = passage.word_before(span.at)
    if before == "the":
        before = passage.words_before(span.at, 2)[-1]
    if before in words("place"):
        return True
    if before in words("towards") and words("travel") & set(passage.words_before(span.at, 5)):
        return True
    return is_dateline(passage, span)


def is_dateline(passage: Passage, span: Span) -> bool:
    """Tell whether a name only says where a report was written: first in its line, and a dash after it."""
    _, last = passage.place(span.at, span.till)
    return passage.text[last : last + 3].lstrip(" \u200e\u200f")[:1] in DASHES and passage.opens_line(span.at)


def is_listed(passage: Passage, one: Span, other: Span, words: Words) -> bool:
    """Tell whether two names stand on one list ("in Iraq and Lebanon"): nothing but a comma or `and` between."""
    between = passage.words[one.till : other.at].split()
    return one.field == other.field and len(between) <= 1 and set(between) <= words("and")
