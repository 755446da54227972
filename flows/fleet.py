"""The address of a Dask scheduler in, the same work done by the workers of other machines out, a batch at a time, as Arrow.

Functions of the extractors are pure, so that an engine runs them as they are. A batch is a task of Dask through the client of
`prefect-dask`, within Prefect's task of the host or the articles: one of Prefect's own on a worker takes it 0.3 s of CPU, as much
as thirty pages. What reads pages there does so in a guard process, as here: hostile markup takes a page, never a worker.
"""

from __future__ import annotations

import asyncio
import logging
import pickle
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache, lru_cache
from threading import Lock, Thread
from typing import Any

import pyarrow as pa

from extractors.finder import Finder
from extractors.records import Facts, Failure, Reading
from extractors.records.arrow import KINDS, pack, pack_readings, row_of, unpack, unpack_readings
from extractors.verdict import Signs
from flows.finding import find_batch, make_finder
from flows.warc import Elsewhere, open_page
from flows.workers import Captured, WorkerError, Workers, read_captured

log = logging.getLogger(__name__)
# Pages, and articles, of one task: half a second of work, of which Dask takes 10 ms; and the seconds after which fewer will do.
PAGES, ARTICLES, PATIENCE = 100, 100, 0.2
# Seconds in which a guard process must have read a batch; else its pages are read one by one.
BATCH_SECONDS = 60.0
# Bytes that go with a task; more is sent to a worker aside, since all tasks pass through the scheduler.
SMALL = 1 << 20
# Seconds in which a scheduler must answer.
TIMEOUT = 20
# Of a worker's threads one starts its guard, and one finds: that is Python alone, two at once only take each other's turn.
GUARD, TURN = Lock(), Lock()


class Lost(Exception):
    """The fleet did not do its work."""


class NoFleet(OSError):
    """The scheduler cannot be reached; the text says what to do."""


@dataclass
class Waiting:
    """Pages that wait to be sent together, with what is told of each when it was read."""

    asked: list[Captured] = field(default_factory=list)
    told: list[asyncio.Future[Reading]] = field(default_factory=list)


class Fleet(Workers):
    """Workers of which those of a Dask scheduler read pages and find actors; what is small is still done here."""

    def __init__(self, scheduler: str) -> None:
        super().__init__()
        self.scheduler = scheduler
        self.waiting = Waiting()
        self.registry = b""
        # Whether the workers see the WARC files that this machine sees: so long only the places of what is kept are sent.
        self.sees = True
        # What was sent to every worker once, or None where it is to be sent (again).
        self.shared: Any = None
        self.sending = asyncio.Lock()
        self.sent: set[asyncio.Task[None]] = set()
        # Two batches wait at each worker for its next one; more would only hold memory.
        self.pages_here = asyncio.Semaphore(PAGES)
        try:
            from prefect_dask.task_runners import DaskTaskRunner
        except ImportError:
            raise NoFleet("a scheduler needs `pip install zagros[dask]`: there is no prefect_dask") from None
        self.runner = DaskTaskRunner(address=scheduler, client_kwargs={"timeout": TIMEOUT, "direct_to_workers": True})

    def __enter__(self) -> Fleet:
        try:
            self.runner.__enter__()  # type: ignore[no-untyped-call]
            cores = sum(self.runner.client.nthreads().values())  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            self.pool.shutdown(wait=False)
            raise NoFleet(f"no Dask scheduler answers at {self.scheduler}: start `dask scheduler` there ({error})") from error
        if not cores:
            self.__exit__()
            raise NoFleet(f"no worker is at the Dask scheduler {self.scheduler}: start `dask worker {self.scheduler}` first")
        self.pages_here = asyncio.Semaphore(3 * cores * PAGES)
        return self

    def __exit__(self, *_: object) -> None:
        self.runner.__exit__(None, None, None)
        super().__exit__()

    async def read(self, asked: Captured, signs: Signs) -> Reading:
        """Read the page of an entry on some worker, with others that wait; raises WorkerError."""
        async with self.pages_here:
            if not self.sees:
                asked = replace(asked, page=open_page(asked.page))
            waiting = self.waiting
            told: asyncio.Future[Reading] = asyncio.get_running_loop().create_future()
            waiting.asked.append(asked)
            waiting.told.append(told)
            if len(waiting.asked) == PAGES:
                self.send(waiting, signs)
            elif len(waiting.asked) == 1:
                asyncio.get_running_loop().call_later(PATIENCE, self.send, waiting, signs)
            try:
                return await told
            except Lost:
                return await super().read(asked, signs)

    def send(self, waiting: Waiting, signs: Signs) -> None:
        """Send what waits, unless it was sent."""
        if waiting is self.waiting:
            self.waiting = Waiting()
            work = asyncio.get_running_loop().create_task(self.deliver(waiting, signs))
            self.sent.add(work)
            work.add_done_callback(self.sent.discard)

    async def deliver(self, waiting: Waiting, signs: Signs) -> None:
        """Have a batch read, and tell of each page how that ended; what the fleet did not read is read here."""
        ended: dict[int, Reading | Exception] = {}
        with suppress(Lost, ValueError):  # an answer that fits no batch is none
            read, failed = await self.ask(read_pages, pickle.dumps((waiting.asked, signs)))
            ended = {row["number"]: WorkerError(row["reason"], row["kind"]) for row in failed.to_pylist()}
            ended |= zip((n for n in range(len(waiting.told)) if n not in ended), unpack_readings(read), strict=True)
        for number, told in enumerate(waiting.told):
            end = ended.get(number, Lost())
            if told.done():  # nobody waits for it any more, as after a SIGTERM
                continue
            if isinstance(end, Exception):
                told.set_exception(end)
            else:
                told.set_result(end)

    async def find(self, batch: list[Reading], finder: Finder, now: datetime) -> tuple[Facts, list[Failure]]:
        """Find what is told in one batch of articles on the workers, some articles a task."""
        self.registry = self.registry or pickle.dumps((finder.registry, finder.ontology))
        parts = (batch[i : i + ARTICLES] for i in range(0, len(batch), ARTICLES))
        found = await asyncio.gather(*(self.find_part(part, finder, now) for part in parts))
        return Facts.of(facts for facts, _ in found), [failure for _, failures in found for failure in failures]

    async def find_part(self, part: list[Reading], finder: Finder, now: datetime) -> tuple[Facts, list[Failure]]:
        """Find what is told in some articles on some worker, or here where none does it."""
        try:
            found = await self.ask(find_facts, pickle.dumps((pack_readings(part), now)), self.registry)
        except Lost:
            return await asyncio.to_thread(find_batch, part, finder, now)
        facts: list[Any] = [tuple(unpack(kind, rows)) for kind, rows in zip(KINDS, found[:-1], strict=True)]
        return Facts(*facts), unpack(Failure, found[-1])

    async def ask(self, work: Any, asked: bytes, known: bytes = b"") -> tuple[pa.Table, ...]:
        """Run a function on some worker, with what is asked pickled, which goes aside where it is large.

        `known` goes to every worker, and only once. Raises Lost, whatever kept the fleet from it.
        """
        try:
            async with self.sending:  # one after the other, so that the first begins at once
                future = await asyncio.to_thread(self.submit, work, asked, known)
            answer: tuple[pa.Table, ...] = await asyncio.to_thread(future.result)
        except Exception as error:
            self.sees &= not isinstance(error, Elsewhere)
            self.shared = None  # it may have been lost with the workers that had it
            log.warning("%s did not do a batch, which is done here: %s: %s", self.scheduler, type(error).__name__, error)
            raise Lost from error
        return answer

    def submit(self, work: Any, asked: bytes, known: bytes) -> Any:
        """Send work to the workers; a future of its result."""
        client = self.runner.client
        if known and self.shared is None:
            self.shared = self.spread(known)
        aside = len(asked) > SMALL
        sent = client.scatter(asked, hash=False, direct=True) if aside else asked  # type: ignore[no-untyped-call]
        return client.submit(work, sent, *([self.shared] if known else []), pure=False)  # type: ignore[no-untyped-call]

    def spread(self, known: bytes) -> Any:
        """Send something to every worker; a future of it."""
        return self.runner.client.scatter(known, broadcast=True, hash=False)  # type: ignore[no-untyped-call]


