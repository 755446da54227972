"""An English act and the one before or after it in its sentence in, who acts and who is acted on by both out."""

from __future__ import annotations

from itertools import pairwise

from extractors.frames import Roles
from extractors.triggers import Trigger
from extractors.wording import Wording

# Groups of people without an office.
PRIVATE = frozenset("pilgrims residents people prisoners migrants refugees students families athletes workers".split())
# From an accusation to that of which somebody is accused stand so many words at most.
ACCUSED = 10
# And to the act that is condemned.
CONDEMNED = 6
# From "in a" to the noun of a blow: in a U.S. drone strike.
BLOW = 5
# What is told of somebody "for doing" something.
BLAMED = frozenset({"ACCUSE", "SANCTION", "THREATEN", "SUPPORT"})


def controlled(words: Wording, trigger: Trigger, before: tuple[Trigger, Roles] | None, roles: Roles) -> Roles:
    """Take who acts in English from the act before: urged Iran to stop, a strike that killed, …, killing, blamed for doing."""
    if before is None or words.language != "en" or words.sentence_of(before[0].first) != words.sentence_of(trigger.first):
        return roles
    told, known = before
    link, form = words.forms[trigger.low - 1], words.forms[trigger.low]
    who: tuple[str, ...] = ()
    if told.entry.type == "REQUEST" and link == "to":
        asked = (p for p in known.parties if p.last == trigger.low - 1 and {*p.who} & {*known.recipients})
        who = next((p.who for p in asked), ())
    elif told.entry.type == trigger.entry.type == "ASSAULT":
        trails = form.endswith("ing") and (words.marks[trigger.low - 1][:1] == "," or told.high == trigger.low)
        who = known.actors if trails or (link in ("that", "which") and told.voice != "passive") else ()
    elif link == "for" and form.endswith("ing") and told.entry.type in BLAMED:
        who = known.recipients
    return roles._replace(actors=who, recipients=tuple(w for w in roles.recipients if w not in who)) if who else roles


def blamed(words: Wording, roles: Roles, trigger: Trigger, after: Trigger, act: Roles) -> Roles:
    """Take who did it for who is condemned where an English sentence condemns an act: criticised attacks on Iran by Israel."""
    near = after.voice == "nominal" and 0 <= after.low - trigger.high <= CONDEMNED
    if not near or trigger.voice == "passive" or any(mark[:1] == "," for mark in words.marks[trigger.high - 1 : after.low]):
        return roles
    if act.actors:
        return roles._replace(recipients=tuple(who for who in act.actors if who not in roles.actors))
    return roles._replace(recipients=tuple(who for who in roles.recipients if who not in act.recipients))


def repeats(words: Wording, trigger: Trigger, before: Trigger) -> bool:
    """Tell whether English words only say of what somebody is accused just before: accused Iran of being behind the attack."""
    if words.language == "en" and trigger.entry.type == before.entry.type == "ASSAULT" and before.entry.mode == "targeted":
        return is_blow(words, trigger, before)
    both = trigger.entry.type == before.entry.type == "ACCUSE" and words.language == "en"
    link = words.forms[trigger.low - 1] == "of" or words.forms[trigger.low - 2 : trigger.low] == ["of", "being"]
    return both and link and 0 <= trigger.low - before.high <= ACCUSED


def is_blow(words: Wording, trigger: Trigger, before: Trigger) -> bool:
    """Tell whether English words only say by which blow somebody was killed: the assassination of …, in a U.S. airstrike."""
    led = words.forms[max(trigger.low - BLOW, 0) : trigger.low]
    same = words.sentence_of(before.first) == words.sentence_of(trigger.first)
    return same and trigger.voice == "nominal" and bool({("in", "a"), ("in", "an"), ("by", "a")} & {*pairwise(led)})


def is_private(who: str) -> bool:
    """Tell whether those named are people in private: whoever travels as one of them visits nobody (CONSULT)."""
    return who.rpartition(":")[2] in PRIVATE or who == "arbaeen-pilgrims"
