"""The flow's own plain functions in virtual time, without Prefect: what is due at an instant is polled, read and kept.

Importing this imports Prefect: `flows.embedded.prepare` is to be called before.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from extractors.language import READ_LANGUAGES
from extractors.records import Entry, Facts, Feed, Outlet, Reading
from extractors.registry import load_feeds, load_registry
from flows.facts import facts_found, facts_of_polls, facts_of_readings, joined
from flows.finding import find_one, know
from flows.ingest import choose_feeds, current_states, open_web
from flows.keeping import Keeper, Stopwatch
from flows.reading import Reader, group_by_host, poll_feed, read_host
from flows.report import Tally
from flows.workers import Workers
from tests.make import NOW
from tests.world_server import OPML, OVERLAY
from warehouse.store import open_store


@dataclass
class Collection:
    """A warehouse that is brought up to date with some feeds, one instant after the other; `pace` as the flow's."""

    keeper: Keeper
    listed: list[Feed]
    outlets: dict[str, Outlet]
    pace: float

    async def collect(self, now: datetime, only: list[str] | None = None) -> datetime | None:
        """Poll the feeds that are due at an instant, or those named, and read the pages that are; gives the next due instant."""
        store, keeper = self.keeper.store, self.keeper
        states = current_states(store, self.listed)
        due, _ = choose_feeds(self.listed, states, only, now)
        async with open_web(store, self.pace, None, False, now) as web:
            keeper.reader = reader = Reader(web, keeper.reader.workers, keeper.reader.registry, self.outlets, now)
            polled = await asyncio.gather(*(poll_feed(feed, reader, states.get(feed.feed_id)) for feed in due))
            keeper.keep(facts_of_polls(store, due, states, list(polled), now))
            await self.read(reader, [feed.feed_id for feed in self.listed], now)
        return choose_feeds(self.listed, current_states(store, self.listed), None, now)[1]

    async def read(self, reader: Reader, feed_ids: list[str], now: datetime) -> None:
        """Read the pages that are due, and keep what is found in them."""
        keeper, readings = self.keeper, list[Reading]()
        unread = [Entry(**row) for row in keeper.store.due_entries(feed_ids, now)]
        hosts = group_by_host(unread).values()
        await asyncio.gather(*(read_host(entries, reader, readings.append, math.inf) for entries in hosts))
        if not readings:
            return
        facts = facts_of_readings(keeper.store, readings)
        read = [r for r in facts["readings"] if r.article and r.article.language in READ_LANGUAGES]
        found = [find_one(reading, keeper.finder, now) for reading in read]
        told = Facts.of(facts for facts, _ in found)
        keeper.keep(joined(facts, facts_found(told, [failure for _, failure in found if failure])))


@asynccontextmanager
async def collection(data: Path, urls: set[str] | None, pace: float = 0.0) -> AsyncIterator[Collection]:
    """Open the warehouse in a folder for the world's feeds, or those at some addresses, and write the registry down in it."""
    registry = load_registry(overlays=[OVERLAY])
    listed, outlets = load_feeds(OPML, registry)
    listed = [feed for feed in listed if urls is None or feed.url in urls]
    known = know(registry)
    with Workers() as workers, open_store(data / "warehouse.duckdb") as store:
        store.con.execute("SET threads = 1")  # batches are a few rows: more threads only wait for one another
        reader = Reader(open_web(store, pace, None, False, NOW), workers, registry, outlets, NOW)
        keeper = Keeper(store, reader, known, Stopwatch(), Tally())
        keeper.keep({}, feeds=listed, **known.tables)
        yield Collection(keeper, listed, outlets, pace)
