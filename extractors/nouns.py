"""A noun that names an act and the parties of its sentence in, who did it and to whom out: the U.S. strike on Kataib."""

from __future__ import annotations

from extractors import arabic as ar
from extractors.arabic import possessor
from extractors.auxiliaries import REASON, is_reason
from extractors.object_mark import COUNTS
from extractors.party import Party
from extractors.scene import CLAUSE, EZAFE, VERB, Scene, marked
from extractors.triggers import Trigger

# Persian words that put an act down to the subject: مسئولیت حمله را بر عهده گرفت.
BLAMED = frozenset({"مسیولیت", "مسوولیت", "پشت"})
# An English sentence that opens with where somebody spoke has that noun so soon: In a Tuesday meeting with …
OPENING = 3
# Between an English owner and the name that it goes with stand so many words at most: Iran's top general Qassem Soleimani.
OWNED = 4
# Between an English state and who speaks for it: U.S. ambassador Alina Romanowski.
ENVOYS = frozenset(
    "ambassador envoy president secretary minister diplomat official general chief representative spokesman".split()
)
# Endings of Persian infinitives, whose genitive is their object: متفرق کردن معترضان.
INFINITIVES = ("کردن", "زدن", "دادن", "کشیدن", "کشتن", "گرفتن", "بستن", "راندن", "بردن", "ربودن", "گذاشتن", "کشاندن")
# From an Arabic verb to the noun that tells by what it is done stand so many words at most: ردت … بقصف.
LED = 8
BE = frozenset({"is", "was", "are", "were"})


def nominal(scene: Scene, trigger: Trigger) -> tuple[Party | None, Party | None]:
    """Read a noun: an owner before it or a genitive after it, by whom it was done, and what a preposition marks."""
    entry = trigger.entry
    to = entry.to - {"of", "object"} | ({"with", "between"} if entry.frame == "with" else frozenset())
    doer = scene.right(trigger.last, marked(entry.away - {"of"} | {"by"}), 1.0)
    owner, genitive, target = attributes(scene, trigger)
    governed = scene.governed(trigger.high) if entry.frame == "with" or "of" not in entry.away else None
    found = target or governed or scene.right(trigger.last, marked(to, place=entry.frame == "visit"), 1.2)
    other = owned(scene, None if found and found is not target and goes_with_another(scene, trigger, found) else found)
    subject = owner or (doer if doer is not other else None)
    if owner and (other is None or entry.mode == "targeted") and "of" in entry.to and {*owner.who} & scene.people:
        return doer if doer is not owner else None, owner  # Soleimani's assassination
    of_host = entry.frame == "visit" and genitive is not None and genitive.kind == "state" and "of" in entry.away
    if is_own(scene, trigger):  # صدر حمایت خود از عبادی را اعلام کرد
        subject = scene.left(trigger.first, scene.subject_cost, 1.5) or subject
        genitive = None
        other = other or scene.right(trigger.last, marked(entry.to | {"object"}), 1.2, subject)
    if genitive and genitive is not other and not of_host:
        acts = "of" in entry.away and (other is not None or "of" not in entry.to)
        suffers = scene.language == "en" and scene.words.forms[trigger.last - 1].endswith("ing")  # the bombing of Iran
        suffers = suffers or (scene.language == "fa" and scene.words.forms[trigger.last - 1].endswith(INFINITIVES))
        victim = {*genitive.who} & scene.people or suffers or (scene.language == "fa" and entry.mode == "targeted")
        if victim and scene.language == "fa" and entry.mode == "targeted":
            return subject, genitive  # ترور سلیمانی را محکوم و به ایران تسلیت گفت
        if trigger.entry.type == "ASSAULT" and "of" in entry.away and not victim:
            acts = True  # حملات هوایی آمریکا: states and bodies attack, persons are attacked
        own = genitive.kind == "people" and (scene.language != "ar" or "of" in entry.away)
        if scene.language == "fa" and "of" in entry.to:  # توقیف یک نفتکش ایرانی: the adjective is the tanker's
            own = own and genitive.first == trigger.last
        if scene.language == "ar" and "of" in entry.to and own:
            own = ar.attached(scene, trigger.last, genitive)
            acts = acts and own
        if subject is None and (acts or own):
            subject = genitive  # an adjective says who does it: الغارات التركية
        elif other is None and ("of" in entry.to or (subject and scene.language == "en")):
            other = genitive
        elif subject is None and "of" in entry.away:
            subject = genitive
    whole = entry.frame == "with" and other is genitive and other is not None and len(other.who) > 1  # مذاکرات ایران و آمریکا
    return subject or (None if whole else absent(scene, trigger, other)), other


