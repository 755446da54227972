"""The articles of Tehran Times of October 2019 to March 2020, hour by hour: what a process does that is killed and goes on.

The world's clock is the time: a process that starts goes on at the hour at which the one before it died.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from tests.world_server import OPML, OVERLAY, World, recorded_pages

FEED = "http://www.tehrantimes.com/rss"
# All months, or the first alone and the quiet days after it.
WHOLE = os.environ.get("ZAGROS_MONTHS") == "all"
FIRST = datetime(2019, 9, 30, 20, tzinfo=UTC)
LAST = datetime(2020, 3, 31, 20, tzinfo=UTC) if WHOLE else datetime(2019, 11, 4, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)
IDLE, SHARE_OF_FAULTS, SEED = 40 if WHOLE else 10, 0.05, 7
# What may befall a question; none is slow, so that the months pass quickly.
FAULTS: tuple[tuple[str, Any], ...] = (
    ("status", 500),
    ("status", 404),
    ("status", {"code": 503, "headers": {"Retry-After": "5400"}}),
    ("status", {"code": 429, "headers": {"Retry-After": "1800"}}),
    ("reset", 100),
    ("truncate", 100),
    ("redirect", "loop"),
    ("body", "<html><p>Blocked"),
)


def articles_of_months() -> list[dict[str, Any]]:
    """List the recorded articles of these months."""
    return [page for page in recorded_pages() if page["feed"] == FEED and FIRST <= instant_of(page) <= LAST]


def instant_of(page: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(page["published"]).astimezone(UTC)


def hours(articles: list[dict[str, Any]]) -> list[datetime]:
    """List the ends of the hours in which something was published, some idle ones, and the two days after the last article."""
    busy = {(instant_of(page) + HOUR).replace(minute=0) for page in articles}
    every = [FIRST + number * HOUR for number in range((LAST - FIRST) // HOUR + 1)]
    idle = Random(SEED).sample([hour for hour in every if hour not in busy], IDLE)
    after = [max(busy) + number * HOUR for number in range(1, 49, 6)]
    return sorted({*busy, *idle, *after, LAST})


def faults_of(hour: datetime, articles: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Draw what goes wrong in an hour: each address by itself, the same for the same hour."""
    chance = Random(f"{SEED} {hour}")
    addresses = [FEED, "http://www.tehrantimes.com/robots.txt", *(page["url"] for page in articles)]
    drawn = [(address, *chance.choice(FAULTS)) for address in addresses if chance.random() < SHARE_OF_FAULTS]
    return [{"match": rf"^{re.escape(url)}($|[?&])", "fault": fault, "value": value} for url, fault, value in drawn]


def hours_left(world: World) -> Iterator[datetime]:
    """Move the world's clock from where it stands to the end, an hour of the list at a time, and say so aloud."""
    articles, now = articles_of_months(), world.clock()
    for hour in hours(articles):
        if hour >= now:
            world.set_clock(hour)
            world.order(faults_of(hour, articles))
            print(hour.isoformat(), flush=True)
            yield hour


def collect(data: Path, proxy: str) -> None:
    """Collect until the end by the flow's plain functions."""
    from tests.collection import collection

    async def until_the_end() -> None:
        async with collection(data, {FEED}) as found:
            for hour in hours_left(World(proxy)):
                await found.collect(hour, [feed.feed_id for feed in found.listed])

    asyncio.run(until_the_end())


def ingest(data: Path, proxy: str) -> None:
    """Collect until the end by the flow itself."""
    from extractors.registry import load_feeds, load_registry
    from flows.ingest import ingest as flow

    listed, _ = load_feeds(OPML, load_registry(overlays=[OVERLAY]))
    only = [feed.feed_id for feed in listed if feed.url == FEED]
    for hour in hours_left(World(proxy)):
        asyncio.run(flow(data=data, feeds=OPML, registry_overlay=[OVERLAY], pace=0, now=hour, only=only))
