"""A trigger and the parties of its sentence in, who acts and who is acted on out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from extractors import arabic as ar
from extractors.arabic import accusative, agrees, culprit, leading, possessor
from extractors.party import Party
from extractors.scene import CLAUSE, EZAFE, FAR, Scene, marked
from extractors.triggers import Trigger

# An Arabic subject begins so many words after its verb at most, and a name that nobody knows is so long.
NEAR_SUBJECT, LONGEST_NAME = 3, 4
# Letters of an active participle of the first form in the accusative.
ACTIVE = 5
# Persian words that put an act down to the subject: مسئولیت حمله را بر عهده گرفت.
BLAMED = frozenset({"مسیولیت", "مسوولیت", "پشت"})
# An English sentence that opens with where somebody spoke has that noun so soon: In a Tuesday meeting with …
OPENING = 3
# What an English participle that opens a sentence may have before it: By leaving the deal, the U.S. …
BE = frozenset({"is", "was", "are", "were"})
OPENERS = frozenset({"by", "after", "before", "while", "in", "when", "since"})
# Between an English owner and the name that it goes with stand so many words at most: Iran's top general Qassem Soleimani.
OWNED = 4
Who = tuple[str, ...]
# English words for the blow by which somebody was hit: killed in a U.S. airstrike.
BLOWS = frozenset(
    "airstrike airstrikes strike strikes raid raids attack attacks assault bombing bombings bombardment shelling ambush".split()
)
# Types whose parties are all actors (PLOVER 2.0, CONSULT, AGREE, COOPERATE).
TOGETHER = frozenset({"CONSULT", "AGREE", "COOPERATE"})


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
    if trigger.voice == "nominal":
        subject, other = arabic_noun(scene, trigger) if scene.language == "ar" else nominal(scene, trigger)
    elif scene.language == "fa":
        subject, other = persian(scene, trigger)
    elif scene.language == "ar":
        subject, other = arabic(scene, trigger)
    else:
        subject, other = english(scene, trigger)
    return cast(trigger, subject, other)


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
    entry = trigger.entry
    subject = scene.antecedent(trigger.low) or scene.left(scene.shared(trigger.low), scene.subject_cost)
    opens = trigger.low == scene.first or (trigger.low == scene.first + 1 and scene.words.forms[scene.first] in OPENERS)
    if subject is None and opens and trigger.voice == "active":
        subject = after_comma(scene, trigger.high)
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
    if entry.type == "THREATEN" and scene.words.forms[trigger.high : trigger.high + 1] == ["for"]:
        return subject, None  # vowed revenge for him
    bare = "object" in to or not entry.to or trigger.first == trigger.low
    own = next((p for p in scene.parties if trigger.first < p.first and p.last <= trigger.last), None)  # attacked the consulate
    other = own or opposed(scene, trigger) or scene.governed(trigger.high)
    found = other or scene.right(trigger.high, marked(to, bare, entry.frame == "visit"), 1.8, subject)
    if entry.frame == "with" and found and not found.marker and scene.between(trigger.high, found.first) >= CLAUSE:
        found = scene.right(trigger.high, marked(to), 1.8, subject)  # will meet after Israel attacked
    return subject, owned(scene, found)


def striker(scene: Scene, place: int, hit: Party | None) -> Party | None:
    """Take whose the blow is by which somebody was hit, if it is the first act named there: killed in a U.S. drone strike."""
    end = next((noun for noun in scene.nouns if place < noun <= scene.last), None)
    if end is None or scene.words.forms[end - 1] not in BLOWS or scene.between(place, end) >= CLAUSE:
        return None
    near = [p for p in scene.parties if place <= p.first and 0 < end - p.last <= 2 * EZAFE and p.marker in ("in", "by", "", "to")]
    best = next((p for p in reversed(near) if p.kind != "group"), near[-1] if near else None)  # a U.S. terrorist attack
    return best if best is not hit else None


def after_comma(scene: Scene, place: int) -> Party | None:
    """Take the subject of a sentence that opens with a participle: Praising …, the ministry …; none where that is the subject."""
    comma = next((p for p in range(max(place - 1, scene.first), scene.last - 1) if scene.words.marks[p][:1] == ","), None)
    if comma is None or {*scene.words.forms[place : comma + 1]} & BE:
        return None
    return next((p for p in scene.parties if p.first > comma and not p.marker), None)


def persian(scene: Scene, trigger: Trigger) -> tuple[Party | None, Party | None]:
    """Read a Persian clause: subject, what is marked, verb; the ezafe of a light noun right after it."""
    entry = trigger.entry
    to = entry.to | ({"with", "between"} if entry.frame == "with" else frozenset())
    subject = scene.left(trigger.low, lambda p: scene.subject_cost(p) - 2 * FAR * (trigger.low - p.last))
    around = [p for p in scene.parties if trigger.last <= p.first < trigger.high]
    genitive = next((p for p in around if p.first - trigger.last <= EZAFE and not p.marker), None)
    if trigger.voice == "passive" or entry.frame == "host":
        doer = genitive or scene.left(trigger.low, marked(entry.away - {"of"} | {"by"}), 1.5)
        if doer or trigger.voice == "passive":
            hit = subject if subject is not doer else None
            return (
                (hit, doer) if entry.frame == "host" else (doer, hit or scene.left(trigger.low, marked(frozenset({"on"})), 1.5))
            )
    # Who is marked as the object stands before what is marked within: سوریه را متهم به ارسال سلاح به عراق کرد.
    thing = scene.left(trigger.low, marked(frozenset({"object"})), 1.0) if "object" in to else None
    other = thing or next((p for p in around if p.marker in to), None) or scene.left(trigger.low, marked(to), 1.8)
    other = other or genitive or next((p for p in around if p.marker in ("between", "with")), None)
    other = other or scene.right(trigger.high, marked(to | {"between", "with"}, bare="of" in to), 0.6)
    if other is None and subject and "object" in to:  # an object without را, or whose را stands after a place
        other = next((p for p in reversed(scene.parties) if subject.last <= p.first < trigger.low and not p.marker), None)
    if entry.type in ("ACCUSE", "REJECT") and other:
        other = perpetrator(scene, other, subject.last if subject else scene.first) or other
    return subject if subject is not other else None, other


def perpetrator(scene: Scene, party: Party, first: int) -> Party | None:
    """Take whose act it is where a Persian sentence condemns an act: حمله اسرائیل به ایران را محکوم کرد."""
    acts = scene.nouns[bisect_left(scene.nouns, first) : bisect_right(scene.nouns, party.first)]
    doers = [p for noun in acts for p in scene.parties if p.marker == "by" and noun <= p.first]
    if doers:
        return doers[0]
    named = (p for noun in acts for p in scene.parties if 0 <= p.first - noun <= EZAFE and p.marker in ("", "object"))
    # Of whatever else he says or does: ادعاهای فرانسه درباره ایران را رد کرد.
    others = (p for p in scene.parties if first <= p.first < party.first and not p.marker and p.kind != "back")
    within = any(place in scene.prepositions for place in range(first, party.first + 1))
    return next(named, None) or (next(others, None) if within and party.marker == "object" else None)


def arabic(scene: Scene, trigger: Trigger) -> tuple[Party | None, Party | None]:
    """Read an Arabic clause: verb, subject, object and what is marked; the subject may also come first."""
    entry, form = trigger.entry, scene.words.forms[trigger.low]
    to = entry.to | ({"with", "between"} if entry.frame == "with" else frozenset())
    if trigger.voice == "passive":
        return arabic_passive(scene, trigger)
    lead = (
        None
        if is_participle(scene.words.forms[trigger.first])
        else leading(scene, trigger.low, trigger.onto if trigger.low == trigger.first else "")
    )
    after = scene.right(trigger.low + 1, marked(frozenset(), bare=True), 1.2)
    before = scene.antecedent(trigger.low) or scene.left(trigger.low, scene.subject_cost, 1.5)
    antecedent = scene.antecedent(trigger.low)
    near = after is not None and after.first - trigger.high <= EZAFE
    if antecedent and after and near and antecedent is not after and scene.words.forms[trigger.first].endswith(("ها", "هم", "ه")):
        return after, antecedent  # الميليشيات التي تدعمها طهران
    dropped = bool(after and not lead and after.first == trigger.low + 1 and not agrees(scene, form, after))
    dropped = dropped or bool(after and not lead and accusative(scene, after))
    if lead or dropped:
        subject = lead or (before if before and agrees(scene, form, before) else None)
    else:
        verb = scene.words.forms[trigger.first]
        if not is_participle(verb):
            after = after if verb.endswith(("وا", "ه", "ها", "هم")) else somebody(scene, ar.after_verb(scene, trigger.low), after)
            after = ar.apposed(scene, after, trigger.low)
        subject = after if after and not is_participle(verb) else before or after
    start = after.last if after and subject is after else trigger.last
    if trigger.low == trigger.first:
        start = max(start, trigger.last)
    elif start == trigger.last:
        start = trigger.low + 1  # شنت على إيران هجوما
    other = arabic_object(scene, trigger, to, start, subject)
    bare = "object" in to or "of" in to
    if other is None and subject and subject is after and before and bare and before.kind != "back":
        subject, other = before, after if after.kind != "unknown" else None
    if other is None and entry.frame == "with" and subject is after and before and not before.marker:
        other = before if before.named and scene.between(before.last, trigger.low) < CLAUSE else None
    thing = antecedent is None and any(place in scene.relatives for place in range(trigger.low - EZAFE, trigger.low))
    suffix = scene.words.forms[trigger.first].endswith(("ه", "ها", "هم"))
    if other is None and suffix and entry.frame != "with" and not thing:  # of a deal that he signed nobody is known
        other = next((p for p in reversed(scene.parties) if p.last <= trigger.first and p is not subject and p.named), None)
    return subject, other


def arabic_object(scene: Scene, trigger: Trigger, to: frozenset[str], start: int, subject: Party | None) -> Party | None:
    """Find who is acted on behind an Arabic verb and its subject."""
    bare = "object" in to or "of" in to
    other = scene.governed(trigger.high) or scene.right(start, marked(to, bare, trigger.entry.frame == "visit"), 1.8, subject)
    if trigger.entry.type in ("ACCUSE", "REJECT") and other:
        return culprit(scene, start, other.first) or other
    if other is None and "object" in to:
        own = (p for p in scene.parties if trigger.low < p.first < trigger.last <= p.last)  # طرد السفير الإيراني
        other = next(own, None) or possessor(scene, start)
    return other if other is not subject else None


def arabic_passive(scene: Scene, trigger: Trigger) -> tuple[Party | None, Party | None]:
    """Read an Arabic passive clause: by whom, or whose the noun is that somebody suffers: تعرضت إيران لهجوم إسرائيلي."""
    after = scene.right(trigger.low + 1, marked(frozenset(), bare=True), 1.2)
    before = scene.antecedent(trigger.low) or scene.left(trigger.low, scene.subject_cost, 1.5)
    doer = scene.right(trigger.high, marked(trigger.entry.away - {"of"} | {"by"}), 1.5)
    if doer is None and trigger.low < trigger.first:
        doer = next((p for p in scene.parties if 0 <= p.first - trigger.last <= EZAFE and not p.marker), None)
        after = scene.right(trigger.low + 1, marked(frozenset(), bare=True), 1.2, doer) if doer else after
    if trigger.entry.frame == "with" and doer is None:
        return after or before, scene.right(trigger.high, marked(frozenset({"with", "between"})), 1.8)
    if doer is None and trigger.entry.type == "ASSAULT":
        doer = ar.striker(scene, trigger.high)
    if after is None or (doer and after.first >= doer.first):
        after = before or after
    return doer, after if after is not doer else None


def somebody(scene: Scene, place: int, known: Party | None) -> Party | None:
    """Take the words right after an Arabic verb for its subject where they name nobody of the registry: أطلق الشيخ فلان."""
    words, end = scene.words, place
    if (body := ar.spoken_for(scene, place)) is not None:
        return body
    stop = min(known.first if known else scene.last, scene.last)
    opening = words.forms[place] if place < scene.last else "ب"
    if opening.startswith(("ب", "ل")) or opening.endswith("ا") or opening in ar.NOBODY or opening.isdigit():
        return known
    if known and known.first - place <= NEAR_SUBJECT:
        return known
    while end < stop and end - place < LONGEST_NAME and end not in scene.stops and (end == place or not words.marks[end - 1]):
        end += 1
    if end == place:
        return None
    return Party(place, end, (f"text:{words.text[words.starts[place] : words.ends[end - 1]]}",), "unknown")


def is_participle(form: str) -> bool:
    """Tell whether a folded Arabic verb is a participle that goes with the sentence's subject: مؤكدا, متهمة."""
    form = form.lstrip("و")
    if len(form) == ACTIVE and form[1] == "ا" and form.endswith("ا") and not form.endswith("وا"):
        return True  # قائلا, داعيا
    return form.startswith("م") and form.endswith(("ا", "ه", "ین"))


