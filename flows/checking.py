"""A list of feeds in, what each of them answers now out; nothing is stored."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from extractors.records import Feed, Outlet
from extractors.registry import Registry
from extractors.web import Web
from flows.reading import Polled, poll_feed, reading

# Older than this, the newest entry of a feed says that nobody writes there any more.
STALE = timedelta(days=30)


async def check_feeds(listed: list[Feed], outlets: dict[str, Outlet], registry: Registry, web: Web) -> list[Polled]:
    """Ask all feeds once, in their order."""
    async with reading(web, registry, outlets, listed) as reader:
        return await asyncio.gather(*(poll_feed(feed, reader) for feed in listed))


def verdict(answer: Polled) -> str:
    """Say in a word how a feed fares: ok, empty, stale, or the kind of its failure."""
    if answer.poll.status != "ok":
        return answer.poll.kind or "failed"
    dates = [entry.published_at for entry in answer.entries if entry.published_at]
    if not answer.entries:
        return "empty"
    return "stale" if dates and answer.poll.polled_at - max(dates) > STALE else "ok"
