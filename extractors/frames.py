"""A trigger and the parties of its sentence in, who acts and who is acted on out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from extractors.arabic_verb import arabic, visited
from extractors.auxiliaries import REASON, is_reason
from extractors.nouns import after_comma, arabic_noun, nominal, opposed, owned, persian_noun
from extractors.party import Party
from extractors.scene import CLAUSE, EZAFE, FAR, Scene, count, marked
from extractors.triggers import JUDGED, Trigger

# What an English participle that opens a sentence may have before it: By leaving the deal, the U.S. …
OPENERS = frozenset({"by", "after", "before", "while", "in", "when", "since"})
Who = tuple[str, ...]
# English words for the blow by which somebody was hit: killed in a U.S. airstrike.
BLOWS = frozenset(
    "airstrike airstrikes strike strikes raid raids attack attacks assault bombing bombings bombardment shelling ambush".split()
)
# Types whose parties are all actors (PLOVER 2.0, CONSULT, AGREE, COOPERATE).
TOGETHER = frozenset({"CONSULT", "AGREE", "COOPERATE"})
# Persian nouns of what somebody suffers: who stands behind one did nothing.
SUFFERED = frozenset("ترور قتل قتلعام کشتار کشته سرکوب شهادت اعدام بازداشت دستگیری اخراج ربودن کشتن مرگ شدن".split())
# Persian: on, and about.
ON, ABOUT = "بر", frozenset("درباره پیرامون درخصوص".split())
# Persian words that open a condition.
WHETHER = frozenset({"اگر", "چنانچه", "هرگاه"})
# Those whom somebody sends or withdraws, and who are his own.
OWN_FORCES = (("text:troops",), ("text:soldiers",), ("text:forces",))
# What rockets do in Persian, whoever fired them.
FALLS = frozenset("اصابت برخورد فرود سقوط".split())
NOUNS = {"en": nominal, "fa": persian_noun, "ar": arabic_noun}


class Roles(NamedTuple):
    """Who acts and who is acted on; the parties from whom that is known."""

    actors: Who
    recipients: Who
    parties: tuple[Party, ...] = ()

    def without(self, others: set[str]) -> Roles:
        """Leave some out."""
        actors, recipients = (tuple(who for who in side if who not in others) for side in (self.actors, self.recipients))
        return Roles(actors, recipients, self.parties)


def fill(scene: Scene, trigger: Trigger) -> Roles:
    """Say who acts and who is acted on by a trigger."""
    scene = scene.part(trigger.first, trigger.high)
    if trigger.voice == "nominal":
        subject, other = NOUNS[scene.language](scene, trigger)
    elif scene.language == "fa":
        subject, other = persian(scene, trigger)
    elif scene.language == "ar":
        subject, other = visited(trigger, *arabic(scene, trigger))
    else:
        subject, other = english(scene, trigger)
    roles = cast(trigger, subject, other)
    if trigger.entry.type in ("RETREAT", "MOBILIZE") and subject and other and other.who in OWN_FORCES:
        led = (p for p in scene.parties if p.first >= other.last and p.marker in ("to", "from") and p.kind != "place")
        roles = roles._replace(recipients=next((p.who for p in led), ()))  # sent 500 soldiers to Iraq, نیروهای خود را بیرون کشید
    if trigger.entry.type == "PROTEST" and subject and subject.kind == "people":  # هزاران زن عراقی
        roles = roles._replace(actors=tuple(f"text:{who}:people" for who in roles.actors))
    if trigger.entry.type == "MOBILIZE" and not roles.actors and subject is None and other and not other.marker:
        return roles._replace(actors=roles.recipients, recipients=())  # troops were deployed: they stand there
    return roles


def cast(trigger: Trigger, subject: Party | None, other: Party | None) -> Roles:
    """Give the two sides their roles as the entry's frame says."""
    parties = tuple(p for p in (subject, other) if p)
    one, two = (p.who if p else () for p in (subject, other))
    frame = trigger.entry.frame
    if frame == "with" and not (two and trigger.entry.type not in TOGETHER and other and other.marker in ("against", "on")):
        return Roles(tuple(dict.fromkeys((*one, *two))), (), parties)
    if frame == "alone":
        return Roles(one, (), parties)
    if frame == "host":
        one, two = two, one
    two = tuple(w for w in two if w not in one)
    return Roles(one, two, parties)


