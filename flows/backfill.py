"""WARC files, sitemaps and lists of addresses in, the articles of known outlets that they hold out, as if they came live."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from prefect import flow

from extractors.dates import day_in_url, read_date
from extractors.feed import article_key
from extractors.records import Entry, Reading
from extractors.registry import Registry, load_registry
from extractors.sitemap import BACKFILL, Location, entry_of
from extractors.spelling import hash_registry
from flows.archive import Archive
from flows.facts import recognised
from flows.finding import knowledge
from flows.ingest import open_web
from flows.keeping import Keeper, Stopwatch
from flows.moments import zoned
from flows.reading import group_by_host, reading
from flows.report import Tally, show
from flows.shelf import Place, Shelf, places, read_capture
from flows.sitemaps import read_list, walk
from flows.tasks import read
from flows.turns import in_turn
from warehouse.publish import publish
from warehouse.store import Store, open_store

# Captures that are read and kept together.
BATCH = 500


@dataclass
class Plan:
    """What there is to read, by outlet: listed pages, of them read before, out of range; captures; pages to ask a host for."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    unknown: Counter[str] = field(default_factory=Counter)
    by_host: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[str, str]] = field(default_factory=list)

    def note(self, outlet: str, what: str) -> None:
        """Count one page of an outlet."""
        self.counts.setdefault(outlet, Counter())[what] += 1

    def rows(self) -> list[tuple[str, int, int, int, int]]:
        """Lay out one row an outlet: listed, read before, out of range, to read."""
        names = ("listed", "read before", "out of range", "to read")
        return [(outlet, *(count[name] for name in names)) for outlet, count in sorted(self.counts.items())]  # type: ignore[misc]

    def seconds(self, pace: float) -> float:
        """Tell how long asking for the pages takes at least, at a pace (seconds between two requests to one host)."""
        return pace * max(self.by_host.values(), default=0)


@dataclass
class Backfill:
    """What a backfill found to read, and what came of it."""

    plan: Plan
    tally: Tally

    def as_json(self) -> dict[str, Any]:
        """Give plain values for `--json`."""
        return {"plan": asdict(self.plan), "tally": self.tally.as_json()}


@dataclass(frozen=True)
class Range:
    """The days (UTC) of which articles are wanted, both included; None: whatever there is."""

    since: date | None = None
    until: date | None = None

    def holds(self, moment: datetime | None) -> bool:
        """Tell whether an instant may be wanted; one that is not known may."""
        if moment is None:
            return True
        return (self.since or date.min) <= moment.date() <= (self.until or date.max)

    def may_hold(self, entry: Entry, zone: str) -> bool:
        """Tell whether an entry's page may be wanted, by what its list or its address says."""
        written = read_date(day_in_url(entry.url), zone)
        return self.holds(entry.published_at or (written.moment if written else None))


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

    Returns:
        What was there to read and what was read. Raises RegistryError, WarehouseError or ValueError for what an operator
        must mend.
    """
    clock, moment, wanted = Stopwatch(), zoned(now), Range(since, until)
    registry = load_registry(overlays=registry_overlay or [])
    known, plan, tally = knowledge(registry), Plan(), Tally()
    lists = [place for path in urls or () for place in read_list(path)]
    with open_store(data / "warehouse.duckdb") as store, Archive(data / "archive", moment) as archive:
        web = open_web(store, pace, contact, allow_private, moment)
        async with reading(web, registry, {}, [], archive) as reader:
            keeper = Keeper(store, reader, hash_registry(known["spellings"]), clock, tally)
            if not dry_run:
                keeper.keep({}, **known)
            for batch in batches(places(warc or ())):
                await take_captures(batch, keeper, wanted, plan, dry_run)
            listed, failures = await walk(sitemap or (), reader, since.isoformat() if since else "")
            plan.failures = [(failure.url, failure.reason) for failure in failures]
            new = choose(store, [(place, moment) for place in (*lists, *listed)], registry, wanted, plan)
            plan.by_host = Counter({host: len(found) for host, found in group_by_host(new).items()})
            if not dry_run:
                keeper.keep({"entries": unlisted(store, new), "failures": failures})
                unread = [Entry(**row) for row in store.due_entries([BACKFILL], moment)]
                async for readings in read(unread[:most], reader, minutes):
                    await keeper.understand(readings)
                tally.pages_left = len(store.due_entries([BACKFILL], moment))
        if not dry_run:
            tally.published_bytes = publish(store, data / "zagros.duckdb")
    tally.seconds = clock.laps
    await show(tally, data / "zagros.duckdb")
    return Backfill(plan, tally)


def batches(found: Iterator[Place]) -> Iterator[list[Place]]:
    """Cut captures into batches, reading no further ahead."""
    while batch := list(islice(found, BATCH)):
        yield batch


async def take_captures(batch: list[Place], keeper: Keeper, wanted: Range, plan: Plan, dry_run: bool) -> None:
    """Read the captures of pages that are not read yet, and keep those of the days wanted."""
    reader, held = keeper.reader, {article_key(place.asked): place for place in batch}
    found = [(Location(place.asked), place.fetched_at) for place in held.values()]
    new = choose(keeper.store, found, reader.registry, wanted, plan)
    if dry_run or not new:
        return
    reader = replace(reader, web=Shelf({place.asked: place for place in held.values()}), archive=None)
    readings = await asyncio.gather(*(read_capture(entry, held[article_key(entry.url)], reader) for entry in new))
    kept = [only_here(r) for r in readings if wanted.holds(r.article.published_at if r.article else None)]
    ids = {reading.article_id for reading in kept}
    await keeper.understand(kept, unlisted(keeper.store, [entry for entry in new if entry.article_id in ids]))


def unlisted(store: Store, entries: list[Entry]) -> list[Entry]:
    """Leave out the entries that an earlier run stored, and give the others the articles that they are."""
    known = store.known([entry.entry_id for entry in entries])
    return recognised(store, [entry for entry in entries if entry.entry_id not in known])


def only_here(reading: Reading) -> Reading:
    """Leave a page that a capture does not give to the feeds that list it: the network is not asked for it."""
    return replace(reading, due_at=None)


def choose(
    store: Store, found: Iterable[tuple[Location, datetime]], registry: Registry, wanted: Range, plan: Plan
) -> list[Entry]:
    """Choose pages of known outlets that are wanted and not read yet, each as an entry of the instant given with it."""
    entries: dict[int, Entry] = {}
    for place, moment in found:
        outlet = registry.outlet_of(place.url)
        if outlet is None:
            plan.unknown[urlsplit(place.url).netloc] += 1
            continue
        plan.note(outlet.outlet_id, "listed")
        entry = entry_of(place, outlet, moment)
        if wanted.may_hold(entry, outlet.zone):
            entries.setdefault(entry.article_id, entry)
        else:
            plan.note(outlet.outlet_id, "out of range")
    read_before = {row["article_id"] for row in store.rows("articles_read", {"ids": list(entries)})}
    for entry in entries.values():
        plan.note(entry.outlet_id, "read before" if entry.article_id in read_before else "to read")
    return [entry for entry in entries.values() if entry.article_id not in read_before]
