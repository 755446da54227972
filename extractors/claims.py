"""The sentences of a text with their parties in, what is said by whom out: span, cue, stance, and the chain of speakers."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import NamedTuple

from extractors.lexicon import Hit, Hits
from extractors.nameless import passed_on, passes_on
from extractors.party import Party
from extractors.scene import Scene
from extractors.speakers import NEAR, Source, Speakers
from extractors.wording import Wording

# A claim has so many words at least; a cue so near the end of its sentence stands after what is said.
LEAST, TAIL = 3, 5
# Arabic puts a speaker's office and the outlet between "said" and "that"; what is quoted of more characters is no name.
FAR_THAT, LONG = 25, 25
# A quotation of so many Persian words may be a name.
NAME = 5
# Sentences at the head of a report in which an agency names its sources.
HEAD = 4
# Stances that have an object: in Persian it stands before the cue, whatever "and" adds.
JUDGED = frozenset({"condemns", "praises"})
# Persian for going on, with what one says or does.
GOES_ON = "ادامه"
# So many claims back a sentence may still be going on.
LAST = 4
# What a word may be besides a cue: it then is one only before "that".
SMALL = frozenset({"marker", "negation", "clause", "hypothetical"})
# What leads an English participle that says something, beside a comma.
FREE = frozenset({"by", "while", "after", "before", "in", "when"})
# What makes a noun of an English word that may be a cue: the report, his claims.
BEFORE_NOUN = frozenset("the a an this that these those his her its their our some any such of to new recent media local".split())
# What makes an English claim a demand or a prediction, within so many words from its start.
MUST = frozenset("must should imperative ought".split())
WILL = frozenset("will would shall ll".split())
OPENING = 25


class Said(NamedTuple):
    """What somebody says: characters of the text, the cue, the stance, and who vouches for it, outermost first."""

    start: int
    end: int
    cue_start: int
    cue_end: int
    stance: str
    chain: tuple[str, ...]


class Listener:
    """Finds what is said in a text, sentence by sentence, and remembers who spoke last."""

    def __init__(self, words: Wording, hits: Hits, taken: bytearray, media: set[str], people: Set[str]) -> None:
        self.words, self.language, self.people = words, words.language, people
        self.speakers = Speakers(words, hits, taken, media)
        self.kinds, self.inside = self.speakers.kinds, self.speakers.inside
        self.small = {(hit.first, hit.last) for hit in hits.of(*SMALL)}
        self.he = {words.forms[h.first] for h in hits.of("pronoun") if h.value in ("he", "she")}
        self.titles = {words.forms[hit.first].removeprefix("و") for hit in hits.of("title")}
        self.passive = hits.under("passive")
        self.prepositions = {hit.last for hit in hits.of("marker")}
        self.bare = {(hit.first, hit.last) for found in self.kinds.get("bare", {}).values() for hit in found}
        self.speaker: tuple[str, ...] = ()
        self.outer: dict[str, tuple[str, ...]] = {}
        self.lead: tuple[str, ...] = ()
        self.found: list[Said] = []
        self.used: set[tuple[int, int]] = set()

    def listen(self, scene: Scene) -> None:
        """Add what is said in one sentence; one of marks alone says nothing."""
        if scene.first >= scene.last:
            return
        late = self.words.sentence_of(scene.first) >= HEAD
        if late and not any(scene.first in found for found in self.kinds.values()):
            return self.go_on(scene)  # it has no word of saying
        sources = list(self.speakers.sources(scene))
        if len(self.lead) < 2 and not late:
            names = [p.who[0] for p in scene.parties if p.marker == "source"] or [s[1][0] for s in sources if s[1]]
            self.lead = tuple(dict.fromkeys((*self.lead, *names, *self.speakers.told(scene))))
        cues = [cue for cue in self.inside("cue", scene) if self.is_cue(scene, cue)]
        heard = len(self.found)
        for number, cue in enumerate(cues):
            limit = cues[number + 1].first if number + 1 < len(cues) else scene.last
            self.hear(scene, cue, limit, sources, number)
        if sources and len(self.found) == heard:
            self.report(scene, sources)
        elif len(self.found) == heard:
            self.go_on(scene)

    def is_cue(self, scene: Scene, cue: Hit) -> bool:
        """Tell whether a word that may say that something is said does so here.

        It does not within a quotation, nor as a noun or passive, nor where it is also a small word and no "that" follows.
        """
        words, start = self.words, self.words.starts[cue.first]
        that = any(0 <= h.first - cue.last <= 1 for h in self.inside("that", scene))
        within = any(opened <= start < closed and closed - opened > LONG for opened, closed in words.quotes_near(start, start))
        if within or ((cue.first, cue.last) in self.small and not that):
            return False
        if passes_on(words, cue):  # نقلت القوات معداتها
            passed = passed_on(words, scene, cue, self.inside("anonymous", scene))
            return bool(passed or self.that(scene, cue.last, scene.last))
        if self.language == "fa" and words.forms[cue.first] == GOES_ON:
            return not self.is_continued(scene, cue)
        if self.language != "en" or that:
            return True
        before = words.forms[cue.first - 1] if cue.first else ""
        if words.forms[cue.first].endswith("ing") and words.forms[cue.first] != "saying" and not words.marks[cue.first - 1]:
            return before in FREE  # two mistakes, namely killing one and announcing another
        passive = (
            any(place in self.passive for place in range(max(cue.first - 2, 0), cue.first))
            and words.forms[cue.last - 1] != "saying"
        )
        passive |= words.forms[cue.last : cue.last + 1] == ["by"] and words.forms[cue.last - 1].endswith("ed")  # claimed by ISIS
        return before not in BEFORE_NOUN and not passive and cue.first not in self.prepositions

    def is_continued(self, scene: Scene, cue: Hit) -> bool:
        """Tell whether a Persian subject goes on with something else than speaking: به تلاش خود ادامه می‌دهد."""
        forms = self.words.forms
        start = next((p for p in range(cue.first - 1, scene.first, -1) if self.words.marks[p - 1]), scene.first)
        return bool({"به", "را"} & {*forms[start : cue.first]})

    def report(self, scene: Scene, sources: list[Source]) -> None:
        """Add a sentence that names its source and has no cue: According to X, … or …, according to X."""
        hit, last = sources[0][0], sources[-1][2]
        chain = tuple(one for source in sources for one in source[1])
        first, end = (last, scene.last) if hit.first - scene.first <= TAIL else (scene.first, hit.first)
        if hit.kind == "quoting" and hit.first - scene.first > TAIL and scene.last - last > 2 * TAIL:
            first, end = last, scene.last
        self.speaker = chain[-1:]
        self.add(first, end, (hit.first, hit.last), "asserts", chain)

    def go_on(self, scene: Scene) -> None:
        """Add a sentence within a quotation that an earlier sentence's speaker goes on with."""
        if not self.speaker or not self.found:
            return
        start, end = self.words.starts[scene.first], self.words.ends[scene.last - 1]
        for opened, closed in self.words.quotes_near(start, end):
            if opened <= start and end <= closed + 1 and (opened, closed) not in self.used:
                self.found[-1] = self.found[-1]._replace(end=closed)
                self.used.add((opened, closed))

    def hear(self, scene: Scene, cue: Hit, limit: int, sources: list[Source], number: int) -> None:
        """Add what one cue says is said."""
        party = self.speakers.subject(scene, cue, number)
        who = self.speakers.meant(party) if party else ()
        if party and party.kind == "people" and self.language == "ar" and party.first == cue.last + 1:
            who = (f"text:{self.words.text[slice(*self.words.span(cue.last, party.last))]}",)  # ذكرت تقارير تركية
        # An agency is no "he": in Persian the one who passes on, in English the one who spoke.
        spoke = self.speaker[{"fa": -1, "en": 0}.get(self.language, 0)] if self.speaker else None
        person = spoke and (self.language == "ar" or spoke not in self.speakers.media)
        body = self.language == "en" and spoke and not (spoke in self.people or spoke.startswith("text:"))  # no "he"
        titled = self.language == "ar" and self.words.forms[party.first].removeprefix("و") in self.titles if party else False
        if party and party.kind == "back" and person and not body and (self.words.forms[party.first] in self.he or titled):
            who = self.speaker
        quoted = (
            [whom for hit, whom, _ in sources if hit.kind == "quoting" and hit.last <= cue.first] if self.language == "fa" else []
        )
        he = party is not None and not party.who  # Persian, of whoever spoke before
        passed = passed_on(self.words, scene, cue, self.inside("anonymous", scene))
        who = passed or who or (() if he else self.speakers.anonymous(scene, cue)) or (quoted[-1] if quoted else self.speaker)
        if not who:
            return
        span = self.content(scene, cue, party, limit)
        if span is None:
            return
        chain = passed or self.speakers.chain(sources, who, party.last if party else 0)
        outer = (
            tuple(dict.fromkeys((*chain[:-1], *self.speakers.told(scene))))
            if chain[-1] not in self.speakers.told(scene)
            else chain[:-1]
        )
        if self.language == "fa":  # Persian agencies name their source once, and go on with "he added"
            outer = self.outer[chain[-1]] = outer or self.outer.get(chain[-1], ())
        chain = (*outer, chain[-1])
        at, begins = self.words.starts[cue.first], self.words.starts[scene.first]
        if not any(begins <= said.start <= at < said.end for said in self.found[-LAST:]):
            self.speaker = chain[-1:]
        self.add(*span, (cue.first, cue.last), str(cue.value), chain)

    def content(self, scene: Scene, cue: Hit, party: Party | None, limit: int) -> tuple[int, int] | None:
        """Find the words of what is said: a quotation, what follows the cue, or what stands before it."""
        start = party.last if party and 0 <= party.first - cue.last <= NEAR and not party.marker else cue.last
        that = self.that(scene, start, limit)
        if quoted := self.quotation(scene, cue, limit, that):
            return quoted
        if that is None and self.closes(scene, cue, party):
            return self.before(scene, cue, party)
        if that is None and (self.bare or self.language == "en") and (cue.first, cue.last) not in self.bare:
            return None
        start = that.last if that else start
        end = limit
        if limit < scene.last and self.words.marks[limit - 1][:1] not in (",", "،", ";"):
            end = next((p for p in range(limit - 1, start, -1) if self.words.marks[p - 1][:1] in (",", "،", ";")), scene.last)
        return (start, end) if end - start >= LEAST else None

    def that(self, scene: Scene, start: int, limit: int) -> Hit | None:
        """Find the word that opens what is said, if there is one before a colon or a quotation of more than a name."""
        reach = FAR_THAT if self.language == "ar" else 2 * NEAR
        for hit in self.inside("that", scene):
            if (start <= hit.first <= start + reach or hit.first < start < hit.last) and hit.first < limit:
                colon = any(":" in mark for mark in self.words.marks[start - 1 : hit.first])
                low, high = self.words.starts[start], self.words.starts[hit.first]
                long = any(low <= a < high and b - a > LONG for a, b in self.words.quotes_near(low, high))
                return None if colon or long else hit
        return None

    def closes(self, scene: Scene, cue: Hit, party: Party | None) -> bool:
        """Tell whether a cue stands at the end of what is said: …, he said; in Persian … را رد کرد."""
        rest = scene.last - cue.last
        if self.language == "fa":
            joined = any(0 < other.first - cue.last <= 1 for other in self.inside("cue", scene))
            return rest < LEAST or joined or (cue.value in JUDGED and self.words.forms[cue.last] == "و")
        if self.language != "en" or not self.ends_clause(scene, cue, party):
            return False
        last = party.last if party is not None and party.first >= cue.last else cue.last
        quoted = next((h for h in self.inside("quoting", scene) if 0 <= h.first - last <= 1), None)
        return quoted is not None or scene.last - last <= TAIL or self.words.marks[last - 1][:1] == ","

    def ends_clause(self, scene: Scene, cue: Hit, party: Party | None) -> bool:
        """Tell whether an English cue closes what is said: …, he said."""
        first = min(cue.first, party.first) if party and party.last <= cue.first else cue.first
        return first > scene.first and any(char in self.words.marks[first - 1] for char in ',”"')

    def before(self, scene: Scene, cue: Hit, party: Party | None) -> tuple[int, int] | None:
        """Take what stands before a cue: in Persian after the subject, in English before it."""
        if self.language == "fa":
            first = party.last if party and party.last <= cue.first else scene.first
            return (first, cue.first) if cue.first - first >= LEAST else None
        end = party.first if party and party.last <= cue.first else cue.first
        return (scene.first, end) if end - scene.first >= LEAST else None

    def quotation(self, scene: Scene, cue: Hit, limit: int, that: Hit | None) -> tuple[int, int] | None:
        """Find the quotation that a cue introduces or closes, as words; a long one may begin or end in another sentence."""
        words = self.words
        at, stop = words.starts[cue.first], words.ends[limit - 1] if limit else 0
        low, high = words.starts[scene.first], words.ends[scene.last - 1] + 2
        best: tuple[int, int] | None = None
        for opened, closed in words.quotes_near(low, high):
            if closed <= low or opened > high or (opened, closed) in self.used:
                continue
            if words.at(closed - 1) - words.at(opened) < LEAST - 1:
                continue
            follows = at < opened <= stop + 2 and self.introduces(cue, opened, that)
            last = words.at(closed - 1) + 1
            # «رجب طیب اردوغان»، نخست وزیر ترکیه گفت: so few words are a name, unless the cue follows at once.
            name = self.language == "fa" and last - words.at(opened) <= NAME and cue.first > last
            closes = closed <= at and last + 3 * NEAR >= cue.first and not name
            if closes or (follows and best is None):
                best = (opened, closed)
                if follows:
                    break
        if best is None:
            return None
        self.used.add(best)
        return words.words_of(*best)

    def introduces(self, cue: Hit, opened: int, that: Hit | None) -> bool:
        """Tell whether a cue leads to the quotation that opens there: at once, after a colon or comma, or after "that"."""
        first = self.words.at(opened)
        if that is not None:
            return first == that.last
        mark = self.words.marks[first - 1]
        return first - cue.last <= 2 or (first - cue.last <= 4 * NEAR and any(char in mark for char in ":,،"))

    def add(self, first: int, end: int, cue: tuple[int, int], stance: str, chain: tuple[str, ...]) -> None:
        """Add a claim of some words."""
        if end - first < LEAST or not chain:
            return
        start, stop = self.words.span(first, end)
        if self.language == "en" and stance == "asserts":
            stance = stance_of(self.words.forms[first : min(end, first + OPENING)])
        if chain[-1].startswith("text:"):
            self.speakers.nameless_last = chain[-1:]
        self.found.append(Said(start, stop, *self.words.span(*cue), stance, chain))


def stance_of(forms: Sequence[str]) -> str:
    """Say what an English claim with a neutral cue does by its first words: said that they must leave, that they will leave."""
    first = next((form for form in forms if form in MUST or form in WILL), "")
    return "demands" if first in MUST else "predicts" if first else "asserts"


class Claims:
    """The claims of a text, by the sentences into which they reach."""

    def __init__(self, words: Wording, said: Sequence[Said]) -> None:
        self.words = words
        self.found: dict[int, list[Said]] = {}
        for one in said:
            for number in range(words.sentence_of(words.at(one.start)), words.sentence_of(words.at(one.end - 1)) + 1):
                self.found.setdefault(number, []).append(one)

    def at(self, start: int, end: int) -> Said | None:
        """Find the innermost claim around some characters; what only the cue says is no part of the claim."""
        near = self.found.get(self.words.sentence_of(self.words.at(start)), ())
        around = [one for one in near if one.start <= start and end <= one.end and not one.cue_start <= start < one.cue_end]
        return min(around, key=lambda one: one.end - one.start, default=None)
