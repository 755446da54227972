"""An act's words and the act before it in, who acts without being named out: protesters protest, a raid led to his death."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Any

from extractors.frames import Roles
from extractors.script import fold_word
from extractors.telling import is_subjunctive
from extractors.triggers import Trigger
from extractors.wording import Wording

PROTESTERS = "text:protesters"
# Words that may stand between "led to" and the noun.
BETWEEN = frozenset({"the", "his", "her", "their", "its", "an", "a"})


class Implied:
    """Knows one language's words for protests and for what one act leads to, as grammar.yml says (`crowd`, `caused`)."""

    def __init__(self, grammar: Mapping[str, Any], states: Set[str]) -> None:
        self.states = states
        self.crowds = frozenset(fold_word(word) for word in grammar.get("crowd", ()))
        self.causes = tuple(tuple(fold_word(phrase).split()) for phrase in grammar.get("caused", ()))

    def crowd(self, words: Wording, trigger: Trigger, roles: Roles) -> Roles:
        """Let protesters act where a noun for protests names nobody: mass protests continue."""
        noun = words.forms[trigger.last - 1].removeprefix("و")
        if trigger.entry.type != "PROTEST" or trigger.voice != "nominal" or noun not in self.crowds:
            return roles
        if not roles.actors:
            return roles._replace(actors=(PROTESTERS,))
        lands = {*roles.actors} <= self.states  # the protests of Baghdad are no state's
        return roles._replace(actors=tuple(f"text:{who}:protesters" for who in roles.actors)) if lands else roles

    def effect(self, words: Wording, trigger: Trigger, before: tuple[Trigger, Roles] | None, roles: Roles) -> Roles:
        """Let who attacked be who killed where one led to the other: the raids which led to the martyrdom of Soleimani."""
        if before is None or roles.actors or trigger.voice != "nominal" or trigger.entry.type != "ASSAULT":
            return roles
        told, known = before
        place = trigger.low - (words.forms[trigger.low - 1] in BETWEEN)
        one = told.entry.type == "ASSAULT" and words.sentence_of(told.first) == words.sentence_of(trigger.first)
        led = follows(words.forms[told.high : place], self.causes) or begins(words.forms[trigger.low : trigger.last], self.causes)
        if not one or not known.actors or not led:
            return roles
        return roles._replace(actors=tuple(who for who in known.actors if who not in roles.recipients))


def asked(words: Wording, trigger: Trigger, before: tuple[Trigger, Roles] | None, roles: Roles) -> Roles:
    """Let who is asked in Persian do what is asked, unless somebody else is its subject: از ترکیه خواست نیروهایش را خارج کند."""
    if before is None or words.language != "fa" or words.sentence_of(before[0].first) != words.sentence_of(trigger.first):
        return roles
    told, known = before
    wanted = told.entry.type == "REQUEST" and told.high <= trigger.low and is_subjunctive(words, trigger)
    if not wanted or not known.recipients or (roles.actors and roles.actors != known.actors):
        return roles
    return roles._replace(actors=known.recipients, recipients=tuple(w for w in roles.recipients if w not in known.recipients))


def begins(forms: Sequence[str], phrases: Sequence[Sequence[str]]) -> bool:
    """Tell whether words begin with one of some phrases: منجر به شهادت."""
    return any(tuple(forms[: len(phrase)]) == phrase for phrase in phrases)


def follows(forms: Sequence[str], phrases: Sequence[Sequence[str]]) -> bool:
    """Tell whether words end with one of some phrases."""
    return any(tuple(forms[-len(phrase) :]) == phrase for phrase in phrases)
