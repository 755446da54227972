"""Acts told in sentence after sentence of an article in, each once with all its tellings out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from extractors.claims import Said
from extractors.frames import TOGETHER

# A noun that names nobody means an act told so many sentences before at most.
RECENT = 2
# Acts back to which another telling is looked for: as many as a long article tells.
MEMORY = 60


class When(NamedTuple):
    """When an act happened: first and last day, precision, and how that is known: text, neighbour or publication."""

    begin: date
    end: date
    precision: str
    basis: str


class Act(NamedTuple):
    """An act told in a sentence: what kind, who, when, where, whether it happened, and who vouches for it."""

    type: str
    mode: str | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    modality: str
    sentence: int
    start: int
    end: int
    said: Said | None = None
    said_by: tuple[str, ...] = ()
    voice: str = "active"
    when: When | None = None
    place: str | None = None
    contexts: tuple[str, ...] = ()
    tellings: tuple[Act, ...] = ()


def merge(acts: Iterable[Act]) -> list[Act]:
    """Make one act of those that tell the same: of one type, by parties that fit."""
    kept: list[Act] = []
    for act in acts:
        if not is_told(act):
            recall(kept, act)
            continue
        for number, other in list(enumerate(kept))[-MEMORY:]:
            if same(act, other):
                kept[number] = grow(other, act)
                break
        else:
            kept.append(act)
    return kept


def is_told(act: Act) -> bool:
    """Tell whether an act names somebody who acts, or an actor of the registry or a state's group who is acted on."""
    return bool(act.actors) or any(not one.startswith("text:") or one.count(":") > 1 for one in act.recipients)


def recall(kept: list[Act], act: Act) -> None:
    """Add a telling to the act that a noun without parties means, if one of its type was told just before: the attack."""
    for number in reversed(range(max(len(kept) - MEMORY, 0), len(kept))):
        other = kept[number]
        last = max(telling.sentence for telling in (other, *other.tellings[-1:]))
        if act.voice == "nominal" and other.type == act.type and 0 <= act.sentence - last <= RECENT:
            kept[number] = other._replace(tellings=(*other.tellings, act))
            return


def same(act: Act, other: Act) -> bool:
    """Tell whether two sentences tell one act."""
    if act.type != other.type or (act.modality != other.modality and act.sentence != other.sentence):
        return False
    if act.when and other.when and (act.when.begin > other.when.end or other.when.begin > act.when.end):
        return False
    if act.type in TOGETHER:
        a, b = {*act.actors, *act.recipients}, {*other.actors, *other.recipients}
        one, two = named((*a,)), named((*b,))
        return bool(one & two) and (one <= two or two <= one)  # who meets A and meets B meets twice
    shared = set(act.actors) & set(other.actors) or set(act.recipients) & set(other.recipients)
    halves = {(bool(one.actors), bool(one.recipients)) for one in (act, other)} == {(True, False), (False, True)}
    if halves and act.sentence == other.sentence and not is_half(act, other):
        return False  # one struck in answer to the killing of another
    back = act.type in ("ASSAULT", "PROTEST") or (act.voice == "nominal" and not (act.actors and act.recipients))
    sides = ((act.actors, other.actors), (act.recipients, other.recipients))
    return bool(shared or back) and all(fits(*side) or (shared and alike(*side)) for side in sides)


def fits(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Tell whether two sides may be the same: they share somebody named, or one of them names nobody."""
    if named(one) and named(two):
        return bool(named(one) & named(two))
    return not one or not two or bool(set(one) & set(two)) or bool(named(one)) != bool(named(two))


def alike(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Tell whether groups may be the same: Kurds and Iraqi Kurds, Iranian pilgrims and other Iranians."""
    a, b = ([who.removeprefix("text:").split(":") for who in side] for side in (one, two))
    return any((x[-1] == y[-1] and (len(x) != len(y))) or (len(x) == len(y) == 2 and x[0] == y[0]) for x in a for y in b)


def grow(act: Act, other: Act) -> Act:
    """Add another telling to an act, and who it alone names; a deed comes before what is only spoken of beside it."""
    if act.modality == "hypothetical" and other.modality == "actual":
        act = act._replace(mode=other.mode, modality="actual", start=other.start, end=other.end, voice=other.voice)
    # A blow and whom it hit, told in one sentence by a noun and a verb: killed in an attack by the U.S.
    completed = act.type == "ASSAULT" and act.sentence == other.sentence and is_half(act, other)
    if not (completed or set(act.actors) & set(other.actors) or set(act.recipients) & set(other.recipients)):
        return act._replace(tellings=(*act.tellings, other))
    actors = tuple(dict.fromkeys((*act.actors, *(other.actors if not named(act.actors) else ()))))
    if act.type in TOGETHER and (more := named(other.actors) - named(act.actors)):  # met some leaders: those named elsewhere
        both = dict.fromkeys((*act.actors, *other.actors))
        actors = tuple(one for one in both if one in named(act.actors) or one in more)
    recipients = tuple(dict.fromkeys((*act.recipients, *(other.recipients if not named(act.recipients) else ()))))
    recipients = tuple(one for one in recipients if one not in actors)
    return act._replace(actors=actors, recipients=recipients, tellings=(*act.tellings, other))


def is_half(act: Act, other: Act) -> bool:
    """Tell whether one act is a noun that names only who acts, and the other a passive that names only who is acted on."""
    sides = {one.voice: (bool(one.actors), bool(one.recipients)) for one in (act, other)}
    return sides == {"nominal": (True, False), "passive": (False, True)}


def named(side: tuple[str, ...]) -> set[str]:
    """Take those of one side who have a name."""
    return {one for one in side if not one.startswith("text:")}
