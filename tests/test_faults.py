"""Every fault of the world server, on feeds and on pages, in one run of the real flow: who suffers is named, nobody else does."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import httpx
import pytest

from extractors.registry import load_feeds, load_registry
from tests.conftest import PROXIES
from tests.footprint import watch_memory
from tests.world_server import OPML, OVERLAY, SHARED, serve_world

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason=f"the recorded world is not at {SHARED}")
Fault = tuple[str, Any, str | None, str]
NOW = datetime(2026, 11, 22, tzinfo=UTC)
# No drip or endless answer holds a run, whose deadlines are six and fifteen seconds a request; how fast it is no test asks.
MOST_MEMORY, MOST_SECONDS = 1_500_000_000, 240.0
# A fault, its value, and the kind and words of the failure it makes; None where it makes none.
ON_FEEDS: dict[str, Fault] = {
    "http://www.zdf.de/iran-iraq.rss": (
        "status",
        {"code": 429, "headers": {"Retry-After": "7200"}},
        "client",
        "HTTP 429: Too Many",
    ),
    "http://www.foxnews.com/iran-iraq.rss": ("delay", 9, "timeout", "the answer stalled"),
    "http://www.fatf-gafi.org/iran-iraq.rss": ("drip", 0.2, "timeout", "no whole answer within"),
    "http://www.rp.pl/iran-iraq.rss": ("reset", 100, "broken", "the server broke off"),
    "http://www.srf.ch/iran-iraq.rss": ("truncate", 100, "broken", "the server broke off"),
    "http://kabarislamia.com/iran-iraq.rss": ("gzipbomb", 50, "size", "larger than 10 MB"),
    "http://www.cbc.ca/iran-iraq.rss": ("endless", None, "size", "larger than 10 MB"),
    "http://www.panarmenian.net/iran-iraq.rss": ("redirect", "loop", "size", "more than 5 redirects"),
    "http://www.nytimes.com/iran-iraq.rss": ("redirect", "file:///etc/passwd", "refused", "only addresses of http"),
    "http://www.t-online.de/iran-iraq.rss": (
        "body",
        "<html>Blocked",
        "unparsable",
        "this is no feed: it begins with '<html>Blocked'",
    ),
    "http://www.khabaronline.ir/iran-iraq.rss": ("charset", "windows-1252", None, ""),
    "http://www.br.de/iran-iraq.rss": ("type", "image/png", None, ""),
}
# On one page of each of these feeds.
ON_PAGES: dict[str, Fault] = {
    "http://aawsat.com/rss.xml": ("status", 503, "server", "HTTP 503: Service Unavailable"),
    "http://www.aleqt.com/rss.xml": ("delay", 9, "timeout", "the answer stalled"),
    "http://www.al-jazirah.com/rss.xml": ("drip", 0.2, "timeout", "no whole answer within"),
    "http://www.al-madina.com/rss.xml": ("reset", 100, "broken", "the server broke off"),
    "http://www.alwatan.com.sa/rss.xml": ("truncate", 100, "broken", "the server broke off"),
    "http://www.alweeam.com.sa/rss.xml": ("gzipbomb", 50, "size", "larger than 10 MB"),
    "http://www.alyaum.com/rss.xml": ("endless", None, "size", "larger than 10 MB"),
    "http://www.okaz.com.sa/rss.xml": ("redirect", "loop", "size", "more than 5 redirects"),
    "http://www.tehrantimes.com/rss": ("body", "<html><p>Blocked", "short", "the page's text is too short (7 characters)"),
    "http://www.alriyadh.com/rss.xml": ("type", "image/png", "media", "not a page of text but image/png"),
    "http://www.3alyoum.com/rss.xml": ("charset", "windows-1252", None, ""),
}
WINDOW = 3
Took = tuple[duckdb.DuckDBPyConnection, float, int]


@pytest.fixture(scope="module")
def recorded() -> dict[str, list[dict[str, Any]]]:
    """Read which pages the feeds of this test list, newest first."""
    pages: dict[str, list[dict[str, Any]]] = {url: [] for url in {**ON_FEEDS, **ON_PAGES}}
    with gzip.open(SHARED / "world" / "pages.jsonl.gz", "rt", encoding="utf-8") as lines:
        for page in sorted(map(json.loads, lines), key=lambda page: page["published"], reverse=True):
            if len(listed := pages.get(page["feed"], [])) < WINDOW:
                listed.append(page)
    return pages


@pytest.fixture(scope="module")
def world(
    prefect_home: Path, tmp_path_factory: pytest.TempPathFactory, recorded: dict[str, list[dict[str, Any]]]
) -> Iterator[Took]:
    """Run the flow once with all faults: its file, and the seconds and bytes it took."""
    from flows.ingest import ingest

    data, (listed, _) = tmp_path_factory.mktemp("faults"), load_feeds(OPML, load_registry(overlays=[OVERLAY]))
    only = [feed.feed_id for feed in listed if feed.url in recorded]
    on = {**ON_FEEDS, **{recorded[url][0]["url"]: fault for url, fault in ON_PAGES.items()}}
    with serve_world(WINDOW) as proxy, pytest.MonkeyPatch.context() as patch, watch_memory() as memory:
        for name in PROXIES:
            patch.setenv(name, proxy)
        patch.setattr("os.cpu_count", lambda: 2)  # each reading process takes its own memory
        patch.setattr("extractors.web.client.TIMEOUT", httpx.Timeout(6.0, pool=None))
        patch.setattr("extractors.web.client.WHOLE_REQUEST_SECONDS", 15.0)
        rules = [rule(url, fault, value) for url, (fault, value, _, _) in on.items()]
        httpx.put(f"{proxy}/_world/faults", json=rules, trust_env=False).raise_for_status()
        started = time.perf_counter()
        asyncio.run(ingest(data=data, feeds=OPML, registry_overlay=[OVERLAY], pace=0, now=NOW, only=only))
        seconds = time.perf_counter() - started
    with duckdb.connect(str(data / "zagros.duckdb"), read_only=True) as con:
        # Beside what the tests before this one left in this process and below it, as finders and Prefect's server.
        yield con, seconds, memory.peak - memory.first


def rule(url: str, fault: str, value: Any) -> dict[str, Any]:
    """Order a fault on one address, whatever is added to it."""
    return {"match": rf"^{re.escape(str(httpx.URL(url)))}($|[?&])", "fault": fault, "value": value}


def suffering(faults: dict[str, Fault]) -> dict[str, str]:
    return {url: f"{kind}: {words}" for url, (_, _, kind, words) in faults.items() if kind}


def begins(found: list[tuple[str, str]], wanted: dict[str, str]) -> dict[str, str]:
    """Cut what was found to the length of what is wanted, to compare."""
    return {url: said[: len(wanted.get(url, said))] for url, said in found}


def test_a_feeds_fault_is_its_poll_and_its_failure_in_words(world: Took) -> None:
    con, wanted = world[0], suffering(ON_FEEDS)
    polls = "SELECT url, concat(kind, ': ', reason) FROM polls JOIN feeds USING (feed_id) WHERE status = 'failed'"
    assert begins(con.execute(polls).fetchall(), wanted) == wanted
    failures = "SELECT url, concat(code, ': ', reason) FROM failures WHERE stage = 'poll'"
    assert begins(con.execute(failures).fetchall(), wanted) == wanted


def test_a_pages_fault_is_one_failure_in_words(world: Took) -> None:
    con, wanted = world[0], suffering(ON_PAGES)
    failures = """
        SELECT feeds.url, concat(code, ': ', reason) FROM failures JOIN feeds USING (feed_id)
        WHERE stage <> 'poll'
    """
    found = con.execute(failures).fetchall()
    assert len(found) == len(wanted)
    assert begins(found, wanted) == wanted


def test_all_else_is_complete(world: Took, recorded: dict[str, list[dict[str, Any]]]) -> None:
    articles = "SELECT feeds.url, articles.title, text_source FROM articles JOIN feeds USING (feed_id)"
    no_feed, no_page = suffering(ON_FEEDS), suffering(ON_PAGES)
    wanted = {
        (url, " ".join(page["title"].split()), "feed" if url in no_page and page is pages[0] else "page")
        for url, pages in recorded.items()
        for page in pages
        if url not in no_feed
    }
    assert len(wanted) > 30
    assert set(world[0].execute(articles).fetchall()) == wanted


def test_the_run_ends_in_time_and_memory(world: Took) -> None:
    _, seconds, memory = world
    print(f"\n{seconds:.1f} s, {memory >> 20} MB")
    assert seconds < MOST_SECONDS
    assert 100_000_000 < memory < MOST_MEMORY - 150_000_000
