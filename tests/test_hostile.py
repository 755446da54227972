"""Hostile documents through the real reading processes: in time, in memory, and the next good document is read."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from extractors.article import read_article
from extractors.feed import FeedError, parse_feed
from extractors.language import identifier
from extractors.records import Entry, Feed, Page, Reading
from extractors.registry import load_registry
from flows import workers as reading
from flows.workers import WorkerError, Workers
from tests.footprint import watch_memory
from tests.hostile import HOSTILE_FEEDS, HOSTILE_PAGES, Document, documents, html, rss, weigh
from tests.make import LONG, NOW, OUTLET, entry

DOCUMENTS = int(os.environ.get("ZAGROS_HOSTILE", "60"))
FEED = Feed("post", "post", "http://post.example/rss")
URL = "http://post.example/1"
SIGNS = load_registry().signs
# Bytes for a whole run; seconds for a document that is known to be hostile, and beyond the deadline for a fresh process.
MOST_MEMORY, SHORT, REPLACED = 1_500_000_000, 1.0, 2.0
Run = Callable[..., Any]


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """Run work in one set of reading processes for the whole module: each document finds what the last one left."""
    with Workers() as workers, asyncio.Runner() as runner:
        runner.run(workers.run(*page(html(LONG))))
        yield lambda work, *given: runner.run(workers.run(work, *given))


def feed(body: bytes, kind: str = "application/xml") -> tuple[Any, ...]:
    return parse_feed, Page(FEED.url, 200, kind, body), FEED, OUTLET, NOW


def page(body: bytes, kind: str = "text/html") -> tuple[Any, ...]:
    return read_article, entry(published_at=None), Page(URL, 200, kind, body), OUTLET, SIGNS, NOW


def ends_in_time(run: Run, work: tuple[Any, ...]) -> Any:
    """Run work that may be refused or given up, but neither late nor otherwise; then read a good feed and a good page."""
    started = time.perf_counter()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "SECONDS", SHORT)
        try:
            found = run(*work)
        except (FeedError, WorkerError) as error:
            found = error
    assert time.perf_counter() - started < SHORT + REPLACED
    (good,) = run(*feed(rss("<item><title>Good</title></item>")))
    assert good.title == "Good"
    article = run(*page(html(f"<p>{LONG}</p>"))).article
    # trafilatura would invent a date for a page that has none: 1995-01-01, 2012-12-12.
    assert (article.text, article.published_basis) == (LONG.strip(), "fetched")
    return found


@pytest.mark.parametrize("name", list(HOSTILE_FEEDS))
def test_a_hostile_feed_ends_in_time_and_the_next_is_read(run: Run, name: str) -> None:
    found = ends_in_time(run, feed(HOSTILE_FEEDS[name]()))
    entries: list[Entry] = [] if isinstance(found, Exception) else found
    assert not any("root:" in e.title or "lollol" in e.title for e in entries)


@pytest.mark.parametrize("name", list(HOSTILE_PAGES))
def test_a_hostile_page_ends_in_time_and_the_next_is_read(run: Run, name: str) -> None:
    assert isinstance(ends_in_time(run, page(HOSTILE_PAGES[name]())), Reading | WorkerError)


def test_impossible_characters_break_neither_feed_nor_page(run: Run) -> None:
    impossible = "&#xD800;&#x110000;&#0;&#99999999999;"
    (found,) = run(*feed(rss(f"<item><title>a {impossible}</title></item>")))
    assert found.title == "a " + "\ufffd" * 4
    assert run(*page(html(f"<p>{LONG}{impossible}</p>"))).article.text == LONG + "\ufffd" * 4


def test_two_of_the_most_greedy_documents_at_once_stay_in_the_memory_of_a_run() -> None:
    works = [page(HOSTILE_PAGES[name]()) for name in ("10 MB of names", "10 MB of paragraphs")]

    async def all_at_once() -> list[Any]:
        with Workers() as workers:
            return await asyncio.gather(*(workers.run(*work) for work in works), return_exceptions=True)

    with watch_memory() as memory:
        ended = asyncio.run(all_at_once())
    assert all(isinstance(found, Reading | WorkerError) for found in ended)
    # Beside what the tests before this one left in this process and below it, as Prefect's server.
    grown = memory.peak - memory.first
    print(f"\n{grown >> 20} MB at once")
    assert 300_000_000 < grown < MOST_MEMORY - 150_000_000


def read_beside_prefect(*given: Any) -> Reading:
    import flows.ingest  # noqa: F401 as a reading process does whose program is a flow

    return read_article(*given)


def test_what_libraries_reserve_is_not_counted_as_a_documents_memory(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SECONDS", 60.0)
    assert run(read_beside_prefect, *page(html(f"<p>{LONG}</p>"))[1:]).state == "page"


def test_a_process_that_starts_slowly_takes_nothing_of_a_documents_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "warm", partial(time.sleep, 3.0))
    with Workers(1) as workers:
        assert asyncio.run(workers.run(len, "abc", within=2.0)) == 3


def models_here() -> int:
    return identifier.cache_info().currsize


def test_the_language_model_takes_nothing_of_the_first_documents_time() -> None:
    async def ask() -> int:
        with Workers(1) as workers:
            return await workers.run(models_here)

    assert asyncio.run(ask()) == 1


def test_generated_documents_end_in_time_and_memory(run: Run) -> None:
    ended: list[tuple[str, float, int]] = []

    @settings(
        max_examples=DOCUMENTS,
        deadline=None,
        database=None,
        derandomize="ZAGROS_HOSTILE" not in os.environ,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(documents())
    def read(document: Document) -> None:
        for work in (feed(*document), page(*document)):
            started = time.perf_counter()
            try:
                how, peak = run(weigh, *work)
            except WorkerError as error:
                how, peak = error.kind, reading.MOST_MEMORY if error.kind == "memory" else 0
            ended.append((how, time.perf_counter() - started, peak))
            assert how != "died"
            assert ended[-1][1] < reading.SECONDS + REPLACED
            assert peak < 1 << 30

    read()
    counts = {how: sum(how == other for other, _, _ in ended) for how in {how for how, _, _ in ended}}
    print(f"\n{counts}, slowest {max(s for _, s, _ in ended):.1f} s, largest {max(p for _, _, p in ended) >> 20} MB")
    assert counts["read"] > DOCUMENTS
    assert counts["refused"] > 0
