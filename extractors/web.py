"""Addresses in, pages out: the one client that asks the network, within its limits of pace, time and size.

WebError
├── Refused         we may not ask this (scheme, pace)
├── Unreachable     no answer: DNS, TLS, connection, time
├── BadStatus       an answer that is not a page (404, 500 …)
└── TooMuch         too large, too many redirects
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from types import TracebackType
from urllib.parse import urlsplit
from urllib.request import getproxies

import httpx

from extractors.records import Page

VERSION = "0.1"
TIMEOUT = httpx.Timeout(20.0, connect=10.0, pool=None)
WHOLE_REQUEST_SECONDS = 60.0
MAX_BYTES = 10 * 1024 * 1024
MAX_REDIRECTS = 5
CONNECTIONS_A_HOST = 2
ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9,*/*;q=0.5"  # noqa: E501


class WebError(Exception):
    """A page that did not come; the text says why in words, `status` is the HTTP status where there was one."""

    def __init__(self, reason: str, status: int | None = None) -> None:
        super().__init__(reason)
        self.status = status


class Refused(WebError):
    """An address that we may not ask."""


class Unreachable(WebError):
    """No answer came."""


class BadStatus(WebError):
    """An answer came that is not the page."""


class TooMuch(WebError):
    """More came than we take."""


def proxied() -> bool:
    """Tell whether the environment names a proxy for plain http (HTTP_PROXY or ALL_PROXY, as httpx reads them)."""
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


class Web:
    """A client for one run; `pace` is the least number of seconds between two starts on one host."""

    def __init__(self, pace: float = 1.0, contact: str | None = None, allow_private: bool = False) -> None:
        """Set up the client; raises ValueError for a pace that may not be."""
        allow_pace(pace, allow_private)
        self.pace = pace
        self.hosts: dict[str, Host] = defaultdict(Host)
        self.client = httpx.AsyncClient(
            headers={"User-Agent": user_agent(contact), "Accept": ACCEPT},
            timeout=TIMEOUT,
            follow_redirects=False,
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=100),
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
            host.next_start = start + self.pace
            await asyncio.sleep(start - now)
            yield

    async def get(self, url: str) -> Page:
        """Fetch a page, over redirects; raises a WebError that says in words why there is none."""
        try:
            async with asyncio.timeout(None) as deadline:
                return await self.follow(url, deadline)
        except TimeoutError as error:
            raise Unreachable(f"no whole answer within {WHOLE_REQUEST_SECONDS:.0f} s") from error
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise Unreachable(explain(error)) from error

    async def follow(self, url: str, deadline: asyncio.Timeout) -> Page:
        """Ask an address and those it points to, each in its host's turn; waiting for a turn is not the host's fault."""
        left = WHOLE_REQUEST_SECONDS
        for _ in range(MAX_REDIRECTS + 1):
            async with self.turn(host_of(url)):
                started = asyncio.get_running_loop().time()
                deadline.reschedule(started + left)
                found = await self.ask(url)
                deadline.reschedule(None)
                left -= asyncio.get_running_loop().time() - started
            if isinstance(found, Page):
                return found
            url = found
        raise TooMuch(f"more than {MAX_REDIRECTS} redirects")

    async def ask(self, url: str) -> Page | str:
        """Ask one address: its page, read no further than the size limit, or the address it points to."""
        async with self.client.stream("GET", url) as answer:
            if answer.next_request:
                return str(answer.next_request.url)
            if answer.status_code != HTTPStatus.OK:
                raise BadStatus(say_status(answer.status_code), answer.status_code)
            if "," in (coding := answer.headers.get("content-encoding", "")):
                raise TooMuch(f"compressed more than once ({coding}), which only attacks are", answer.status_code)
            body = bytearray()
            async for piece in answer.aiter_bytes():
                body += piece
                if len(body) > MAX_BYTES:
                    raise TooMuch(f"larger than {MAX_BYTES // 1024 // 1024} MB", answer.status_code)
            kind = answer.headers.get("content-type", "")
            return Page(str(answer.url), answer.status_code, kind, bytes(body))


def host_of(url: str) -> str:
    """Name the host of an address, with its port; raises Refused for what is no address of http or https."""
    try:
        parts = urlsplit(url)
    except ValueError:
        raise Refused(f"not an address: {url[:80]}") from None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise Refused(f"only addresses of http and https are read, not {url[:80]}")
    return parts.netloc.lower()


def say_status(status: int) -> str:
    """Put an HTTP status into words."""
    known = {code.value: code.phrase for code in HTTPStatus}
    return f"HTTP {status}: {known.get(status, 'not a status of the standard')}"


def explain(error: Exception) -> str:
    """Put a client's error into words for an operator."""
    kinds = {
        httpx.ConnectTimeout: "no connection within 10 s",
        httpx.ReadTimeout: "the answer stalled for 20 s",
        httpx.ProxyError: "the proxy refused",
        httpx.ConnectError: "no connection",
        httpx.RemoteProtocolError: "the server broke off or broke the protocol",
        httpx.DecodingError: "the answer's compression is broken",
        httpx.InvalidURL: "the address is not valid",
    }
    words = next((words for kind, words in kinds.items() if isinstance(error, kind)), type(error).__name__)
    return f"{words}: {error}" if str(error) else words
