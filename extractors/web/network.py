"""A host's name in, a connection to one of its public addresses out; a configured proxy resolves names itself."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable
from typing import Any
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from extractors.web.addresses import private
from extractors.web.errors import Refused, Unreachable

Resolve = Callable[[str, int], Awaitable[list[str]]]
ADDRESSES_TRIED = 4
LIMITS = httpx.Limits(max_connections=None, max_keepalive_connections=100)


async def resolve(host: str, port: int) -> list[str]:
    """Look up the numeric addresses of a host, each once, in the system's order; raises Unreachable."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"no such host: {host} ({error})", "dns") from error
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


class PublicOnly(httpcore.AsyncNetworkBackend):
    """Connects to the address that was vetted, so that no second look-up can lead elsewhere (DNS rebinding)."""

    def __init__(self, look_up: Resolve = resolve) -> None:
        self.look_up = look_up
        self.inner = httpcore.AnyIOBackend()

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
        reasons = {address: private(address) for address in addresses}
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
            if peer and (reason := private(str(peer[0]))):
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


class Vetted(httpx.AsyncHTTPTransport):
    """httpx's own transport over connections that are vetted: its pool takes a way to connect, but httpx hands none on."""

    def __init__(self, context: ssl.SSLContext, backend: httpcore.AsyncNetworkBackend) -> None:
        super().__init__(verify=context, http2=True, limits=LIMITS)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context, http2=True, max_connections=None, max_keepalive_connections=100, network_backend=backend
        )


class Routes(httpx.AsyncBaseTransport):
    """Sends each request through the proxy that the environment names for it, or straight to a public address."""

    def __init__(self, allow_private: bool, look_up: Resolve = resolve) -> None:
        context = httpx.create_ssl_context()
        self.proxies = {scheme: url for scheme, url in getproxies().items() if scheme in ("http", "https", "all")}
        self.through = {url: httpx.AsyncHTTPTransport(verify=context, proxy=url, limits=LIMITS) for url in self.proxies.values()}
        self.direct = httpx.AsyncHTTPTransport(verify=context, http2=True, limits=LIMITS)
        if not allow_private:
            self.direct = Vetted(context, PublicOnly(look_up))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request."""
        proxy = self.proxies.get(request.url.scheme) or self.proxies.get("all")
        if proxy and not proxy_bypass(request.url.host):
            return await self.through[proxy].handle_async_request(request)
        return await self.direct.handle_async_request(request)

    async def aclose(self) -> None:
        """Close every connection."""
        for transport in (self.direct, *self.through.values()):
            await transport.aclose()
