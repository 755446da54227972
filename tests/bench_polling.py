"""A poll round at size: 300 made-up feeds behind 200 ms in, its seconds beside the floor of two connections a host out."""

from __future__ import annotations

import asyncio
import json
import math
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")
NOW = datetime(2026, 10, 2, 12, tzinfo=UTC)
FEEDS, LATENCY, MOST = 300, 0.2, 20.0
# Hosts over which the feeds are spread: as in a list of many outlets, and as in one of few that have a feed a section.
SPREADS = (100, 20)
ROBOTS = "User-agent: *\nDisallow: /admin/\nDisallow: /search\nCrawl-delay: 0\n"
WORDS = {
    "en": "the of in to Baghdad minister said talks border council Tehran on Thursday coalition after parliament oil and forces",
    "fa": "در از به تهران وزیر گفت مذاکرات مرز شورا بغداد روز پنجشنبه ائتلاف پس مجلس نفت نیروهای امنیتی دولت را",
    "ar": "في من إلى بغداد وزير قال محادثات الحدود مجلس طهران يوم الخميس تحالف بعد البرلمان النفط والقوات الأمنية الحكومة",
}


def listed() -> list[tuple[str, int]]:
    """Name all feeds: each spread has hosts of its own."""
    return [(f"http://h{i % hosts}.of{hosts}.example/rss/{i}", i) for hosts in SPREADS for i in range(FEEDS)]


def say(chance: random.Random, words: list[str], count: int) -> str:
    """Make up some words."""
    return " ".join(chance.choices(words, k=count))


@cache
def feed(url: str, number: int) -> bytes:
    """Make up a feed of 30 to 50 entries with a headline and a teaser each, some with a whole article: as news feeds are."""
    chance, host = random.Random(url), f"http://{urlsplit(url).netloc}"
    words = list(WORDS.values())[number % len(WORDS)].split()
    items = []
    for i in range(chance.randint(30, 50)):
        date = format_datetime(NOW - timedelta(minutes=17 * i + number % 17))
        whole = f"<content:encoded><![CDATA[<p>{say(chance, words, 400)}</p>]]></content:encoded>" if number % 5 == 0 else ""
        items.append(
            f"<item><title>{say(chance, words, 10)}</title><link>{host}/news/{number}/{i}</link><guid>{host}/?p={number}-{i}</guid>"
            f"<pubDate>{date}</pubDate><category>{say(chance, words, 1)}</category>"
            f"<description><![CDATA[<img src='{host}/{i}.jpg'/> {say(chance, words, 45)}]]></description>{whole}</item>"
        )
    head = f"<title>{say(chance, words, 3)}</title><link>{host}/</link><ttl>15</ttl>"
    space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {space}><channel>{head}{"".join(items)}</channel></rss>'.encode()


