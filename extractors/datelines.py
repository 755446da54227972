"""A party at the head of a report in, whether it only says who reports and from where out: BAGHDAD, IRNA – …, تهران - ایرنا:."""

from __future__ import annotations

from collections.abc import Mapping

from extractors.party import FILLERS, Party
from extractors.records import Actor
from extractors.wording import Wording

# What parts a town from the agency that reports from it, and an agency from its report.
DASHES = ("-", "–", "—", "ـ", "/")
ENDS = (":", "-", "–", "—", ")")


def is_source(words: Wording, party: Party, actors: Mapping[str, Actor]) -> bool:
    """Tell whether an outlet only says at the head of a sentence where the report is from."""
    actor, mark = actors.get(party.who[0]), words.marks[party.last - 1][:1]
    if actor is None or actor.kind != "media_outlet":
        return False
    if words.language == "en" and "(" in words.marks[party.first - 1]:
        return mark == ")"  # WASHINGTON, Feb 28 (Reuters) -
    number = words.sentence_of(party.first)
    return mark in ENDS and number >= 0 and party.first - words.firsts[number] <= FILLERS


def is_dateline(words: Wording, party: Party) -> bool:
    """Tell whether a party before an agency is only where it reports from: in English always, in Persian before a dash."""
    return words.language == "en" or words.marks[party.last - 1].strip().startswith(DASHES)
