"""Feeds and entries in, polls and readings out: the shell that asks the network and hands bytes to the extractors."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus
from urllib.parse import urlsplit

from extractors.article import fail, keep_feed_text, pause
from extractors.feed import FeedError, parse_feed
from extractors.polling import Told, conditions, retry_after, tell
from extractors.records import Entry, Failure, Feed, FeedState, Outlet, Page, Poll, Reading, Reason
from extractors.registry import Registry
from extractors.web import Web, WebError
from flows.archive import Archive
from flows.warc import Place
from flows.workers import Captured, WorkerError, Workers
from warehouse.store import NoSpace

# Bytes of a feed in which it may say how often it wants to be asked.
MOST_OF_HEAD = 20_000
# Pages of one host that may wait between their arrival and their reading: it bounds memory, not the network.
WAITING_A_HOST = 8


@dataclass(frozen=True)
class Reader:
    """What a run reads with: client, archive, the processes that parse, registry, the run's now, feeds free of robots.txt.

    A run that reads what is kept has no client.
    """

    web: Web | None
    workers: Workers
    registry: Registry
    outlets: dict[str, Outlet]
    now: datetime
    free: frozenset[str] = frozenset()
    archive: Archive | None = None

    async def get(self, url: str, unless: Mapping[str, str] | None = None, free: bool = False) -> Page:
        """Ask an address, and take down what it answers; raises WebError."""
        assert self.web is not None, f"a run without a client asked for {url}"
        page = await self.web.get(url, unless, free)
        if self.archive:
            self.archive.add(page, url)
        return page

    def outlet_of(self, url: str, otherwise: str) -> Outlet:
        """Find who publishes at an address; the feed's outlet where no registry file owns it."""
        return self.registry.outlet_of(url) or self.outlets.get(otherwise) or Outlet(otherwise, otherwise)


@dataclass(frozen=True)
class Polled:
    """How one poll ended: its row, the entries listed, a failure in words, and what the answer says besides."""

    poll: Poll
    entries: list[Entry] = field(default_factory=list)
    failure: Failure | None = None
    told: Told = field(default_factory=Told)


@asynccontextmanager
async def reading(
    web: Web,
    registry: Registry,
    outlets: dict[str, Outlet],
    feeds: list[Feed],
    archive: Archive | None = None,
    workers: Workers | None = None,
) -> AsyncIterator[Reader]:
    """Open the client and the workers, one process a core unless given; close them however the run ends."""
    with workers or Workers() as opened:
        async with web:
            free = frozenset(feed.feed_id for feed in feeds if feed.free)
            yield Reader(web, opened, registry, outlets, web.now, free, archive)


async def poll_feed(feed: Feed, reader: Reader, state: FeedState | None = None) -> Polled:
    """Ask one feed and read its answer; whatever goes wrong with it is a failed poll, never the end of the run."""
    started, page = time.perf_counter(), None
    try:
        address = (state.moved_to if state else None) or feed.url
        page = await reader.get(address, conditions(state, reader.now), free=bool(feed.free))
        told = tell(page.headers, page.body[:MOST_OF_HEAD].decode("latin-1"), page.moved_to, reader.now)
        read: list[Entry] = []
        if page.status != HTTPStatus.NOT_MODIFIED:
            read = await reader.workers.run(parse_feed, page, feed, reader.outlets[feed.outlet_id], reader.now)
        found = Poll(feed.feed_id, reader.now, "ok", page.status, len(read), bytes=len(page.body), moved_to=page.moved_to)
        return Polled(replace(found, seconds=time.perf_counter() - started), [attribute(e, reader) for e in read], told=told)
    except (WebError, FeedError, WorkerError) as error:
        reason, kind, told = str(error), getattr(error, "kind", "unparsable"), told_by(error, page, reader)
        status = getattr(error, "status", None) or (page.status if page else None)
    except NoSpace:
        raise
    except Exception as error:  # noqa: BLE001 the wall of one feed
        reason, kind, told = f"reading it raised {type(error).__name__}: {error}", "unparsable", Told()
        status = page and page.status
    poll = Poll(feed.feed_id, reader.now, "failed", status, seconds=time.perf_counter() - started, reason=reason, kind=kind)
    return Polled(poll, [], Failure(feed.url, feed.feed_id, None, "poll", reason, reader.now, code=kind), told)


def told_by(error: Exception, page: Page | None, reader: Reader) -> Told:
    """Read how long a host asks to be left alone whose answer is no feed; one that had asked before was not asked now."""
    until = getattr(error, "until", None)
    headers = page.headers if page else getattr(error, "headers", {})
    return Told(wait=(until - reader.now).total_seconds() if until else retry_after(headers, reader.now))


def attribute(entry: Entry, reader: Reader) -> Entry:
    """Give an entry to the outlet that publishes its page, which a feed of another may have listed."""
    return replace(entry, outlet_id=reader.outlet_of(entry.url, entry.outlet_id).outlet_id)


def group_by_host(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Group entries by the host of their page."""
    hosts: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        hosts[urlsplit(entry.url).netloc.lower()].append(entry)
    return hosts


async def read_kept(entry: Entry, place: Place, reader: Reader) -> Reading:
    """Read an entry's page from a WARC file as it would have been read when it was captured."""
    return await read_entry(entry, replace(reader, now=place.fetched_at), place)


async def read_entry(entry: Entry, reader: Reader, kept: Place | None = None) -> Reading:
    """Read an entry's page, or what was kept of it; what nobody foresaw is a failure of this entry, never the end of the run."""
    try:
        return await read_page_of(entry, reader, kept)
    except NoSpace:
        raise
    except Exception as error:  # noqa: BLE001 the wall of one article
        attempts, reason = entry.attempts + 1, Reason("unforeseen", f"reading it raised {type(error).__name__}: {error}")
        failure = fail(entry, "extract", reason, reader.now)
        return Reading(entry.article_id, "failed", attempts, reader.now + pause(attempts), failure=failure)


async def read_page_of(entry: Entry, reader: Reader, kept: Place | None) -> Reading:
    """Fetch an entry's page, unless it was kept, and read it.

    The feed's text stands in, with a failure in words, where that does not work.
    """
    outlet = reader.outlet_of(entry.url, entry.outlet_id)
    if not entry.has_page:
        return keep_feed_text(entry, Reason("address", "the feed gives no address to read"), outlet, reader.now)
    try:
        page = kept or await reader.get(entry.url, free=entry.feed_id in reader.free)
        return await reader.workers.read(Captured(entry, page, outlet, reader.now), reader.registry.signs)
    except (WebError, WorkerError) as error:
        stage = "fetch" if isinstance(error, WebError) else "extract"
        found = keep_feed_text(entry, Reason(error.kind, str(error)), outlet, reader.now, stage)
        until = getattr(error, "until", None)
        # A host that was not asked has not failed.
        return replace(found, due_at=until, attempts=entry.attempts) if until else found


async def read_host(entries: list[Entry], reader: Reader, take: Callable[[Reading], None], ends: float) -> None:
    """Read the entries of one host, and hand on each reading as it comes; none is begun after `ends` (monotonic seconds)."""
    waiting = asyncio.Semaphore(WAITING_A_HOST)

    async def one(entry: Entry) -> None:
        async with waiting:
            if time.monotonic() < ends:
                take(await read_entry(entry, reader))

    await asyncio.gather(*(one(entry) for entry in entries))
