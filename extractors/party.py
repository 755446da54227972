"""The words that mean somebody, as the modules that read a text hand them on."""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

# How an official of a state is written whom nobody knows by name: text:turkey:official.
OFFICIAL = ":official"
# Between two names of one, or a group and whose it is, stand so many words at most.
FILLERS = 4


class Name(NamedTuple):
    """Somebody named: where in the text, in characters; the actor, or None for a place, and the place's id.

    Of an office whose holder nobody knows the actor is the party that he leads, or text:… for an official of a state.
    """

    start: int
    end: int
    actor_id: str | None
    place_id: str | None = None


class Party(NamedTuple):
    """Words that mean somebody: whom (actors' ids, or text:… for a group), how they are marked, and of what kind they are.

    `marker` is a preposition's or case's name or "": by, with, against, on, to, from, of, between, in, for, object, via, except,
    before. `kind` is named, group, back (refers back), place or state (a state that Zagros took for a place).
    """

    first: int
    last: int
    who: tuple[str, ...]
    kind: str
    marker: str = ""
    owner: bool = False
    joined: bool = False

    @property
    def named(self) -> bool:
        """Tell whether an actor of the registry is meant."""
        return any(not one.startswith(("text:", "place:")) for one in self.who)


def governed(party: Party, known: Container[str]) -> Party:
    """Take the government of a state for that state, if it is a known actor: the Turkish government, دولت ترکیه."""
    _, state, what = (*party.who[0].split(":"), "", "")[:3] if party.kind == "group" else ("", "", "")
    return party._replace(who=(state,), kind="named") if what == "government" and state in known else party
