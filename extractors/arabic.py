"""What only Arabic sentences need: a subject before its verb, the gender of both, and whose a blow is that somebody condemns."""

from __future__ import annotations

from extractors.party import Party
from extractors.scene import Scene

# States that are masculine in Arabic; all others are feminine.
MASCULINE_STATES = frozenset({"iraq", "lebanon", "jordan", "yemen", "sudan", "morocco"})
# First words of bodies, folded, that are masculine.
MASCULINE = frozenset("جیش الجیش حزب الحزب الحشد الحرس حرس مجلس البرلمان التحالف الاطار التیار تنظیم رییس وزیر البنتاغون جهاز".split())
# Letters of a verb at least whose last or first letter tells its gender.
LONG = 4
# Between the noun of an act and whose it is stand so many words at most: الهجوم الوحشي الصهيوني.
NEAR = 2


def leading(scene: Scene, place: int) -> Party | None:
    """Take the party right before a verb that opens its clause with it, as headlines do: إيران تقصف إسرائيل."""
    party = next((p for p in scene.parties if p.last == place and not p.marker and not p.owner), None)
    if party is None or scene.words.marks[place - 1].strip("\"»”'"):
        return None
    verb = max((v for v in scene.places_of_verbs if v < party.first), default=None)
    if verb is None:
        return party
    parted = any(scene.words.marks[p][:1] in (":", "،", ",", "؛") for p in range(verb, party.first))
    return party if parted or scene.clauses[party.first - scene.first + 1] > scene.clauses[verb - scene.first + 1] else None


def agrees(scene: Scene, form: str, party: Party) -> bool:
    """Tell whether a party may be the subject of a verb before it: دعا has no feminine subject, دعت no masculine one."""
    verb, who = gender_of_verb(form), gender_of(scene, party)
    return not verb or not who or verb == who


def gender_of_verb(form: str) -> str:
    """Tell the gender of a folded verb where its form does: "m", "f" or nothing."""
    form = form.removeprefix("و").removeprefix("س")
    if len(form) < LONG or form.endswith(("وا", "ون", "ان", "نا", "ه", "ها", "هم", "تا")):
        return ""
    if form.endswith("ت"):
        return "f"
    return "m" if form.startswith("ی") or (form[0] not in "تن" and not form.endswith("ا")) else ""


def gender_of(scene: Scene, party: Party) -> str:
    """Tell the gender of a party where a word of it does; of persons, crowds and lists it is not known."""
    if len(party.who) != 1 or party.kind not in ("named", "state") or {*party.who} & scene.people:
        return ""
    word = scene.words.forms[party.first].removeprefix("و")
    if word in MASCULINE:
        return "m"
    if word.endswith("ه") and len(word) >= LONG:
        return "f"
    if party.kind == "state":
        return "m" if party.who[0] in MASCULINE_STATES else "f"
    return ""


def culprit(scene: Scene, first: int, last: int) -> Party | None:
    """Take whose the first act is that a sentence names between two places: أدان العراق القصف الأميركي على …"""
    for noun in scene.nouns:
        if first < noun <= last:
            near = [p for p in scene.parties if 0 <= p.first - noun <= NEAR and (not p.marker or p.marker == "of")]
            return near[0] if near else None
    return None


def possessor(scene: Scene, place: int) -> Party | None:
    """Take whose the thing is that a verb has as its object: قصفت مواقع لحزب العمال."""
    near = [p for p in scene.parties if 0 < p.first - place <= NEAR + 1 and p.marker in ("to", "of")]
    return near[0] if near and scene.between(place, near[0].first) < 1 else None