def goes_with_another(scene: Scene, trigger: Trigger, party: Party) -> bool:
    """Tell whether an English party stands behind another noun of an act: the attack, with strikes on Hezbollah."""
    between = (noun for noun in scene.nouns if trigger.last < noun <= party.first)
    return scene.language == "en" and any(scene.words.forms[noun - 2] not in ("and", "or") for noun in between)


def absent(scene: Scene, trigger: Trigger, other: Party | None) -> Party | None:
    """Find who visits, talks or acts alone where no word at the noun says so: the subject of its clause or sentence."""
    entry = trigger.entry
    idle = scene.language == "fa" and entry.frame == "with" and other is None  # talks of nobody: the subject has others
    hosts = scene.language == "fa" and entry.frame == "host" and "of" in entry.to
    subject = None
    if scene.language == "en" and entry.type == "ASSAULT" and "with" in scene.words.forms[trigger.low - 2 : trigger.low]:
        return scene.left(trigger.low, scene.subject_cost, 1.5)  # responded with deadly airstrikes on
    if (entry.frame in ("with", "visit", "alone") or hosts) and not idle:
        resumed = scene.resumed(trigger.first) if scene.language == "en" and entry.frame == "visit" else None
        subject = resumed or scene.left(trigger.first, scene.subject_cost, CLAUSE if entry.frame == "alone" else 1.5)
    if entry.frame == "with" and subject is None and other and scene.language == "en" and trigger.low - scene.first <= OPENING:
        subject = after_comma(scene, other.last - 1)  # In a meeting with Salih, Masjedi said
    return subject


def is_own(scene: Scene, trigger: Trigger) -> bool:
    """Tell whether a Persian noun is the subject's own: حمایت خود, استعفایش."""
    forms = scene.words.forms
    own = "خود" in (forms[trigger.last - 1], *forms[trigger.last : trigger.last + 1])
    return scene.language == "fa" and (own or forms[trigger.last - 1].endswith(("ایش", "هایش", "خودش")))


def attributes(scene: Scene, trigger: Trigger) -> tuple[Party | None, Party | None, Party | None]:
    """Find who stands at a noun itself: its owner, its genitive, and in English whom "anti-" says that it is against."""
    first, last = trigger.first, trigger.last
    if scene.language != "en":
        of = (p for p in scene.parties if p.last > last and -1 <= p.first - last <= EZAFE and p.marker in ("", "object"))
        return None, next(of, None), None
    target = opposed(scene, trigger)
    near = [p for p in scene.parties if p is not target and 0 <= first - p.last <= 2 * p.owner]
    owners = [p for p in near if (p.owner or p.kind in ("people", "named")) and scene.words.forms[p.first - 1] != "pro"]
    own = "of" in scene.words.forms[last - 1 : last + EZAFE]  # of its own: not a meeting with the chief of …
    genitive = next((p for p in scene.parties if own and p.marker == "of" and 0 <= p.first - last <= EZAFE + 1), None)
    return owners[-1] if owners else None, owned(scene, genitive), target


def owned(scene: Scene, party: Party | None) -> Party | None:
    """Take the person with whom an English owner or adjective goes: Iran's top general Qassem Soleimani."""
    state = party is not None and party.kind in ("state", "named") and not {*party.who} & scene.people and not party.marker
    if party is None or not (party.owner or party.kind == "people" or state) or scene.language != "en":
        return party
    near = (p for p in scene.parties if 0 <= p.first - party.last <= OWNED and {*p.who} & scene.people and not p.marker)
    person = next(near, None)
    if person and state and not party.owner and not ({*scene.words.forms[party.last : person.first]} & ENVOYS):
        return party
    return party if person is None or any(scene.words.marks[place] for place in range(party.last, person.first - 1)) else person


