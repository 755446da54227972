"""Text in, folded text out, with a map from every folded character back to its place in the original."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

JOINERS = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
ZWNJ = "\u200c"
BLANK, SEVERAL = 0x20, 0xFFFFFFFF
LETTERS = 0x3FFFF
Codes = NDArray[np.uint32]

# Letters that writers of Arabic, Persian and Kurdish use for one another (Unicode 17, chapter 9.2).
SAME = {
    "ي": "ی", "ى": "ی", "ئ": "ی", "ې": "ی", "ك": "ک", "ڪ": "ک", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "و",
    "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "‘": "'", "’": "'", "ʼ": "'", "ʻ": "'", "ʿ": "'", "ʾ": "'", "`": "'",
    "‐": "-", "‑": "-", "–": "-", "ـ": "",
}  # fmt: skip


@cache
def fold_one(char: str) -> str:
    """Fold one character: the base letter in lower case, a space for punctuation inside names, or nothing.

    Beyond the Basic Multilingual Plane, where none of our scripts is written, characters stay as they are.
    """
    if char > "\uffff":
        return char
    if char in JOINERS or char == "\0" or unicodedata.combining(char):
        return ""
    char = SAME.get(char, char)
    if char == "'":
        return ""
    if char == "-" or char.isspace():
        return " "
    plain = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c)).lower()
    folded = "".join(SAME.get(c, c) for c in plain if c not in JOINERS and not unicodedata.combining(c))
    # What a compatibility form becomes is treated like the plain sign: a full-width hyphen, the apostrophe of ŉ.
    folded = "".join("" if c == "'" else " " if c == "-" or c.isspace() else c for c in folded)
    return str(unicodedata.decimal(char)) if char.isdecimal() else folded


@cache
def table() -> tuple[Codes, Codes, Codes, Codes]:
    """Fold the Basic Multilingual Plane once: by code its one folded code (0 drops it) and how many it becomes.

    Where it becomes several, the third array says from where on they stand in the fourth.
    """
    one, widths = np.arange(0x110000, dtype=np.uint32), np.ones(0x110000, dtype=np.uint32)
    starts, several = np.zeros(0x110000, dtype=np.uint32), ""
    for code in range(0x10000):
        if 0xD800 <= code < 0xE000:
            continue
        folded = fold_one(chr(code))
        one[code] = ord(folded) if len(folded) == 1 else SEVERAL if folded else 0
        widths[code], starts[code] = len(folded), len(several)
        several += folded if len(folded) > 1 else ""
    return one, widths, starts, np.frombuffer(several.encode("utf-32-le"), dtype=np.uint32)


@cache
def word_table() -> Codes:
    """Keep of every code what is part of a word, a letter or a digit, and make a blank of all others."""
    kept = np.full(0x110000, BLANK, dtype=np.uint32)
    # No plane beyond the third has a letter (Unicode 17, chapter 2.8).
    kept[: LETTERS + 1] = [code if chr(code).isalnum() else BLANK for code in range(LETTERS + 1)]
    return kept


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; `origin[i]` is the place in the original of folded character i.

    `words` is the same text with a blank for every character that is part of no word, and `codes` are its codes.
    """

    text: str
    words: str
    codes: Codes
    origin: NDArray[np.int64]


def fold(text: str) -> Folded:
    """Fold text for matching: script variants, case, accents, joiners and tatweel are gone, runs of space are one."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    folded = table()[0].take(codes)
    if len(folded) and folded.max() == SEVERAL:
        folded, origin = widen(codes)
    else:
        origin = np.flatnonzero(folded)
        folded = folded.take(origin)
    blank = folded == BLANK
    twice = blank[1:] & blank[:-1]
    if twice.any():
        kept = np.flatnonzero(~np.concatenate(([False], twice)))
        folded, origin = folded.take(kept), origin.take(kept)
    words = word_table().take(folded)
    return Folded(as_text(folded), as_text(words), words, origin)


def widen(codes: Codes) -> tuple[Codes, NDArray[np.int64]]:
    """Fold codes of which some become several."""
    one, widths, starts, several = table()
    width = widths.take(codes).astype(np.int64)
    origin = np.repeat(np.arange(len(codes)), width)
    folded, wide = one.take(codes).take(origin), (width > 1).take(origin)
    nth = np.arange(len(origin)) - np.repeat(np.cumsum(width) - width, width)
    folded[wide] = several[starts[codes[origin[wide]]] + nth[wide]]
    return folded, origin


def as_text(codes: Codes) -> str:
    """Read an array of codes as text."""
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


@lru_cache(maxsize=100_000)
def fold_word(word: str) -> str:
    """Fold a word or short name, remembered: for its length `fold` would spend its time on setting out."""
    return " ".join("".join(fold_one(char) for char in word).split())
