"""A trigger, its sentence and what is said there in, out whether the act happened: actual, future, hypothetical, negated …"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from extractors.auxiliaries import is_circumstance
from extractors.claims import Claims
from extractors.lexicon import Hit, Hits
from extractors.scene import Scene
from extractors.telling import is_subjunctive
from extractors.triggers import Trigger
from extractors.wording import Wording

KINDS = ("negation", "hypothetical", "future", "historical")
# How many words before a verb, or before and after a noun, a mark still counts; denials and refusals count within a clause.
NEAR, FAR, AROUND, BEHIND = 3, 6, 8, 12
# What is told of by nouns and may be called off.
CALLED_OFF = frozenset({"CONSULT", "AGREE", "COOPERATE", "AID", "RETREAT", "CONCEDE"})
# What stands before the noun that an Arabic promise is about: على عقد, بعدم.
OBJECTS = frozenset("عقد بعدم علی".split())
# Whose words hold marks that are their own: will not accept, vows to strike.
OWN_MARKS = frozenset({"REJECT", "THREATEN", "REQUEST"})
# What is done by saying it, whatever "that" goes on to say.
UTTERED = frozenset({"THREATEN", "ACCUSE", "REJECT", "SUPPORT"})
# Negations that say nothing of a noun before them: the attack left them without power.
PREPOSITIONS = frozenset("without no none nor neither دون بدون غیر بلا".split())
# What such a trigger is about has not happened by it: what is demanded, threatened, agreed to, alleged.
GOVERNS = frozenset({"REQUEST", "THREATEN"})
# What such an Arabic verb is about after ب is alleged or promised: اتهم … بتسليح, تعهد بدعم.
ALLEGES = frozenset({"ACCUSE", "AGREE"})
# Letters of an Arabic verb with its prefix of the future; a shorter one that begins so is another word (ستة).
LONG_FUTURE = 6
# English marks that say something of the verb behind them only.
AUXILIARY = frozenset(
    "will would shall could may might can cannot should must not never didn't doesn't don't won't wouldn't".split()
)
# What leads in English from a threat to the deed that it answers.
AVENGED = frozenset({"for", "over", "after", "following"})
STOPS = frozenset(",،;:؛.")
INFINITIVES = ("دن", "تن")
# Persian words for the lack of what stands right behind them, within so many words.
LACK, LACKED = frozenset({"عدم", "فاقد"}), 2
# Persian words that open what somebody does besides.
BESIDES = frozenset({"با", "ضمن"})
# English nouns that are marks of the future as verbs, and what makes them nouns.
PLANS, DETERMINERS = frozenset({"plan", "plans"}), frozenset({"a", "an", "the", "its", "his", "her", "their", "this"})
# English and Arabic words that deny whatever the clause goes on to say.
NEVER = frozenset("no never neither nor none nobody لم لن لیس لیست".split())


class Mood:
    """Reads the modality of the triggers of a text."""

    def __init__(self, words: Wording, hits: Hits, triggers: Sequence[Trigger], claims: Claims) -> None:
        self.words, self.language = words, words.language
        found = words.by_sentence((hit for hit in hits if hit.kind in (*KINDS, "cue", "verb", "helper")), lambda hit: hit.first)
        self.marks = {n: [hit for hit in row if hit.kind in KINDS] for n, row in found.items()}
        self.denials = {n: [hit for hit in row if hit.kind == "cue" and hit.value == "denies"] for n, row in found.items()}
        self.verbs = sorted({hit.first for row in found.values() for hit in row if hit.kind in ("verb", "helper", "cue")})
        self.cues = {hit.first for row in found.values() for hit in row if hit.kind == "cue"}
        self.happens = {hit.first for hit in hits.of("helper") if hit.value == "passive"}
        self.pledges = hits.under("pledge")
        self.purposes = {hit.last for hit in hits.of("purpose")}
        self.triggers = words.by_sentence(triggers, lambda trigger: trigger.first)
        self.claims = claims
        # The words of those listed in the sentence at hand.
        self.lists: set[int] = set()

    def of(self, trigger: Trigger, scene: Scene) -> str:
        """Say whether an act happened."""
        self.lists = {place for p in scene.parties if len(p.who) > 1 for place in range(p.first, p.last - 1)}
        # Of what is only a circumstance nothing but its own words say that it did not happen: در پی حمله احتمالی.
        led = self.words.forms[trigger.first] in BESIDES or self.words.forms[max(trigger.first - 1, 0)] == "ضمن"  # با انتقاد از
        given = self.language == "fa" and trigger.voice == "nominal" and (led or is_circumstance(self.words, trigger.first))
        if self.is_denied(trigger, scene) and not (given and trigger.entry.type == "CONSULT"):  # در دیدار با او اتهام را رد کرد
            return "negated"
        if not given and self.is_governed(trigger, scene):
            return "hypothetical"
        marks = (hit for hit in self.marks.get(self.number(trigger), ()) if not given or hit.first == trigger.last)
        found = {hit.kind for hit in marks if self.bears(hit, trigger, scene)}
        helped = self.language == "ar" and not self.pledges.isdisjoint(range(trigger.low, trigger.first))  # تعهدت … بدعم
        visits = self.language == "ar" and trigger.onto == "ل" and trigger.entry.type == "CONSULT" and trigger.voice == "nominal"
        if visits:
            return "hypothetical"  # دعوة لزيارة المملكة
        if trigger.onto == "س" or helped or self.is_pledge(trigger) or self.is_future(trigger):
            found.add("future")
        planned = "future" in found  # قرار است … سفر کند
        if self.language == "fa" and (
            self.is_purpose(trigger) if trigger.voice == "nominal" else not planned and is_subjunctive(self.words, trigger)
        ):
            found.add("hypothetical")
        if self.language == "en" and trigger.entry.type == "THREATEN":
            found.discard("future")  # whoever says that he will strike threatens now
        for kind in KINDS:
            if kind in found:
                return {"negation": "negated"}.get(kind, kind)
        return "actual"

    def is_purpose(self, trigger: Trigger) -> bool:
        """Tell whether a Persian noun stands behind a word that makes it a purpose or a plan: برای مذاکره, طرح حمله."""
        forms, first = self.words.forms, trigger.first
        joined = next((place for place in (first - 1, first - 2) if place > 0 and forms[place] == "و"), None)
        verbs = self.verbs[bisect_left(self.verbs, first - AROUND) : bisect_left(self.verbs, first)]
        if (
            joined
            and all(forms[place].endswith(INFINITIVES) for place in verbs)
            and not {*forms[max(first - AROUND, 0) : joined]} & {"که", "را"}
        ):
            near = range(max(first - AROUND, 0), first + 1)  # برای دامن زدن به بی‌ثباتی و ایجاد جنگ, جهت حمایت و پشتیبانی
        else:
            near = range(max(first - 1, 0), first + 1)
        return any(place in self.purposes and not self.is_parted(place, trigger.first, None) for place in near)

    def number(self, trigger: Trigger) -> int:
        """Number the sentence of a trigger."""
        return self.words.sentence_of(trigger.first)

    def nearby(self, trigger: Trigger) -> list[Trigger]:
        """List the triggers of a trigger's sentence."""
        return self.triggers.get(self.number(trigger), [])

    def is_said(self, start: int, end: int, stance: str) -> bool:
        """Tell whether what stands there is what somebody denies, or demands with words before it."""
        near = self.claims.found.get(self.words.sentence_of(self.words.at(start)), ())
        fit = [s for s in near if s.stance == stance and s.start <= start and end <= s.end]
        return any(s.cue_start < start or stance == "denies" for s in fit)

    def bears(self, mark: Hit, trigger: Trigger, scene: Scene) -> bool:
        """Tell whether a mark says something of a trigger."""
        own = ((trigger.first, trigger.last), trigger.verb)
        verb = self.language == "ar" and mark.first == trigger.low < trigger.first  # ألغت المحكمة عضوية الحلبوسي
        if verb or any(mark.first < last and first < mark.last for first, last in own):
            inside = ("future",) if verb or self.language == "en" else ("future", "negation")
            return mark.kind in inside and trigger.entry.type not in OWN_MARKS
        if mark.kind == "historical" and mark.first - scene.first <= 1:
            return True
        before = mark.last <= trigger.first or (mark.last <= trigger.high and mark.first < trigger.first)
        if self.language == "fa":
            return self.bears_persian(mark, trigger, before)
        if before:
            gap = trigger.low - mark.last
            reach = AROUND if trigger.voice == "nominal" else NEAR if mark.kind == "negation" else FAR
            if self.words.forms[mark.first] in PLANS and DETERMINERS & {*self.words.forms[max(mark.first - 2, 0) : mark.first]}:
                reach = NEAR  # follows a new plan to strengthen its influence in collaboration with Hezbollah
            wide = (
                self.words.forms[mark.first] in NEVER and gap <= 2 * AROUND and not self.is_parted(mark.last, trigger.low, scene)
            )
            return wide or (gap <= reach and not self.is_parted(mark.last, trigger.low, None))
        gap = mark.first - trigger.last
        small = self.language == "en" and self.words.forms[mark.last - 1] in AUXILIARY
        if small and not any(place in self.happens for place in range(mark.last - 2, mark.last + 3)):
            return False  # the attack will not change our path: that is said of the path
        late = mark.kind == "negation" and self.words.forms[mark.first] in PREPOSITIONS
        # Condemned the strike and called for a halt: the strike was.
        late = late or self.words.forms[mark.first - 1] == "and" or mark.onto in ("و", "ف")
        return trigger.voice == "nominal" and not late and gap <= BEHIND and not self.is_parted(trigger.last, mark.first, scene)

    def bears_persian(self, mark: Hit, trigger: Trigger, before: bool) -> bool:
        """Tell whether a Persian mark bears on a trigger: one before it up to another verb, one after it within its clause."""
        # What stands behind "and" is another clause: دست نمی‌کشد و هشدار داد, محکوم کرد و خواستار توقف شد.
        joined = mark.last if before else trigger.high
        if joined < len(self.words) and self.words.forms[joined] == "و" and (before or trigger.voice != "nominal"):
            return False
        if not before and trigger.entry.type in UTTERED and "که" in self.words.forms[trigger.high : mark.first]:
            return False  # تهدید کرد که هرگونه حمله …
        if before and mark.last in self.purposes and trigger.voice != "nominal" and trigger.first - mark.last > 1:
            return False  # هرگونه حمایت از او را رد کرد: that is said of the support
        if before and self.words.forms[mark.first] in LACK and trigger.first - mark.last > LACKED:
            return False  # عدم ارسال کمک و کشته شدن سربازان
        if before:
            verbs = bisect_left(self.verbs, trigger.low) - bisect_left(self.verbs, mark.last)
            return verbs <= 0 and trigger.low - mark.last <= 3 * AROUND and not self.is_parted(mark.last, trigger.low, None)
        inside = trigger.last <= mark.first < trigger.high
        done = bisect_left(self.verbs, mark.first) - bisect_left(self.verbs, trigger.high)
        return inside or (
            done <= 0
            and mark.first - trigger.high <= (AROUND if trigger.voice == "nominal" else 2)
            and not self.is_parted(trigger.high, mark.first, None)
        )

    def is_denied(self, trigger: Trigger, scene: Scene) -> bool:
        """Tell whether somebody denies an act, in a claim or in its own clause."""
        low, high = trigger.verb if any(trigger.verb) else (trigger.first, trigger.last)
        start, end = self.words.span(low, high)
        if self.is_said(start, end, "denies"):
            return True
        if self.language == "ar" and trigger.low - 1 == scene.first and self.words.forms[scene.first] == "ما":
            return True
        if trigger.voice == "nominal" and trigger.entry.type in CALLED_OFF and self.is_called_off(trigger, scene):
            return True
        for cue in self.denials.get(self.number(trigger), ()):
            if not scene.first <= cue.first < scene.last or (cue.first < high and low < cue.last):
                continue
            one, two = (trigger.high, cue.first) if self.language == "fa" else (cue.last, trigger.low)
            told = self.language == "fa" and "که" in self.words.forms[scene.first : trigger.low] and cue.last >= scene.last - 1
            if 0 <= two - one <= 2 * AROUND and (told or not self.is_parted(one, two, None)):
                return True
        return False

    def is_called_off(self, trigger: Trigger, scene: Scene) -> bool:
        """Tell whether somebody cancels or refuses what a noun tells: cancelled his visit, سفر خود را لغو کرد."""
        for other in self.nearby(trigger):
            if other.entry.type == "REJECT":
                one, two = (trigger.high, other.first) if self.language == "fa" else (other.high, trigger.low)
                if 0 <= two - one <= BEHIND and not self.is_parted(one, two, scene):
                    return True
        return False

    def is_governed(self, trigger: Trigger, scene: Scene) -> bool:
        """Tell whether an act is what somebody demands or threatens, or what a Persian noun before its verb is about."""
        if trigger.entry.type in GOVERNS:
            return False
        start, end = self.words.span(trigger.first, trigger.last)
        for other in self.nearby(trigger):
            if other is trigger or other.entry.type not in (*GOVERNS, *ALLEGES):
                continue
            if self.language == "fa" and self.is_object(trigger, other):
                return True
            if other.entry.type not in GOVERNS and not self.is_pledge(other) and not self.is_alleged(trigger):
                continue
            if self.language == "ar" and other.entry.mode == "disapprove":  # نددت بالغارات: they happened
                continue
            if self.language == "fa" and other.voice == "nominal":  # مقتدی درخواست دیدار را رد کرد: what follows is no part of it
                continue
            if (
                self.language == "en"
                and other.entry.type == "THREATEN"
                and AVENGED & {*self.words.forms[other.last : trigger.low]}
            ):
                continue  # vowed revenge for the attack: that has happened
            if 0 <= trigger.low - other.last <= 2 * AROUND and not self.is_parted(other.last, trigger.low, None):
                return not self.is_resumed(other, trigger)
        return self.is_said(start, end, "demands")

    def is_resumed(self, other: Trigger, trigger: Trigger) -> bool:
        """Tell whether a Persian sentence has said something else in between: خواستار وحدت شد و تاکید کرد که حمایت می‌کند."""
        forms = self.words.forms
        joined = (place for place in range(other.high, trigger.low) if forms[place] == "و")
        return self.language == "fa" and any(place in self.cues for start in joined for place in range(start + 1, trigger.low))

    def is_object(self, trigger: Trigger, other: Trigger) -> bool:
        """Tell whether a Persian noun is what the verb after it demands, threatens or alleges: به حمله متهم کرد."""
        if trigger.entry.mode == "resign":
            return False  # استعفای او را پذیرفت
        accused = other.entry.type == "ACCUSE" and "به" not in self.words.forms[trigger.first - 1 : trigger.first + 1]
        near = trigger.voice == "nominal" and not accused and 0 <= other.first - trigger.last <= AROUND
        if any(other.verb) and trigger.voice == "nominal" and other.last <= trigger.first < other.verb[0]:
            return True  # کتائب را به حمله به سفارت متهم کرد
        verb = near and any(trigger.last <= place < other.first for place in self.verbs)  # حمله را محکوم کرد و خواستار …
        return near and not verb and not self.is_parted(trigger.last, other.first, None)

    def is_alleged(self, trigger: Trigger) -> bool:
        """Tell whether an act stands where a verb puts what it alleges or promises: accused of attacking, اتهم … بتسليح."""
        if self.language == "ar":
            return trigger.onto == "ب" and trigger.voice == "nominal"
        return self.words.forms[trigger.low - 1] == "of" and self.words.forms[trigger.low].endswith("ing")

    def is_pledge(self, trigger: Trigger) -> bool:
        """Tell whether a trigger agrees or promises to do something: agreed to meet, تعهد بدعم."""
        if trigger.entry.type != "AGREE" or not self.pledges & {*range(trigger.low, trigger.high)}:
            return False
        after = self.words.forms[trigger.low : trigger.high + 1]
        return (
            self.language == "fa"
            or (self.language == "en" and "to" in after)
            or (self.language == "ar" and self.takes_noun(trigger))
        )

    def takes_noun(self, trigger: Trigger) -> bool:
        """Tell whether an Arabic promise has an act for its object: تعهدت تركيا بعدم مهاجمة, اتفقا على عقد اجتماع."""
        forms = self.words.forms
        near = [t for t in self.nearby(trigger) if 0 < t.first - trigger.first <= AROUND]
        return any(forms[t.first].startswith("ب") or {*forms[t.low - 1 : t.first]} & OBJECTS for t in near)

    def is_future(self, trigger: Trigger) -> bool:
        """Tell whether an Arabic verb that the lexicon lists in the future is one: ستنسحب."""
        form = self.words.forms[trigger.low]
        return self.language == "ar" and trigger.voice == "active" and form[:2] in ("سی", "ست", "سن") and len(form) >= LONG_FUTURE

    def is_parted(self, first: int, last: int, scene: Scene | None) -> bool:
        """Tell whether a comma or stop parts two words, or within a scene also an opener of clauses."""
        low, forms = max(first - 1, 0), self.words.forms
        # The points of U.S. part nothing, nor do the commas of a list: به عراق، سوریه و لبنان سفر کند.
        between = ((p, mark) for p, mark in enumerate(self.words.marks[low:last], low) if mark and p not in self.lists)
        if any(mark[:1] in STOPS for place, mark in between if len(forms[place]) > 1 or mark[:1] != "."):
            return True
        return scene is not None and scene.opened(first, last) > 0
