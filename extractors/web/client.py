"""An address in, its page out: over redirects, by the host's rules, in its turn, within limits of time and size."""

from __future__ import annotations

import asyncio
import math
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType
from urllib.request import getproxies

import httpx

from extractors.polling import retry_after
from extractors.records import Closed, Page, Robots
from extractors.web.body import read_body
from extractors.web.errors import BELOW, BadStatus, Forbidden, Refused, TooFar, Unreachable, WebError, explain, say_status
from extractors.web.hosts import Hosts
from extractors.web.network import Resolve, Routes, resolve
from extractors.web.robots import MOST_READ, Rules, fresh, renew, text_of
from extractors.web.urls import name_of, normalise, origin_of

VERSION = "0.1"
TIMEOUT = httpx.Timeout(20.0, connect=10.0, pool=None)
WHOLE_REQUEST_SECONDS = 60.0
MAX_REDIRECTS = 5
DRAINED = 1 << 16
# The pace of what is asked straight where pace 0 is for what is asked through a proxy.
PACE_WITHOUT_PROXY = 1.0
ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9,*/*;q=0.5"  # noqa: E501
# Redirects by which an address has moved for good (RFC 9110, 15.4).
FOR_GOOD = (301, 308)
# Headers of an answer that polling reads.
TOLD = ("etag", "last-modified", "cache-control", "expires", "retry-after", "date")
# Answers whose Retry-After closes the host (RFC 6585, 4; RFC 9110, 15.6.4).
CLOSING = (429, 503)


def proxied() -> bool:
    """Tell whether the environment names a proxy for plain http (HTTP_PROXY or ALL_PROXY)."""
    return bool({"http", "all"} & getproxies().keys())


def user_agent(contact: str | None) -> str:
    """Say truthfully who asks; `contact` is the operator's address or page."""
    return f"Zagros/{VERSION} (news reader for research{f'; {contact}' if contact else ''})"


def allow_pace(pace: float, allow_private: bool) -> None:
    """Refuse a pace below 0, and 0 but behind a proxy or in a private network; raises ValueError."""
    if not math.isfinite(pace) or pace < 0 or (pace == 0 and not (allow_private or proxied())):
        raise ValueError("pace 0 asks hosts as fast as they answer: it needs a configured proxy or --allow-private")


@dataclass
class Origin:
    """What a host allows under one scheme: read once, before anything else of it; or why that could not be read."""

    reading: asyncio.Lock = field(default_factory=asyncio.Lock)
    rules: Rules | None = None
    error: WebError | None = None


@dataclass(frozen=True)
class Wish:
    """What to fetch: an address, on which conditions, whether free of its host's robots.txt; or a robots.txt itself."""

    url: str
    unless: Mapping[str, str] = field(default_factory=dict)
    free: bool = False
    robots: bool = False


@dataclass(frozen=True)
class Hop:
    """Where a redirect leads, and whether for good."""

    url: str
    for_good: bool


class Web:
    """A client for one run; `pace` is the least number of seconds between two starts on one host.

    `robots` holds what hosts answered before; `asked_robots` what they answer in this run, as of `now`. `closed` holds which
    hosts asked before to be left alone.
    """

    def __init__(
        self,
        pace: float = 1.0,
        contact: str | None = None,
        allow_private: bool = False,
        now: datetime | None = None,
        robots: Iterable[Robots] = (),
        *,
        closed: Iterable[Closed] = (),
        look_up: Resolve = resolve,
    ) -> None:
        """Set up the client; raises ValueError for a pace that may not be."""
        allow_pace(pace, allow_private)
        self.pace, self.pace_straight = pace, pace or (0.0 if allow_private else PACE_WITHOUT_PROXY)
        self.now, self.made = now or datetime.min.replace(tzinfo=UTC), time.monotonic()
        self.robots = {known.origin: known for known in robots}
        self.asked_robots: dict[str, Robots] = {}
        self.origins: dict[str, Origin] = defaultdict(Origin)
        self.hosts = Hosts(self.instant, closed)
        self.routes = Routes(allow_private, look_up)
        self.client = httpx.AsyncClient(
            headers={"User-Agent": user_agent(contact), "Accept": ACCEPT, "Accept-Encoding": "gzip, deflate"},
            timeout=TIMEOUT,
            follow_redirects=False,
            transport=self.routes,
            trust_env=False,
            cookies=CookieJar(policy=DefaultCookiePolicy(allowed_domains=[])),
        )

    async def __aenter__(self) -> Web:
        return self

    async def __aexit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        await self.client.aclose()

    def instant(self) -> datetime:
        """Tell the time: the run's now and what has passed since the client was made."""
        return self.now + timedelta(seconds=time.monotonic() - self.made)

    def closed(self) -> list[Closed]:
        """List the hosts that are to be left alone now."""
        return self.hosts.closed()

    async def get(self, url: str, unless: Mapping[str, str] | None = None, free: bool = False) -> Page:
        """Fetch a page, over redirects; raises a WebError that says in words why there is none.

        `unless` holds conditional headers: a page that is as it was then comes back with status 304 and no body. `free`
        passes over the robots.txt of the address's own host, for what its operator has allowed otherwise.
        """
        return await self.fetch(Wish(url, unless or {}, free))

    async def fetch(self, wish: Wish) -> Page:
        """Fetch what is wished for; whatever goes wrong below leaves as a WebError."""
        try:
            async with asyncio.timeout(None) as deadline:
                return await self.follow(wish, deadline)
        except TimeoutError as error:
            raise Unreachable(f"no whole answer within {WHOLE_REQUEST_SECONDS:.0f} s", "timeout") from error
        except BELOW as error:
            raise explain(error) from error

    async def follow(self, wish: Wish, deadline: asyncio.Timeout) -> Page:
        """Ask an address and those it points to, each in its host's turn; waiting for a turn is not the host's fault."""
        left, for_good = WHOLE_REQUEST_SECONDS, True
        url = first = normalise(wish.url)
        for _ in range(MAX_REDIRECTS + 1):
            self.hosts.check(name_of(url))
            if not wish.robots and not (wish.free and name_of(url) == name_of(first)):
                await self.obey(url)
            async with self.hosts.turn(name_of(url), self.pace if self.routes.proxy_of(url) else self.pace_straight):
                started = asyncio.get_running_loop().time()
                deadline.reschedule(started + left)
                found = await self.ask(url, wish)
                deadline.reschedule(None)
                left -= asyncio.get_running_loop().time() - started
            if isinstance(found, Page):
                return replace(found, moved_to=found.url if for_good and found.url != str(first) else None)
            url, for_good = normalise(found.url), for_good and found.for_good
        raise TooFar(f"more than {MAX_REDIRECTS} redirects")

    async def obey(self, url: httpx.URL) -> None:
        """Read the host's rules before anything else of it; raises Refused for what they forbid, or why they are not known."""
        name = origin_of(url)
        origin = self.origins[name]
        async with origin.reading:
            if origin.rules is None:
                origin.rules = Rules(await self.robots_of(name), self.now)
                self.hosts.slow(name_of(url), origin.rules.delay())
        if origin.rules.failing:
            raise origin.error or Unreachable("the host's robots.txt could not be read a little while ago", "server")
        if reason := origin.rules.forbid(str(url)):
            raise Forbidden(reason)

    async def permission(self, url: str) -> str:
        """Say whether an address may be asked by its host's robots.txt: allowed, forbidden, or unreadable and why."""
        try:
            await self.obey(normalise(url))
        except Forbidden:
            return "forbidden"
        except WebError as error:
            return f"unreadable: {error}"
        return "allowed"

    async def robots_of(self, origin: str) -> Robots:
        """Recall a host's robots.txt, or ask for it where that is too long ago."""
        known = self.robots.get(origin)
        if known is None or not fresh(known, self.now):
            known = self.asked_robots[origin] = renew(known, await self.read_robots(origin))
        return known

    async def read_robots(self, origin: str) -> Robots:
        """Ask a host for its robots.txt; raises Refused for one that is to be left alone now."""
        try:
            page = await self.fetch(Wish(f"{origin}/robots.txt", robots=True))
            return Robots(origin, self.now, page.status, text_of(page.body))
        except TooFar:
            # Endless redirects are no file of rules (RFC 9309, 2.3.1.2).
            return Robots(origin, self.now, HTTPStatus.NOT_FOUND)
        except WebError as error:
            if isinstance(error, Refused) and error.until:
                raise
            self.origins[origin].error = error
            return Robots(origin, self.now, error.status if isinstance(error, BadStatus) else None)

    async def ask(self, url: httpx.URL, wish: Wish) -> Page | Hop:
        """Ask one address: its page, read no further than the size limit, or the address it points to."""
        async with self.client.stream("GET", url, headers=dict(wish.unless)) as answer:
            told = {name: answer.headers[name][:500] for name in TOLD if name in answer.headers}
            if answer.status_code in CLOSING and (seconds := retry_after(told, self.instant())):
                self.hosts.close(name_of(url), seconds)  # before anything is waited for: another question may begin meanwhile
            if answer.status_code != HTTPStatus.OK:
                await drain(answer)
            if answer.next_request:
                return Hop(str(answer.next_request.url), answer.status_code in FOR_GOOD)
            kind = answer.headers.get("content-type", "")
            if wish.unless and answer.status_code == HTTPStatus.NOT_MODIFIED:
                return Page(str(answer.url), answer.status_code, kind, b"", told)
            if answer.status_code != HTTPStatus.OK:
                raise BadStatus(say_status(answer.status_code), answer.status_code, told)
            body = await read_body(answer, MOST_READ if wish.robots else None)
            return Page(str(answer.url), answer.status_code, kind, body, told)


async def drain(answer: httpx.Response) -> None:
    """Read the little that an answer without a page holds, so that its connection serves the next question."""
    read = 0
    async for piece in answer.aiter_raw():
        read += len(piece)
        if read > DRAINED:
            return
