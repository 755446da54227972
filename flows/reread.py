"""Archived pages in, read again without the network as by a better extractor or rule, the articles that this changes out."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from prefect import flow

from extractors.records import Article, Entry, Reading
from extractors.registry import ROOT, load_feeds, load_registry
from flows.archive import DAY_FILE, files
from flows.facts import stored_entries
from flows.finding import know
from flows.fleet import workers_of
from flows.keeping import Keeper, Stopwatch
from flows.moments import zoned
from flows.place import place_of
from flows.progress import progress
from flows.reading import Reader, read_kept
from flows.report import Tally
from flows.turns import in_turn
from flows.warc import Place, places
from warehouse.publish import publish
from warehouse.store import PATIENCE, Store, open_store

# Pages that are read and kept together.
BATCH = 500
ARTICLE = {column.name for column in fields(Article)}


@dataclass
class Reread:
    """What reading again changed: pages read; addresses of articles changed, gained and lost (no article any more)."""

    pages: int = 0
    changed: list[str] = field(default_factory=list)
    gained: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    run_id: int = 0
    seconds: dict[str, float] = field(default_factory=dict)

    def rows(self) -> list[tuple[str, str]]:
        """Lay out one row an article that changed: how, and its address."""
        return [(how, url) for how in ("changed", "gained", "lost") for url in getattr(self, how)]

    def as_json(self) -> dict[str, Any]:
        """Give plain values for `--json`."""
        return asdict(self)


@flow(name="reread", description="Read the archived pages again, as after an update of Zagros.")
@in_turn
async def reread(
    data: Path = Path("data"),
    feeds: Path | None = None,
    registry_overlay: list[Path] | None = None,
    since: date | None = None,
    until: date | None = None,
    dry_run: bool = False,
    now: datetime | None = None,
    scheduler: str | None = None,
) -> Reread:
    """Read again the pages under archive/ of the entries that are stored, each as on the day of its capture.

    Args:
        data: folder of warehouse.duckdb, zagros.duckdb and archive/.
        feeds: list of feeds, project YAML or OPML; registry/feeds.yml unless given.
        registry_overlay: folders laid over registry/.
        since: first day of the archive to read (UTC).
        until: last day to read, that day included.
        dry_run: only say what would change.
        now: the instant that the run takes for now; the machine's clock unless given.
        scheduler: address of a Dask scheduler whose workers read the pages and find the actors; this machine unless given.

    Returns:
        What changed. Raises RegistryError or WarehouseError for what an operator must mend.
    """
    clock, moment, done = Stopwatch(), zoned(now), Reread()
    registry = load_registry(overlays=registry_overlay or [])
    known, (_, outlets) = know(registry), load_feeds(feeds or ROOT / "feeds.yml", registry)
    with (
        open_store(place_of(data), read_only=dry_run, patience=PATIENCE) as store,
        workers_of(scheduler) as workers,
    ):
        clock.lap("prepare")
        held = newest(store, list(places(between(data / "archive", since, until))))
        reader = Reader(None, workers, registry, outlets, moment)
        tally = Tally()
        keeper = Keeper(store, reader, known, clock, tally)
        if not dry_run:
            keeper.keep({}, **known.tables)
        clock.lap("list")
        with progress("pages", len(held)) as advance:
            for batch in cut(sorted(held.items(), key=lambda item: (item[1].path, item[1].offset))):
                readings = changed_only(store, await read_batch(store, dict(batch), reader), done)
                clock.lap("read")
                if readings and not dry_run:
                    await keeper.understand(readings)
                for _ in batch:
                    advance()
        if not dry_run:
            publish(store, data / "zagros.duckdb")
            clock.lap("publish")
    return replace(done, run_id=tally.run_id, seconds=clock.laps)


def between(folder: Path, since: date | None, until: date | None) -> list[Path]:
    """List the files of an archive of some days."""
    first = DAY_FILE.format(day=since or date.min)
    last = DAY_FILE.format(day=until or date.max)
    return [path for path in files(folder) if first <= path.name <= last]


def newest(store: Store, found: list[Place]) -> dict[int, Place]:
    """Choose for each article the answer from which it was made, or the newest one; what no entry named is left out."""
    wanted: dict[int, tuple[bool, datetime, Place]] = {}
    by_url: dict[str, list[Place]] = {}
    for place in found:
        by_url.setdefault(place.asked, []).append(place)
    for row in store.rows("entries_of_urls", {"urls": list(by_url)}):
        for place in by_url[row["url"]]:
            rank = (place.digest == row["body_hash"], place.fetched_at, place)
            if row["article_id"] not in wanted or rank[:2] > wanted[row["article_id"]][:2]:
                wanted[row["article_id"]] = rank
    return {article_id: place for article_id, (_, _, place) in wanted.items()}


def cut(items: list[tuple[int, Place]]) -> Iterator[list[tuple[int, Place]]]:
    """Cut what is to be read into batches."""
    return (items[i : i + BATCH] for i in range(0, len(items), BATCH))


async def read_batch(store: Store, held: dict[int, Place], reader: Reader) -> list[Reading]:
    """Read the entries of some articles again; those that fail stay due when they were."""
    entries = stored_entries(store, list(held))
    asked = [replace(entry, url=held[name].asked, stored=False) for name, (entry, _) in entries.items()]
    readings = await asyncio.gather(*(read_kept(entry, held[entry.article_id], reader) for entry in asked))
    return [r if r.state == "page" else as_it_was(r, *entries[r.article_id]) for r in readings]


def as_it_was(reading: Reading, entry: Entry, due_at: datetime | None) -> Reading:
    """Leave an entry whose page did not come of it due when it was."""
    return replace(reading, attempts=entry.attempts, due_at=due_at)


def changed_only(store: Store, readings: list[Reading], done: Reread) -> list[Reading]:
    """Leave out what is stored already as it was read again, and what gives no article; and note what changed."""
    rows = store.rows("articles_stored", {"ids": [reading.article_id for reading in readings]})
    stored = {row["article_id"]: Article(**{key: value for key, value in row.items() if key in ARTICLE}) for row in rows}
    done.pages += len(readings)
    left = [r for r in readings if r.article and differs(r.article, stored.get(r.article_id))]
    for reading in left:
        old, new = stored.get(reading.article_id), reading.article
        if new:
            lost = old and old.text_source == "page" and new.text_source == "feed"
            (done.lost if lost else done.changed if old else done.gained).append(new.url)
    return left


def differs(new: Article, old: Article | None) -> bool:
    """Tell whether an article read again is another than the stored one, but for when it was read."""
    return old is None or replace(new, fetched_at=old.fetched_at) != old
