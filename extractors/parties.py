"""A text's words, hits and mentions in, the parties of each sentence out: who may act or be acted on, and how each is marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractors.capitals import unknown_names
from extractors.datelines import is_dateline, is_source
from extractors.definite import is_alone, is_whole
from extractors.fitting import Fitting
from extractors.joining import SUPPORTERS, Joiner
from extractors.lexicon import Hit, Hits
from extractors.memory import Memory, kind_of_group, means_of
from extractors.object_mark import COUNTS, ObjectMark
from extractors.party import FILLERS, Name, Party, governed
from extractors.registry import Registry
from extractors.sided import with_groups
from extractors.strangers import Strangers
from extractors.wording import Wording

# What stands before a group of that state, and is no word of its own: U.S. forces.
US = ("U.S. ", "US ", "United States ")
# What says of the bases and headquarters of somebody that it is against him.
OUTER = ("on", "against")
# English words before an "of" that only says where something is.
COMPASS = frozenset("north south east west northeast northwest southeast southwest outside".split())
# Endings of words for peoples that mean persons: Iraqis, ایرانی‌ها, العراقيون.
PLURALS = {"en": ("is", "ans", "ks", "ds", "bs"), "fa": ("ها", "های", "ان"), "ar": ("ین", "ون")}
PAIR = "تین"  # of two things: قاعدتين أميركيتين
# What prepositions that Arabic writes onto a name mark.
ONTO = {"ل": "to", "ب": "with", "ك": ""}
# Arabic words, folded, for what somebody leads or is, onto which a preposition is written.
RULED = frozenset("نظام حکومه قوات جماعه حرکه میلیشیا میلیشیات جیش مقاتلی عناصر مسلحی سلطات فصایل قیاده".split())
# Last words of Arabic offices, folded: who follows is whose office it is.
OFFICE_ENDS = frozenset("العام العامه الرسمی الرسمیه الاعلی التنفیذی".split())
# Marks between a group and an adjective that is not its own: the American presence. Protesters …
PARTING = frozenset(".,;:!?،؛؟")
# From "it" to the "that" of which it is a forerunner.
DUMMY = 4
# Digits of a year.
YEAR = 4
# English pronouns that own what follows.
OWNERS = frozenset({"his", "her", "its", "their"})


def written_onto(form: str) -> str:
    """Say what the preposition marks that Arabic writes onto a noun before a name: للرئيس, دعم طهران لنظام الأسد."""
    bare = form.lstrip("و")
    if form.startswith("لل") and len(form) > len("لله"):
        return "to"
    return ONTO.get(bare[0], "") if bare[1:] in RULED else ""


class Reader:
    """Reads the parties of a text, sentence by sentence, and remembers who was spoken of."""

    def __init__(self, words: Wording, hits: Hits, names: Iterable[Name], registry: Registry, fitting: Fitting) -> None:
        self.fitting = fitting
        self.words, self.actors, self.states, self.language = words, registry.actors, registry.states, words.language
        self.taken = bytearray(len(words))
        self.bare: list[tuple[Party, int]] = []
        self.serves: dict[str, tuple[str, ...]] = {}
        # Who is "he" before anybody is named.
        self.topic: tuple[str, ...] = ()
        self.hits = hits
        markers = [hit for hit in hits.of("marker") if hit.value != "object"]
        self.marks = {hit.last: hit for hit in sorted(markers, key=lambda h: -h.first)}  # مقابله با, not با alone
        self.leads = {hit.first for hit in self.marks.values()}  # Iraq in collaboration with
        self.parts = {hit.last: hit.first for hit in hits.of("partitive")}
        self.stops = {hit.first for hit in hits.of("verb", "cue", "clause", "helper", "noun", "light", "passive", "time")}
        nouns = hits.of("noun", "light") if self.language == "fa" else ()
        self.heads = {hit.last for hit in nouns if hit.last - hit.first > 1}
        if self.language == "fa":  # باید parts its subject from what it asks
            self.stops |= {hit.first for hit in hits.of("hypothetical")}
        self.object_mark = ObjectMark(words, self.taken, self.stops, self.marks)
        self.add_names(names)
        if self.language == "fa":
            self.add_strangers()
        self.bare = with_groups(words, hits, self.bare, self.taken)
        self.stands = hits.under("align")
        self.add_backward(("title",))
        self.add_groups()
        self.add_backward(("pronoun", "body"))
        self.add_peoples()
        if self.language == "en":
            self.add_unknown()
        # Once all are known: none of them stands between another and its mark.
        self.object_mark.ends = {party.first: party.last for party, _ in self.bare}
        self.found = sorted(self.finished(party, start) for party, start in self.bare)

    def finished(self, party: Party, start: int) -> Party:
        """Find what marks a party, or that it is only the outlet from which a report is."""
        marked = self.marked(party, start)
        while self.language == "ar" and marked.first in self.parts:  # خمسة من عناصر داعش begins with how many
            marked = marked._replace(first=self.parts[marked.first])
        if is_source(self.words, party, self.actors):
            return marked._replace(marker="source")
        return marked._replace(owner=marked.owner or (party.kind == "back" and self.words.forms[party.first] in OWNERS))

    def add_names(self, names: Iterable[Name]) -> None:
        """Take the names that were found, longest first where they overlap."""
        for name in sorted(names, key=lambda n: (n.start - n.end, n.start)):
            first, last = self.words.words_of(name.start, name.end)
            number = self.words.sentence_of(first)
            if any(self.taken[first:last]) or number < 0 or first >= self.words.sentences[number][1]:
                continue
            if self.is_adjective(first, last):
                continue
            if name.actor_id:
                who: tuple[str, ...] = (name.actor_id,)
                kind = "group" if name.actor_id.startswith("text:") else "named"
            elif name.place_id in self.actors:
                who, kind = (str(name.place_id),), "people" if self.is_attribute(first, last) else "state"
            else:
                who, kind = (f"place:{name.place_id}",), "place"
            self.taken[first:last] = b"\1" * (last - first)
            self.bare.append((Party(first, last, who, kind), name.start))

    def is_adjective(self, first: int, last: int) -> bool:
        """Tell whether an Arabic adjective of a state is only taken for its Persian name: مصادر روسية."""
        word = self.words.forms[first].removeprefix("و")
        alone = self.language == "ar" and last - first == 1 and first in self.hits.at("demonym")
        return alone and not self.fitting.is_name(word)

    def is_attribute(self, first: int, last: int) -> bool:
        """Tell whether an English state only says whose the noun behind it is: in a U.S. air strike."""
        named = any(last in self.hits.at(kind) for kind in ("noun", "light")) and last not in self.leads
        return self.language == "en" and (
            self.words.forms[first - 1] in ("a", "an") or (named and not self.words.marks[last - 1])
        )

    def marked(self, party: Party, start: int) -> Party:
        """Find what marks a party: a preposition before it, one that Arabic wrote onto it, را after it, or an owner's s."""
        if self.language == "en":
            return self.marked_in_english(party)
        if self.language == "ar":
            return self.marked_in_arabic(party, start)
        if self.language == "fa" and self.object_mark.follows(party.last) and not self.object_mark.is_subject(party):
            own = self.marker_before(party.first)  # حمله به دست آمریکا را, تحریم علیه ایران را
            within = own == "in" and party.kind in ("state", "place")  # پایگاه آمریکا در عراق را
            return party._replace(marker=own if own in ("by", "against", "via") or within else "object")
        marker = self.marker_before(party.first)
        return party._replace(marker=marker) if marker else party

    def marked_in_english(self, party: Party) -> Party:
        """Find what marks an English party: a preposition before it, or that it owns what follows."""
        text, forms, end = self.words.text, self.words.forms, self.words.ends[party.last - 1]
        if forms[party.first - 1] == "anti":
            return party._replace(marker="against")
        owner = text[end - 2 : end] in ("'s", "’s", "s'", "s’") or (
            text[end : end + 2] in ("'s", "’s", "' ", "’ ") and forms[party.last - 1].endswith("s")
        )
        marker = self.marker_before(party.first)
        if marker == "in" and party.kind not in ("place", "state") and forms[party.first - 1] == "at":
            marker = "against"  # fired at somebody
        return party._replace(marker=marker, owner=owner) if marker or owner else party

    def marked_in_arabic(self, party: Party, start: int) -> Party:
        """Find what marks an Arabic party: a preposition before it, or written onto it before `start`, where its name begins."""
        words, first = self.words, party.first
        onto = words.text[words.starts[first] : start] if start > words.starts[first] else ""
        bare, joined = onto.strip("وف"), onto[:1] == "و"
        if bare and bare[0] in ONTO:
            mark = "in" if bare[0] == "ب" and party.kind in ("place", "state") else ONTO[bare[0]]
            return party._replace(marker=mark, joined=joined)
        if words.forms[first].removeprefix("و").startswith("لل") and not bare:
            office = words.forms[first - 1] in OFFICE_ENDS  # الأمين العام للأمم المتحدة
            return party._replace(marker="of" if office else "to", joined=words.forms[first][0] == "و")  # للعراق
        marker = "" if joined else self.marker_before(first)
        return party._replace(marker=marker, joined=joined) if marker or joined else party

    def marker_before(self, first: int, whole: bool = True) -> str:
        """Find the preposition before a word, over a few words that go with the name; the one before its "of" where `whole`."""
        words = self.words
        for place in range(first, max(first - FILLERS, 0), -1):
            if place in self.parts:
                return self.marker_before(self.parts[place])
            if (hit := self.marks.get(place)) is not None:
                return self.marker_of(hit, whole)
            if words.marks[place - 1] not in ("", '"', "«", "“") or self.taken[place - 1] or place - 1 in self.stops:
                return ""
            if len(words.forms[place - 1]) == YEAR and words.forms[place - 1].isdigit():
                return ""  # In 2014 Iran sent
            if self.language == "ar" and (mark := written_onto(words.forms[place - 1])):
                return mark
        return ""

    def marker_of(self, hit: Hit, whole: bool) -> str:
        """Say how a preposition marks: as it does elsewhere, or as the one before its "of": the attack on a base of the PMF."""
        if self.words.forms[hit.last : hit.last + 1] == ["least"]:
            return ""  # at least two bases
        if self.words.forms[hit.first - 1] == "according":
            return "via"  # according to Iraqi media: that is nobody's recipient
        if hit.value == "of" and self.words.forms[hit.first - 1] in COMPASS:
            return "in"  # a bomb west of Baghdad
        outer = self.marker_before(hit.first, False) if whole and hit.value == "of" and self.language == "en" else ""
        return outer if outer in OUTER else str(hit.value)

    def add_groups(self) -> None:
        """Take groups that have no name, with the adjective of their state: Iraqi protesters, نیروهای عراقی."""
        demonyms = self.hits.at("demonym")
        for hit in sorted(self.hits.at("group").values(), key=lambda h: (h.first - h.last, h.first)):
            first, last = hit.first, hit.last
            # "Iran's allies" says how they stand, and who they are follows; خروج نیروهای آمریکا names whose they are.
            named = last - first == 1 and last in self.heads and last < len(self.words) and self.taken[last]
            if any(self.taken[first:last]) or (first in self.stands and hit.value != SUPPORTERS) or named:
                continue
            state = "usa" if self.words.text.endswith(US, 0, self.words.starts[first]) else ""
            near = range(first - 1, first - 4, -1) if self.language == "en" else range(last, min(last + 3, len(self.words)))
            for place in near:
                if any(mark[:1] in PARTING for mark in self.words.marks[min(place, last - 1) : max(place, first)] if mark):
                    break
                if self.language == "fa" and place - 1 >= last and (place in self.marks or self.taken[place - 1]):
                    break  # شبه‌نظامیان با نیروهای آمریکایی
                if self.language == "ar" and is_whole(self.words.forms[place]) and is_alone(self.words.forms[last - 1]):
                    continue
                if (found := demonyms.get(place)) is not None and not self.taken[place]:
                    state, first, last = str(found.value), min(first, place), max(last, place + 1)
                    break
            name = f"text:{state}:{hit.value}" if state else f"text:{hit.value}"
            self.taken[first:last] = b"\1" * (last - first)
            start = self.words.starts[first] + (len(hit.onto) if first == hit.first else 0)
            self.bare.append((Party(first, last, (name,), kind_of_group(self.words, first, last)), start))

    def add_backward(self, kinds: tuple[str, ...]) -> None:
        """Take words that refer back to somebody: pronouns, "the cleric", "the newspaper"."""
        found = [hit for kind in kinds for hit in self.hits.at(kind).values()]
        for hit in sorted(found, key=lambda h: (h.first - h.last, h.first)):  # این کشور, not این
            if any(self.taken[hit.first : hit.last]) or (self.language == "en" and self.is_dummy(hit)):
                continue
            self.taken[hit.first : hit.last] = b"\1" * (hit.last - hit.first)
            start = self.words.starts[hit.first] + len(hit.onto)
            self.bare.append((Party(hit.first, hit.last, (f"back:{means_of(self.words, hit)}",), "back"), start))

    def is_dummy(self, hit: Hit) -> bool:
        """Tell whether an English "it" means nobody: it is clear that."""
        after = self.words.forms[hit.last : hit.last + DUMMY]
        return self.words.forms[hit.first] == "it" and after[:1] in (["is"], ["was"]) and "that" in after

    def add_peoples(self) -> None:
        """Take adjectives of states that go with no group: Turkish goods, غارات أمريكية."""
        helpers = self.hits.at("helper")
        for place, hit in self.hits.at("demonym").items():
            if self.language == "en" and self.words.text[self.words.starts[place]].islower():
                continue  # us
            if not any(self.taken[place : hit.last]) and not (self.language == "fa" and hit.last in helpers):  # ترک کرد: he left
                self.taken[place : hit.last] = b"\1" * (hit.last - place)
                start = self.words.starts[place] + len(hit.onto)
                plural = self.words.forms[hit.last - 1].endswith(PLURALS[self.language]) or self.is_counted(place)
                plural &= not self.words.forms[hit.last - 1].endswith(PAIR)
                who, kind = (f"text:{hit.value}:people", "group") if plural else (str(hit.value), "people")
                self.bare.append((Party(place, hit.last, (who,), kind), start))

    def is_counted(self, place: int) -> bool:
        """Tell whether a number before a Persian adjective makes persons of it: سه ایرانی را ربودند."""
        before = self.words.forms[place - 1] if place else ""
        return self.language == "fa" and (before in COUNTS or before.isdigit())

    def add_strangers(self) -> None:
        """Take Persian names that the registry does not have; the bodies for which they act are part of them."""
        kinds = {party: actor.kind for party, _ in self.bare if (actor := self.actors.get(party.who[0]))}
        bodies = [party for party, kind in kinds.items() if kind not in ("person", "state", "media_outlet")]
        strangers = Strangers(self.words, self.hits, self.taken, bodies)
        found = [(party, self.words.starts[party.first]) for party in strangers.find()]
        self.serves = {party.who[0]: party.who for party, _ in found if len(party.who) > 1}
        self.bare = [one for one in self.bare if one[0] not in strangers.served] + found

    def add_unknown(self) -> None:
        """Take English names that the registry does not have."""
        self.bare += [(party, -1) for party in unknown_names(self.words, self.taken, self.stops)]

    def sentences(self) -> Iterator[list[Party]]:
        """List the parties of each sentence, joined, with what refers back resolved."""
        roles = {first for kind in ("role", "title") for first in self.hits.at(kind)}
        walls = self.stops | {last - 1 for last in self.marks}
        memory, joiner = (
            Memory(self.actors, self.states, self.language != "ar", self.fitting),
            Joiner(self.words, self.actors, self.taken, walls, roles),
        )
        memory.person = self.topic
        memory.name_holders(self.words, self.found)
        cues = {hit.last for hit in self.hits.at("cue").values()} if self.language == "en" else set()
        told = cues | {place + 1 for place in cues if self.words.forms[place : place + 1] == ["that"]}
        place = 0
        for first, last in self.words.sentences:
            inside: list[Party] = []
            while place < len(self.found) and self.found[place].first < last:
                if self.found[place].first >= first:
                    inside.append(self.found[place])
                place += 1
            if not inside:
                yield inside
                continue
            if self.language != "ar":  # By A and B WASHINGTON, Feb 28 (Reuters) - : who wrote it does nothing; بغداد - ایرنا -
                agency = max((p.last for p in inside if p.marker == "source"), default=first)
                inside = [p for p in inside if p.first >= agency or p.marker == "source" or not is_dateline(self.words, p)]
            merged = [governed(party, self.actors) for party in joiner.merge(inside)]
            resolved = memory.resolve_all(merged, told)
            memory.remember(resolved)
            yield joiner.join([party for party in resolved if party.who])
