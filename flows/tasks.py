"""Work in, its outcomes out: feeds polled (a task a feed), pages read (a task a host), actors found (a task a batch)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from typing import TypeVar, cast

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.utilities.annotations import quote

from extractors.finder import Finder
from extractors.language import READ_LANGUAGES
from extractors.records import Entry, Facts, Failure, Feed, FeedState, Reading
from flows.progress import Advance, progress
from flows.reading import Polled, Reader, group_by_host, poll_feed, read_host
from flows.stopping import Stop

# Articles whose actors one task finds.
BATCH = 200
# Readings that are kept in one transaction, and the seconds after which fewer are.
KEPT_AT_ONCE, KEPT_EVERY = 1000, 60.0
T = TypeVar("T")


def unvisited(value: T) -> T:
    """Hand a value to a task as it is: Prefect would walk through all of it in search of futures."""
    return cast(T, quote(value))


async def poll_due(due: list[Feed], reader: Reader, states: Mapping[str, FeedState], stop: Stop) -> list[tuple[Feed, Polled]]:
    """Ask all feeds at once, a task each; those that had not answered when a run was stopped are left out."""
    with progress("feeds", len(due)) as advance:
        asked = (stop.unless(poll_one(feed, reader, states.get(feed.feed_id), advance)) for feed in due)
        return [(feed, answer) for feed, answer in zip(due, await asyncio.gather(*asked), strict=True) if answer]


async def poll_one(feed: Feed, reader: Reader, state: FeedState | None, advance: Advance) -> Polled:
    """Ask one feed as a task of its own name."""
    answer = await poll_task.with_options(task_run_name=f"poll {feed.feed_id}")(unvisited((feed, reader, state)))
    advance()
    return answer


@task(cache_policy=NO_CACHE)
async def poll_task(asked: tuple[Feed, Reader, FeedState | None]) -> Polled:
    """Ask one feed."""
    return await poll_feed(*asked)


async def read(unread: list[Entry], reader: Reader, minutes: float, stop: Stop) -> AsyncIterator[list[Reading]]:
    """Read the entries, a task a host, and hand on what came: so many at once, or what there is every minute.

    After `minutes` no further page is begun; where a run is stopped those under way are broken off.
    """
    ends = time.monotonic() + 60 * minutes
    arrived: asyncio.Queue[Reading | None] = asyncio.Queue()
    with progress("pages", len(unread)) as advance:

        def take(reading: Reading) -> None:
            """Hand on a reading, and show that it came."""
            arrived.put_nowait(reading)
            advance()

        hosts = group_by_host(unread).items()
        work = asyncio.gather(*(stop.unless(read_one(host, entries, reader, take, ends)) for host, entries in hosts))
        work.add_done_callback(lambda _: arrived.put_nowait(None))
        ended = False
        while not ended:
            readings, ended = await collect(arrived)
            if readings:
                yield readings
        await work


async def collect(arrived: asyncio.Queue[T | None]) -> tuple[list[T], bool]:
    """Take what arrives, so many at once or what there is after a while; and whether a None has ended it."""
    batch, ends = list[T](), time.monotonic() + KEPT_EVERY
    while len(batch) < KEPT_AT_ONCE:
        try:
            item = await asyncio.wait_for(arrived.get(), max(ends - time.monotonic(), 0.01))
        except TimeoutError:
            break
        if item is None:
            return batch, True
        batch.append(item)
    return batch, False


async def read_one(host: str, entries: list[Entry], reader: Reader, take: Callable[[Reading], None], ends: float) -> None:
    """Read the entries of one host as a task of its own name."""
    await read_task.with_options(task_run_name=f"read {host}")(unvisited((entries, reader, take, ends)))


@task(cache_policy=NO_CACHE)
async def read_task(asked: tuple[list[Entry], Reader, Callable[[Reading], None], float]) -> None:
    """Read the entries of one host."""
    await read_host(*asked)


async def find(readings: list[Reading], finder: Finder, reader: Reader) -> tuple[Facts, list[Failure]]:
    """Find what is told in all articles of the languages that Zagros reads, a task a batch; on the fleet where there is one."""
    wanted = [r for r in readings if r.article and r.article.language in READ_LANGUAGES]
    parts = [wanted[i : i + BATCH] for i in range(0, len(wanted), BATCH)]
    found = await asyncio.gather(*(find_task(unvisited((part, finder, reader))) for part in parts))
    return Facts.of(facts for facts, _ in found), [f for _, failures in found for f in failures]


@task(cache_policy=NO_CACHE, task_run_name="find facts")
async def find_task(asked: tuple[list[Reading], Finder, Reader]) -> tuple[Facts, list[Failure]]:
    """Find what is told in one batch of articles."""
    batch, finder, reader = asked
    return await reader.workers.find(batch, finder, reader.now)
