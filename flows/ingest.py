"""The data path: feeds in, facts in the warehouse and a fresh copy for analysts out.

poll (a task a feed) → keep new entries → read what is due (a task a host) → find mentions (a task a batch) → keep → publish
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from prefect import flow

from extractors.records import Closed, Entry, Feed, FeedState, Robots
from extractors.registry import ROOT, choose_named, load_feeds, load_registry
from extractors.web import Web
from flows.archive import Archive
from flows.facts import facts_of_polls
from flows.finding import know
from flows.fleet import workers_of
from flows.keeping import Keeper, Stopwatch
from flows.moments import zoned
from flows.place import place_of
from flows.reading import reading
from flows.report import Tally, show, summary
from flows.stopping import heeding_sigterm
from flows.tasks import poll_due
from flows.turns import in_turn
from warehouse.publish import COPIES, publish
from warehouse.store import PATIENCE, Store, open_store


@flow(name="ingest", description="Bring the warehouse up to date with the feeds.")
@in_turn
async def ingest(
    data: Path = Path("data"),
    feeds: Path | None = None,
    registry_overlay: list[Path] | None = None,
    only: list[str] | None = None,
    now: datetime | None = None,
    pace: float = 1.0,
    allow_private: bool = False,
    contact: str | None = None,
    minutes: float = 30.0,
    archive_days: int | None = None,
    copies: int = COPIES,
    scheduler: str | None = None,
) -> Tally:
    """Bring the warehouse up to date with the feeds, and hand analysts a fresh copy.

    Args:
        data: folder of warehouse.duckdb (the pipeline's) and zagros.duckdb (the analysts').
        feeds: list of feeds, project YAML or OPML; registry/feeds.yml unless given.
        registry_overlay: folders laid over registry/, such as tests/world.
        only: ids of the feeds to poll, due or not, off or not; all that are due and not off unless given.
        now: the instant that due times, pauses and stored instants follow; the machine's clock unless given.
        pace: least seconds between two requests to one host; 0 only behind a proxy or with allow_private.
        allow_private: these hosts are the operator's own: private addresses are read, and pace 0 is accepted.
        contact: the operator's address or page, told to every host in the User-Agent.
        minutes: after so many minutes of reading no further page is begun; those left are read by the next run.
        archive_days: days for which every answer is kept under archive/ as WARC, besides today's; for ever unless given.
        copies: days of which a published copy is kept under copies/, beside the newest.
        scheduler: address of a Dask scheduler whose workers read the pages and find the actors; this machine unless given.

    Returns:
        What was polled, read and kept. Raises RegistryError, WarehouseError or ValueError for what an operator must mend.
    """
    clock, moment = Stopwatch(), zoned(now)
    registry = load_registry(overlays=registry_overlay or [])
    known, (listed, outlets) = know(registry), load_feeds(feeds or ROOT / "feeds.yml", registry)
    with (
        open_store(place_of(data), patience=PATIENCE) as store,
        Archive(data / "archive", moment, archive_days) as archive,
        heeding_sigterm() as stop,
    ):
        states = current_states(store, listed)
        due, later = choose_feeds(listed, states, only, moment)
        tally = Tally(later)
        web = open_web(store, pace, contact, allow_private, moment)
        async with reading(web, registry, outlets, listed, archive, workers_of(scheduler)) as reader:
            keeper = Keeper(store, reader, known, clock, tally)
            clock.lap("prepare")
            answered = await poll_due(due, reader, states, stop)
            asked, polled = [feed for feed, _ in answered], [answer for _, answer in answered]
            keeper.keep(facts_of_polls(store, asked, states, polled, moment), feeds=listed, **known.tables)
            clock.lap("poll")
            unread = [Entry(**row) for row in store.due_entries([feed.feed_id for feed in (due if only else listed)], moment)]
            await keeper.read(unread, minutes, stop)
        if not tally.stopped:  # how long a copy takes depends on the warehouse: the next run makes one
            tally.published_bytes = publish(store, data / "zagros.duckdb", copies)
        clock.lap("publish")
    tally.seconds = clock.laps
    await show(("feeds", "What each feed listed in this run."), tally.by_feed, summary(tally), data / "zagros.duckdb")
    return tally


def current_states(store: Store, listed: list[Feed]) -> dict[str, FeedState]:
    """Look up how it stands with the listed feeds; one whose address was changed in the list begins anew."""
    urls = {feed.feed_id: feed.url for feed in listed}
    states = (FeedState(**row) for row in store.rows("feed_states", {}))
    return {state.feed_id: state for state in states if state.url in (None, urls.get(state.feed_id))}


def open_web(store: Store, pace: float, contact: str | None, allow_private: bool, now: datetime) -> Web:
    """Set up a client that knows what hosts allowed and asked for before."""
    robots = [Robots(**row) for row in store.rows("robots", {})]
    closed = [Closed(**row) for row in store.rows("closed_hosts", {})]
    return Web(pace, contact, allow_private, now, robots, closed=closed)


def choose_feeds(
    listed: list[Feed], states: dict[str, FeedState], only: list[str] | None, now: datetime
) -> tuple[list[Feed], datetime | None]:
    """Choose the feeds that are due and not off, or those named; with the earliest time at which another is due.

    Raises UnknownFeed for a name that no feed has.
    """
    if only:
        return choose_named(listed, only), None
    listed = [feed for feed in listed if not feed.off]
    waiting = {feed.feed_id: states[feed.feed_id] for feed in listed if feed.feed_id in states}
    later = {name: state for name, state in waiting.items() if state.retired_at or state.due_at > now}
    next_due = min((state.due_at for state in later.values() if not state.retired_at), default=None)
    return [feed for feed in listed if feed.feed_id not in later], next_due
