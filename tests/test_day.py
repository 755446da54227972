"""Politeness and pace over a day of virtual polls, read off the world's request log, whose lines bear the world's clock.

1 March 2026, on which the feeds of the world list between none and 149 articles. Zagros meets them all at midnight; the clock
then goes to each instant at which a feed is due, whole minutes, for 24 hours. Some feeds, pages and a robots.txt answer 429 or
503 with a Retry-After, one of them as a date. The day is asked at pace 0, which a proxy allows: order, conditions, pauses and
numbers are judged there; the seconds between two starts on a host are real ones and are judged by themselves, at the default
pace. ZAGROS_DAY_FEEDS=all takes all 81 feeds, as `make soak` does.

What a feed's pace needs is reckoned from what it published, without asking. A poll that brings nothing came early, and one of
whose entries more than a fifth are new came late. At the interval that suits a feed, over all the moments of the day at which
it might be asked, what early polls lengthen is what late ones shorten. The day's need is how often that interval goes into it,
after the first polls, which approach it from half an hour by half as much again each time; the hours in which the host is to be
left alone are not part of the day. A day cuts off the interval at its end: one poll more or less is no deviation.
"""

from __future__ import annotations

import asyncio
import math
import os
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from extractors.polling import FIRST, LATER, LONGEST, MUCH, SHORTEST, SOONER
from tests.conftest import PROXIES
from tests.world_server import SHARED, World, recorded_pages, serve_world

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason=f"the recorded world is not at {SHARED}")
MIDNIGHT, DAY, MINUTE = datetime(2026, 3, 1, tzinfo=UTC), timedelta(days=1), timedelta(minutes=1)
WINDOW = 25
SHAFAQNA, ALALAM = "http://fa.shafaqna.com/2026/shafaqna-persian.xml", "http://www.alalam.ir/2026/al-alam.xml"
AAWSAT, SLASHDOT = "http://english.aawsat.com/2026/asharq-al-awsat.xml", "http://slashdot.org/iran-iraq.rss"
QUIET = {SLASHDOT, "http://www.tehrantimes.com/rss", "http://www.zdf.de/iran-iraq.rss"}
FEEDS = None if os.environ.get("ZAGROS_DAY_FEEDS") == "all" else {SHAFAQNA, ALALAM, AAWSAT, *QUIET}
Request = dict[str, Any]


@dataclass(frozen=True)
class Plea:
    """From an hour of the day on, the next question to some address is answered so, with a Retry-After.

    It says so many seconds, or as a date the instant so many seconds after that hour.
    """

    hour: float
    match: str
    status: int
    seconds: int
    as_date: bool = False

    @property
    def begins(self) -> datetime:
        return MIDNIGHT + timedelta(hours=self.hour)

    def until(self, asked: datetime) -> datetime:
        return (self.begins if self.as_date else asked) + timedelta(seconds=self.seconds)

    def rule(self) -> dict[str, Any]:
        said = format_datetime(self.until(self.begins), usegmt=True) if self.as_date else str(self.seconds)
        return {
            "match": self.match,
            "fault": "status",
            "value": {"code": self.status, "headers": {"Retry-After": said}},
            "times": 1,
        }


def only(url: str) -> str:
    return f"^{re.escape(url)}$"


PLEAS = (
    Plea(0, only("http://slashdot.org/robots.txt"), 503, 3600),
    Plea(3, only(ALALAM), 429, 7200),
    Plea(6, r"^http://fa\.shafaqna\.com/(?!2026/shafaqna|robots)", 503, 5400),
    Plea(9, only(AAWSAT), 503, 18000, as_date=True),
    Plea(12, r"^http://www\.alalam\.ir/(?!2026/al-alam\.xml|robots)", 429, 3600),
)


@dataclass(frozen=True)
class Log:
    """What was asked in the day, by host in order; the pleas that were never uttered; the pages refused for a plea."""

    hosts: dict[str, list[Request]]
    left: list[dict[str, Any]]
    put_off: int

    def polls(self, url: str) -> list[Request]:
        return [asked for requests in self.hosts.values() for asked in requests if asked["url"] == url]


