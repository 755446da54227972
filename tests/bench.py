"""`make bench`: speeds of the real flow and of extraction, each beside its floor measured in the same run."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests import bench_detector, bench_fleet
from tests.world_server import OPML, OVERLAY, SHARED, serve_world

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")
ROUNDS = 3


def world_pages() -> list[dict[str, Any]]:
    """Read the recorded pages' own facts."""
    with gzip.open(SHARED / "world" / "pages.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def bare_read(body: bytes) -> int:
    """Extract one page as a script of three lines would."""
    from trafilatura import bare_extraction

    document = bare_extraction(body, with_metadata=True, fast=True)
    return len(document.text or "") if document else 0


async def bare_loop(urls: list[str]) -> dict[str, bytes]:
    """Fetch pages with httpx through the proxy and extract each in as many processes as there are cores."""
    import httpx

    bodies: dict[str, bytes] = {}
    hosts = {urlsplit(url).netloc: asyncio.Semaphore(2) for url in urls}
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        async with httpx.AsyncClient(limits=httpx.Limits(max_connections=None)) as client:

            async def one(url: str) -> None:
                async with hosts[urlsplit(url).netloc]:
                    bodies[url] = (await client.get(url)).content
                await asyncio.get_running_loop().run_in_executor(pool, bare_read, bodies[url])

            await asyncio.gather(*(one(url) for url in urls))
    return bodies


def measure_flow(data: Path) -> tuple[float, float, int]:
    """Run the real flow over the world: seconds from first request to commit, seconds of Prefect's own, pages fetched."""
    from flows.embedded import prepare

    prepare(data)
    from flows.ingest import ingest

    started = time.perf_counter()
    tally = asyncio.run(ingest(data=data, feeds=OPML, registry_overlay=[OVERLAY], pace=0))
    whole = time.perf_counter() - started
    spent = sum(tally.seconds[part] for part in ("poll", "read", "find", "keep"))
    print("  " + ", ".join(f"{part} {seconds:.1f} s" for part, seconds in tally.seconds.items()), file=sys.stderr)
    return spent, whole - sum(tally.seconds.values()), tally.articles_new


def measure_replay(data: Path) -> tuple[float, float]:
    """Read the archived pages of the world again: pages a second, and those of bare trafilatura on the bodies in memory.

    Both have as many processes as there are cores; ours finds, unpacks and checks the pages and compares what came of them.
    """
    from flows.archive import files
    from flows.reread import newest, reread
    from flows.warc import open_page, places
    from warehouse.store import open_store

    done = asyncio.run(reread(data=data, feeds=OPML, registry_overlay=[OVERLAY]))
    print("  " + ", ".join(f"{part} {seconds:.1f} s" for part, seconds in done.seconds.items()), file=sys.stderr)
    with open_store(data / "warehouse.duckdb") as store:
        bodies = [open_page(place).body for place in newest(store, list(places(files(data / "archive")))).values()]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(bare_read, bodies[:50]))
        started = time.perf_counter()
        list(pool.map(bare_read, bodies, chunksize=8))
        bare = time.perf_counter() - started
    return done.pages / sum(done.seconds.get(part, 0) for part in ("list", "read", "find", "keep")), len(bodies) / bare


def read_with_hints(pages: list[tuple[dict[str, Any], bytes]]) -> int:
    """Read stored pages as the flow does: hints, head, captions and body."""
    from extractors.page import read_page
    from extractors.registry import load_registry

    registry = load_registry(overlays=[OVERLAY])
    outlets = {p["url"]: registry.outlet_of(p["url"]) for p, _ in pages}
    texts = (read_page(body.decode(), p["url"], outlet) for p, body in pages if (outlet := outlets[p["url"]]))
    return sum(len(content.text) for content in texts if content)


def best(work: Callable[[], Any]) -> float:
    """Take the least of several times, in seconds: noise only adds."""
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


def row(name: str, ours: float, floor: float, unit: str, target: float) -> bool:
    """Print a speed beside its floor; tells whether the ratio reaches the target."""
    ratio = ours / floor
    verdict = "ok" if ratio >= target else "MISSED"
    print(f"{name:<40} {ours:8.1f} {unit}   floor {floor:8.1f}   ratio {ratio:5.2f}   target {target:.2f}   {verdict}")
    return ratio >= target


def main() -> int:
    """Print the benchmarks' rows; exit code 1 where a target is missed."""
    if not SHARED.is_dir():
        print(f"skipped: the recorded world is not at {SHARED}")
        return 0
    pages = world_pages()
    with serve_world() as proxy, tempfile.TemporaryDirectory() as folder:
        os.environ.update(dict.fromkeys(PROXIES, proxy), NO_PROXY="127.0.0.1", no_proxy="127.0.0.1")
        started = time.perf_counter()
        bodies = asyncio.run(bare_loop([page["url"] for page in pages]))
        bare = len(bodies) / (time.perf_counter() - started)
        spent, prefect, articles = measure_flow(Path(folder))
        again, plain = measure_replay(Path(folder))
    print(f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores; Prefect's start and end {prefect:.1f} s, {articles} articles")
    good = row("whole flow, first request to commit", len(pages) / spent, bare, "pages/s", 0.7)
    good &= row("archived pages read again", again, plain, "pages/s", 0.9)
    hinted = [(p, bodies[p["url"]]) for p in pages if "text" in p and not p.get("walled")][::4]
    ours, floor = best(lambda: read_with_hints(hinted)), best(lambda: [bare_read(body) for _, body in hinted])
    good &= row("extraction with hints, one process", len(hinted) / ours, len(hinted) / floor, "pages/s", 0.95)
    good &= bench_fleet.main(bodies, row)
    good &= bench_detector.main(row)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
