"""The fetcher against a real server: limits, words, manners."""

from __future__ import annotations

import asyncio
import gzip
import time
import zlib
from datetime import datetime, timedelta

import pytest

from extractors import web
from extractors.records import Page, Robots
from extractors.web import BadStatus, Refused, TooMuch, Unreachable, Web, WebError
from tests.make import NOW
from tests.newsroom import Newsroom

URL = "http://a.example/1"


def get(*urls: str, pace: float = 0) -> list[Page | BaseException]:
    async def all_of_them() -> list[Page | BaseException]:
        async with Web(pace, contact="ops@a.example") as client:
            return list(await asyncio.gather(*(client.get(url) for url in urls), return_exceptions=True))

    return asyncio.run(all_of_them())


def test_fetches_through_the_proxy_and_says_who_asks(newsroom: Newsroom) -> None:
    newsroom.pages[URL] = "<!doctype html>é"
    (page,) = get(URL)
    assert isinstance(page, Page)
    assert (page.url, page.status, page.body.decode()) == (URL, 200, "<!doctype html>é")
    assert newsroom.asked[1][1]["User-Agent"] == f"Zagros/{web.VERSION} (news reader for research; ops@a.example)"


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (404, BadStatus, "HTTP 404: Not Found"),
        (503, BadStatus, "HTTP 503"),
        (799, BadStatus, "HTTP 799"),
        ((302, {"Location": "http://a.example/1"}, b""), TooMuch, "more than 5 redirects"),
        ((200, {"Content-Encoding": "gzip"}, b"not gzip"), Unreachable, "compression"),
        ((200, {"Content-Encoding": "gzip"}, gzip.compress(b"\0" * (11 << 20))), TooMuch, "larger than 10 MB"),
        ((200, {"Content-Encoding": "gzip, gzip"}, gzip.compress(gzip.compress(b"x" * 999))), TooMuch, "more than once"),
        ((302, {"Location": "file:///etc/passwd"}, b""), Refused, "only addresses of http"),
        ((200, {"Content-Length": "900"}, b"cut"), Unreachable, "broke off"),
    ],
)
def test_says_in_words_why_there_is_no_page(newsroom: Newsroom, answer: object, kind: type[WebError], words: str) -> None:
    newsroom.pages[URL] = (lambda: answer) if isinstance(answer, tuple) else answer
    if words == "broke off":
        newsroom.pages[URL] = cut_short
    (error,) = get(URL)
    assert isinstance(error, kind)
    assert words in str(error)


def cut_short() -> tuple[int, dict[str, str], bytes]:
    return 200, {"Content-Length": "900", "Connection": "close"}, b"cut"


@pytest.mark.parametrize("url", ["ftp://a.example/", "file:///etc/passwd", "no-scheme", "http:", "http://[bad/"])
def test_asks_only_what_it_may(newsroom: Newsroom, url: str) -> None:
    (error,) = get(url)
    assert isinstance(error, Refused | Unreachable)
    assert newsroom.asked == []


def test_a_stalled_answer_ends(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.web.client.WHOLE_REQUEST_SECONDS", 0.3)
    newsroom.delay = 1.5
    (error,) = get(URL)
    assert isinstance(error, Unreachable)
    assert "no whole answer" in str(error)


def test_opens_at_most_two_connections_a_host(newsroom: Newsroom) -> None:
    newsroom.delay = 0.05
    get(*(f"http://a.example/{i}" for i in range(10)))
    assert newsroom.most_open == 2
    get(*(f"http://{i}.example/" for i in range(10)))
    assert newsroom.most_open > 4


def test_redirects_take_their_turn_at_the_host_they_lead_to(newsroom: Newsroom) -> None:
    newsroom.delay = 0.05
    for i in range(10):
        newsroom.pages[f"http://{i}.example/"] = (302, {"Location": f"http://a.example/{i}"}, b"")
        newsroom.pages[f"http://a.example/{i}"] = f"<!doctype html>{i}"
    pages = get(*(f"http://{i}.example/" for i in range(10)))
    assert [page.url for page in pages if isinstance(page, Page)] == [f"http://a.example/{i}" for i in range(10)]
    assert newsroom.most_open_on["a.example"] == 2


def test_starts_requests_to_a_host_at_its_pace(newsroom: Newsroom) -> None:
    started = time.monotonic()
    get(*(f"http://a.example/{i}" for i in range(4)), pace=0.2)
    assert time.monotonic() - started >= 0.6


def test_pace_0_needs_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ValueError, match="pace 0"):
        Web(0)
    with pytest.raises(ValueError, match="pace 0"):
        Web(-1, allow_private=True)
    with pytest.raises(ValueError, match="pace 0"):
        Web(float("nan"), allow_private=True)
    Web(0, allow_private=True)


ROBOTS = "http://a.example/robots.txt"


