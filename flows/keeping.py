"""What a run brings in, kept a batch at a time, each in one transaction: a run that ends early loses little."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from extractors.records import Entry, Reading
from extractors.web import VERSION, Web
from flows.facts import Tables, facts_found, facts_of_readings, hash_facts, joined, publishers
from flows.finding import Known
from flows.progress import shown
from flows.reading import Reader
from flows.report import Tally
from flows.stopping import Stop
from flows.tasks import find, read
from warehouse.store import Run, Store


class Stopwatch:
    """Run times, in seconds: what each part of a run took."""

    def __init__(self) -> None:
        self.started = self.last = time.perf_counter()
        self.laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        """Add the seconds since the last lap to a part."""
        now = time.perf_counter()
        self.laps[name], self.last = self.laps.get(name, 0.0) + now - self.last, now

    def total(self) -> float:
        """Tell the seconds since the start."""
        return time.perf_counter() - self.started


class Keeper:
    """Keeps the batches of one run, and counts them; `known` finds what is told in them."""

    def __init__(self, store: Store, reader: Reader, known: Known, clock: Stopwatch, tally: Tally) -> None:
        self.store, self.reader, self.clock, self.tally = store, reader, clock, tally
        self.finder, self.hash = known.finder, known.hash

    async def read(self, unread: list[Entry], minutes: float, stop: Stop) -> None:
        """Read the pages of entries, and keep what comes; what there was no time for is counted as left."""
        self.tally.pages_left = len(unread)
        advance = await shown("pages", len(unread), "Pages that are due, and how many of them were read.")
        async for readings in read(unread, self.reader, minutes, stop):
            self.tally.pages_left -= len(readings)
            await self.understand(readings)
            if not stop.asked:
                await advance(len(unread) - self.tally.pages_left)
        self.tally.stopped = stop.asked

    async def understand(self, readings: list[Reading], entries: Sequence[Entry] = ()) -> None:
        """Find what is told in what was read, and keep all of it; with `entries` that are new themselves."""
        self.clock.lap("read")
        facts = facts_of_readings(self.store, readings)
        found, not_found = await find(list(facts["readings"]), self.finder, self.reader)
        self.clock.lap("find")
        self.keep(joined(facts, facts_found(found, not_found), {"entries": entries}))
        self.clock.lap("keep")

    def keep(self, facts: Tables, **known: Sequence[Any]) -> None:
        """Keep a batch of facts, with what is `known`: the registry, the list of feeds."""
        reader, now = self.reader, self.reader.now
        outlets = publishers(reader.registry, reader.outlets, facts)
        tables = {**facts, **known, "outlets": outlets, **said_by_hosts(reader.web)}
        said = hash_facts(now, self.hash, tables)
        run = Run(now, self.clock.total(), VERSION, self.hash, said, self.tally.run_id or None)
        self.tally.add(self.store.keep(run, tables), tables)


def said_by_hosts(web: Web | None) -> Tables:
    """Lay out what hosts allow, and which of them asked to be left alone; nothing where none was asked."""
    if web is None:
        return {}
    return {"robots": list(web.asked_robots.values()), "closed_hosts": web.closed()}
