"""English words in, the names out that the registry does not have: known by their capitals, and later by their last words."""

from __future__ import annotations

from collections.abc import Iterator, Set

from extractors.party import Party
from extractors.wording import Wording

# English words with a capital that name nobody.
CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september "
    "october november december the a an in on at after before during while when as if but and he she it they we this "
    "that these".split()
)
# Last words of English names that name nobody alone.
COMMON = frozenset(
    (
        "secretary minister president general ambassador senator speaker house council committee party movement force forces "
        "army state states department office agency university institute center centre news times board union corps court "
        "street square day war group bank company foundation organization association commission ministry service conference "
        "summit agreement deal"
    ).split()
)
# And of those that are places.
SITES = frozenset(
    "square street avenue airport university province bridge hotel mosque shrine island river sea gulf strait road highway camp "
    "cemetery hospital stadium district neighborhood neighbourhood east coast valley".split()
)


def unknown_names(words: Wording, taken: bytearray, stops: Set[int]) -> Iterator[Party]:
    """Find names of two words and more, and later their last words alone; what is found is marked as taken.

    `stops` are words that are no part of a name. Names of squares, towns' quarters and the like name nobody.
    """
    known: dict[str, str] = {}
    capital = [place for place, start in enumerate(words.starts) if words.text[start].isupper()]
    done = 0
    for place in capital:
        end = place
        while end >= done and end < len(words) and is_name(words, end, taken, stops) and (end == place or goes_on(words, end)):
            end += 1
        if end <= max(place, done):
            continue
        done, last = end, words.forms[end - 1]
        whole = f"text:{words.text[words.starts[place] : words.ends[end - 1]]}" if end - place >= 2 and last not in SITES else ""
        if whole and last not in COMMON:
            known[last] = whole
        if who := whole or known.get(last, known.get(last.removesuffix("s"))):
            taken[place:end] = b"\1" * (end - place)
            yield Party(place, end, (who,), "unknown")


def goes_on(words: Wording, place: int) -> bool:
    """Tell whether a name may go on with a word: no mark and no end of a line stands before it."""
    return not words.marks[place - 1] and "\n" not in words.text[words.ends[place - 1] : words.starts[place]]


def is_name(words: Wording, place: int, taken: bytearray, stops: Set[int]) -> bool:
    """Tell whether a word is written as a name is, and is part of no other; days and months are none."""
    word, written = words.forms[place], words.text[words.starts[place]]
    return written.isupper() and len(word) > 1 and not taken[place] and word not in CALENDAR and place not in stops
