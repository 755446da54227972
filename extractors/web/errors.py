"""Why a page did not come: each error's text says it in words, `kind` sorts it.

WebError
├── Refused         we may not ask this (scheme, a private address): refused; or not now: wait
│   └── Forbidden   the host's robots.txt says so
├── Unreachable     no answer: dns, tls, timeout, connection, broken
├── BadStatus       an answer that is not a page (404, 500 …): client, server
└── TooMuch         too large: size
    └── TooFar      more redirects than we follow
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from datetime import datetime
from http import HTTPStatus

import anyio
import h2.exceptions
import h11
import hpack
import httpx


class WebError(Exception):
    """A page that did not come; `status` is the HTTP status where there was one, `headers` what the answer said besides."""

    kind = "unknown"

    def __init__(self, reason: str, status: int | None = None, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.headers = dict(headers or {})


class Refused(WebError):
    """An address that we may not ask; one that we may from `until` on has the kind wait."""

    def __init__(self, reason: str, until: datetime | None = None) -> None:
        super().__init__(reason)
        self.until = until
        self.kind = "wait" if until else "refused"


class Forbidden(Refused):
    """An address that its host's robots.txt forbids."""


class Unreachable(WebError):
    """No answer came; `kind` is dns, tls, timeout, connection or broken."""

    def __init__(self, reason: str, kind: str = "connection") -> None:
        super().__init__(reason)
        self.kind = kind


class BadStatus(WebError):
    """An answer came that is not the page."""

    @property
    def kind(self) -> str:  # type: ignore[override]
        """Say whose fault it is: client (4xx) or server (all else)."""
        return "client" if self.status and 400 <= self.status < 500 else "server"


class TooMuch(WebError):
    """More came than we take."""

    kind = "size"


class TooFar(TooMuch):
    """More redirects came than we follow."""


def say_status(status: int) -> str:
    """Put an HTTP status into words."""
    known = {code.value: code.phrase for code in HTTPStatus}
    return f"HTTP {status}: {known.get(status, 'not a status of the standard')}"


KINDS: dict[type[Exception], tuple[str, str]] = {
    httpx.ConnectTimeout: ("no connection within 10 s", "timeout"),
    httpx.ReadTimeout: ("the answer stalled for 20 s", "timeout"),
    httpx.ProxyError: ("the proxy refused", "connection"),
    httpx.ConnectError: ("no connection", "connection"),
    httpx.RemoteProtocolError: ("the server broke off or broke the protocol", "broken"),
    httpx.DecodingError: ("the answer's compression is broken", "broken"),
}
# What the libraries below raise: their own errors, and those of Python that they let through where a server breaks the rules.
BELOW = (
    *(httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, h11.ProtocolError, h2.exceptions.H2Error, hpack.HPACKError),
    *(anyio.BrokenResourceError, anyio.ClosedResourceError, anyio.EndOfStream),
    *(OSError, ValueError, LookupError, ArithmeticError, RuntimeError, AssertionError),
)


def explain(error: Exception) -> Unreachable:
    """Put a client's error into words for an operator, and sort it."""
    words, kind = next((said for known, said in KINDS.items() if isinstance(error, known)), (type(error).__name__, "broken"))
    if any(isinstance(cause, ssl.SSLError) for cause in causes(error)):
        words, kind = "no safe connection (TLS)", "tls"
    return Unreachable(f"{words}: {error}" if str(error) else words, kind)


def causes(error: BaseException) -> Iterator[BaseException]:
    """Give an error and those it came from: httpcore drops the causes of some, but not what they came up in."""
    cause: BaseException | None = error
    while cause:
        yield cause
        cause = cause.__cause__ or cause.__context__
