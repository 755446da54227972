"""A host's name in, a connection to one of its public addresses out; a configured proxy resolves names itself."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from extractors.web.addresses import private
from extractors.web.errors import Refused, Unreachable

Resolve = Callable[[str, int], Awaitable[list[str]]]
ADDRESSES_TRIED = 4
# How many connections are open at once is hosts.py's to say; an idle one is closed after httpx's own 5 s.
LIMITS = httpx.Limits(max_connections=None, max_keepalive_connections=100, keepalive_expiry=5.0)
# What happens to a connection that its server closes while it is idle; GET may be sent again then (RFC 9110, 9.2.2).
CLOSED_WHILE_IDLE = (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError)
LOOK_UP_SECONDS = 10.0
# Threads of their own: a name server that is slow to answer holds up look-ups only, and nothing else that needs a thread.
THREADS = ThreadPoolExecutor(32, "look-up")


async def resolve(host: str, port: int) -> list[str]:
    """Look up the numeric addresses of a host, each once, in the system's order; raises Unreachable."""
    look_up = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    try:
        async with asyncio.timeout(LOOK_UP_SECONDS):
            found = await asyncio.get_running_loop().run_in_executor(THREADS, look_up)
    except TimeoutError as error:
        raise Unreachable(f"no address of {host} within {LOOK_UP_SECONDS:.0f} s", "dns") from error
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"no such host: {host} ({error})", "dns") from error
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


class Vetting(httpcore.AsyncNetworkBackend):
    """Connects to the address that was vetted, so that no second look-up can lead elsewhere (DNS rebinding)."""

    def __init__(self, look_up: Resolve, allow_private: bool) -> None:
        self.look_up = look_up
        self.allow_private = allow_private
        self.inner = httpcore.AnyIOBackend()

    def reason(self, address: str) -> str | None:
        """Say why an address may not be asked."""
        return None if self.allow_private else private(address)

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to a public address of a host; raises Refused where it has none, and sends nothing then."""
        addresses = await self.look_up(host, port)
        reasons = {address: self.reason(address) for address in addresses}
        allowed = [address for address, reason in reasons.items() if reason is None]
        if not allowed:
            raise Refused(f"{host} is at {next(iter(reasons.values()), 'no address')}")
        error: Exception = Unreachable(f"no connection to {host}")
        for address in allowed[:ADDRESSES_TRIED]:
            try:
                stream = await self.inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failed:
                error = failed
                continue
            peer = stream.get_extra_info("server_addr")
            if peer and (reason := self.reason(str(peer[0]))):
                await stream.aclose()
                raise Refused(f"{host} answered from {reason}")
            return stream
        raise error

    async def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.AsyncNetworkStream:
        """Refuse: no page is behind a socket of this machine."""
        raise Refused("sockets of this machine are not read")

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self.inner.sleep(seconds)


class Direct(httpx.AsyncHTTPTransport):
    """httpx's own transport over connections that are vetted: its pool takes a way to connect, but httpx hands none on."""

    def __init__(self, context: ssl.SSLContext, backend: httpcore.AsyncNetworkBackend) -> None:
        # All that httpx's own would set up is a pool that does not vet.
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            http2=True,
            max_connections=LIMITS.max_connections,
            max_keepalive_connections=LIMITS.max_keepalive_connections,
            keepalive_expiry=LIMITS.keepalive_expiry,
            network_backend=backend,
        )


class Routes(httpx.AsyncBaseTransport):
    """Sends each request through the proxy that the environment names for it, or straight to a public address."""

    def __init__(self, allow_private: bool, look_up: Resolve = resolve) -> None:
        context = httpx.create_ssl_context()
        self.proxies = {scheme: url for scheme, url in getproxies().items() if scheme in ("http", "https", "all")}
        self.through = {url: httpx.AsyncHTTPTransport(verify=context, proxy=url, limits=LIMITS) for url in self.proxies.values()}
        self.direct = Direct(context, Vetting(look_up, allow_private))

    def proxy_of(self, url: httpx.URL) -> str | None:
        """Tell through which proxy an address is asked; None for straight."""
        proxy = self.proxies.get(url.scheme) or self.proxies.get("all")
        return proxy if proxy and not proxy_bypass(url.host) else None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request, and once more where the connection was closed before any answer came."""
        proxy = self.proxy_of(request.url)
        route = self.through[proxy] if proxy else self.direct
        try:
            return await route.handle_async_request(request)
        except CLOSED_WHILE_IDLE:
            return await route.handle_async_request(request)

    async def aclose(self) -> None:
        """Close every connection."""
        for transport in (self.direct, *self.through.values()):
            await transport.aclose()
