"""An address in, its page out: over redirects, by the host's rules, in its turn, within limits of time and size."""

from __future__ import annotations

import asyncio
import math
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType
from urllib.parse import urlsplit
from urllib.request import getproxies

import httpx

from extractors.records import Page, Robots
from extractors.web.body import read_body
from extractors.web.errors import BadStatus, Refused, TooMuch, Unreachable, WebError, explain, say_status
from extractors.web.network import Resolve, Routes, resolve
from extractors.web.robots import MOST_READ, Rules, fresh

VERSION = "0.1"
TIMEOUT = httpx.Timeout(20.0, connect=10.0, pool=None)
WHOLE_REQUEST_SECONDS = 60.0
MAX_REDIRECTS = 5
DRAINED = 1 << 16
CONNECTIONS_A_HOST = 2
ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9,*/*;q=0.5"  # noqa: E501
# Redirects by which an address has moved for good (RFC 9110, 15.4).
FOR_GOOD = (301, 308)
# Headers of an answer that polling reads.
TOLD = ("etag", "last-modified", "cache-control", "expires", "retry-after", "date", "age")


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
class Host:
    """What we owe one host: at most two connections, and a pause between starts."""

    slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(CONNECTIONS_A_HOST))
    next_start: float = 0.0
    delay: float = 0.0


@dataclass
class Origin:
    """What a host allows under one scheme: read once, before anything else of it; or why that could not be read."""

    reading: asyncio.Lock = field(default_factory=asyncio.Lock)
    rules: Rules | None = None
    error: WebError | None = None


@dataclass(frozen=True)
class Hop:
    """Where a redirect leads, and whether for good."""

    url: str
    for_good: bool


class Web:
    """A client for one run; `pace` is the least number of seconds between two starts on one host.

    `robots` holds what hosts answered before; `asked_robots` what they answer in this run, as of `now`.
    """

    def __init__(
        self,
        pace: float = 1.0,
        contact: str | None = None,
        allow_private: bool = False,
        now: datetime | None = None,
        robots: Iterable[Robots] = (),
        look_up: Resolve = resolve,
    ) -> None:
        """Set up the client; raises ValueError for a pace that may not be."""
        allow_pace(pace, allow_private)
        self.pace, self.now = pace, now or datetime.min.replace(tzinfo=UTC)
        self.robots = {known.origin: known for known in robots}
        self.asked_robots: dict[str, Robots] = {}
        self.origins: dict[str, Origin] = defaultdict(Origin)
        self.hosts: dict[str, Host] = defaultdict(Host)
        self.client = httpx.AsyncClient(
            headers={"User-Agent": user_agent(contact), "Accept": ACCEPT, "Accept-Encoding": "gzip, deflate"},
            timeout=TIMEOUT,
            follow_redirects=False,
            transport=Routes(allow_private, look_up),
            trust_env=False,
            cookies=CookieJar(policy=DefaultCookiePolicy(allowed_domains=[])),
        )

    async def __aenter__(self) -> Web:
        return self

    async def __aexit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        await self.client.aclose()

    @asynccontextmanager
    async def turn(self, name: str) -> AsyncIterator[None]:
        """Wait for a free connection to a host and for its next start."""
        host = self.hosts[name]
        async with host.slots:
            now = time.monotonic()
            start = max(now, host.next_start)
            # Pace 0 is for hosts that are the operator's own, or a recording of others'.
            host.next_start = start + (max(self.pace, host.delay) if self.pace else 0)
            await asyncio.sleep(start - now)
            yield

    async def get(self, url: str, unless: Mapping[str, str] | None = None, free: bool = False) -> Page:
        """Fetch a page, over redirects; raises a WebError that says in words why there is none.

        `unless` holds conditional headers: a page that is as it was then comes back with status 304 and no body. `free`
        passes over robots.txt, for what its operator has allowed otherwise.
        """
        try:
            async with asyncio.timeout(None) as deadline:
                return await self.follow(url, deadline, dict(unless or {}), free)
        except TimeoutError as error:
            raise Unreachable(f"no whole answer within {WHOLE_REQUEST_SECONDS:.0f} s", "timeout") from error
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise explain(error) from error

    async def follow(self, url: str, deadline: asyncio.Timeout, unless: dict[str, str], free: bool) -> Page:
        """Ask an address and those it points to, each in its host's turn; waiting for a turn is not the host's fault."""
        left, for_good, first = WHOLE_REQUEST_SECONDS, True, url
        for _ in range(MAX_REDIRECTS + 1):
            name = host_of(url)
            if not free:
                await self.obey(url)
            async with self.turn(name):
                started = asyncio.get_running_loop().time()
                deadline.reschedule(started + left)
                found = await self.ask(url, unless)
                deadline.reschedule(None)
                left -= asyncio.get_running_loop().time() - started
            if isinstance(found, Page):
                moved = found.url if for_good and found.url != first else None
                return Page(found.url, found.status, found.content_type, found.body, found.headers, moved)
            url, for_good = found.url, for_good and found.for_good
        raise TooMuch(f"more than {MAX_REDIRECTS} redirects")

    async def obey(self, url: str) -> None:
        """Read the host's rules before anything else of it; raises Refused for what they forbid, or why they are not known."""
        host = host_of(url)
        name = f"{urlsplit(url).scheme}://{host}"
        origin = self.origins[name]
        async with origin.reading:
            if origin.rules is None:
                known = self.robots.get(name)
                if known is None or not fresh(known, self.now):
                    known = self.asked_robots[name] = await self.read_robots(name)
                origin.rules = Rules(known)
                self.hosts[host].delay = origin.rules.delay()
        if origin.rules.failing:
            raise origin.error or Unreachable("the host's robots.txt could not be read a little while ago", "server")
        if reason := origin.rules.forbid(url):
            raise Refused(reason)

    async def read_robots(self, origin: str) -> Robots:
        """Ask a host for its robots.txt."""
        try:
            page = await self.get(f"{origin}/robots.txt", free=True)
            return Robots(origin, self.now, page.status, page.body[:MOST_READ].decode("utf-8", "replace").replace("\0", ""))
        except WebError as error:
            self.origins[origin].error = error
            # An answer that is not a file of rules, be it endless redirects, is none (RFC 9309, 2.3.1.2 and 2.3.1.3).
            return Robots(origin, self.now, HTTPStatus.NOT_FOUND if isinstance(error, TooMuch) else error.status)

    async def ask(self, url: str, unless: Mapping[str, str]) -> Page | Hop:
        """Ask one address: its page, read no further than the size limit, or the address it points to."""
        async with self.client.stream("GET", url, headers=dict(unless)) as answer:
            if answer.status_code != HTTPStatus.OK:
                await drain(answer)
            if answer.next_request:
                # What an answer names as user and password is not ours to send.
                there = answer.next_request.url.copy_with(username=None, password=None)
                return Hop(str(there), answer.status_code in FOR_GOOD)
            told = {name: answer.headers[name][:500] for name in TOLD if name in answer.headers}
            kind = answer.headers.get("content-type", "")
            if unless and answer.status_code == HTTPStatus.NOT_MODIFIED:
                return Page(str(answer.url), answer.status_code, kind, b"", told)
            if answer.status_code != HTTPStatus.OK:
                raise BadStatus(say_status(answer.status_code), answer.status_code, told)
            return Page(str(answer.url), answer.status_code, kind, await read_body(answer), told)


async def drain(answer: httpx.Response) -> None:
    """Read the little that an answer without a page holds, so that its connection serves the next question."""
    read = 0
    async for piece in answer.aiter_raw():
        read += len(piece)
        if read > DRAINED:
            return


def host_of(url: str) -> str:
    """Name the host of an address, with its port; raises Refused for what is no address of http or https."""
    try:
        parts = urlsplit(url)
    except ValueError:
        raise Refused(f"not an address: {url[:80]}") from None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise Refused(f"only addresses of http and https are read, not {url[:80]}")
    return parts.netloc.lower().rpartition("@")[2]
