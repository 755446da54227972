"""A Persian party or verb and the words beside it in, whether را makes it the object out, or what of it is not the object."""

from __future__ import annotations

from collections.abc import Container

from extractors.lexicon import Hit
from extractors.party import FILLERS, Party
from extractors.wording import Wording

# The Persian mark of the direct object.
OBJECT_MARK = "را"
# Where a thing is says no more of it.
IN = "در"
# Behind these another thing is the object, and who stands before is the subject: سپاه یک نفتکش را, ایران سفیر خود را.
ANEW = frozenset("یک خود دو سه چهار پنج شش هفت هشت نه ده چند چندین این ان تعدادی برخی همه هر هیچ بخشی یکی".split())
# Behind a group without a name را follows after fewer words than these, unless it names its people: نیروهای آمریکایی پایگاه را.
GROUP = 3
# Adjectives that stand at the name of a state or body itself.
ADJECTIVES = frozenset("اسلامی جدید نوین بزرگ مرکزی کنونی فعلی امروز واحد عزیز مستقر حاضر مقیم ساکن".split())
# Of the words behind which another thing is the object those that count persons: سه ایرانی.
COUNTS = ANEW - {"خود", "این", "ان", "یک"}
# A Persian name that is the object is followed by its mark within so many words.
NAME = 6


class ObjectMark:
    """Looks for را behind the parties of a text; over `stops`, `marks` and what is `taken` by another party it is not theirs."""

    def __init__(self, words: Wording, taken: bytearray, stops: Container[int], marks: Container[int]) -> None:
        self.words, self.taken, self.stops, self.marks = words, taken, stops, marks
        # Where a party ends, by its first word, once all are known.
        self.ends: dict[int, int] = {}

    def is_subject(self, party: Party) -> bool:
        """Tell whether a Persian name that opens its sentence stands before another noun with را: ایران نیروهایش را مستقر کرد."""
        number = self.words.sentence_of(party.first)
        opens = number >= 0 and (party.first == self.words.firsts[number] or ":" in self.words.marks[party.first - 1])
        after = self.words.forms[party.last : party.last + 1]
        ended = party.kind == "group" and (party.who[0].count(":") > 1 or not self.follows(party.last, GROUP))
        opens = opens and (party.kind in ("named", "state") or ended)
        return opens and after not in ([], [OBJECT_MARK], ["و"]) and after[0] not in ADJECTIVES

    def follows(self, last: int, reach: int = FILLERS) -> bool:
        """Tell whether را follows a Persian party, at once or after a few words that belong to it."""
        for place in range(last, min(last + reach, len(self.words))):
            form = self.words.forms[place]
            if form == OBJECT_MARK:
                return True
            if form == IN:
                return self.ends_before_mark(place + 1)  # پایگاه آمریکا در عراق را
            if form in ANEW or form.isdigit():
                return False
            if (
                self.words.marks[place - 1] not in ("", '"', "»")
                or place in self.stops
                or self.taken[place]
                or place in self.marks
            ):
                return False
        return False

    def ends_before_mark(self, first: int) -> bool:
        """Tell whether a name begins at a word and has را behind it."""
        last = self.ends.get(first, 0)
        return last > first and self.words.forms[last : last + 1] == [OBJECT_MARK]


def without_object(words: Wording, hit: Hit, taken: bytearray) -> Hit:
    """Leave of a Persian verb the object that is somebody's name, up to its را: کنسولگری ایران را به آتش کشیدند."""
    if hit.kind not in ("verb", "apart") or not taken[hit.first]:
        return hit
    verb = next((place for place in range(hit.first, min(hit.first + NAME, len(words))) if not taken[place]), hit.first)
    if words.forms[verb : verb + 1] != [OBJECT_MARK]:
        return hit
    if hit.kind == "verb":
        return hit._replace(first=verb + 1) if verb + 1 < hit.last else hit
    entry, first, last = hit.value
    return Hit(first, last, "apart", (entry, first, last)) if verb < first else hit
