"""An Arabic verb and the parties of its sentence in, who acts and who is acted on out: verb first, or the subject before it."""

from __future__ import annotations

from extractors import arabic as ar
from extractors.arabic import accusative, agrees, culprit, leading, possessor, second
from extractors.party import Party
from extractors.scene import CLAUSE, EZAFE, Scene, marked
from extractors.triggers import JUDGED, Trigger

# An Arabic subject begins so many words after its verb at most, and a name that nobody knows is so long.
NEAR_SUBJECT, LONGEST_NAME = 3, 4
# Folded nouns of what somebody suffers: who stands behind one did nothing.
SUFFERED = frozenset("اغتیال مقتل قتل استشهاد اعدام اعتقال اختطاف تصفیه".split())
# Letters of an active participle of the first form in the accusative.
ACTIVE = 5


def arabic(scene: Scene, trigger: Trigger) -> tuple[Party | None, Party | None]:
    """Read an Arabic clause: verb, subject, object and what is marked; the subject may also come first."""
    entry, form = trigger.entry, scene.words.forms[trigger.low]
    to = entry.to | ({"with", "between"} if entry.frame == "with" else frozenset())
    if trigger.voice == "passive" or ar.is_suffered(scene, trigger.entry.type, trigger.low, trigger.high):
        return arabic_passive(scene, trigger)
    if end := weapon(scene, trigger):
        return armed(scene, trigger._replace(last=end), to)
    onto = trigger.onto if trigger.low == trigger.first else ""
    lead = None if is_participle(scene.words.forms[trigger.first]) else leading(scene, trigger.low, onto)
    after = scene.right(trigger.low + 1, marked(frozenset(), bare=True), 1.2)
    antecedent = scene.antecedent(trigger.low)
    before = antecedent or scene.left(trigger.low, scene.subject_cost, 1.5)
    near = after is not None and after.first - trigger.high <= EZAFE
    if after and near and after is not antecedent and (turned := behind_its_object(scene, trigger, antecedent, after)):
        return after, turned[0]
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
    if other and other.first == trigger.last and trigger.low < trigger.first and entry.type == "SUPPORT":
        subject, other = (other, two) if (two := second(scene, other)) else (subject, other)  # أكد روحاني دعم إيران للعراق
    return (subject, other) if other else suffixed(scene, trigger, subject, antecedent)


def suffixed(
    scene: Scene, trigger: Trigger, subject: Party | None, antecedent: Party | None
) -> tuple[Party | None, Party | None]:
    """Find whom the ending of an Arabic verb means: who stands before it; of a deal that he signed nobody is known."""
    form = scene.words.forms[trigger.first]
    thing = antecedent is None and any(place in scene.relatives for place in range(trigger.low - EZAFE, trigger.low))
    if not form.endswith(("ه", "ها", "هم")) or trigger.entry.frame == "with" or thing:
        return subject, None
    other = next((p for p in reversed(scene.parties) if p.last <= trigger.first and p is not subject and p.named), None)
    goes_on = form.startswith("و") and trigger.low == trigger.first
    if other and subject and other.last <= subject.first and subject.last == trigger.low and goes_on:
        return other, subject  # استدعت الوزارة السفير التركي وسلمته مذكرة
    return subject, other


def weapon(scene: Scene, trigger: Trigger) -> int:
    """Find the end of the weapon that is the subject of an Arabic verb, 0 where none is: قتلت غارة أميركية سليماني."""
    forms, end = scene.words.forms, trigger.last
    while trigger.entry.type == "ASSAULT" and end < scene.last and forms[end] in ar.FLYING:
        end += 1
    own = end - trigger.first > 1 and forms[end - 1] in ar.WEAPONS
    return end if own or (end > trigger.last and trigger.low == trigger.first) else 0


