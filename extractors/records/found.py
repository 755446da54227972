"""What is found in articles: mentions, whom they may mean, which story is told; fields are the warehouse's columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Mention:
    """An actor named in one field of an article: `field[start_char:end_char] == surface`.

    Where nobody is sure `actor_id` is None and `candidates` holds actors with their scores.
    """

    article_id: int
    actor_id: str | None
    field: str
    sentence_no: int | None
    start_char: int
    end_char: int
    surface: str
    basis: str
    confidence: float
    candidates: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """Whom a mention without an actor may mean, and how much speaks for it."""

    article_id: int
    field: str
    start_char: int
    actor_id: str
    score: float


@dataclass(frozen=True, slots=True)
class Signature:
    """The MinHash of an article's text, and the hashes of its bands by which texts like it are looked up."""

    article_id: int
    published_at: datetime
    hashes: tuple[int, ...]
    bands: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """One band of an article's signature, as a row."""

    article_id: int
    band: int


@dataclass(frozen=True, slots=True)
class Telling:
    """An article of a story, and how like the story's nearest article it is, from 0 to 1."""

    story_id: int
    article_id: int
    likeness: float


def candidates_of(mentions: Iterable[Mention]) -> list[Candidate]:
    """List the candidates of all open mentions."""
    return [Candidate(m.article_id, m.field, m.start_char, actor, score) for m in mentions for actor, score in m.candidates]