def english(scene: Scene, trigger: Trigger) -> tuple[Party | None, Party | None]:
    """Read an English clause: the subject before the verb, the object or what a preposition marks after it."""
    entry, subject = trigger.entry, english_subject(scene, trigger)
    to = entry.to | ({"with", "between"} if entry.frame == "with" else frozenset())
    if trigger.voice == "passive":
        doer = scene.right(trigger.high, marked(entry.away - {"of"} | {"by"}), 1.5)
        if entry.frame == "with":
            return doer or subject, scene.right(trigger.high, marked(to))
        if doer is None and entry.type == "ASSAULT":
            doer = striker(scene, trigger.high, subject)
        return doer, (
            scene.right(trigger.high, marked(to), 1.2, doer)
            if trigger.first != trigger.low or trigger.high > trigger.last
            else None
        ) or subject
    if entry.frame == "host" and scene.words.forms[trigger.first] in ("must", "should"):
        return subject, None  # the forces must leave Iraq: who asks it says so elsewhere
    if entry.type == "THREATEN" and scene.words.forms[trigger.high : trigger.high + 1] == ["for"]:
        return subject, None  # vowed revenge for him
    bare = "object" in to or not entry.to or trigger.first == trigger.low
    within = (p for p in scene.parties if trigger.first < p.first < trigger.last and (p.kind != "back" or p.last - p.first > 1))
    own = next(within, None)  # attacked the consulate
    if own and own.owner and entry.type == "SUPPORT":
        return own, scene.right(trigger.high, marked(to | {"for", "to"}))  # stressed Iran's support for Iraq
    other = own or opposed(scene, trigger) or scene.governed(trigger.high)
    if entry.type in JUDGED and trigger.voice == "active":
        to |= {"by"}  # welcomed an initiative by Barzani
    found = other or scene.right(trigger.high, marked(to, bare, entry.frame == "visit"), 1.8, subject)
    if entry.frame == "with" and found and not found.marker and scene.between(trigger.high, found.first) >= CLAUSE:
        found = scene.right(trigger.high, marked(to), 1.8, subject)  # will meet after Israel attacked
    return subject, owned(scene, found)


def english_subject(scene: Scene, trigger: Trigger) -> Party | None:
    """Find the subject of an English verb: in its clause, that of the verb before "and", or that of which a participle tells."""
    low, active = trigger.low, trigger.voice == "active"
    place = scene.shared(low)
    subject = scene.antecedent(low) or scene.resumed(low) or (scene.resumed(place) if place != low else None)
    subject = subject or (scene.trailed(low) if active else None) or scene.left(place, scene.subject_cost)
    if subject and subject.owner and trigger.entry.frame == "host":
        subject = None  # Soleimani's assassination drew condemnation
    opens = low == scene.first or (low == scene.first + 1 and scene.words.forms[scene.first] in OPENERS)
    return after_comma(scene, trigger.high) if subject is None and opens and active else subject


def striker(scene: Scene, place: int, hit: Party | None) -> Party | None:
    """Take whose the blow is by which somebody was hit, if it is the first act named there: killed in a U.S. drone strike."""
    end = next((noun for noun in scene.nouns if place < noun <= scene.last), None)
    if end is None or scene.words.forms[end - 1] not in BLOWS or scene.between(place, end) >= CLAUSE:
        return None
    near = [p for p in scene.parties if place <= p.first and 0 < end - p.last <= 2 * EZAFE and p.marker in ("in", "by", "", "to")]
    best = next((p for p in reversed(near) if p.kind != "group"), near[-1] if near else None)  # a U.S. terrorist attack
    return best if best is not hit else None