def nominal(scene: Scene, trigger: Trigger) -> tuple[Party | None, Party | None]:
    """Read a noun: an owner before it or a genitive after it, by whom it was done, and what a preposition marks."""
    entry = trigger.entry
    to = entry.to - {"of", "object"} | ({"with", "between"} if entry.frame == "with" else frozenset())
    doer = scene.right(trigger.last, marked(entry.away - {"of"} | {"by"}), 1.0)
    owner, genitive, target = attributes(scene, trigger)
    governed = scene.governed(trigger.high) if entry.frame == "with" or "of" not in entry.away else None
    other = owned(scene, target or governed or scene.right(trigger.last, marked(to, place=entry.frame == "visit"), 1.2))
    subject = owner or (doer if doer is not other else None)
    if owner and (other is None or entry.mode == "targeted") and "of" in entry.to and {*owner.who} & scene.people:
        return doer if doer is not owner else None, owner  # Soleimani's assassination
    of_host = entry.frame == "visit" and genitive is not None and genitive.kind == "state" and "of" in entry.away
    if genitive and genitive is not other and not of_host:
        acts = "of" in entry.away and (other is not None or "of" not in entry.to)
        suffers = scene.language == "en" and scene.words.forms[trigger.last - 1].endswith("ing")  # the bombing of Iran
        if trigger.entry.type == "ASSAULT" and "of" in entry.away and not ({*genitive.who} & scene.people or suffers):
            acts = True  # حملات هوایی آمریکا: states and bodies attack, persons are attacked
        own = genitive.kind == "people" and (scene.language != "ar" or "of" in entry.away)
        if scene.language == "ar" and "of" in entry.to and own:
            own = ar.attached(scene, trigger.last, genitive)
            acts = acts and own
        if subject is None and (acts or own):
            subject = genitive  # an adjective says who does it: الغارات التركية
        elif other is None and ("of" in entry.to or (subject and scene.language == "en")):
            other = genitive
        elif subject is None and "of" in entry.away:
            subject = genitive
    blamed = scene.language == "fa" and scene.words.forms[trigger.first - 1] in BLAMED  # ایران پشت حمله به سفارت است
    if blamed and subject is None:
        subject = scene.left(trigger.first - 1, scene.subject_cost, 1.5)
    idle = (
        scene.language == "fa" and entry.frame == "with" and other is None
    )  # talks of nobody: the sentence's subject has others
    if entry.frame in ("with", "visit", "alone") and subject is None and not idle:
        subject = scene.left(trigger.first, scene.subject_cost, 1.5)
    if entry.frame == "with" and subject is None and other and scene.language == "en" and trigger.low - scene.first <= OPENING:
        subject = after_comma(scene, other.last - 1)  # In a meeting with Salih, Masjedi said
    return subject, other