def workers_of(scheduler: str | None) -> Workers:
    """Choose who reads: the workers of a scheduler, or processes of this machine."""
    return Fleet(scheduler) if scheduler else Workers()


def read_pages(asked: bytes) -> tuple[pa.Table, pa.Table]:
    """Read a batch of pages: a table of readings, and one of those that failed, by number, with reason and kind."""
    loop, workers = guard()
    return asyncio.run_coroutine_threadsafe(read_guarded(asked, workers), loop).result()


def guard() -> tuple[asyncio.AbstractEventLoop, Workers]:
    """Give the one guard of this worker, whichever of its threads asks first."""
    with GUARD:
        return start_guard()


@cache
def start_guard() -> tuple[asyncio.AbstractEventLoop, Workers]:
    """Start one guard process for all the tasks of this worker, which outlives them: starting one takes half a second."""
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, daemon=True).start()
    return loop, Workers(1)


async def read_guarded(asked: bytes, workers: Workers) -> tuple[pa.Table, pa.Table]:
    """Read pages in a guard process: all of them at once, or each by itself where one of them ends or holds it.

    Raises Elsewhere where this machine does not see what is kept.
    """
    try:
        return pa.Table.from_pylist(await workers.run(read_batch, asked, within=BATCH_SECONDS)), pa.table({})
    except Elsewhere:
        raise
    except Exception:  # noqa: BLE001 the wall of one batch: alone, each page shows whose fault it was
        captured, signs = pickle.loads(asked)  # noqa: S301 - our own, from the run that sent it
    read = await asyncio.gather(*(workers.read(one, signs) for one in captured), return_exceptions=True)
    failed = [
        {"number": number, "reason": str(error), "kind": getattr(error, "kind", "unforeseen")}
        for number, error in enumerate(read)
        if isinstance(error, BaseException)
    ]
    return pack_readings([reading for reading in read if isinstance(reading, Reading)]), pa.Table.from_pylist(failed)


def read_batch(asked: bytes) -> list[dict[str, Any]]:
    """Read pages, all in one process: rows, since they become a table outside of it, where Arrow may reserve its memory."""
    captured, signs = pickle.loads(asked)  # noqa: S301 - our own, from the run that sent it
    return [row_of(read_captured(one, signs)) for one in captured]


@lru_cache(maxsize=2)
def finder_of(registry: bytes) -> Finder:
    """Make the finder of a pickled registry and ontology, once a worker: that takes a second."""
    return make_finder(*pickle.loads(registry))  # noqa: S301 - our own, from the run that sent it


def find_facts(asked: bytes, registry: bytes) -> tuple[pa.Table, ...]:
    """Find what is told in a batch of readings by a pickled registry: a table for each kind of facts, and one of failures."""
    batch, now = pickle.loads(asked)  # noqa: S301 - our own, from the run that sent it
    readings = unpack_readings(batch)
    with TURN:
        facts, failures = find_batch(readings, finder_of(registry), now)
    return *(pack(rows) for rows in facts), pack(failures)
