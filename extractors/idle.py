"""A Persian trigger with its parties in, whether it names an act at all out: talks of one party alone are a matter, no deed."""

from __future__ import annotations

from extractors.frames import TOGETHER, Roles
from extractors.triggers import Trigger
from extractors.wording import Wording

# What is done to somebody is told where nobody knows by whom, and where nobody has a name.
FORCE = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE"})
# Those to whom one talks without consulting them.
LISTENERS = ("journalists",)
# Words of wanting, which ask something of somebody only behind "from", and of "must", which does right behind its subject.
WANTED, MUST = ("خواست", "میخواه", "خواسته"), frozenset({"باید", "بایستی", "میبایست", "میبایستی"})
# Between whom "must" is about and itself stand so many words at most.
NEAR = 3


def is_idle(words: Wording, trigger: Trigger, roles: Roles, media: set[str]) -> bool:
    """Tell whether a trigger names no act of these parties."""
    kind, frame = trigger.entry.type, trigger.entry.frame
    sides = {*roles.actors, *roles.recipients}
    if trigger.voice == "nominal" and frame != "with" and not roles.actors and kind not in FORCE:
        return True
    if kind in TOGETHER and frame == "with":
        talking = [who for who in sides if who not in media and not who.endswith(LISTENERS)]
        return len(talking) < 2 and (trigger.voice == "nominal" or kind != "CONSULT" or len(sides) != 1)
    if kind == "REQUEST":
        return is_wish(words, trigger, roles)
    return kind == "THREATEN" and trigger.entry.mode is None and not roles.recipients


def is_wish(words: Wording, trigger: Trigger, roles: Roles) -> bool:
    """Tell whether words of wanting or duty ask nobody for anything: می‌خواهیم ادامه دهیم, مسائل باید حل شود."""
    form = words.forms[trigger.first]
    if form in MUST:
        near = [p for p in roles.parties if p.named and 0 <= trigger.first - p.last <= NEAR and not p.marker]
        return not near or not roles.actors
    if form.startswith("خواستار") or not form.startswith(WANTED):
        return False
    first = words.sentences[words.sentence_of(trigger.first)][0]
    return "از" not in words.forms[first : trigger.low]
