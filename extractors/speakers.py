"""A sentence and its words of speech in, who speaks in it out: who says it, through whom, and to which outlet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from extractors.arabic import apposed, leading, nominal_subject
from extractors.arabic_verb import is_participle, somebody
from extractors.lexicon import Hit, Hits
from extractors.nameless import said, typed
from extractors.party import Party
from extractors.scene import Scene, marked
from extractors.wording import Wording

# Between "according to" and an outlet stand so many words at most, and other sources stand nearer.
NEAR, SOURCE = 6, 3
# Between an English subject and its verb of speech: has also said.
BETWEEN = frozenset("has have had also further later earlier then reportedly once again still now previously and he".split())
# An English title behind a name is so long at most.
LONG_TITLE = 16
PASSIVE = frozenset("be been being is are was were".split())
# Words that speak for whoever issued them.
ISSUED = frozenset("statement report letter message tweet post and another threat remarks".split())
# Persian words that follow a subject and are no part of a name.
AFTER_NAME = frozenset(
    "همچنین امروز دیروز ظهر روز صبح عصر شب نیز هم در ضمن با شنبه یکشنبه دوشنبه سهشنبه چهارشنبه پنجشنبه جمعه پیشتر".split()
)
KINDS = frozenset({"cue", "according", "quoting", "told", "that", "anonymous", "bare"})
# The last word of a name that stands for it later has more letters.
SHORT = 3
# Persian words for him who spoke before.
HE = frozenset({"وی", "او", "ایشان"})
# Words with which a sentence opens that goes on with a report.
HERE = ["در", "این", "گزارش"]
# Endings of Persian verbs in the first person.
OURS = ("یم", "کنم", "دهم")
# And for a source without a name, behind "this".
THIS, SOURCES = "این", frozenset({"منبع", "منابع", "مقام", "مسئول", "مسوول", "دیپلمات"})
# Behind "this" the person who spoke before.
TITLES = frozenset(
    "کارشناس نماینده فرمانده تحلیلگر استاد نویسنده پژوهشگر سردار روحانی فعال عضو دیپلمات وزیر سناتور سیاستمدار مقام مسیول".split()
)
# Persian words for outlets that a name goes with.
OUTLETS = frozenset("خبرگزاری شبکه روزنامه تلویزیون رادیو پایگاه وبسایت هفتهنامه".split())
# What leads in Persian to something that a speaker mentions besides.
LED = frozenset({"با", "ضمن"})
MENTIONS = frozenset("اشاره بیان تاکید انتقاد محکوم یاداوری استناد ابراز رد تمجید تقدیر تجلیل".split())
# Arabic words that take up what a relative clause tells of.
RESUMED = frozenset({"بها", "به", "فیها", "فیه", "عنها", "عنه", "لها", "له"})
# The words that name a source, who it is, and the word after it.
Source: TypeAlias = tuple[Hit, tuple[str, ...], int]


class Speakers:
    """Finds who speaks in the sentences of a text."""

    def __init__(self, words: Wording, hits: Hits, taken: bytearray, media: set[str]) -> None:
        self.words, self.language, self.taken, self.media = words, words.language, taken, media
        # Strangers who spoke, by the last word of their names.
        self.known: dict[str, tuple[str, ...]] = {}
        # The source without a name that spoke last.
        self.nameless_last: tuple[str, ...] = ()
        # By kind, and the first word of the sentence in which they stand.
        self.kinds: dict[str, dict[int, list[Hit]]] = {kind: {} for kind in KINDS}
        for number, found in words.by_sentence(hits.of(*KINDS), lambda hit: hit.first).items():
            first, last = words.sentences[number]
            for hit in found:
                if hit.last <= last and (hit.kind == "anonymous" or not any(taken[hit.first : hit.last])):
                    self.kinds[hit.kind].setdefault(first, []).append(hit)

    def sources(self, scene: Scene) -> Iterator[Source]:
        """Find whom a sentence names as its source: the words for it, who, and the word after them."""
        for hit in sorted([*self.inside("according", scene), *self.inside("quoting", scene)]):
            near = self.behind(scene, hit)
            if (
                self.language == "fa"
                and self.words.forms[hit.last : hit.last + 1]
                and self.words.forms[hit.last] in HE
                and hit.first - scene.first > NEAR
            ):
                continue  # به زعم او, of him who speaks already
            reach = range(hit.last, min(hit.last + NEAR, scene.last))
            comma = next((p + 1 for p in reach if self.words.marks[p][:1] in ("،", ",")), scene.last)
            here = [p for p in near if p.first < comma]  # به نوشته روزنامه‌ای، سلیمانی سفر کرد: it is not he
            outlet = next((p for p in (here if self.language == "en" else near) if p.who and p.who[0] in self.media), None)
            people = next((p for p in near if p.kind == "people" and p.first - hit.last <= 1), None)
            if self.language == "en" and people and not outlet and people.last < scene.last:
                ends = (p + 1 for p in range(people.last, min(people.last + SOURCE, scene.last)) if self.words.marks[p])
                last = next(ends, people.last + 1)  # according to Iraqi media, to an Iraqi security source
                yield hit, said(self.words, people.first, last), last
                continue
            party = outlet or next((p for p in here if p.first - hit.last <= SOURCE), None)
            if party is not None:
                kind = None if party is outlet else typed(self.words, self.inside("anonymous", scene), party, hit.last)
                yield hit, kind.who if kind else self.meant(party), party.last
            elif source := next((h for h in self.inside("anonymous", scene) if h.first in reach and h.first < comma), None):
                own = said(self.words, source.first, source.last)
                back = self.language == "fa" and self.words.forms[source.first - 1] == THIS
                yield hit, (self.nameless_last or own) if back else own, source.last
            elif self.language != "en" and hit.kind == "according" and hit.last < comma < scene.last and not here:
                ends = (p - 1 for p in range(hit.last + 2, comma) if p in scene.prepositions)  # خبرگزاری کیودو از بغداد
                yield hit, said(self.words, hit.last, next(ends, comma)), comma

    def meant(self, party: Party) -> tuple[str, ...]:
        """Say who is meant by a Persian source without a name of whom the text has told: این منبع."""
        forms = self.words.forms[party.first : party.first + 2]
        back = self.language == "fa" and party.kind == "back" and forms[:1] == [THIS] and forms[-1] in SOURCES
        return self.nameless_last if back and self.nameless_last else party.who[:1]

    def behind(self, scene: Scene, hit: Hit) -> list[Party]:
        """List who stands right behind words that name a source, and before the next word of saying."""
        cue = next((h.first for h in self.inside("cue", scene) if h.first >= hit.last), scene.last)
        near = [p for p in scene.parties if 0 <= p.first - hit.last <= NEAR and p.first < cue]
        # به گزارش خبرگزاری کیودو از بغداد: where it is from says nothing.
        at = hit.kind == "according"
        return [p for p in near if not (at and p.first > hit.last and p.marker in ("from", "in") and p.who[0] not in self.media)]

    def told(self, scene: Scene) -> list[str]:
        """Find the outlets to which somebody spoke: in an interview with Al Jazeera."""
        near = [(h, p) for h in self.inside("told", scene) for p in scene.parties if 0 <= p.first - h.last <= NEAR]
        if self.language == "fa":  # به رویترز گفت
            near += [(h, p) for h in self.inside("cue", scene) for p in scene.parties if p.marker == "to" and p.last == h.first]
        return [p.who[0] for _, p in near if p.who and p.who[0] in self.media]

    def chain(self, sources: list[Source], who: tuple[str, ...], last: int) -> tuple[str, ...]:
        """Put the speakers in order, outermost first: a source that is quoted right after the one who reports is within."""
        quoted = {hit for hit, _, _ in sources if hit.kind == "quoting"}
        within = quoted if self.language == "en" else {hit for hit in quoted if 0 <= hit.first - last <= NEAR}
        outer = [one for hit, whom, _ in sources if hit not in within for one in whom]
        inner = [one for hit, whom, _ in sources if hit in within for one in whom]
        return tuple(dict.fromkeys((*(one for one in outer if one not in who), *who, *inner)))

    def subject(self, scene: Scene, cue: Hit, number: int) -> Party | None:  # noqa: PLR0911
        """Find who says it: before the cue, in Arabic after it, in English also after it where a quotation ends before."""
        if self.language == "ar":
            antecedent = scene.antecedent(cue.first)
            back = self.words.forms[cue.first : cue.last + 1]  # التي أدلى بها المالكي: it is what he said
            if antecedent and not back[0].endswith(("ه", "ها")) and back[-1] not in RESUMED:
                return antecedent  # المالكي الذي وصف السعودية
            if is_participle(self.words.forms[cue.first]) or any(char in self.words.marks[cue.last - 1] for char in ':"«“'):
                return None if number else self.topic(scene, cue.first) or scene.left(cue.first, scene.subject_cost, 1.5)
            if (lead := leading(scene, cue.first, cue.onto) or nominal_subject(scene, cue.first)) is not None:
                return lead
            after = somebody(scene, cue.last, scene.right(cue.last, marked(frozenset(), bare=True), 0.7))
            return apposed(scene, after, cue.last - 1) or (None if number else scene.left(cue.first, scene.subject_cost, 0.6))
        if self.language == "fa":
            return self.persian_subject(scene, cue, number)
        if self.language == "en":
            mark = self.words.marks[cue.first - 1] if cue.first else ""
            after = next((p for p in scene.parties if 0 <= p.first - cue.last <= 2 and not p.marker), None)
            told = any(h.first == cue.first for h in self.inside("told", scene))
            if after and not told and self.is_inverted(scene, cue, after, mark) and not number:
                return after
            return self.english_subject(scene, cue)
        return scene.left(cue.first, scene.subject_cost, 2.2)

    def topic(self, scene: Scene, place: int) -> Party | None:
        """Take the first person named before an Arabic participle: ولم يوجه أوباما الشكر … موضحا."""
        return next((p for p in scene.parties if p.last <= place and {*p.who} & scene.people and not p.marker), None)

    def english_subject(self, scene: Scene, cue: Hit) -> Party | None:  # noqa: PLR0911
        """Find who speaks before an English cue; a noun right before it that names nobody known is somebody."""
        words, place = self.words, cue.first - 1
        quotes = {hit.first for hit in self.inside("quoting", scene) if hit.last <= cue.first}
        apart = (p for p in scene.parties if p.last in quotes and words.marks[p.last - 1][:1] == ",")
        if (passing := next(apart, None)) is not None:
            return passing  # AP, citing two officials, reported
        if words.marks[place] == "," and (party := self.described(scene, place)) is not None:
            return party
        while place > scene.first and (words.forms[place] in BETWEEN or words.forms[place].endswith("ly")):
            place -= 1
        if "and" in words.forms[place + 1 : cue.first] and not any(p.last == place + 1 for p in scene.parties):
            first = next((p for p in scene.parties if p.last <= place and not p.marker and not p.owner), None)
            return first or scene.left(cue.first, scene.subject_cost, 2.2)  # the spokesman wished him success and said
        if words.forms[place] in PASSIVE or any(p in scene.prepositions for p in range(place - 2, place + 1)):
            return scene.left(cue.first, scene.subject_cost, 2.2)  # it can be said, speakers at the event said
        known = any(p.first <= place < p.last for p in scene.parties)
        if known or place < scene.first or words.marks[place] or words.forms[cue.first].endswith("ing"):
            return scene.left(cue.first, scene.subject_cost, 2.2)
        if place in scene.stops or self.taken[place] or words.forms[place] in ("who", "which"):
            return scene.left(cue.first, scene.subject_cost, 2.2)
        if words.forms[place] in ISSUED or words.forms[place].endswith("ing"):
            return None
        text = words.text[words.starts[place] : words.ends[place]]
        return Party(place, place + 1, (f"text:{text}",), "unknown")

    def is_inverted(self, scene: Scene, cue: Hit, after: Party, mark: str) -> bool:
        """Tell whether an English speaker follows his verb: behind a quotation, or behind a comma where little more is said."""
        if any(char in mark for char in '”"»'):
            return True
        if "," not in mark or self.words.forms[cue.last] == "that":
            return False
        ends = scene.last - after.last <= NEAR or self.words.marks[after.last - 1][:1] in (",", ".")
        return ends or self.described(scene, cue.first - 1) is None

    def described(self, scene: Scene, place: int) -> Party | None:
        """Find the English speaker between whom and his verb it stands who he is: Goldenberg, director of a centre, tweeted."""
        for party in reversed([p for p in scene.parties if p.last <= place and not p.marker and not p.owner]):
            if self.words.marks[party.last - 1] == "," and party.kind in ("named", "unknown", "state"):
                busy = any(p in scene.heads for p in range(party.last, place + 1))
                return None if busy or place - party.last > LONG_TITLE else party
        return None

    def persian_subject(self, scene: Scene, cue: Hit, number: int) -> Party | None:
        """Find who a Persian sentence says speaks: the first whom nothing marks, or the words with which it opens."""
        if (number and self.words.forms[cue.first - 1] == "و") or self.words.forms[scene.first : scene.first + 3] == HERE:
            return None  # هشدار داد و گفت: as before; در این گزارش
        sources = [h for h in (*self.inside("according", scene), *self.inside("quoting", scene)) if h.last <= cue.first]
        open_ = max((self.after_source(scene, h) for h in sources), default=scene.first)
        if number and not any(form.endswith(OURS) for form in self.words.forms[cue.first : cue.last]):
            inner = (p.first for p in scene.parties if open_ < p.first < cue.first and not p.marker)
            told = {h.last for h in self.inside("cue", scene) if h.last < cue.first}
            open_ = next((p for p in inner if ":" in self.words.marks[p - 1] or p in told), open_)  # گفت: ایران حمایت می‌کند
        if (meant := self.referred(scene, open_, cue.first)) is not None:
            return meant
        before = [p for p in scene.parties if open_ <= p.first and p.last <= self.aside(open_, cue.first) and not p.marker]
        free = [p for p in before if p.kind not in ("state", "people") or p.first == open_]
        quoted = [h for h in self.inside("quoting", scene) if h.last <= cue.first]
        if quoted and not free and open_ >= cue.first:  # رویترز به نقل از منابع آگاه نوشت: who quotes says it
            free = [p for p in scene.parties if p.last <= quoted[0].first and not p.marker]
            return free[-1] if free else None
        best = min(free, key=lambda p: (scene.opened(p.last, cue.first), p.first), default=None)
        if best and (best.first - open_ <= NEAR or self.opens(scene, best, open_, cue.first)):
            return typed(self.words, self.inside("anonymous", scene), best, open_) or self.outlet(best, open_) or best
        return best if number else self.opening(scene, cue, open_, best, bool(sources))

    def referred(self, scene: Scene, first: int, cue: int) -> Party | None:
        """Take whoever spoke before where a Persian sentence opens with "he", "this expert", or a stranger's name again."""
        forms = self.words.forms[first : first + 2]
        if forms and forms[0] in HE:
            return Party(first, first + 1, (), "back")  # "he", who is whoever spoke before
        if forms[:1] == [THIS] and forms[-1] in TITLES:
            return next((p for p in scene.parties if p.first == first), Party(first, first + 2, (), "back"))
        known = self.known.get(forms[0] if forms and first < cue else "")
        return Party(first, first + 1, known, "unknown") if known else None  # «ران جاکوب» گفت. جاکوب افزود

    def outlet(self, party: Party, first: int) -> Party | None:
        """Take the outlet that a Persian name only says more of: خبرگزاری رسمی سوریه."""
        near = first < party.first <= first + 2 and not any(self.words.marks[first : party.first])
        if not near or self.words.forms[first] not in OUTLETS or {*party.who} & self.media:
            return None
        return Party(first, party.last, (f"text:{self.words.text[slice(*self.words.span(first, party.last))]}",), "unknown")

    def aside(self, first: int, cue: int) -> int:
        """Find where a Persian sentence turns to what its speaker spoke of besides: با اشاره به حمله آمریکا گفت."""
        forms = self.words.forms
        asides = (p for p in range(first + 1, cue - 1) if forms[p] in LED and forms[p + 1] in MENTIONS)
        return next(asides, cue)

    def opening(self, scene: Scene, cue: Hit, open_: int, best: Party | None, sourced: bool) -> Party | None:
        """Take the words with which a Persian sentence opens for a stranger who speaks, and remember him by the last of them."""
        end = open_
        while (
            end < min(open_ + NEAR, cue.first)
            and end not in scene.stops
            and self.words.forms[end] not in AFTER_NAME
            and (end == open_ or not self.words.marks[end - 1])
        ):
            end += 1
        # گورباچف گفت, به گزارش فارس، گورباچف در مقاله‌ای گفت
        alone = end - open_ == 1 and (sourced or end == cue.first) and not self.taken[open_] and len(self.words.forms[open_]) > 3
        if (end - open_ < 2 and not alone) or (best and best.first < end):
            return best
        named = (f"text:{self.words.text[self.words.starts[open_] : self.words.ends[end - 1]]}",)
        if self.words.forms[end - 1] not in scene.words.forms[cue.first : cue.last] and len(self.words.forms[end - 1]) > SHORT:
            self.known.setdefault(self.words.forms[end - 1], named)
        return Party(open_, end, named, "unknown")

    def opens(self, scene: Scene, party: Party, first: int, cue: int) -> bool:
        """Tell whether a party stands in a cue's clause, and the sentence opens with another: توافق کردند اما واشنگتن گفت."""
        return not scene.opened(party.last, cue) and scene.opened(first, party.last) > 0

    def after_source(self, scene: Scene, hit: Hit) -> int:
        """Find the word after a named source."""
        party = next(iter(self.behind(scene, hit)), None)
        source = next((h for h in self.inside("anonymous", scene) if 0 <= h.first - hit.last <= SOURCE), None)
        start = max(party.last if party else hit.last, source.last if source else 0)
        return next(
            (p + 1 for p in range(start - 1, min(start + NEAR, scene.last)) if self.words.marks[p][:1] in ("،", ",")), start
        )

    def anonymous(self, scene: Scene, cue: Hit) -> tuple[str, ...]:
        """Find a source without a name beside a cue: a security source said."""
        near = [h for h in self.inside("anonymous", scene) if abs(h.first - cue.first) <= 2 * NEAR]
        if not near:
            return ()
        hit = min(near, key=lambda h: abs(h.first - cue.first))
        return said(self.words, hit.first, hit.last)

    def inside(self, kind: str, scene: Scene) -> list[Hit]:
        """List the longest hits of a kind within a sentence, in order."""
        kept: list[Hit] = []
        for hit in self.kinds[kind].get(scene.first, ()):
            if kept and hit.first < kept[-1].last:
                if hit.last - hit.first > kept[-1].last - kept[-1].first:
                    kept[-1] = hit
                continue
            kept.append(hit)
        return kept