def arabic_noun(scene: Scene, trigger: Trigger) -> tuple[Party | None, Party | None]:
    """Read an Arabic noun: as any, but who did it may have the object behind him, and a blow tells who struck."""
    entry = trigger.entry
    genitive = next((p for p in scene.parties if 0 <= p.first - trigger.last <= EZAFE and p.marker in ("", "object")), None)
    if genitive and "object" in entry.to and (thing := ar.second(scene, genitive)) is not None:
        return genitive, thing
    doer = next((p for p in scene.parties if p.first == trigger.last and p.marker == "to"), None)
    if doer and entry.type == "ASSAULT" and "of" in entry.away:  # هجوم لداعش
        return doer, scene.right(doer.last, marked(entry.to - {"to", "object", "of"}), 1.2)
    subject, other = nominal(scene, trigger)
    if other is None and entry.frame == "does":
        other = ar.owner_behind(scene, trigger.last) or ("object" in entry.to and possessor(scene, trigger.last)) or None
    if subject is None and entry.type == "ASSAULT":
        subject = ar.striker(scene, trigger.last)
    opening = scene.parties[0] if scene.parties else None
    if subject is None and opening and opening.first == scene.first and scene.words.marks[opening.last - 1][:1] == ":":
        subject = opening if entry.type in ar.DEEDS and opening is not other else None
    return subject if subject is not other else None, other


