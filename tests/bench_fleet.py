"""Pages in, how fast two Dask workers read them and find what they tell, beside one process, out; what they find must be the same."""

from __future__ import annotations

import asyncio
import gc
import tempfile
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

import dask
from distributed import LocalCluster
from prefect import flow

from extractors.finder import Finder
from extractors.records import Entry, Facts, Outlet, Page, Reading
from extractors.registry import Registry, load_registry
from flows.finding import find_batch, know
from flows.fleet import Fleet
from flows.tasks import BATCH
from flows.warc import pack, places
from flows.workers import Captured, read_captured
from tests.world_server import OVERLAY

NOW, WANTED = datetime(2026, 11, 26, tzinfo=UTC), 1.7
# Tries, of which the fastest of each kind counts: what else the machine does only makes one slower (docs.python.org, timeit.repeat).
TRIES = 3
# Every so manieth page is read before the time is taken: of every language, so that what finds in each is made.
WARMING = 6
# A worker's one thread waits for its guard or finds, so that a core has one process at work. Dask looks at itself once a second, not
# fifty times, as docs/scaling.md has it.
SETTINGS = {
    "distributed.worker.daemon": False,
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "1s",
    "distributed.worker.memory.monitor-interval": "1s",
}
Found = tuple[list[Reading], Facts]
HELD: list[tuple[list[Captured], Registry]] = []


def captured(bodies: Mapping[str, bytes], registry: Registry, archive: Path) -> list[Captured]:
    """Keep pages in a WARC file, and lay out what a replay hands to those who read."""
    with archive.open("wb") as out:
        out.writelines(pack(Page(url, 200, "text/html", body), url, NOW) for url, body in bodies.items())
    found = []
    for number, place in enumerate(places([archive])):
        outlet = registry.outlet_of(place.asked) or Outlet("x", "x")
        entry = Entry(number, number, "f", outlet.outlet_id, place.asked, None, "", None, "", None, None, NOW)
        found.append(Captured(entry, place, outlet, NOW))
    return found


def alone(asked: list[Captured], registry: Registry) -> tuple[Found, float]:
    """Read all pages and find what they tell in this process; with the seconds that it took."""
    finder = know(registry).finder
    find_batch([read_captured(one, registry.signs) for one in asked[::WARMING]], finder, NOW)
    started = time.perf_counter()
    readings = [read_captured(one, registry.signs) for one in asked]
    facts = find_batch(readings, finder, NOW)[0]
    return (readings, facts), time.perf_counter() - started


def hold(asked: list[Captured], registry: Registry) -> None:
    """Keep the pages, and the registry, for what runs in this process."""
    HELD[:] = [(asked, registry)]


def half(number: int) -> float:
    """Read one of two halves of the pages and find what they tell, in a process of its own; the seconds that took."""
    asked, registry = held()
    return alone(asked[number::2], registry)[1]


def bare_pair(asked: list[Captured], registry: Registry) -> float:
    """Give the seconds that two bare processes take for all pages, with nothing between them: the most that this machine gives."""
    with ProcessPoolExecutor(2, get_context("spawn"), hold, (asked, registry)) as pool:
        return max(pool.map(half, (0, 1)))


def held() -> tuple[list[Captured], Registry]:
    """Give the pages, and the registry: what a flow's function names itself Prefect sends along with every task."""
    return HELD[0]


@flow(name="fleet")
async def together(scheduler: str) -> tuple[Found, float]:
    """Read all pages and find what they tell on the workers of a scheduler; with the seconds that it took."""
    asked, registry = held()
    finder = know(registry).finder
    with Fleet(scheduler) as fleet:
        await understand(asked[::WARMING], finder, fleet)  # the workers import, and make their finders
        started = time.perf_counter()
        return await understand(asked, finder, fleet), time.perf_counter() - started


async def understand(asked: list[Captured], finder: Finder, fleet: Fleet) -> Found:
    """Read pages on a fleet, and find there what they tell: as in a run, what came is searched while others are read."""
    parts = [asked[i : i + BATCH] for i in range(0, len(asked), BATCH)]
    done = await asyncio.gather(*(understand_part(part, finder, fleet) for part in parts))
    return [reading for readings, _ in done for reading in readings], Facts.of(facts for _, facts in done)


async def understand_part(asked: list[Captured], finder: Finder, fleet: Fleet) -> Found:
    """Read some pages on a fleet, and find there what they tell."""
    readings = await asyncio.gather(*(fleet.read(one, finder.registry.signs) for one in asked))
    return list(readings), (await fleet.find(list(readings), finder, NOW))[0]


@dataclass(frozen=True)
class Try:
    """The seconds of one process, of two Dask workers and of two bare processes; and whether the workers found the same."""

    seconds: tuple[float, float, float]
    same: bool


def attempt(asked: list[Captured], registry: Registry) -> Try:
    """Read all pages, and find what they tell, in one process, on two workers of Dask, and in two bare processes."""
    here, one = alone(asked, registry)
    hold(asked, registry)
    gc.freeze()  # what came of it is only held to be compared
    with dask.config.set(SETTINGS), LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as workers:
        there, two = asyncio.run(together(workers.scheduler_address))
    same = here == there
    del here, there
    gc.unfreeze()
    return Try((one, two, bare_pair(asked, registry)), same)


def main(bodies: Mapping[str, bytes], row: Callable[[str, float, float, str, float], bool]) -> bool:
    """Measure both; tells whether the fleet is fast enough and finds the same."""
    registry = load_registry(overlays=[OVERLAY])
    with tempfile.TemporaryDirectory() as folder:
        asked = captured(bodies, registry, Path(folder) / "pages.warc.gz")
        tries = [attempt(asked, registry) for _ in range(TRIES)]
    same = all(one.same for one in tries)
    if not same:
        print("two Dask workers found OTHER facts than one process")
    one, two, bare = (len(asked) / min(seconds) for seconds in zip(*(one.seconds for one in tries), strict=True))
    good = row("two Dask workers beside two bare processes", two, bare, "pages/s", WANTED / 2)
    return row("two Dask workers beside one process", two, one, "pages/s", WANTED) and good and same
