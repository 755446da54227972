"""An article and what is known in it in, names of people and groups that nobody knows yet out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from extractors.registry import Registry
from extractors.spans import Decision

# A Latin word of a name, and what may stand between two; of Arabic script there are no capitals to tell them by.
# All of it is bounded: a hostile page has words of any length.
LATIN, PARTICLE = r"[A-Z][\w'’-]{1,30}", r"(?:(?:al|el|of|bin|ibn|for)[ -]){0,2}"
SCRIPT = r"[\u0620-\u06ff\u200c]{2,30}"
FILIAL = "(?:بن|ابن|عبد|آل|أبو|ابو)"
OPEN, CLOSE = '["“«]', '["”»]'
Pattern = tuple[str, bool, re.Pattern[str]]


class Unknown(NamedTuple):
    """A name that stands in a text and in no registry: `coined` says that the text itself calls somebody so."""

    name: str
    kind: str
    start: int
    end: int
    coined: bool


def shape(latin: bool, least: int, most: int) -> str:
    """Write the pattern of a name of some words."""
    word, more = (LATIN, rf" {PARTICLE}{LATIN}") if latin else (SCRIPT, f" {SCRIPT}")
    return f"{word}(?:{more}){{{least - 1},{most - 1}}}"


@cache
def patterns(groups: tuple[str, ...], naming: tuple[str, ...], titles: tuple[str, ...], latin: bool) -> list[Pattern]:
    """Make the patterns of names for one language's words: kind, whether coined, and what finds the name as group 1.

    A Latin person follows a title; in Arabic script, where no capital tells a name, `titles` are given names that begin it.
    """
    group, cue, title = ("|".join(sorted(map(re.escape, words), key=len, reverse=True)) for words in (groups, naming, titles))
    name, quoted = shape(latin, 1, 6 if latin else 3), rf"{OPEN}({shape(latin, 1, 6)}){CLOSE}"
    found = []
    if groups and naming:
        found += [("movement", True, rf"\b(?:{group})\w?,? (?:{cue}) (?:the )?{tail}") for tail in (quoted, f"({name})")]
    if groups:
        found += [("movement", True, rf"\b(?:{group}) {quoted}")]
        found += [
            ("movement", False, rf"{OPEN}({shape(latin, 2, 6)}){CLOSE}" if latin else rf"\b((?:{group}) {shape(latin, 1, 2)})")
        ]
    if titles:
        person = (
            rf"\b(?i:{title})\.? ({shape(latin, 2, 4)})"
            if latin
            else rf"\b((?:{title})(?: {FILIAL})* (?!و){SCRIPT}[\u0620-\u06ff])\b"
        )
        found += [("person", False, person)]
    return [(kind, coined, re.compile(pattern)) for kind, coined, pattern in found]


def find_unknown(text: str, language: str, known: Sequence[Decision], registry: Registry) -> Iterator[Unknown]:
    """Find the names of a text that are shaped like names of people or groups and overlap nothing that is known.

    `known` are the decisions for this text; each place is given once, coined names first.
    """
    taken = bytearray(len(text))
    for decision in known:
        taken[decision.span.start : decision.span.end] = b"\1" * (decision.span.end - decision.span.start)
    latin = language in ("en", "ku-latn")
    lexicons = ("group_words", "naming", "titles" if latin else "given_names")
    groups, naming, titles = (tuple(registry.words.get(lexicon, {}).get(language, ())) for lexicon in lexicons)
    for kind, coined, pattern in patterns(groups, naming, titles, latin):
        for match in pattern.finditer(text):
            start, end = match.span(1)
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                yield Unknown(text[start:end], kind, start, end, coined)
