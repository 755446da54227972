"""Work on what the network sent in, its result out: in other processes, within a time and a memory, whatever it does to them."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import resource
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from threading import Thread
from typing import Any, TypeVar

from extractors.article import read_article
from extractors.finder import Finder
from extractors.records import Entry, Facts, Failure, Outlet, Page, Reading
from extractors.verdict import Signs
from flows.finding import find_batch
from flows.warc import Place, open_page

T = TypeVar("T")
# A page takes some 10 ms and 20 MB; what takes this much is an attack or a mistake (quadratic markup, endless attributes).
SECONDS = 8.0
# Bytes of a process's own data: a fresh one has 0.1 GB. Two at their limit and the run itself stay below 1.5 GB.
MOST_MEMORY = 512 << 20
TRIES_ALONE = 3
# Seconds in which a fresh process must have imported what it reads with: 1 to 2 on a quiet machine.
START_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Captured:
    """What is read at once: an entry, what its page answered or where that is kept, who publishes there, and as of when."""

    entry: Entry
    page: Page | Place
    outlet: Outlet
    now: datetime


class WorkerError(Exception):
    """The work could not be done: it took too long (`kind` slow), too much (memory), or ended its process (died)."""

    def __init__(self, reason: str, kind: str) -> None:
        super().__init__(reason)
        self.kind = kind


def confine(most: int) -> None:
    """Bound the memory of this process for good, and let it outlive nobody.

    Not its address space, of which Prefect's libraries alone reserve 1.5 GB.
    """
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    Thread(target=end_with_parent, daemon=True).start()


def end_with_parent() -> None:
    """End this process when the one whose it is has ended: killed, that one tells nobody, and work is waited for for ever."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def read_captured(asked: Captured, signs: Signs) -> Reading:
    """Read the page of an entry; one that is kept is taken from its file here, so that only its place travels."""
    return read_article(asked.entry, open_page(asked.page), asked.outlet, signs, asked.now)


def warm() -> None:
    """Import what a process needs, before the first page waits for it."""


class Workers:
    """Some processes, one a core if nothing is said; one that dies or hangs is replaced, and only its work is given up."""

    def __init__(self, count: int | None = None) -> None:
        self.count = count or os.cpu_count() or 1
        self.context = multiprocessing.get_context("forkserver")
        self.context.set_forkserver_preload(["flows.forked"])
        # No work waits long for a process, so that its time is its own.
        self.places = asyncio.Semaphore(2 * self.count)
        self.alone = asyncio.Lock()
        self.pool = self.start()

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self.pool.shutdown(wait=True, cancel_futures=True)

    def start(self) -> ProcessPoolExecutor:
        """Start the processes."""
        pool = ProcessPoolExecutor(self.count, self.context, confine, (MOST_MEMORY,))
        self.started, *_ = [pool.submit(warm) for _ in range(self.count)]
        return pool

    async def run(self, work: Callable[..., T], *args: Any, within: float | None = None) -> T:
        """Run a function of the extractors in another process, in so many seconds; raises WorkerError, or what it raises."""
        async with self.places:
            with suppress(BrokenProcessPool):
                return await self.attempt(work, args, within)
        # Somebody's work ended a process, and all that was there with it. One at a time, and again, it shows whose.
        async with self.alone:
            for _ in range(TRIES_ALONE):
                with suppress(BrokenProcessPool):
                    return await self.attempt(work, args, within)
        raise WorkerError("reading it ended the process that read it", "died")

    async def read(self, asked: Captured, signs: Signs) -> Reading:
        """Read the page of an entry; raises WorkerError."""
        return await self.run(read_captured, asked, signs)

    async def find(self, batch: list[Reading], finder: Finder, now: datetime) -> tuple[Facts, list[Failure]]:
        """Find what is told in one batch of articles, in this process: its finder takes a second to make, and 0.3 GB."""
        return find_batch(batch, finder, now)

    async def attempt(self, work: Callable[..., T], args: tuple[Any, ...], within: float | None) -> T:
        """Run it once, in a pool that is whole at least when it begins."""
        pool, seconds = self.pool, within or SECONDS
        try:
            await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(self.started)), START_SECONDS)
            future = asyncio.get_running_loop().run_in_executor(pool, work, *args)
            return await asyncio.wait_for(future, seconds)
        except TimeoutError:
            self.replace(pool)
            raise WorkerError(f"reading it took more than {seconds:.0f} s", "slow") from None
        except MemoryError:
            # What is left of that process's memory may be in pieces.
            self.replace(pool)
            raise WorkerError(f"reading it took more than {MOST_MEMORY >> 20} MB of memory", "memory") from None
        except (BrokenProcessPool, asyncio.CancelledError):
            # Nobody waits for the work of one that is broken off, and its limit of time went with it.
            self.replace(pool)
            raise

    def replace(self, broken: ProcessPoolExecutor) -> None:
        """Put a fresh pool in the place of a broken or hanging one, once."""
        if self.pool is broken:
            self.pool = self.start()
            for process in list(getattr(broken, "_processes", None) or {}):
                kill(process)
            # Its waiting work is told that the pool broke, and comes again; cancelled it would end the run.
            broken.shutdown(wait=False)


def kill(process: int) -> None:
    """End a process by its number, if it is still there."""
    try:
        os.kill(process, 9)
    except ProcessLookupError:
        return
