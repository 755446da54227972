"""WARC files, sitemaps and lists of addresses in, the articles of known outlets that they hold out, as if they came live."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from prefect import flow

from extractors.records import Reading
from extractors.registry import load_registry
from extractors.sitemap import Location
from flows.archive import Archive
from flows.finding import know
from flows.fleet import workers_of
from flows.ingest import open_web
from flows.keeping import Keeper, Stopwatch
from flows.moments import zoned
from flows.place import place_of
from flows.plan import COLUMNS, Chosen, Plan, Range, choose
from flows.reading import group_by_host, read_kept, reading
from flows.report import Tally, came, show
from flows.sitemaps import read_list, walk
from flows.stopping import heeding_sigterm
from flows.turns import in_turn
from flows.warc import Place, places
from warehouse.publish import publish
from warehouse.store import PATIENCE, open_store

# Captures that are read and kept together.
BATCH = 500


@dataclass
class Backfill:
    """What a backfill found to read, and what came of it."""

    plan: Plan
    tally: Tally

    def as_json(self) -> dict[str, Any]:
        """Give plain values for `--json`."""
        return {"plan": asdict(self.plan), "tally": self.tally.as_json()}


@flow(name="backfill", description="Read articles of the past from WARC files, sitemaps or lists of addresses.")
@in_turn
async def backfill(
    data: Path = Path("data"),
    warc: list[Path] | None = None,
    sitemap: list[str] | None = None,
    urls: list[Path] | None = None,
    registry_overlay: list[Path] | None = None,
    since: date | None = None,
    until: date | None = None,
    most: int = 1000,
    minutes: float = 30.0,
    dry_run: bool = False,
    now: datetime | None = None,
    pace: float = 1.0,
    allow_private: bool = False,
    contact: str | None = None,
    scheduler: str | None = None,
) -> Backfill:
    """Bring in articles of outlets that the registry knows; run again it goes on where it ended.

    Args:
        data: folder of warehouse.duckdb (the pipeline's) and zagros.duckdb (the analysts').
        warc: WARC files, of Zagros or of others, such as Common Crawl's CC-NEWS as they are.
        sitemap: addresses of sitemaps, their indexes, or front pages whose robots.txt names them.
        urls: files of addresses, one a line.
        registry_overlay: folders laid over registry/.
        since: first day (UTC) of which articles are wanted.
        until: last day, that day included.
        most: pages that are asked for at most; the rest is left to the next run.
        minutes: after so many minutes of asking no further page is begun.
        dry_run: only say what would be read; sitemaps are asked all the same.
        now: the instant that the run takes for now; the machine's clock unless given.
        pace: least seconds between two requests to one host; 0 only behind a proxy or with allow_private.
        allow_private: these hosts are the operator's own: private addresses are read, and pace 0 is accepted.
        contact: the operator's address or page, told to every host in the User-Agent.
        scheduler: address of a Dask scheduler whose workers read the pages and find the actors; this machine unless given.

    Returns:
        What was there to read and what was read. Raises RegistryError, WarehouseError or ValueError for what an operator
        must mend.
    """
    clock, moment, wanted = Stopwatch(), zoned(now), Range(since, until)
    registry = load_registry(overlays=registry_overlay or [])
    known, plan, tally = know(registry), Plan(), Tally()
    lists = [place for path in urls or () for place in read_list(path)]
    with open_store(place_of(data), patience=PATIENCE) as store, Archive(data / "archive", moment) as archive:
        web = open_web(store, pace, contact, allow_private, moment)
        async with reading(web, registry, {}, [], archive, workers_of(scheduler)) as reader:
            keeper = Keeper(store, reader, known, clock, tally)
            if not dry_run:
                keeper.keep({}, **known.tables)
            for batch in batches(place for place in places(warc or ()) if place.is_page):
                await take_captures(batch, keeper, wanted, plan, dry_run)
            listed, failures = await walk(sitemap or (), reader, since.isoformat() if since else "")
            found = choose(store, [(place, moment) for place in (*lists, *listed)], registry, wanted, plan)
            pages = [page for page in found if page.due_at is None or page.due_at <= moment]
            plan.failures = [(failure.url, failure.reason) for failure in failures]
            plan.by_host = Counter({host: len(entries) for host, entries in group_by_host(p.entry for p in pages).items()})
            if not dry_run:
                keeper.keep({"entries": [page.entry for page in found if not page.known], "failures": failures})
                with heeding_sigterm() as stop:
                    await keeper.read([page.entry for page in pages[:most]], minutes, stop)
                tally.pages_left += len(pages[most:])
        if not (dry_run or tally.stopped):
            tally.published_bytes = publish(store, data / "zagros.duckdb")
    tally.seconds = clock.laps
    outlets = [dict(zip(COLUMNS, row, strict=True)) for row in plan.rows()]
    await show(("backfill", "What there was to read."), outlets, came(tally), data / "zagros.duckdb")
    return Backfill(plan, tally)


def batches(found: Iterator[Place]) -> Iterator[list[Place]]:
    """Cut captures into batches, reading no further ahead."""
    while batch := list(islice(found, BATCH)):
        yield batch


async def take_captures(batch: list[Place], keeper: Keeper, wanted: Range, plan: Plan, dry_run: bool) -> None:
    """Read the captures of pages that are not read yet, and keep those of the days wanted."""
    held = {place.asked: place for place in batch}
    found = [(Location(url), place.fetched_at) for url, place in held.items()]
    chosen = choose(keeper.store, found, keeper.reader.registry, wanted, plan)
    if dry_run or not chosen:
        return
    readings = await asyncio.gather(*(read_kept(page.entry, held[page.url], keeper.reader) for page in chosen))
    kept = [(page, r) for page, r in zip(chosen, readings, strict=True) if worth_keeping(page, r, wanted)]
    # The network is not asked for what a capture did not give.
    await keeper.understand([replace(r, due_at=None) for _, r in kept], [page.entry for page, _ in kept if not page.known])


def worth_keeping(page: Chosen, reading: Reading, wanted: Range) -> bool:
    """Tell whether a capture was of the days wanted; one that gave no page leaves an entry that was known as it was."""
    if page.known and reading.state != "page":
        return False
    return wanted.holds(reading.article.published_at if reading.article else None)
