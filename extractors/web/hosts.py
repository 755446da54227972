"""A host's name in, its turn out: how many ask at once, how soon after one another, and not while it is to be left alone."""

from __future__ import annotations

import asyncio
import math
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from extractors.records import Closed
from extractors.web.errors import Refused

# Two a host as HTTP/1.1 first asked for (RFC 2616, 8.1.4); all together well below the usual 1024 open files of a process.
CONNECTIONS_A_HOST, CONNECTIONS = 2, 128
LONGEST_CLOSED = 7 * 86400.0


@dataclass
class Host:
    """What we owe one host: at most two connections, a pause between starts, to be left alone where it asks for that."""

    slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(CONNECTIONS_A_HOST))
    started: float = -math.inf
    delay: float = 0.0
    closed_until: datetime | None = None

    def wait(self, pace: float) -> float:
        """Tell the seconds until its next start; pace 0 is for the operator's own, which is asked as fast as it answers."""
        return self.started + (max(pace, self.delay) if pace else 0.0) - time.monotonic()


class Hosts:
    """All hosts of a run; `instant` tells the time, `closed` who asked earlier runs to be left alone."""

    def __init__(self, instant: Callable[[], datetime], closed: Iterable[Closed] = ()) -> None:
        self.instant = instant
        self.known: dict[str, Host] = defaultdict(Host)
        self.asking = asyncio.Semaphore(CONNECTIONS)
        for told in closed:
            self.known[told.host].closed_until = told.until

    def slow(self, name: str, delay: float) -> None:
        """Leave at least so many seconds between two starts: the most that a host asks for under any scheme."""
        self.known[name].delay = max(self.known[name].delay, delay)

    def close(self, name: str, seconds: float) -> None:
        """Leave a host alone for so long, a week at most; what it asked for before holds where that is longer."""
        until = self.instant() + timedelta(seconds=min(seconds, LONGEST_CLOSED))
        self.known[name].closed_until = max(until, self.known[name].closed_until or until)

    def closed(self) -> list[Closed]:
        """List the hosts that are to be left alone now."""
        now = self.instant()
        return [Closed(name, h.closed_until) for name, h in self.known.items() if h.closed_until and h.closed_until > now]

    def check(self, name: str) -> None:
        """Raise Refused for a host that is to be left alone now."""
        until = self.known[name].closed_until
        if until and until > self.instant():
            raise Refused(f"the host asked to be left alone until {until.astimezone(UTC):%Y-%m-%d %H:%M} UTC", until)

    @asynccontextmanager
    async def turn(self, name: str, pace: float) -> AsyncIterator[None]:
        """Wait for a free connection to a host and for its next start, `pace` seconds after the last; raises Refused."""
        async with self.known[name].slots, self.start(name, pace):
            yield

    @asynccontextmanager
    async def start(self, name: str, pace: float) -> AsyncIterator[None]:
        """Take one of all connections when a host's next start has come, and hold none while waiting for that."""
        host = self.known[name]
        while True:
            self.check(name)
            await asyncio.sleep(host.wait(pace))
            async with self.asking:
                # Another may have started here while this one waited for a connection.
                if host.wait(pace) <= 0:
                    self.check(name)
                    host.started = time.monotonic()
                    yield
                    return