def by_host(log: list[Request]) -> dict[str, list[Request]]:
    hosts: dict[str, list[Request]] = defaultdict(list)
    for asked in log:
        hosts[asked["host"]].append({**asked, "clock": datetime.fromisoformat(asked["clock"])})
    return hosts


async def pass_day(data: Path, world: World) -> None:
    """Let the day pass, instant by instant."""
    from tests.collection import collection

    now, to_come = MIDNIGHT, list(PLEAS)
    async with collection(data, FEEDS) as found:
        while now < MIDNIGHT + DAY:
            world.set_clock(now)
            if begun := [plea for plea in to_come if plea.begins <= now]:
                world.order([*(rule for rule in world.faults() if rule["times"]), *(plea.rule() for plea in begun)])
                to_come = [plea for plea in to_come if plea not in begun]
            due = await found.collect(now)
            assert due is not None
            now = MIDNIGHT + math.ceil((due - MIDNIGHT) / MINUTE) * MINUTE


@pytest.fixture(scope="module")
def day(prefect_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Log]:
    data = tmp_path_factory.mktemp("day")
    with serve_world(WINDOW) as proxy, pytest.MonkeyPatch.context() as patch:
        for name in PROXIES:
            patch.setenv(name, proxy)
        world = World(proxy)
        asyncio.run(pass_day(data, world))
        log, left = by_host(world.log()), [rule for rule in world.faults() if rule["times"]]
    with duckdb.connect(str(data / "warehouse.duckdb"), read_only=True) as con:
        ((put_off,),) = con.execute("SELECT count(*) FROM failures WHERE reason LIKE '%asked to be left alone until%'").fetchall()
    yield Log(log, left, put_off)


def test_robots_is_read_before_anything_else_of_a_host(day: Log) -> None:
    assert len(day.hosts) >= len(FEEDS or range(70))
    for host, requests in day.hosts.items():
        answered = next((number for number, asked in enumerate(requests) if asked["status"] == 200), len(requests))
        # Where it is not answered nothing else is asked: one host put it off, those the world does not know never answer.
        assert {asked["url"] for asked in requests[: answered + 1]} == {f"http://{host}/robots.txt"}


def test_never_more_than_two_questions_to_a_host_are_open(day: Log) -> None:
    assert max(asked["open_on_host"] for requests in day.hosts.values() for asked in requests) == 2


def test_repeated_polls_are_asked_under_conditions(day: Log) -> None:
    repeats, feeds = [], listed_feeds()
    for requests in day.hosts.values():
        seen = set[str]()
        for asked in requests:
            if asked["url"] in seen:
                repeats.append("If-None-Match" in asked["headers"])
            if asked["status"] == 200 and asked["url"] in feeds:
                seen.add(asked["url"])
    print(f"\n{sum(repeats)} of {len(repeats)} repeated polls under conditions")
    assert len(repeats) > 50
    assert sum(repeats) >= 0.95 * len(repeats)


def test_a_host_that_asks_to_be_left_alone_is_until_then(day: Log) -> None:
    assert day.left == []
    assert day.put_off >= len(PLEAS)  # there was something to ask meanwhile
    for host, number, until in pauses(day):
        said, later = day.hosts[host][number], day.hosts[host][number + 1 :]
        # What began before the answer was out could not know of it, nor could the one that began while it was on its way to us.
        answered = said["at"] + said["seconds"]
        assert len([asked for asked in later if asked["clock"] == said["clock"] and asked["at"] > answered]) <= 1
        assert [asked["url"] for asked in later if said["clock"] < asked["clock"] < until] == []
        assert [asked for asked in later if asked["clock"] >= until] != []
    assert len(list(pauses(day))) == len(PLEAS)