async def serve() -> None:
    """Answer as a proxy for all hosts, each answer after the latency, until standard input ends; then tell what was asked."""
    bodies = {url: feed(url, number) for url, number in listed()}
    asked: Counter[str] = Counter()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await reader.readuntil(b"\r\n\r\n"):
            arrived = asyncio.get_running_loop().time()
            url = head.split(b" ", 2)[1].decode()
            asked[f"{urlsplit(url).netloc.split('.')[1]} {'robots' if url.endswith('/robots.txt') else 'feeds'}"] += 1
            body = bodies.get(url, ROBOTS.encode())
            await asyncio.sleep(arrived + LATENCY - asyncio.get_running_loop().time())
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
            await writer.drain()

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await talk(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(connect, "127.0.0.1", 0, backlog=1024)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    print(json.dumps(asked), flush=True)


@contextmanager
def serving() -> Iterator[dict[str, int]]:
    """Serve in a process of its own, to which the environment's proxies point; how often it was asked is known afterwards."""
    asked: dict[str, int] = {}
    command = [sys.executable, "-m", "tests.bench_polling", "serve"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        os.environ.update(dict.fromkeys(PROXIES, server.stdout.readline().strip()), NO_PROXY="127.0.0.1", no_proxy="127.0.0.1")
        yield asked
        asked.update(json.loads(server.communicate()[0]))


async def poll_round(hosts: int, path: Path) -> tuple[float, float, int]:
    """Poll the feeds of one spread into a fresh warehouse: seconds till all are read, seconds till kept, entries stored."""
    from extractors.records import Feed, Outlet
    from extractors.registry import load_registry
    from extractors.web import Web
    from flows.facts import facts_of_polls
    from flows.reading import poll_feed, reading
    from warehouse.store import Run, open_store

    due = [Feed(f"f{number}", f"of{hosts}", url) for url, number in listed() if f".of{hosts}." in url]
    outlets = {f"of{hosts}": Outlet(f"of{hosts}", "Made up")}
    with open_store(path) as store:
        registry, web = load_registry(), Web(0, now=NOW)
        started = time.perf_counter()
        async with reading(web, registry, outlets, due) as reader:
            polled = await asyncio.gather(*(poll_feed(feed, reader) for feed in due))
        read = time.perf_counter() - started
        facts = facts_of_polls(store, due, {}, polled, NOW)
        known = {"feeds": due, "outlets": list(outlets.values()), "robots": list(web.asked_robots.values())}
        kept = store.keep(Run(NOW, read, "bench", "bench"), {**facts, **known})
        spent = time.perf_counter() - started
        failed = [answer.poll.reason for answer in polled if answer.poll.status != "ok"]
        ((stored,),) = store.con.execute("SELECT count(*) FROM entries").fetchall()
    if failed or stored != sum(len(answer.entries) for answer in polled) or kept.entries_new != stored:
        raise SystemExit(f"the round did not work: {len(failed)} feeds failed ({failed[:1]}), {stored} entries stored")
    return read, spent, stored


def floor_of(hosts: int) -> float:
    """Reckon the least seconds: robots.txt, then a host's feeds over two connections; or all over all connections at once."""
    from extractors.web.hosts import CONNECTIONS, CONNECTIONS_A_HOST

    a_host = 1 + math.ceil(math.ceil(FEEDS / hosts) / CONNECTIONS_A_HOST)
    return max(a_host, math.ceil((FEEDS + hosts) / CONNECTIONS)) * LATENCY


def bare_parsing(every: int = 5) -> float:
    """Tell the seconds in which feedparser alone would read the feeds of one spread on all cores, by every fifth of them."""
    import feedparser

    bodies = [feed(url, number) for url, number in listed()[:FEEDS:every]]
    started = time.process_time()
    for body in bodies:
        feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)
    return (time.process_time() - started) * every / (os.cpu_count() or 1)


def main() -> int:
    """Print a line a spread; exit code 1 where a round takes too long or a robots.txt was asked for more than once."""
    from tests.bench_warehouse import line

    good, size = True, sum(len(feed(url, number)) for url, number in listed()) / len(listed())
    print(
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores; {FEEDS} feeds of {size / 1000:.0f} kB, {LATENCY * 1000:.0f} ms before each answer"
    )
    print(f"  feedparser alone would take {bare_parsing():.1f} s on all cores")
    with tempfile.TemporaryDirectory() as folder, serving() as asked:
        for hosts in SPREADS:
            read, spent, stored = asyncio.run(poll_round(hosts, Path(folder) / f"{hosts}.duckdb"))
            good &= line(f"poll round, {hosts} hosts x {FEEDS // hosts} feeds", spent, floor_of(hosts), "s", MOST)
            print(f"  read {read:.1f} s, kept {spent - read:.1f} s: {stored:,} entries")
    for hosts in SPREADS:
        robots, feeds = (asked.get(f"of{hosts} {kind}", 0) for kind in ("robots", "feeds"))
        good &= (robots, feeds) == (hosts, FEEDS)
        print(
            f"  asked of {hosts} hosts: {robots} robots.txt, {feeds} feeds   {'ok' if (robots, feeds) == (hosts, FEEDS) else 'MISSED'}"
        )
    return 0 if good else 1


if __name__ == "__main__":
    if sys.argv[1:] == ["serve"]:
        asyncio.run(serve())
    else:
        sys.exit(main())
