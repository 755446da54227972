"""The data path: feeds in, facts in the warehouse and a fresh copy for analysts out.

poll (a task a feed) → unread entries → read (a task a host) → mentions (a task a batch) → keep → publish → show
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar, cast

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.utilities.annotations import quote

from extractors.actors import Detector
from extractors.language import READ_LANGUAGES
from extractors.polling import decide
from extractors.records import (
    Article,
    Band,
    Entry,
    Failure,
    Feed,
    FeedState,
    Mention,
    Outlet,
    Poll,
    Reading,
    Robots,
    candidates_of,
)
from extractors.registry import ROOT, Registry, choose_named, load_feeds, load_registry
from extractors.spelling import hash_registry
from extractors.stories import DAYS, Neighbour, sign, tell
from extractors.web import VERSION, Web
from flows.finding import knowledge, try_to_find
from flows.progress import Advance, progress
from flows.reading import Polled, Reader, choose_unread, group_by_host, poll_feed, read_host, reading
from flows.report import Tally, show
from warehouse.publish import COPIES, publish
from warehouse.store import Run, Store, open_store

BATCH = 200
T = TypeVar("T")


@flow(name="ingest", description="Bring the warehouse up to date with the feeds.")
async def ingest(
    data: Path = Path("data"),
    feeds: Path | None = None,
    registry_overlay: list[Path] | None = None,
    only: list[str] | None = None,
    now: datetime | None = None,
    pace: float = 1.0,
    allow_private: bool = False,
    contact: str | None = None,
    copies: int = COPIES,
) -> Tally:
    """Bring the warehouse up to date with the feeds, and hand analysts a fresh copy.

    Args:
        data: folder of warehouse.duckdb (the pipeline's) and zagros.duckdb (the analysts').
        feeds: list of feeds, project YAML or OPML; registry/feeds.yml unless given.
        registry_overlay: folders laid over registry/, such as tests/world.
        only: ids of the feeds to poll, due or not, off or not; all that are due and not off unless given.
        now: the instant that due times, pauses and stored instants follow; the machine's clock unless given.
        pace: least seconds between two requests to one host; 0 only behind a proxy or with allow_private.
        allow_private: these hosts are the operator's own: private addresses are read, and pace 0 is accepted.
        contact: the operator's address or page, told to every host in the User-Agent.
        copies: days of which a published copy is kept under copies/, beside the newest.

    Returns:
        What was polled, read and kept. Raises RegistryError, WarehouseError or ValueError for what an operator must mend.
    """
    clock, moment = Stopwatch(), zoned(now)
    registry = load_registry(overlays=registry_overlay or [])
    listed, outlets = load_feeds(feeds or ROOT / "feeds.yml", registry)
    with open_store(data / "warehouse.duckdb") as store:
        states = {row["feed_id"]: FeedState(**row) for row in store.rows("feed_states", {})}
        due, later = choose_feeds(listed, states, only, moment)
        robots = [Robots(**row) for row in store.rows("robots", {})]
        web = Web(pace, contact, allow_private, moment, robots)
        async with reading(web, registry, outlets, moment, [feed.feed_id for feed in listed if feed.free]) as reader:
            clock.lap("prepare")
            polled = await poll_due(due, reader, states)
            new, unread = choose_new(store, [entry for p in polled for entry in p.entries], due, moment)
            clock.lap("poll")
            readings = await read(unread, reader)
            clock.lap("read")
        mentions, not_found = await find(readings, registry, moment)
        clock.lap("find")
        polls = count_new([p.poll for p in polled], new)
        facts: dict[str, Sequence[Any]] = {
            **knowledge(registry),
            **facts_of(readings),
            **tell_stories(store, [r.article for r in readings if r.article]),
            **{"outlets": publishers(registry, outlets, readings), "feeds": listed, "robots": list(web.asked_robots.values())},
            **{"polls": polls, "entries": new, "feed_states": settle(due, states, polls, polled, moment)},
            **{"mentions": mentions, "mention_candidates": candidates_of(mentions)},
        }
        facts["failures"] = [*(p.failure for p in polled if p.failure), *facts["failures"], *not_found]
        known = hash_registry(facts["spellings"])
        kept = store.keep(Run(moment, clock.total(), VERSION, known, hash_facts(moment, known, facts)), facts)
        clock.lap("keep")
        size = publish(store, data / "zagros.duckdb", copies)
        clock.lap("publish")
    tally = Tally.of(kept, facts, due_later=later, seconds=clock.laps, published_bytes=size)
    await show(tally, data / "zagros.duckdb")
    return tally


class Stopwatch:
    """Run times, in seconds: what each part of a run took."""

    def __init__(self) -> None:
        self.started = self.last = time.perf_counter()
        self.laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        """Write down the seconds since the last lap."""
        now = time.perf_counter()
        self.laps[name], self.last = now - self.last, now

    def total(self) -> float:
        """Tell the seconds since the start."""
        return time.perf_counter() - self.started


def zoned(now: datetime | None) -> datetime:
    """Take the given now, as UTC where it names no zone, or the machine's clock: the only place that reads it."""
    moment = now or datetime.now(UTC)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def choose_feeds(
    listed: list[Feed], states: dict[str, FeedState], only: list[str] | None, now: datetime
) -> tuple[list[Feed], datetime | None]:
    """Choose the feeds that are due and not off, or those named; with the earliest time at which another is due.

    Raises UnknownFeed for a name that no feed has.
    """
    if only:
        return choose_named(listed, only), None
    listed = [feed for feed in listed if not feed.off]
    waiting = {feed.feed_id: states[feed.feed_id] for feed in listed if feed.feed_id in states}
    later = {name: state for name, state in waiting.items() if state.retired_at or state.due_at > now}
    next_due = min((state.due_at for state in later.values() if not state.retired_at), default=None)
    return [feed for feed in listed if feed.feed_id not in later], next_due


