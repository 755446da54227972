"""Text in, folded text out, with a map from every folded character back to its place in the original."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

JOINERS = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
ZWNJ = "\u200c"

# Letters that writers of Arabic, Persian and Kurdish use for one another (Unicode 17, chapter 9.2).
SAME = {
    "ي": "ی", "ى": "ی", "ئ": "ی", "ې": "ی", "ك": "ک", "ڪ": "ک", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "و",
    "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "‘": "'", "’": "'", "ʼ": "'", "ʻ": "'", "ʿ": "'", "ʾ": "'", "`": "'",
    "‐": "-", "‑": "-", "–": "-", "ـ": "",
}  # fmt: skip


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
    return str(unicodedata.decimal(char)) if char.isdecimal() else folded


@cache
def table() -> tuple[NDArray[np.uint32], NDArray[np.bool_]]:
    """Fold the Basic Multilingual Plane once: one code a character (0 drops it), and which of them become several."""
    codes = np.arange(0x110000, dtype=np.uint32)
    several = np.zeros(0x110000, dtype=np.bool_)
    for code in range(0x10000):
        if 0xD800 <= code < 0xE000:
            continue
        folded = fold_one(chr(code))
        codes[code] = ord(folded) if len(folded) == 1 else 0
        several[code] = len(folded) > 1
    return codes, several


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; `origin[i]` is the place in the original of folded character i."""

    text: str
    origin: NDArray[np.int64]


def fold(text: str) -> Folded:
    """Fold text for matching: script variants, case, accents, joiners and tatweel are gone, runs of space are one."""
    one, several = table()
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    if several[codes].any():
        parts = [(folded, i) for i, char in enumerate(text) for folded in fold_one(char)]
        folded = np.array([ord(char) for char, _ in parts], dtype=np.uint32)
        kept = np.array([i for _, i in parts], dtype=np.int64)
    else:
        folded = one[codes]
        kept = np.flatnonzero(folded)
        folded = folded[kept]
    blank = folded == 0x20
    wanted = ~(blank & np.concatenate(([False], blank[:-1])))
    return Folded(folded[wanted].tobytes().decode("utf-32-le", "surrogatepass"), kept[wanted])


@lru_cache(maxsize=100_000)
def fold_word(word: str) -> str:
    """Fold a word or short name, remembered: for its length `fold` would spend its time on setting out."""
    return " ".join("".join(fold_one(char) for char in word).split())
