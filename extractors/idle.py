"""A Persian trigger with its parties in, whether it names an act at all out: talks of one party alone are a matter, no deed."""

from __future__ import annotations

from extractors.frames import TOGETHER, Roles
from extractors.lexicon import Hits
from extractors.party import Party
from extractors.telling import MUST
from extractors.triggers import Trigger
from extractors.wording import Wording

# What is done to somebody is told where nobody knows by whom, and where nobody has a name.
FORCE = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE"})
# What is said for or against somebody: thanks and warnings to nobody are talk.
TOWARDS = frozenset({"SUPPORT", "THREATEN"})
# Those to whom one talks without consulting them.
LISTENERS = ("journalists",)
# Words of wanting, which ask something of somebody only behind "from"; "must" does so right behind its subject.
WANTED = ("خواست", "میخواه")
# Persons are killed, wounded and arrested; a state is not.
PERSONAL = ("کشته", "زخمی", "مجروح", "شهید", "شهادت", "دستگیر", "بازداشت", "ربوده", "اعدام", "اسیر", "اسارت", "زندانی")
# Verbs of going, which make a visit only where they say to whom.
MOTION = frozenset("رفت رفتند رفته امد امدند امده میرود میروند میاید میایند".split())
# What is freed and no prisoner.
LAND = frozenset("شهر شهرک منطقه مناطق روستا روستای روستاها محله ارتفاعات سرزمین خاک شهرستان".split())
# Between whom "must" is about and itself stand so many words at most.
NEAR = 3
# Endings of words behind which a clause opens: گفت, کرد, داشت, که.
OPENING = ("گفت", "کرد", "کردند", "داشت", "افزود", "شد", "شود", "است", "کند", "کنند", "داد", "نوشت", "که", "اما")
# A text of sport or films has so many words of them at least, and one in so many words.
LEAST, SPARSE = 4, 50
# Groups without a state that act as one in these countries.
PEOPLES = frozenset({"Kurds", "Sunnis", "Shiites", "Turkmens", "Yazidis", "Christians", "protesters"})


def is_idle(words: Wording, trigger: Trigger, roles: Roles, media: set[str]) -> bool:
    """Tell whether a trigger names no act of these parties, or nobody who counts."""
    kind, nominal = trigger.entry.type, trigger.voice == "nominal"
    if words.forms[trigger.first] in MOTION:
        return not is_arrival(words, trigger, roles)
    if kind in TOGETHER and trigger.entry.frame == "with":
        return is_alone(trigger, roles, media)
    sides = {*roles.actors, *roles.recipients}
    nobody = kind not in FORCE and not any(is_known(who) for who in sides)
    done = not nominal or bool(roles.actors) or kind in FORCE
    return nobody or not done or (kind == "COOPERATE" and len(sides) < 2) or is_talk(words, trigger, roles)


def is_arrival(words: Wording, trigger: Trigger, roles: Roles) -> bool:
    """Tell whether somebody goes to a state: what stands right before the verb is one behind به, as in به تهران رفت."""
    goal = next((p for p in roles.parties if p.last == trigger.first), None)
    to_state = goal is not None and goal.kind in ("state", "named") and words.forms[goal.first - 1] == "به"
    return to_state and bool(roles.actors) and any(not who.startswith("text:") for who in roles.recipients)


def is_alone(trigger: Trigger, roles: Roles, media: set[str]) -> bool:
    """Tell whether what is done together has one party only, or none that counts; a meeting may have one whom we miss."""
    sides = {*roles.actors, *roles.recipients}
    talking = [who for who in sides if who not in media and not who.endswith(LISTENERS)]
    met = (
        trigger.entry.type == "CONSULT"
        and trigger.entry.mode != "multilateral"
        and trigger.voice != "nominal"
        and len(sides) == 1
    )
    return not any(is_known(who) for who in sides) or (len(talking) < 2 and not met)


def is_talk(words: Wording, trigger: Trigger, roles: Roles) -> bool:
    """Tell whether words that may tell an act are talk here, by its type."""
    kind, form = trigger.entry.type, words.forms[trigger.first]
    if kind == "REQUEST":
        return (trigger.voice == "nominal" and not roles.recipients) or is_wish(words, trigger, roles)
    if kind == "RETREAT":
        around = {*sentence_of(words, trigger)}  # تهران را به مقصد مسکو ترک کرد, شهر را آزاد کرد
        return "مقصد" in around or (form == "ازاد" and bool(LAND & around))
    if form.startswith("جلوگیری"):  # who keeps something from happening rejects nobody unless he has a name
        return not all(any(is_known(who) for who in side) for side in (roles.actors, roles.recipients))
    return kind in TOWARDS and trigger.entry.mode is None and not roles.recipients


def is_personal(words: Wording, trigger: Trigger) -> bool:
    """Tell whether a trigger is suffered by persons: کشته شدند, دستگیر شدند."""
    return trigger.voice == "passive" and any(form.startswith(PERSONAL) for form in words.forms[trigger.first : trigger.last])


def is_known(who: str) -> bool:
    """Tell whether somebody is of the registry, a people of these countries, or a group of a state: text:turkey:forces."""
    return not who.startswith("text:") or ":" in who.removeprefix("text:") or who.removeprefix("text:") in PEOPLES


def sentence_of(words: Wording, trigger: Trigger) -> list[str]:
    """List the words of a trigger's sentence."""
    first, last = words.sentences[words.sentence_of(trigger.first)]
    return words.forms[first:last]


def is_pastime(words: Wording, hits: Hits) -> bool:
    """Tell whether a text is about sport or films, where visits, meetings and attacks are other things."""
    found = len(hits.of("pastime"))
    return found >= LEAST and found * SPARSE >= len(words)


def is_asked(words: Wording, party: Party) -> bool:
    """Tell whether a party opens the clause of "must" and is no owner of what must: گفت آمریکا باید, but not روابط ایران باید."""
    alone = party.first == words.sentences[words.sentence_of(party.first)][0] or bool(words.marks[party.first - 1])
    opens = alone or words.forms[party.first - 1].endswith(OPENING)
    return opens and not party.marker and any(is_known(who) for who in party.who)


def is_wish(words: Wording, trigger: Trigger, roles: Roles) -> bool:
    """Tell whether words of wanting or duty ask nobody for anything: می‌خواهیم ادامه دهیم, مسائل باید حل شود."""
    form = words.forms[trigger.first]
    if form in MUST:
        near = [p for p in roles.parties if is_asked(words, p) and 0 <= trigger.first - p.last <= NEAR]
        return not (near and roles.actors and roles.recipients)
    if form.startswith("فراخواند"):
        return bool({"خود", "سفیرش"} & {*sentence_of(words, trigger)})  # an ambassador called home
    if form.startswith("خواستار") or not form.startswith(WANTED):
        return False
    first = words.sentences[words.sentence_of(trigger.first)][0]
    return "از" not in words.forms[first : trigger.low]