def unvisited(value: T) -> T:
    """Hand a value to a task as it is: Prefect would walk through all of it in search of futures."""
    return cast(T, quote(value))


async def poll_due(due: list[Feed], reader: Reader, states: dict[str, FeedState]) -> list[Polled]:
    """Ask all feeds at once, a task each."""
    with progress("feeds", len(due)) as advance:
        return await asyncio.gather(*(poll_one(feed, reader, states.get(feed.feed_id), advance) for feed in due))


async def poll_one(feed: Feed, reader: Reader, state: FeedState | None, advance: Advance) -> Polled:
    """Ask one feed as a task of its own name."""
    answer = await poll_task.with_options(task_run_name=f"poll {feed.feed_id}")(unvisited((feed, reader, state)))
    advance()
    return answer


@task(cache_policy=NO_CACHE)
async def poll_task(asked: tuple[Feed, Reader, FeedState | None]) -> Polled:
    """Ask one feed."""
    return await poll_feed(*asked)


def settle(
    due: list[Feed], states: dict[str, FeedState], polls: list[Poll], polled: list[Polled], now: datetime
) -> list[FeedState]:
    """Decide from each poll, with its count of new entries, when its feed is asked again."""
    asked = zip(due, polls, polled, strict=True)
    return [decide(feed, states.get(feed.feed_id), poll, answer.told, now) for feed, poll, answer in asked]


def choose_new(store: Store, entries: list[Entry], due: list[Feed], now: datetime) -> tuple[list[Entry], list[Entry]]:
    """Choose what to store and what to read: the new entries, and with them the old ones whose page is due again."""
    known, articles = store.known([entry.entry_id for entry in entries], [entry.article_id for entry in entries])
    new, unread = choose_unread(entries, known, articles)
    again = [Entry(**row) for row in store.due_entries([feed.feed_id for feed in due], now)]
    return new, [*unread, *again]


async def read(unread: list[Entry], reader: Reader) -> list[Reading]:
    """Read all unread entries, a task a host: an article, a failure or both for each."""
    with progress("pages", len(unread)) as advance:
        hosts = group_by_host(unread).items()
        tasks = (
            read_task.with_options(task_run_name=f"read {host}")(unvisited((entries, reader, advance))) for host, entries in hosts
        )
        return [found for host in await asyncio.gather(*tasks) for found in host]


@task(cache_policy=NO_CACHE)
async def read_task(asked: tuple[list[Entry], Reader, Advance]) -> list[Reading]:
    """Read the entries of one host."""
    return await read_host(*asked)


