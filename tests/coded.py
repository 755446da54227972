"""What articles tell in, records of them and of what is coded in them out, made with as few words as a test needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from typing import Any

from extractors.records import (
    Actor,
    Alignment,
    Article,
    Claim,
    ClaimSpeaker,
    Event,
    EventParty,
    EventTelling,
    EventType,
    Feed,
    Outlet,
    Place,
    Poll,
    Sentence,
)
from tests.make import article

FIRST = date(2020, 1, 6)
TEXT = "He struck the camp, they say. A friend of theirs came closer."
TRIGGER, CLAIM, CUE, WORDS = (3, 9), (0, 18), (25, 28), (54, 60)
ACTORS = ("iran", "iraq", "muqtada-al-sadr", "usa")
SCORES = {"ASSAULT": -9.0, "CONSULT": 2.5, "AID": 10.0}
TABLES = ("events", "event_tellings", "event_parties", "claims", "claim_speakers", "alignments")


def number(*words: object) -> int:
    """Make an id of what a thing is, as coders do."""
    return int.from_bytes(blake2b(repr(words).encode(), digest_size=7).digest(), "big")


@dataclass
class Told:
    """One article, and what is coded in it."""

    article: Article
    facts: dict[str, list[Any]] = field(default_factory=lambda: {table: [] for table in TABLES})

    def claim(self, *chain: str, stance: str = "asserts") -> int | None:
        """Add a claim of speakers, outermost first: an actor's id, `outlet:` and an outlet's, or `text:` and a group."""
        if not chain:
            return None
        article_id = self.article.article_id
        claim_id = number(article_id, chain, stance, len(self.facts["claims"]))
        self.facts["claims"].append(Claim(claim_id, article_id, *CLAIM, *CUE, stance))
        for position, speaker in enumerate(chain):
            kind, _, name = speaker.rpartition(":")
            named = [name if kind == one else None for one in ("", "outlet", "text")]
            self.facts["claim_speakers"].append(ClaimSpeaker(claim_id, article_id, position, *named))
        return claim_id

    def event(self, parties: str, day: date, kind: str = "ASSAULT", said_by: Sequence[str] = (), **given: Any) -> Told:
        """Add an event, told in the first sentence: parties as iran+iraq>usa."""
        base: dict[str, Any] = {"mode": None, "contexts": (), "modality": "actual", "first_day": day, "last_day": day}
        base |= {
            "date_precision": "day",
            "date_basis": "text",
            "place_id": None,
            "quad": 4,
            "score": SCORES[kind],
            "pull": SCORES[kind] / 20,
            **given,
        }
        event_id = number(kind, parties, *base.values())
        self.facts["events"].append(Event(event_id=event_id, type=kind, parties=parties, ontology_version="1", **base))
        for role, side in zip(("actor", "recipient"), parties.split(">"), strict=True):
            for one in filter(None, side.split("+")):
                typed = ":" in one
                self.facts["event_parties"].append(EventParty(event_id, role, None if typed else one, one if typed else None))
        telling = EventTelling(event_id, self.article.article_id, 0, *TRIGGER, self.claim(*said_by), 0.9)
        self.facts["event_tellings"].append(telling)
        return self

    def align(self, a: str, b: str, direction: str, *said_by: str, stance: str = "asserts") -> Told:
        """Add an alignment, which the second sentence states."""
        claim_id = self.claim(*said_by, stance=stance)
        self.facts["alignments"].append(Alignment(self.article.article_id, a, b, direction, *WORDS, claim_id, 0.9))
        return self


def tell(article_id: int, outlet: str, day: date, language: str = "en", text: str = TEXT) -> Told:
    """Make an article of an outlet, published at noon of a day."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    where = f"http://{outlet}.example/{article_id}"
    given = {"url": where, "canonical_url": where, "published_at": noon, "content_hash": f"{article_id} {text}"}
    return Told(article(article_id, outlet_id=outlet, feed_id=outlet, language=language, text=text, **given))


def batch(*told: Told, outlets: int = 6, days: int = 90, owners: dict[str, str] | None = None) -> dict[str, list[Any]]:
    """Lay out by table what a run brings: outlets o0, o1… that are polled every day, some of one owner, and what articles tell."""
    owned, names = owners or {}, [f"o{n}" for n in range(outlets)]
    noons = [datetime(FIRST.year, FIRST.month, FIRST.day, 12, tzinfo=UTC) + timedelta(days=n) for n in range(days)]
    articles = [one.article for one in told]
    return {
        "actors": [Actor(actor, actor.title(), "state", wikidata=f"Q{n}") for n, actor in enumerate(ACTORS)],
        "places": [Place("najaf", "Najaf", "city", "IQ", "Q168193", 32.0, 44.3, ())],
        "event_types": [EventType("1", kind, 4, score, False, kind.title()) for kind, score in SCORES.items()],
        "outlets": [Outlet(name, name.upper(), owner=owned.get(name)) for name in names],
        "feeds": [Feed(name, name, f"http://{name}.example/feed") for name in names],
        "polls": [Poll(name, noon, "ok", 200, 0, 0) for noon in noons for name in names],
        "articles": articles,
        "sentences": [Sentence(a.article_id, n, *span) for a in articles for n, span in enumerate(((0, 29), (30, len(a.text))))],
        **{table: [row for one in told for row in one.facts[table]] for table in TABLES},
    }