def pauses(day: Log) -> Iterator[tuple[str, int, datetime]]:
    """List the pleas uttered: the host, the place of the question among its own, and until when it is to be left alone."""
    for host, requests in day.hosts.items():
        for number, asked in enumerate(requests):
            if asked["status"] in (429, 503):  # the world says these only where it is ordered to
                plea = next(p for p in PLEAS if re.search(p.match, asked["url"]) and p.begins <= asked["clock"])
                yield host, number, plea.until(asked["clock"])


def listed_feeds() -> set[str]:
    from extractors.registry import load_feeds, load_registry
    from tests.world_server import OPML, OVERLAY

    listed, _ = load_feeds(OPML, load_registry(overlays=[OVERLAY]))
    return {feed.url for feed in listed if FEEDS is None or feed.url in FEEDS}


def test_each_feed_is_polled_as_often_as_its_pace_needs(day: Log) -> None:
    published: dict[str, list[datetime]] = defaultdict(list)
    for page in recorded_pages():
        published[page["feed"]].append(datetime.fromisoformat(page["published"]).astimezone(UTC))
    alone: dict[str, timedelta] = defaultdict(timedelta)
    for host, number, until in pauses(day):
        alone[host] += until - day.hosts[host][number]["clock"]
    found = {url: len(day.polls(url)) for url in listed_feeds()}
    needed = {url: polls_needed(sorted(published[url]), DAY - alone[url.split("/")[2]]) for url in found}
    off = {url: (abs(found[url] - need) - 1) / need for url, need in needed.items()}
    worst = max(off, key=lambda url: off[url])
    print(f"\n{sum(found.values())} polls; worst: {worst}, {found[worst]} polls, needs {needed[worst]:.1f}")
    assert {url: (found[url], needed[url]) for url in off if off[url] > 0.25} == {}
    assert max(found.values()) > 50
    assert min(found.values()) < 12


def polls_needed(published: list[datetime], span: timedelta) -> float:
    """Reckon how often a feed needs to be polled in the day's hours in which it may be."""
    interval = interval_needed(published)
    if interval <= FIRST:
        return 1 + span / interval
    growth = LATER - 1
    approach = min((interval - FIRST) / growth, span)
    steps = math.log(1 + growth * (approach / FIRST)) / math.log(LATER)
    return 1 + steps + (span - approach) / interval


def interval_needed(published: list[datetime]) -> timedelta:
    """Find the interval at which early and late polls make up for one another; the shortest or longest where none does."""
    low, high = SHORTEST, LONGEST
    while high - low > MINUTE:
        middle = low + (high - low) / 2
        low, high = (low, middle) if balance(published, middle) > 0 else (middle, high)
    return high if high == LONGEST else low


def balance(published: list[datetime], interval: timedelta) -> float:
    """Add up what polls at all moments of the day would shorten (above 0) or lengthen an interval."""
    total = 0.0
    for number in range(DAY // (5 * MINUTE)):
        then = MIDNIGHT + number * 5 * MINUTE
        before, after = bisect_right(published, then), bisect_right(published, then + interval)
        if after == before:
            total -= math.log(LATER)
        elif after - before > MUCH * min(after, WINDOW):
            total -= math.log(SOONER)
    return total


def test_starts_on_a_host_are_a_second_apart_at_the_default_pace(
    prefect_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def once() -> None:
        from tests.collection import collection

        async with collection(tmp_path, {AAWSAT, ALALAM}, pace=1.0) as found:
            await found.collect(MIDNIGHT + DAY)

    with serve_world(3) as proxy:
        for name in PROXIES:
            monkeypatch.setenv(name, proxy)
        world = World(proxy)
        world.set_clock(MIDNIGHT + DAY)
        asyncio.run(once())
        hosts = by_host(world.log())
    assert {host: len(requests) for host, requests in hosts.items()} == {"english.aawsat.com": 5, "www.alalam.ir": 5}
    for requests in hosts.values():
        starts = [asked["at"] for asked in requests]
        # The world notes when a question came, which on a busy machine is later than it was sent; unpaced they come at once.
        assert starts[-1] - starts[0] > 0.7 * (len(starts) - 1)