async def find(readings: list[Reading], registry: Registry, now: datetime) -> tuple[list[Mention], list[Failure]]:
    """Find the actors in all articles of the languages that Zagros reads, a task a batch."""
    detector = Detector(registry)
    wanted = [r for r in readings if r.article and r.article.language in READ_LANGUAGES]
    batches = [wanted[i : i + BATCH] for i in range(0, len(wanted), BATCH)]
    found = await asyncio.gather(*(find_task(unvisited((batch, detector, now))) for batch in batches))
    return [m for mentions, _ in found for m in mentions], [f for _, failures in found for f in failures]


@task(cache_policy=NO_CACHE, task_run_name="find mentions")
async def find_task(asked: tuple[list[Reading], Detector, datetime]) -> tuple[list[Mention], list[Failure]]:
    """Find the actors in one batch of articles."""
    batch, detector, now = asked
    found = [find_one(reading, detector, now) for reading in batch]
    return [m for mentions, _ in found for m in mentions], [failure for _, failure in found if failure]


def find_one(read: Reading, detector: Detector, now: datetime) -> tuple[list[Mention], Failure | None]:
    """Find the actors of one article; what nobody foresaw is a failure of this article, never the end of the run."""
    article = read.article
    if article is None:
        return [], None
    mentions, reason = try_to_find(detector, article, read.sentences)
    return mentions, Failure(article.url, article.feed_id, article.article_id, "find", reason, now) if reason else None


def facts_of(readings: list[Reading]) -> dict[str, Sequence[Any]]:
    """Lay out by table what came of reading the entries."""
    return {
        "readings": readings,
        "articles": [r.article for r in readings if r.article],
        "sentences": [sentence for r in readings for sentence in r.sentences],
        "failures": [r.failure for r in readings if r.failure],
    }


def publishers(registry: Registry, outlets: dict[str, Outlet], readings: list[Reading]) -> list[Outlet]:
    """List the outlets that facts may point to: those of the feeds, and those whose pages other feeds listed."""
    known = {**registry.outlets, **outlets}
    named = {*outlets, *(r.article.outlet_id for r in readings if r.article)}
    # One that no list names any more keeps the row it has.
    return [known[outlet_id] for outlet_id in sorted(named & known.keys())]


def count_new(polls: list[Poll], new: list[Entry]) -> list[Poll]:
    """Write into each poll how many of its entries were new."""
    counts: dict[str, int] = {}
    for entry in new:
        counts[entry.feed_id] = counts.get(entry.feed_id, 0) + 1
    return [replace(poll, new_entries=counts.get(poll.feed_id, 0)) for poll in polls]


def tell_stories(store: Store, articles: list[Article]) -> dict[str, Sequence[Any]]:
    """Say which stories the new articles tell, beside each other and beside what is stored."""
    signatures = [signature for article in articles if (signature := sign(article))]
    stored = [
        Neighbour(**{**row, "hashes": tuple(row["hashes"]), "bands": tuple(row["bands"])}) for row in store.near(signatures, DAYS)
    ]
    told = tell(articles, signatures, stored, store.taken_stories([article.article_id for article in articles]))
    bands = [Band(signature.article_id, band) for signature in signatures for band in signature.bands]
    return {"story_articles": told, "signatures": signatures, "signature_bands": bands}


def hash_facts(now: datetime, registry_hash: str, facts: dict[str, Sequence[Any]]) -> str:
    """Hash a batch of facts, so that it is stored once: its instant, what was polled, listed, read and found."""
    said = [
        str(now),
        registry_hash,
        str([feed.url for feed in facts["feeds"]]),
        *(f"{p.feed_id} {p.polled_at} {p.status}" for p in facts["polls"]),
    ]
    said += [str(entry.entry_id) for entry in facts["entries"]]
    said += [f"{reading.article_id} {reading.state} {reading.attempts}" for reading in facts["readings"]]
    said += [f"{m.article_id} {m.field} {m.start_char} {m.actor_id}" for m in facts["mentions"]]
    said += [f"{article.article_id} {article.content_hash}" for article in facts["articles"]]
    return hashlib.blake2b("\n".join(said).encode(), digest_size=16).hexdigest()
