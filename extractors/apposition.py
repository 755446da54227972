"""Two neighbouring English parties and their kinds in, one where a title, an office or another state goes with it out."""

from __future__ import annotations

from extractors.memory import OFFICES
from extractors.party import FILLERS, Party
from extractors.wording import Wording

# Between an English person and his office.
ARTICLES = frozenset({"the", "a", "then", "former", "late", "who", "is", "was"})
RANKS = frozenset("lt gen general lieutenant major maj brigadier brig colonel col mr dr haj hajj martyr".split())
# Small letters in English names.
NAMES = frozenset("al el bin ibn ul e de van von der s".split())


def titled(words: Wording, a: Party, b: Party, kinds: tuple[str, str]) -> Party | None:
    """Make one party of an English title and the person behind a comma: top Iranian commander, Lt. Gen. Soleimani."""
    between, comma = words.forms[a.last : b.first], words.marks[a.last - 1][:1] == ","
    title = a.kind in ("group", "holder") and words.forms[a.last - 1] in OFFICES and comma and set(between) <= RANKS
    person = kinds[1] == "person" and not b.marker and not a.owner
    return b._replace(first=a.first, marker=a.marker) if title and person else None


def apposed(words: Wording, a: Party, b: Party, kinds: tuple[str, str]) -> Party | None:
    """Make one party of an English person and the office beside him, whoever holds it now: Soleimani, its commander,"""
    between, comma = words.forms[a.last : b.first], words.marks[a.last - 1][:1] == ","
    back = b.who[:1] == ("back:he",) and words.forms[b.first] == "the"
    if comma and not between and back and kinds[0] == "person":
        return a._replace(last=b.last)  # Soleimani, the general
    if kinds[1] != "person" or not (kinds[0] == "person" or a.kind == "unknown"):
        return None
    first, second = is_office(words, a), is_office(words, b)
    if first and not second and set(between) <= RANKS and a.last < b.first:
        return b._replace(first=a.first, marker=a.marker)  # the force's chief Lt. Gen. Soleimani
    # The IRGC's Quds Force commander: its body goes with the office.
    plain = {words.forms[p] for p in range(a.last, b.first) if not words.text[words.starts[p]].isupper()}
    if not comma or len(between) > FILLERS or not plain <= ARTICLES:
        return None
    if second and not first:
        return a._replace(last=b.last)
    closed = words.marks[b.last - 1][:1] == "," and words.forms[b.last : b.last + 1] != ["and"]
    return b._replace(first=a.first, marker=a.marker) if first and closed else None


def are_states(words: Wording, a: Party, b: Party, kinds: tuple[str, str]) -> bool:
    """Tell whether two English states are bound by a hyphen: US-Israeli, Israel-US."""
    both = kinds == ("state", "state") and all(p.kind in ("state", "people", "named") for p in (a, b))
    text = words.text[words.ends[a.last - 1] : words.starts[b.first]]  # TEHRAN – The United States: a dateline
    return both and a.who != b.who and text.strip(".") in ("-", "–", "/") and not a.owner


def is_office(words: Wording, party: Party) -> bool:
    """Tell whether an English party is written as an office is: with a word in small letters that is no part of a name."""
    places = range(party.first, party.last)
    return any(words.text[words.starts[p]].islower() and words.forms[p] not in NAMES for p in places)