def test_robots_is_read_first_once_and_obeyed(newsroom: Newsroom) -> None:
    newsroom.pages = {
        ROBOTS: "User-agent: zagros\nDisallow: /secret\n",
        URL: "<!doctype html>x",
        "http://a.example/secret/1": "y",
    }
    page, refused, again = get(URL, "http://a.example/secret/1", f"{URL}?again")
    assert isinstance(page, Page)
    assert isinstance(refused, Refused)
    assert "robots.txt forbids it" in str(refused)
    assert isinstance(again, BadStatus)
    asked = [url for url, _ in newsroom.asked]
    assert asked[0] == ROBOTS
    assert sorted(asked) == [URL, f"{URL}?again", ROBOTS]


@pytest.mark.parametrize(("answer", "allowed"), [(404, True), (403, True), (503, False), ("<!doctype html>no rules", True)])
def test_a_host_without_rules_allows_all_and_one_that_fails_to_tell_nothing(
    newsroom: Newsroom, answer: int | str, allowed: bool
) -> None:
    newsroom.pages = {ROBOTS: answer, URL: "<!doctype html>x"}
    (found,) = get(URL)
    assert isinstance(found, Page) == allowed
    assert (URL in [url for url, _ in newsroom.asked]) == allowed


def test_rules_are_kept_a_day_and_crawl_delay_is_heeded(newsroom: Newsroom) -> None:
    async def run(robots: list[Robots], now: datetime) -> tuple[dict[str, Robots], float]:
        async with Web(0.05, now=now, robots=robots) as client:
            started = time.monotonic()
            await client.get(URL)
            await client.get(URL)
            return client.asked_robots, time.monotonic() - started

    newsroom.pages = {ROBOTS: "User-agent: *\nCrawl-delay: 0.4\n", URL: "<!doctype html>x"}
    asked, _ = asyncio.run(run([], NOW))
    assert asked["http://a.example"].status == 200
    known = list(asked.values())
    asked, seconds = asyncio.run(run(known, NOW + timedelta(hours=23)))
    assert asked == {}
    assert seconds >= 0.4
    assert list(asyncio.run(run(known, NOW + timedelta(hours=25)))[0]) == ["http://a.example"]


def test_an_operator_may_pass_over_robots(newsroom: Newsroom) -> None:
    async def run() -> Page:
        async with Web(0) as client:
            return await client.get(URL, free=True)

    newsroom.pages = {ROBOTS: "User-agent: *\nDisallow: /\n", URL: "<!doctype html>x"}
    assert asyncio.run(run()).status == 200
    assert [url for url, _ in newsroom.asked] == [URL]


def test_what_has_not_changed_is_not_sent_again(newsroom: Newsroom) -> None:
    async def run(unless: dict[str, str]) -> Page:
        async with Web(0) as client:
            return await client.get(URL, unless, free=True)

    newsroom.pages[URL] = lambda: (304, {"ETag": '"1"'}, b"")
    page = asyncio.run(run({"If-None-Match": '"1"'}))
    assert (page.status, page.body, page.headers["etag"]) == (304, b"", '"1"')
    assert newsroom.asked[0][1]["If-None-Match"] == '"1"'
    with pytest.raises(BadStatus):  # nobody asked whether
        asyncio.run(run({}))


@pytest.mark.parametrize(("status", "moved"), [(301, True), (308, True), (302, False), (307, False)])
def test_tells_a_move_for_good_from_a_detour(newsroom: Newsroom, status: int, moved: bool) -> None:
    newsroom.pages = {URL: (status, {"Location": "http://b.example/2"}, b""), "http://b.example/2": "<!doctype html>x"}
    (page,) = get(URL)
    assert isinstance(page, Page)
    assert page.moved_to == ("http://b.example/2" if moved else None)


@pytest.mark.parametrize("coding", ["br", "zstd", "compress", "x"])
def test_what_was_not_asked_for_is_not_inflated(newsroom: Newsroom, coding: str) -> None:
    newsroom.pages[URL] = (200, {"Content-Encoding": coding}, b"x")
    (error,) = get(URL)
    assert isinstance(error, TooMuch)


@pytest.mark.parametrize(
    "packed",
    [gzip.compress(b"a" * 99) + gzip.compress(b"b"), zlib.compress(b"a" * 99 + b"b"), zlib.compress(b"a" * 99 + b"b")[2:-4]],
    ids=["gzip twice", "zlib", "deflate"],
)
def test_inflates_gzip_and_deflate_as_servers_send_them(newsroom: Newsroom, packed: bytes) -> None:
    newsroom.pages[URL] = (200, {"Content-Encoding": "gzip" if packed[:2] == b"\x1f\x8b" else "deflate"}, packed)
    (page,) = get(URL)
    assert isinstance(page, Page)
    assert page.body == b"a" * 99 + b"b"