def persian(scene: Scene, trigger: Trigger) -> tuple[Party | None, Party | None]:
    """Read a Persian clause: subject, what is marked, verb; the ezafe of a light noun right after it."""
    entry = trigger.entry
    to = entry.to | ({"with", "between"} if entry.frame == "with" else frozenset())
    subject = scene.left(trigger.low, lambda p: scene.subject_cost(p) - 2 * FAR * (trigger.low - p.last))
    around = [p for p in scene.parties if trigger.last <= p.first < trigger.high]
    split = any(trigger.verb)
    # Within the words of the verb itself: دو دیپلمات ایرانی را اخراج کرد.
    split = split and entry.frame != "with"  # اسیران خود را مبادله کردند
    own = next((p for p in scene.parties if split and p.first < trigger.last and trigger.first < p.last), None)
    genitive = own or next((p for p in around if p.first - trigger.last <= EZAFE and p.marker in ("", "object" * split)), None)
    fell = any(trigger.verb) and scene.words.forms[trigger.verb[0]] in FALLS
    if fell or (subject and entry.mode == "convict" and subject.first in scene.nouns):
        subject = None  # سه راکت به سفارت اصابت کرد: whose they were stands at them, if anywhere
    split = split and genitive is not None
    if split and trigger.voice == "passive" and "of" in entry.to:  # حکم اعدام X اجرا شد
        return scene.left(trigger.low, marked(entry.away - {"of"} | {"by"}), 1.5), genitive
    own_doer = split and genitive and genitive.marker != "object" and subject is None
    if own_doer and trigger.voice == "active" and "of" in entry.away:  # جنگنده‌های ترکیه … حمله کردند
        return genitive, next((p for p in around if p.marker in to), None)
    suffered = trigger.voice == "passive" and entry.frame != "with"  # به توافق رسیدند is no passive
    if suffered or entry.frame == "host":
        doer = genitive or scene.left(trigger.low, marked(entry.away - {"of"} | {"by"}), 1.5)
        if doer or suffered:
            hit = subject if subject is not doer else None
            return (
                (hit, doer) if entry.frame == "host" else (doer, hit or scene.left(trigger.low, marked(frozenset({"on"})), 1.5))
            )
    backed = next((p for p in around if p.marker == "from" and p is not genitive), None)
    if entry.type == "SUPPORT" and backed and genitive and not genitive.marker and scene.words.forms[trigger.first] == ON:
        return genitive, backed  # بر حمایت ایران از عراق تأکید کرد
    other = persian_object(scene, trigger, to, subject, genitive)
    if other and (entry.type in ("ACCUSE", "REJECT", "THREATEN") or (entry.type == "PROTEST" and other.marker == "to")):
        other = perpetrator(scene, other, subject.last if subject else scene.first) or other
        low = max(other.first - EZAFE, scene.first)
        low = max((place + 1 for place in range(low, other.first) if scene.words.marks[place]), default=low)
        other = other if SUFFERED.isdisjoint(scene.words.forms[low : other.first]) else None  # ترور سلیمانی را محکوم کرد
    return subject if subject is not other else None, other