def opposed(scene: Scene, trigger: Trigger) -> Party | None:
    """Find whom the word before an English noun says that it is against: held anti-Iran protests."""
    return next((p for p in scene.parties if p.last == trigger.first and scene.words.forms[p.first - 1] == "anti"), None)


def after_comma(scene: Scene, place: int) -> Party | None:
    """Take the subject of a sentence that opens with a participle: Praising …, the ministry …; none where that is the subject."""
    comma = next((p for p in range(max(place - 1, scene.first), scene.last - 1) if scene.words.marks[p][:1] == ","), None)
    if comma is None or {*scene.words.forms[place : comma + 1]} & BE:
        return None
    return next((p for p in scene.parties if p.first > comma and not p.marker), None)


def persian_noun(scene: Scene, trigger: Trigger) -> tuple[Party | None, Party | None]:
    """Read a Persian noun: as any, but whom an act hit may bear the mark of the verb's object; acts are put down to somebody."""
    words = scene.words.forms
    if words[trigger.last - 1] == "به":  # جنبش صدر در اعتراض به دیدار مالکی با بوش
        return scene.left(trigger.first, scene.subject_cost, 1.5), None
    if words[trigger.first - 1] == "این" and words[trigger.last : trigger.last + 1] and words[trigger.last] in COUNTS:
        return None, None  # در واکنش به این حمله دو پایگاه آمریکا را هدف قرار داد
    subject, other = nominal(scene, trigger)
    if trigger.entry.frame == "with" and other is None:  # میان حزب‌الله و اسرائیل درگیری روی داد
        parted = scene.left(trigger.first, marked(frozenset({"between"})), VERB)
        subject = parted if parted and len(parted.who) > 1 else subject
    if trigger.entry.type == "ACCUSE":
        other = accused(scene, trigger.first) or other
    if other is None and "to" in trigger.entry.to:  # حمله آمریکا به سوریه را محکوم کرد
        behind = (p for p in scene.parties if p.first >= trigger.last and p.marker == "object" and words[p.first - 1] == "به")
        other = next((p for p in behind if scene.between(trigger.last, p.first) < VERB), None)
    if other is None and "from" in trigger.entry.to:  # حمایت دولت عراق از ملت بحرین
        behind = (p for p in scene.parties if p.first >= trigger.last and p.marker == "from" and p is not subject)
        other = next((p for p in behind if scene.between(trigger.last, p.first) < VERB), None)
    if subject is None and is_reason(scene.words, trigger.first):  # از ترکیه به دلیل حمایت از داعش انتقاد کرد
        subject = next((p for p in scene.parties if p.last == trigger.first - REASON and p.marker), None)
    if subject is None and words[trigger.first - 1] in BLAMED:  # ایران پشت حمله به سفارت است
        subject = scene.left(trigger.first - 1, scene.subject_cost, 1.5)
    return subject if subject is not other else None, other


def accused(scene: Scene, place: int) -> Party | None:
    """Take whose words or deed a Persian sentence calls by a noun at a place: حمله آمریکا به … را نقض حاکمیت عراق دانست."""
    if scene.words.forms[place - 1] != "را":
        return None
    thing = scene.left(place, marked(frozenset({"object"})), 1.0)
    deeds = (noun for noun in scene.nouns if noun < place and scene.between(noun, place) < CLAUSE)
    doers = (p for noun in deeds for p in scene.parties if 0 <= p.first - noun <= EZAFE and p.marker in ("", "object"))
    return next(doers, thing)


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
    led = {*scene.words.forms[max(trigger.first - LED, scene.first) : trigger.first]}
    if subject is None and trigger.onto == "ب" and entry.type in ar.DEEDS and led & ar.ANSWERS:
        doers = (p for p in reversed(scene.parties) if p.last <= trigger.first and not p.marker and p.first not in scene.nouns)
        subject = next(doers, None)  # ردت إيران على اغتيال سليماني بقصف القاعدة
    if subject is None and entry.type == "ASSAULT":
        subject = ar.striker(scene, trigger.last)
    opening = scene.parties[0] if scene.parties else None
    if subject is None and opening and opening.first == scene.first and scene.words.marks[opening.last - 1][:1] == ":":
        subject = opening if entry.type in ar.DEEDS and opening is not other else None
    return subject if subject is not other else None, other
