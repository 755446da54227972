"""What the registry knows: actors, offices, places and types of events; fields are the warehouse's columns."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spelling:
    """Folded words that the registry knows, and a hash of all that they may mean."""

    spelling: str
    meaning: int


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and since and until when: dates are years, months or days."""

    actor_id: str
    name: str
    kind: str
    side: str | None = None
    wikidata: str | None = None
    parent: str | None = None
    active_from: str | None = None
    active_to: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ActorName:
    """One name of one actor in one language; `strength` is strong, weak or never (a longer phrase that is not it).

    The detector adds three of its own: surname (derived), office and place, whose id stands in `actor_id`.
    """

    actor_id: str
    name: str
    language: str
    strength: str


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds an office and when: dates are years, months or days; `certain` says whether the facts are sure."""

    actor_id: str
    since: str | None
    until: str | None
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Term:
    """An office and one of its holders, as a row."""

    office_id: str
    actor_id: str
    since: str | None
    until: str | None
    certain: bool


@dataclass(frozen=True, slots=True)
class Office:
    """An office whose names mean its holder at the article's date; `names` are pairs of language and name.

    `organ` is the actor that the office leads, serves or speaks for: beside its holder's name such an office only
    introduces the name, while heads of state and of government have none and are named twice.
    """

    office_id: str
    name: str
    wikidata: str | None
    names: tuple[tuple[str, str], ...]
    holders: tuple[Holder, ...]
    organ: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where things happen: latitude and longitude are in degrees; `names` are pairs of language and name."""

    place_id: str
    name: str
    kind: str
    country: str | None
    wikidata: str | None
    latitude: float | None
    longitude: float | None
    names: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class EventType:
    """A type of events of PLOVER: `quad` is 1 to 4, `score` from -10 (conflict) to 10 (cooperation)."""

    ontology_version: str
    type: str
    quad: int
    score: float
    recipient_required: bool
    definition: str


@dataclass(frozen=True, slots=True)
class EventMode:
    """A mode of a type of events, with the score that it has in place of the type's."""

    ontology_version: str
    type: str
    mode: str
    score: float
    definition: str
