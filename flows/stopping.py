"""A SIGTERM in, work that is broken off in good order out: what has come is kept, what is left the next run does."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

# Seconds after a SIGTERM in which a run keeps what it has, and then seconds to tell Prefect: when they are over it is ended,
# whatever it waits for, such as an embedded server that the same SIGTERM ended.
TO_KEEP, TO_TELL = 20, 8
T = TypeVar("T")


class Stop:
    """Whether a run was asked to end, and the work under way that is broken off then."""

    def __init__(self) -> None:
        self.asked = False
        self.under_way: set[asyncio.Future[Any]] = set()

    def ask(self) -> None:
        """Break off all that is under way, and all that is begun from now on."""
        self.asked = True
        signal.alarm(TO_KEEP)
        for work in self.under_way:
            work.cancel()

    async def unless(self, work: Coroutine[Any, Any, T]) -> T | None:
        """Do some work to its end; None where the run was asked to end before."""
        doing = asyncio.ensure_future(work)
        self.under_way.add(doing)
        if self.asked:
            doing.cancel()
        try:
            return await doing
        except asyncio.CancelledError:
            if not self.asked:
                raise
            return None
        finally:
            self.under_way.discard(doing)


@contextmanager
def heeding_sigterm() -> Iterator[Stop]:
    """Take a SIGTERM for a request to end while the block runs.

    Prefect raises an exception wherever the program stands then: in a transaction, or in a callback that loses it. Where no
    signals can be taken, as in a thread, Prefect's way stands.
    """
    stop, loop, before = Stop(), asyncio.get_running_loop(), signal.getsignal(signal.SIGTERM)
    with suppress(RuntimeError, ValueError, NotImplementedError):
        loop.add_signal_handler(signal.SIGTERM, stop.ask)
    taken = signal.getsignal(signal.SIGTERM) is not before
    try:
        yield stop
    finally:
        if taken:
            loop.remove_signal_handler(signal.SIGTERM)
            signal.signal(signal.SIGTERM, before)
        if stop.asked:
            signal.alarm(TO_TELL)