def behind_its_object(scene: Scene, trigger: Trigger, antecedent: Party | None, subject: Party) -> tuple[Party | None] | None:
    """Find whom an Arabic verb's ending means whose subject stands right behind it; None where its ending means nobody.

    It is whom a relative clause tells about, or of words of praise and blame whoever did what stands before them.
    """
    form = scene.words.forms[trigger.first]
    if antecedent:
        return (antecedent,) if form.endswith(("ها", "هم", "ه")) else None  # الميليشيات التي تدعمها طهران
    opens = trigger.low != trigger.first or trigger.low == scene.first or trigger.entry.type not in JUDGED
    if opens or not form.endswith(("ه", "ها")) or not agrees(scene, form, subject):
        return None
    before = (p for p in scene.parties if p.last <= trigger.low and not p.marker and p.kind != "back")
    return (next(before, None),)  # قصف إيران لأربيل أدانته الحكومة


def visited(trigger: Trigger, subject: Party | None, other: Party | None) -> tuple[Party | None, Party | None]:
    """Take a land behind a verb of visiting for what is visited, by whoever was spoken of: حيث زار السعودية."""
    land = subject is not None and subject.kind == "state" and subject.first >= trigger.last
    return (None, subject) if land and other is None and trigger.entry.frame == "visit" else (subject, other)


def armed(scene: Scene, trigger: Trigger, to: frozenset[str]) -> tuple[Party | None, Party | None]:
    """Read an Arabic verb whose subject is a weapon of its own words: استهدفت مسيرة تركية مقرا, whose it is and whom it hit."""
    forms = scene.words.forms
    whose = next((p for p in scene.parties if p.first == trigger.last and forms[p.first].endswith(("ی", "یه"))), None)
    start = whose.last if whose else trigger.last
    return whose, scene.right(start, marked(to, bare=True), 1.8) or possessor(scene, start)


def arabic_object(scene: Scene, trigger: Trigger, to: frozenset[str], start: int, subject: Party | None) -> Party | None:
    """Find who is acted on behind an Arabic verb and its subject."""
    bare = "object" in to or "of" in to
    other = scene.governed(trigger.high) or scene.right(start, marked(to, bare, trigger.entry.frame == "visit"), 1.8, subject)
    if trigger.entry.type in ("ACCUSE", "REJECT", "PROTEST") and other:
        found = culprit(scene, start, other.first) or other
        suffered = scene.words.forms[found.first - 1] in SUFFERED and found.marker != "by" and not second(scene, found)
        return None if suffered else found  # دان اغتيال سليماني: not Soleimani
    if other is None and "object" in to:
        own = (p for p in scene.parties if trigger.low < p.first < trigger.last <= p.last)  # طرد السفير الإيراني
        other = next(own, None) or possessor(scene, start)
    if other is None and trigger.entry.type in JUDGED:
        other = ar.judged(scene, start)
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
    if (person := titled(scene, place)) is not None:
        return person
    if known and known.first - place <= NEAR_SUBJECT:
        return known
    while end < stop and end - place < LONGEST_NAME and end not in scene.stops and (end == place or not words.marks[end - 1]):
        end += 1
    if end == place:
        return None
    return Party(place, end, (f"text:{words.text[words.starts[place] : words.ends[end - 1]]}",), "unknown")


def titled(scene: Scene, place: int) -> Party | None:
    """Take the person behind words for what he is, right after an Arabic verb: قال المفاوض النووي الإيراني الكبير عباس عراقجي."""
    forms, marks = scene.words.forms, scene.words.marks
    person = next((p for p in scene.parties if place < p.first <= place + LONGEST_NAME and {*p.who} & scene.people), None)
    if person is None or person.marker or person.joined or any(marks[place : person.first]):
        return None
    if any(place <= p.first < person.first and p.kind != "people" for p in scene.parties):
        return None  # قتلت الولايات المتحدة سليماني
    return person._replace(first=place) if all(form.startswith("ال") for form in forms[place : person.first]) else None


def is_participle(form: str) -> bool:
    """Tell whether a folded Arabic verb is a participle that goes with the sentence's subject: مؤكدا, متهمة."""
    form = form.lstrip("و")
    if len(form) == ACTIVE and form[1] == "ا" and form.endswith("ا") and not form.endswith("وا"):
        return True  # قائلا, داعيا
    return form.startswith("م") and form.endswith(("ا", "ه", "ین"))
