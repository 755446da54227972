"""A text's names in, the same out, but groups for those whose side they take, who do nothing: گروه‌های وابسته به ایران."""

from __future__ import annotations

from extractors.auxiliaries import BEING
from extractors.lexicon import Hit, Hits
from extractors.party import Party
from extractors.wording import Wording

Begun = list[tuple[Party, int]]


def with_groups(words: Wording, hits: Hits, named: Begun, taken: bytearray) -> Begun:
    """Put groups in the place of those who back them, or whom they oppose, and who do nothing; marks the words as taken.

    `named` are parties with the character at which they start. Words that tell whose side a group takes are the lexicon's
    `attribute`, groups those that it knows, and nouns (`collective`) that make one only before such words.
    """
    behind, ending = {party.first: party for party, _ in named}, {party.last: party for party, _ in named}
    groups = {hit.last: hit for kind in ("collective", "group") for hit in hits.at(kind).values()}
    found: dict[Party, Party] = {}
    for place, hit in hits.at("attribute").items():
        body = hits.at("group").get(hit.last)  # مخالف دولت سوریه
        party = behind.get(hit.last) or (behind.get(body.last) if body else None)
        if party is None or (words.forms[party.last : party.last + 1] or [""])[0] in BEING:
            continue  # somebody is close to another, and is not told by that
        group = ending.get(place) if hit.last - place > 1 else None
        group = group or (None if taken[place - 1] else group_before(words, hits, groups, place))
        if group and not any(words.marks[group.first : party.first]):
            found |= {party: group._replace(last=party.last), group: group._replace(last=party.last)}
            taken[group.first : party.last] = b"\1" * (party.last - group.first)
    onto = {hit.first: len(hit.onto) for hit in groups.values()}
    started = [(group, words.starts[group.first] + onto.get(group.first, 0)) for group in dict.fromkeys(found.values())]
    return [one for one in named if one[0] not in found] + started


def group_before(words: Wording, hits: Hits, groups: dict[int, Hit], place: int) -> Party | None:
    """Take the group that ends at a word, with the adjective of its state."""
    state = hits.at("demonym").get(place - 1)
    if (hit := groups.get(place - bool(state))) is None:
        return None
    what = str(hit.value) if hit.kind == "group" else "group"
    return Party(hit.first, place, (f"text:{state.value}:{what}" if state else f"text:{what}",), "group")