def attributes(scene: Scene, trigger: Trigger) -> tuple[Party | None, Party | None, Party | None]:
    """Find who stands at a noun itself: its owner, its genitive, and in English whom "anti-" says that it is against."""
    first, last = trigger.first, trigger.last
    if scene.language != "en":
        return None, next((p for p in scene.parties if 0 <= p.first - last <= EZAFE and p.marker in ("", "object")), None), None
    target = opposed(scene, trigger)
    near = [p for p in scene.parties if p is not target and 0 <= first - p.last <= 2 * p.owner]
    owners = [p for p in near if (p.owner or p.kind in ("people", "named")) and scene.words.forms[p.first - 1] != "pro"]
    genitive = next((p for p in scene.parties if p.marker == "of" and 0 <= p.first - last <= EZAFE + 1), None)
    return owners[-1] if owners else None, owned(scene, genitive), target


def owned(scene: Scene, party: Party | None) -> Party | None:
    """Take the person with whom an English owner or adjective goes: Iran's top general Qassem Soleimani."""
    if party is None or not (party.owner or party.kind == "people") or scene.language != "en":
        return party
    near = (p for p in scene.parties if 0 <= p.first - party.last <= OWNED and {*p.who} & scene.people and not p.marker)
    person = next(near, None)
    return party if person is None or any(scene.words.marks[place] for place in range(party.last, person.first - 1)) else person


def opposed(scene: Scene, trigger: Trigger) -> Party | None:
    """Find whom the word before an English noun says that it is against: held anti-Iran protests."""
    return next((p for p in scene.parties if p.last == trigger.first and scene.words.forms[p.first - 1] == "anti"), None)
