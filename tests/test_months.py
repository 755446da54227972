"""Six months of one feed in virtual time, with faults and kills: every article arrives exactly once.

The clock goes over the 243 articles that the world has of Tehran Times of October 2019 to March 2020: to every hour in which
something was published, and to some in which nothing was. Each address fails in 5 % of the hours (`tests/months.py`). A child
process does the collecting and is killed, with all its own, at drawn moments: at so many of the hours, a drawn part of a second
after the hour began; another goes on. The kills of the plain functions' child go through all the months; at each third of
their hours a child that runs the flow itself takes its place and is killed as well. `make test` goes over October alone (52
articles, 3 kills); ZAGROS_MONTHS=all goes over all of it, with 40 kills, 10 of them through the flow, as `make soak` does.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest

from extractors.feed import article_key
from tests.conftest import PROXIES
from tests.months import FEED, FIRST, SEED, WHOLE, articles_of_months, faults_of, hours
from tests.world_server import SHARED, World, serve_world
from warehouse.publish import check, publish
from warehouse.store import open_store

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason=f"the recorded world is not at {SHARED}")
ARTICLES, KILLS, OF_THE_FLOW = (243, 40, 10) if WHOLE else (52, 3, 1)
# Seconds after an hour's begin in which a kill comes: an hour takes the plain functions some tenths, and the flow a few.
MOMENTS = {"collect": 0.4, "ingest": 6.0}
WORKER = """
import sys
from pathlib import Path
from flows.embedded import prepare
data = Path(sys.argv[1])
prepare(data)
from tests import months
getattr(months, sys.argv[3])(data, sys.argv[2])
"""


def work(data: Path, proxy: str, how: str, hour: datetime | None = None, seconds: float = 0.0) -> None:
    """Let a child collect until the end, or kill it so many seconds after it has said that an hour has begun."""
    environment = {**os.environ, **dict.fromkeys(PROXIES, proxy)}
    command = [sys.executable, "-c", WORKER, str(data), proxy, how]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True) as child:
        assert child.stdout is not None
        try:
            for line in child.stdout:
                if hour and datetime.fromisoformat(line.strip()) >= hour:
                    time.sleep(seconds)
                    break
            else:
                assert (child.wait(), hour) == (0, None)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def articles() -> list[dict[str, Any]]:
    return articles_of_months()


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory, articles: list[dict[str, Any]]) -> Iterator[tuple[Path, World, int]]:
    """Let the months pass under kills: the folder of data, the world, and how many were killed."""
    data, chance, killed = tmp_path_factory.mktemp("months"), Random(SEED), 0
    drawn = sorted(chance.sample(hours(articles)[1:-1], KILLS - OF_THE_FLOW))
    with serve_world(25) as proxy:
        world = World(proxy)
        world.set_clock(FIRST)
        for number, hour in enumerate(drawn):
            for how in ("collect", "ingest") if number % 3 == 0 and number // 3 < OF_THE_FLOW else ("collect",):
                seconds = chance.uniform(0, MOMENTS[how])
                work(data, proxy, how, hour, seconds)
                killed += 1
                print(f"killed {how} {seconds:.3f} s after {hour} began; the world's clock: {world.clock()}")
        work(data, proxy, "collect")
        with open_store(data / "warehouse.duckdb") as store:
            publish(store, data / "zagros.duckdb")
        yield data, world, killed


def test_every_article_arrives_exactly_once(months: tuple[Path, World, int], articles: list[dict[str, Any]]) -> None:
    data, _, killed = months
    assert (len(articles), killed) == (ARTICLES, KILLS)
    wanted = sorted((article_key(page["url"]), page["title"], "page") for page in articles)
    with duckdb.connect(str(data / "zagros.duckdb"), read_only=True) as con:
        found = con.execute("SELECT article_id, title, text_source FROM articles ORDER BY ALL").fetchall()
        assert found == wanted
        assert con.execute("SELECT article_id, state FROM entries ORDER BY ALL").fetchall() == [
            (key, "page") for key, *_ in wanted
        ]
        texts = dict(con.execute("SELECT article_id, text FROM articles").fetchall())
        twice = "SELECT count(*) - count(DISTINCT (article_id, field, start_char, end_char, actor_id)) FROM mentions"
        assert con.execute(twice).fetchone() == (0,)
        check(con, everything=True)
    whole = [page for page in articles if texts[article_key(page["url"])].split("\n") == page["text"].split("\n")]
    assert len(whole) >= 0.97 * len(articles)


def test_every_hour_was_asked_in_and_faults_were_met(months: tuple[Path, World, int], articles: list[dict[str, Any]]) -> None:
    _, world, _ = months
    log = [{**asked, "clock": datetime.fromisoformat(asked["clock"])} for asked in world.log()]
    ordered = {hour: [rule["match"] for rule in faults_of(hour, articles)] for hour in hours(articles)}
    met = [asked for asked in log if any(re.search(match, asked["url"]) for match in ordered[asked["clock"]])]
    polled = {asked["clock"] for asked in log if asked["url"] == FEED}
    tried = polled | {asked["clock"] for asked in log if asked["url"].endswith("/robots.txt")}
    print(f"\n{len(log)} requests, {len(polled)} of {len(ordered)} hours polled, {len(met)} faults met")
    # In the others the host was to be left alone, or had failed to tell its rules within the hour.
    assert len(tried) >= 0.95 * len(ordered)
    assert 0.02 * len(log) < len(met) < 0.15 * len(log)
