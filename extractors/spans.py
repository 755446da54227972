"""Names spelled alike in, what they may mean out; and what is said of each place where one stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractors.records import ActorName
from extractors.registry import Registry


class Meaning(NamedTuple):
    """What a spelling may mean: actors' names, offices, a place, the one actor that it means wherever it stands.

    `blocked` says that it is a longer phrase that means something else, `groups` that it names groups and neither persons
    nor states, `state` that it means a state, `acronym` that it is written in capitals.
    """

    names: tuple[ActorName, ...]
    offices: tuple[str, ...]
    place: str | None
    strong: str | None
    blocked: bool
    groups: bool
    state: bool
    acronym: bool

    @property
    def is_weak(self) -> bool:
        """Tell whether only the context can say whom this means."""
        return self.strong is None and not self.offices and bool(self.names)

    def as_town(self) -> Meaning:
        """Leave of a meaning the place only, if there is one."""
        return self._replace(names=(), offices=(), strong=None, state=False)

    @classmethod
    def of(cls, chosen: Sequence[ActorName], registry: Registry) -> Meaning:
        """Sum up the names, offices and places that are spelled alike."""
        names = tuple(name for name in chosen if name.strength not in ("office", "place", "never"))
        wide = ("governorate", "province")  # a city comes before the province of its name
        places = [(registry.places[n.actor_id].kind in wide, n.actor_id) for n in chosen if n.strength == "place"]
        strong = next((name.actor_id for name in names if name.strength == "strong"), None)
        kinds = {registry.actors[name.actor_id].kind for name in names}
        return cls(
            names=names,
            offices=tuple(name.actor_id for name in chosen if name.strength == "office"),
            place=min(places)[1] if places else None,
            strong=strong,
            blocked=strong is None and not places and any(name.strength == "never" for name in chosen),
            groups=bool(kinds) and not kinds & {"person", "state"},
            state=strong is not None and registry.actors[strong].kind == "state",
            acronym=any(name.name.isupper() for name in names),
        )


class Span(NamedTuple):
    """A name found in one field: its place there, its meaning, and its place in the folded passage.

    `within` says that it lies within the name of an office.
    """

    start: int
    end: int
    field: str
    surface: str
    meaning: Meaning
    at: int
    till: int
    within: bool = False


class Decision(NamedTuple):
    """What a span means: an actor with basis and confidence, a place, or nobody for sure, with candidates and their scores."""

    span: Span
    actor_id: str | None
    basis: str
    confidence: float
    candidates: tuple[tuple[str, float], ...] = ()
    place_id: str | None = None
