"""The records that cross the house: frozen dataclasses whose field names are the warehouse's columns."""

from extractors.records.collected import (
    Article,
    Closed,
    Entry,
    Failure,
    Feed,
    FeedState,
    Outlet,
    Page,
    Poll,
    Reading,
    Reason,
    Robots,
    Sentence,
)
from extractors.records.found import Band, Candidate, Mention, Signature, Telling, candidates_of
from extractors.records.known import Actor, ActorName, Holder, Office, Place, Spelling, Term

__all__ = [
    "Actor",
    "ActorName",
    "Article",
    "Band",
    "Candidate",
    "Closed",
    "Entry",
    "Failure",
    "Feed",
    "FeedState",
    "Holder",
    "Mention",
    "Office",
    "Outlet",
    "Page",
    "Place",
    "Poll",
    "Reading",
    "Reason",
    "Robots",
    "Sentence",
    "Signature",
    "Spelling",
    "Telling",
    "Term",
    "candidates_of",
]
