"""An address in, the feeds that are there out, each with what a person wants to know before it is listed; nothing is stored."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import urlsplit

from extractors.discovery import Offer, offers_of
from extractors.feed import FeedError, absolute, article_key
from extractors.preview import Preview, preview
from extractors.records import Feed, Outlet, Page
from extractors.registry import Registry, feed_id_of
from extractors.web import Web, WebError
from extractors.web.urls import normalise
from flows.listing import listed_as
from flows.reading import Reader, reading
from flows.terminal import visible
from flows.workers import WorkerError

# So many of a page's offers are asked; the guesses only where none of these is a feed.
MOST_ASKED = 10


class NoFeed(ValueError):
    """No feed is at an address, nor at one that its page offers; the text says what was asked, and what came."""


@dataclass(frozen=True)
class Found:
    """A feed that answered: its address, why it was asked, what it shows, what robots.txt says of it and of its first page.

    `end` is where redirects led that are not for good; `outlet` is who publishes there, None where no registry file says so;
    `listed` is the id under which it is listed already.
    """

    url: str
    end: str
    basis: str
    preview: Preview
    robots: str
    robots_of_page: str | None
    outlet: Outlet | None
    listed: str | None


@dataclass(frozen=True)
class Looked:
    """What came of looking: feeds in the page's order, what is none with the reason, and how many offers were not asked."""

    found: list[Found]
    failed: dict[str, str]
    left: int = 0


async def look(url: str, web: Web, registry: Registry, listed: list[Feed], outlet: Outlet | None = None) -> Looked:
    """Find the feeds at an address: itself if it is one, else those that its page offers; raises NoFeed.

    `outlet` is who publishes there; whom the registry names by the address unless given.
    """
    async with reading(web, registry, {}, []) as reader:
        search = Search(reader, web, listed, outlet)
        try:
            page = await reader.get(url)
        except WebError as error:
            raise NoFeed(visible(f"{url} cannot be read: {error}{await remedy(url, web)}")) from error
        try:
            return Looked([await search.see(page, Offer(str(normalise(url)), "given"))], {})
        except (FeedError, WorkerError) as error:
            looked = await search.follow(page)
            if looked.found:
                return looked
            came = "; ".join(f"{asked}: {reason}" for asked, reason in {url: str(error), **looked.failed}.items())
            said = f"no feed is at {url}, nor at the {len(looked.failed)} addresses at which its page might have one"
            raise NoFeed(visible(f"{said}: give the feed's own address ({came})")) from error


async def remedy(url: str, web: Web) -> str:
    """Say what to do about an address that cannot be read, where its robots.txt is why."""
    permission = await web.permission(url) if absolute("", url) else "allowed"
    if permission == "forbidden":
        return ": if its publisher allows it all the same, list it yourself, with why as `ignore_robots`"
    return "" if permission == "allowed" else f" (what its robots.txt allows is {permission})"


@dataclass(frozen=True)
class Search:
    """What one search goes by: the reader and its client, the feeds that are listed, and who publishes if that was said."""

    reader: Reader
    web: Web
    listed: list[Feed]
    outlet: Outlet | None

    async def follow(self, page: Page) -> Looked:
        """Ask what a page offers: first what it declares and links, and only if none of that is a feed the guesses."""
        try:
            offers = await self.reader.workers.run(offers_of, page)
        except WorkerError as error:
            return Looked([], {page.url: str(error)})
        told = [offer for offer in offers if offer.basis != "guessed"]
        looked = await self.ask(told[:MOST_ASKED])
        if looked.found:
            return Looked(looked.found, looked.failed, max(0, len(told) - MOST_ASKED))
        guessed = await self.ask([offer for offer in offers if offer.basis == "guessed"])
        return Looked(guessed.found, {**looked.failed, **guessed.failed})

    async def ask(self, offers: list[Offer]) -> Looked:
        """Ask some addresses at once, in their hosts' turns; two that lead to one feed are one."""
        answers = await asyncio.gather(*(self.attempt(offer) for offer in offers))
        found: dict[int, Found] = {}
        for answer in answers:
            if isinstance(answer, Found):
                found.setdefault(article_key(answer.end), answer)
        failed = {offer.url: answer for offer, answer in zip(offers, answers, strict=True) if isinstance(answer, str)}
        return Looked(list(found.values()), failed)

    async def attempt(self, offer: Offer) -> Found | str:
        """Ask one address: a feed, or why there is none."""
        try:
            return await self.see(await self.reader.get(offer.url), offer)
        except (WebError, FeedError, WorkerError) as error:
            return str(error)

    async def see(self, page: Page, offer: Offer) -> Found:
        """Preview what an address answered; raises FeedError or WorkerError where it is no feed that can be read."""
        url, web = page.moved_to or offer.url, self.web
        outlet = self.outlet or self.reader.registry.outlet_of(url)
        host = urlsplit(url).netloc
        publisher = outlet or Outlet(host, host)
        feed = Feed(feed_id_of(url), publisher.outlet_id, url)
        shown = await self.reader.workers.run(preview, page, feed, publisher, self.reader.now)
        first = next((entry.url for entry in shown.sample if entry.has_page), None)
        robots, of_page = await web.permission(page.url), await web.permission(first) if first else None
        return Found(url, page.url, offer.basis, shown, robots, of_page, outlet, listed_as(url, self.listed))
