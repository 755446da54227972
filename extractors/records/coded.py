"""What is coded in articles: events and where they are told, claims and their speakers, alignments; fields are columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from extractors.records.found import Mention, candidates_of


@dataclass(frozen=True, slots=True)
class Event:
    """An act that some article tells; one told alike elsewhere (same type, parties, days, place, modality) has the same id.

    `first_day` to `last_day` is when it may have happened, `date_precision` day, week, month, year or interval, `date_basis`
    text, neighbour or publication. `parties` names who acts, then on whom: "iran>usa", several by the alphabet and joined by "+".
    `score` is PLOVER's, `pull` how far the act moves its parties: above 0 nearer, below 0 apart.
    """

    event_id: int
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    modality: str
    first_day: date | None
    last_day: date | None
    date_precision: str | None
    date_basis: str | None
    place_id: str | None
    parties: str
    quad: int
    score: float
    pull: float
    ontology_version: str


@dataclass(frozen=True, slots=True)
class EventTelling:
    """A sentence that tells an event: `text[start_char:end_char]` is its trigger; `claim_id` the claim in which it stands."""

    event_id: int
    article_id: int
    sentence_no: int
    start_char: int
    end_char: int
    claim_id: int | None
    confidence: float


@dataclass(frozen=True, slots=True)
class EventParty:
    """Who took part in an event, as actor or recipient: an actor of the registry, or a group as typed (iraq:protesters)."""

    event_id: int
    role: str
    actor_id: str | None
    party: str | None


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody says: `text[start_char:end_char]`, the cue that says so, and the stance.

    `stance` is asserts, denies, demands, predicts, praises or condemns.
    """

    claim_id: int
    article_id: int
    start_char: int
    end_char: int
    cue_start: int
    cue_end: int
    stance: str


@dataclass(frozen=True, slots=True)
class ClaimSpeaker:
    """One of the chain who vouch for a claim, 0 outermost: an actor, an outlet, or somebody without a name as typed."""

    claim_id: int
    article_id: int
    position: int
    actor_id: str | None
    outlet_id: str | None
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Alignment:
    """How two actors stand to one another, as a sentence says it: `direction` is allied, closer, apart or opposed."""

    article_id: int
    a: str
    b: str
    direction: str
    start_char: int
    end_char: int
    claim_id: int | None
    confidence: float


class Facts(NamedTuple):
    """What is found in one article or several, by table of the warehouse."""

    mentions: tuple[Mention, ...] = ()
    events: tuple[Event, ...] = ()
    event_tellings: tuple[EventTelling, ...] = ()
    event_parties: tuple[EventParty, ...] = ()
    claims: tuple[Claim, ...] = ()
    claim_speakers: tuple[ClaimSpeaker, ...] = ()
    alignments: tuple[Alignment, ...] = ()

    @classmethod
    def of(cls, several: Iterable[Facts]) -> Facts:
        """Put the facts of several articles together."""
        listed = list(several)
        return cls(*(tuple(row for rows in tables for row in rows) for tables in zip(*listed, strict=True))) if listed else cls()

    def tables(self) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """List the rows by table; those whom a mention may mean are a table of their own."""
        yield from zip(self._fields, self, strict=True)
        yield "mention_candidates", tuple(candidates_of(self.mentions))
