"""Pages in, how fast two Dask workers read them and find what they tell, beside one process, out; what they find must be the same."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context

import dask
from distributed import LocalCluster
from prefect import flow

from extractors.article import read_article
from extractors.finder import Finder
from extractors.records import Entry, Facts, Outlet, Page, Reading
from extractors.registry import Registry, load_registry
from flows.finding import find_batch, know
from flows.fleet import Fleet
from flows.tasks import BATCH
from flows.workers import Captured
from tests.world_server import OVERLAY

NOW, WARMING, WANTED = datetime(2026, 11, 26, tzinfo=UTC), 400, 1.7
Found = tuple[list[Reading], Facts]
HELD: list[tuple[list[Captured], Registry]] = []


def captured(bodies: Mapping[str, bytes], registry: Registry) -> list[Captured]:
    """Lay pages out as a run hands them to those who read."""
    found = []
    for number, (url, body) in enumerate(bodies.items()):
        outlet = registry.outlet_of(url) or Outlet("x", "x")
        entry = Entry(number, number, "f", outlet.outlet_id, url, None, "", None, "", None, None, NOW)
        found.append(Captured(entry, Page(url, 200, "text/html", body), outlet, NOW))
    return found


def alone(asked: list[Captured], registry: Registry) -> tuple[Found, float]:
    """Read all pages and find what they tell in this process; with the seconds that it took."""
    finder = know(registry).finder
    find_batch([read_article(one.entry, one.page, one.outlet, registry.signs, one.now) for one in asked[:20]], finder, NOW)
    started = time.perf_counter()
    readings = [read_article(one.entry, one.page, one.outlet, registry.signs, one.now) for one in asked]
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
        await understand(asked[:WARMING], finder, fleet)  # the workers import, and make their finders
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


def main(bodies: Mapping[str, bytes], row: Callable[[str, float, float, str, float], bool]) -> bool:
    """Measure both; tells whether the fleet is fast enough and finds the same."""
    registry = load_registry(overlays=[OVERLAY])
    asked = captured(bodies, registry)
    (here, alone_for) = alone(asked, registry)

    hold(asked, registry)
    config = dask.config.set({"distributed.worker.daemon": False})
    with config, LocalCluster(n_workers=2, threads_per_worker=2, dashboard_address=None) as two:
        there, together_for = asyncio.run(together(two.scheduler_address))
    two_bare = len(asked) / bare_pair(asked, registry)
    if here != there:
        print("two Dask workers found OTHER facts than one process")
    rates = len(asked) / together_for, len(asked) / alone_for
    good = row("two Dask workers beside two bare processes", rates[0], two_bare, "pages/s", WANTED / 2)
    return row("two Dask workers beside one process", *rates, "pages/s", WANTED) and good and here == there