def persian_object(
    scene: Scene, trigger: Trigger, to: frozenset[str], subject: Party | None, genitive: Party | None
) -> Party | None:
    """Find who is acted on before a Persian verb, or right behind its noun; `genitive` stands in the ezafe of that noun."""
    entry = trigger.entry
    if genitive and not genitive.marker and any(trigger.verb) and entry.type == "REJECT":
        return genitive  # اتهامات آمریکا درباره عراق را رد کرد
    around = [p for p in scene.parties if trigger.last <= p.first < trigger.high]
    if genitive and genitive.marker == "object" and genitive.first < trigger.last and "object" in to:
        return genitive  # خواست ملوانان بریتانیایی را آزاد کند
    if genitive and not genitive.marker and any(trigger.verb) and genitive.first == trigger.last and "of" in entry.to:
        return genitive  # معافیت عراق از تحریم‌های ایران را تمدید کرد
    # Who is marked as the object stands before what is marked within: سوریه را متهم به ارسال سلاح به عراق کرد.
    thing = scene.left(trigger.low, marked(frozenset({"object"})), 1.0) if "object" in to else None
    other = thing or next((p for p in around if p.marker in to), None)
    behind = (p for p in scene.parties if 0 <= p.first - trigger.last <= EZAFE and not p.marker)
    named = next(behind, None) if "of" in to else None  # خواستار اقدام آمریکا است
    other = other or named or scene.left(trigger.low, marked(to, place="from" in to and "in" not in to), 1.8)
    if other and entry.type in JUDGED and other is not thing:
        other = blamed_for(scene, other) or other
    other = other or genitive or next((p for p in around if p.marker in ("between", "with")), None)
    about = next((at for at in range(subject.last if subject else scene.first, trigger.low) if scene.words.forms[at] in ABOUT), 0)
    if other and other.marker and 0 < about < other.first < trigger.low:
        other = scene.left(about, marked(to), 1.8) or other  # به العبادی درباره اعتماد به آمریکا هشدار داد
    if scene.words.forms[trigger.high : trigger.high + 1] != ["و"]:  # محکوم کرد و از مردم خواست
        other = other or scene.right(trigger.high, marked(to | {"between", "with"}, bare="of" in to), 0.6)
    if other is None and subject and "object" in to:  # an object without را, or whose را stands after a place
        bare = (p for p in reversed(scene.parties) if subject.last <= p.first < trigger.low and not p.marker)
        other = next((p for p in bare if p.first not in scene.nouns), None)  # ترور سلیمانی goes with its noun
    if (
        subject and entry.type in JUDGED and "from" in to and (other is None or other.last <= subject.first)
    ):  # از حمایت ایران قدردانی کرد
        whose = (p for p in scene.parties if subject.last <= p.first and p.last <= trigger.low and not p.marker)
        led = (p for p in whose if "از" in scene.words.forms[max(p.first - EZAFE - 1, subject.last) : p.first])
        other = next(led, other)
    if other is None and entry.type in JUDGED and "object" in to:  # حمله ترکیه به سنجار را محکوم کرد: را stands after a place
        other = doer_of(scene, subject.last if subject else scene.first, trigger.low)
    if other is None and entry.type == "THREATEN":  # اگر آمریکا واکنش نشان دهد ایران بیکار نخواهد نشست
        whether = [place for place in range(scene.first, trigger.low) if scene.words.forms[place] in WHETHER]
        other = next((p for place in whether for p in scene.parties if 0 < p.first - place <= EZAFE and p is not subject), None)
    return other


def blamed_for(scene: Scene, party: Party) -> Party | None:
    """Take who is blamed or thanked in Persian for what he did to a party: از ترکیه به دلیل حمایت از داعش."""
    before = (p for p in scene.parties if p.marker == party.marker and p.last < party.first)
    return next((p for p in before if is_reason(scene.words, p.last + REASON)), None)


def doer_of(scene: Scene, first: int, last: int) -> Party | None:
    """Take who stands at the last Persian noun of an act between two words."""
    deeds = scene.nouns[bisect_left(scene.nouns, first + 1) : bisect_right(scene.nouns, last)]
    doers = (p for noun in reversed(deeds) for p in scene.parties if 0 <= p.first - noun <= EZAFE and not p.marker)
    return next(doers, None)


def perpetrator(scene: Scene, party: Party, first: int) -> Party | None:
    """Take whose act it is where a Persian sentence condemns an act: حمله اسرائیل به ایران را محکوم کرد."""
    acts = scene.nouns[bisect_left(scene.nouns, first) : bisect_right(scene.nouns, party.first)]
    acts = [
        noun for noun in acts if not count(scene.marks.commas, noun, party.first + 1)
    ]  # در پی توقیف نفتکش ایرانی، بریتانیا را
    doers = [p for noun in acts for p in scene.parties if p.marker == "by" and noun <= p.first]
    if doers:
        return doers[0]
    named = (p for noun in acts for p in scene.parties if 0 <= p.first - noun <= EZAFE and p.marker in ("", "object"))
    # Of whatever else he says or does: ادعاهای فرانسه درباره ایران را رد کرد.
    others = (p for p in scene.parties if first <= p.first < party.first and not p.marker and p.kind != "back")
    others = (p for p in others if not count(scene.marks.commas, p.last, party.first + 1))
    within = any(place in scene.prepositions for place in range(first, party.first + 1))
    return next(named, None) or (next(others, None) if within and party.marker == "object" else None)
