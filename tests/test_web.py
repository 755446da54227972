"""The fetcher against a real server: limits, words, manners."""

from __future__ import annotations

import asyncio
import gzip
import socket
import time
import zlib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import h2.config
import h2.connection
import h2.events
import httpx
import pytest

from extractors import web
from extractors.records import Closed, Page, Robots
from extractors.web import BadStatus, Refused, TooMuch, Unreachable, Web, WebError
from extractors.web.body import STEP, Inflater
from extractors.web.client import drain
from tests.make import NOW
from tests.newsroom import Newsroom, open_line, tls_context

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
    get(*(f"http://a.example:{i}/" for i in range(8000, 8010)))
    assert newsroom.most_open == 2
    get(*(f"http://{i}.example/" for i in range(10)))
    assert newsroom.most_open > 4


def test_opens_a_bounded_number_of_connections_in_all(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.web.hosts.CONNECTIONS", 6)
    newsroom.delay = 0.05
    pages = get(*(f"http://{i}.example/" for i in range(30)))
    assert newsroom.most_open == 6
    assert {str(page) for page in pages} == {"HTTP 404: Not Found"}


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


HOSTS_THAT_TELL_NO_RULES = [
    (404, True),
    (403, True),
    ("<!doctype html>no rules", True),
    ((302, {"Location": ROBOTS}, b""), True),
    (503, False),
    (429, False),
    ((200, {"Content-Encoding": "br"}, b"User-agent: *"), False),
    ((200, {"Content-Encoding": "gzip"}, b"User-agent: *"), False),
]


@pytest.mark.parametrize(("answer", "allowed"), HOSTS_THAT_TELL_NO_RULES)
def test_a_host_without_rules_allows_all_and_one_that_fails_to_tell_nothing(
    newsroom: Newsroom, answer: Any, allowed: bool
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


def inflated(packed: bytes, coding: str, step: int = 1) -> bytes:
    inflater = Inflater(gzip=coding == "gzip")
    found = b"".join(b"".join(inflater.feed(packed[i : i + step])) for i in range(0, len(packed), step))
    inflater.close()
    return found


@pytest.mark.parametrize("size", [0, 1, 99, STEP - 1, STEP, STEP + 1, STEP + 200, 3 * STEP])
@pytest.mark.parametrize("step", [1, 2, 1 << 20])
def test_inflates_whatever_pieces_it_comes_in(size: int, step: int) -> None:
    text = b"a" * size
    assert inflated(gzip.compress(text), "gzip", step) == text
    assert inflated(zlib.compress(text), "deflate", step) == text
    assert inflated(zlib.compress(text)[2:-4], "deflate", step) == text


@pytest.mark.parametrize("rest", [b"\0", b"\0" * 512, b"\x1f", b"\x1fx", b"<!-- served in 3 ms -->"])
def test_what_follows_the_compressed_bytes_is_none_of_them(rest: bytes) -> None:
    for step in (1, 1 << 20):
        assert inflated(gzip.compress(b"a") + gzip.compress(b"b") + rest, "gzip", step) == b"ab"
        assert inflated(zlib.compress(b"a") + rest, "deflate", step) == b"a"


@pytest.mark.parametrize(
    ("coding", "packed"),
    [("gzip", zlib.compress(b"a")), ("deflate", gzip.compress(b"a")), ("gzip", b"\x1f")],
    ids=["zlib as gzip", "gzip as deflate", "cut short"],
)
def test_compressed_bytes_are_read_as_what_they_are_said_to_be(coding: str, packed: bytes) -> None:
    with pytest.raises(Unreachable, match="compression is broken"):
        inflated(packed, coding)


def test_what_is_sent_is_bounded_however_little_it_holds(newsroom: Newsroom) -> None:
    newsroom.pages[URL] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"a") + b"\0" * (11 << 20))
    newsroom.pages[f"{URL}?2"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"") * 1001)
    padded, split = get(URL, f"{URL}?2")
    assert isinstance(padded, TooMuch)
    assert "larger than 10 MB" in str(padded)
    assert isinstance(split, TooMuch)
    assert "more than 1000 pieces" in str(split)


SPELLINGS = (
    "http://a.example/1",
    "http://a.example:80/2",
    "http://a.example./3",
    "http://A.EXAMPLE/4",
    "HTTP://user:secret@a.example:80/x/../5",
)


def test_a_host_is_one_however_it_is_spelled(newsroom: Newsroom) -> None:
    newsroom.delay = 0.05
    newsroom.pages = {f"http://a.example/{i}": f"<!doctype html>{i}" for i in range(1, 6)}
    assert [str(page) for page in get(*SPELLINGS) if not isinstance(page, Page)] == []
    assert newsroom.most_open == 2
    assert sorted(url for url, _ in newsroom.asked) == [*(f"http://a.example/{i}" for i in range(1, 6)), ROBOTS]
    assert not any("Authorization" in headers for _, headers in newsroom.asked)


def test_a_host_in_persian_is_the_same_in_ascii(newsroom: Newsroom) -> None:
    started = time.monotonic()
    get("http://ایران.example/1", "http://xn--mgba3a4f16a.example/2", pace=0.2)
    assert time.monotonic() - started >= 0.4
    assert [url for url, _ in newsroom.asked if url.endswith("robots.txt")] == ["http://xn--mgba3a4f16a.example/robots.txt"]


@pytest.mark.parametrize("path", ["/a/../secret/1", "/a/%2E%2e/secret/1", "/%73ecret/1", "/./secret/1", "/secret/é"])
def test_what_is_checked_is_what_is_asked(newsroom: Newsroom, path: str) -> None:
    newsroom.pages = {ROBOTS: "User-agent: *\nDisallow: /secret/\n"}
    (error,) = get(f"http://a.example{path}")
    assert isinstance(error, Refused)
    assert [url for url, _ in newsroom.asked] == [ROBOTS]


@pytest.mark.parametrize("url", ["http://a.example:99999/", "http://./", "http://a.example/\ud800", "http://a b/", "http://%00/"])
def test_what_is_no_address_is_refused(newsroom: Newsroom, url: str) -> None:
    (error,) = get(url)
    assert isinstance(error, Refused)
    str(error).encode()
    assert newsroom.asked == []


@pytest.mark.parametrize(
    "text", ["\ufeffUser-agent: *\nDisallow: /secret/", "User-agent: *\nDisallow: /secret/\n" + "#" * (11 << 20)]
)
def test_robots_is_read_with_a_mark_of_byte_order_and_as_far_as_must_be(newsroom: Newsroom, text: str) -> None:
    newsroom.pages = {ROBOTS: text, URL: "<!doctype html>x"}
    page, refused = get(URL, "http://a.example/secret/1")
    assert isinstance(page, Page)
    assert isinstance(refused, Refused)


def test_free_holds_for_the_host_that_was_named_only(newsroom: Newsroom) -> None:
    newsroom.pages = {
        URL: (302, {"Location": "http://b.example/2"}, b""),
        "http://b.example/robots.txt": "User-agent: *\nDisallow: /\n",
    }

    async def run() -> Page:
        async with Web(0) as client:
            return await client.get(URL, free=True)

    with pytest.raises(Refused, match=r"robots\.txt forbids it"):
        asyncio.run(run())
    assert [url for url, _ in newsroom.asked] == [URL, "http://b.example/robots.txt"]


def test_a_robots_that_leads_to_another_host_is_read_there(newsroom: Newsroom) -> None:
    """Also where that one's leads back: the rules of a file of rules are not asked for."""
    newsroom.pages = {
        ROBOTS: (301, {"Location": "http://b.example/rules"}, b""),
        "http://b.example/robots.txt": (301, {"Location": ROBOTS}, b""),
        "http://b.example/rules": "User-agent: *\nDisallow: /secret\n",
    }
    for found in get("http://a.example/secret", "http://b.example/secret"):
        assert isinstance(found, Refused)


def ask_after(newsroom: Newsroom, known: Robots) -> tuple[dict[str, bool], Robots | None]:
    """Ask a host whose robots.txt fails, of which something is known: what comes, and what is known then."""

    async def run() -> tuple[dict[str, bool], Robots | None]:
        async with Web(0, now=NOW, robots=[known]) as client:
            urls = ("http://a.example/1", "http://a.example/secret")
            found = await asyncio.gather(*(client.get(url) for url in urls), return_exceptions=True)
            came = {url[-1:]: isinstance(page, Page) for url, page in zip(urls, found, strict=True)}
            return came, client.asked_robots.get("http://a.example")

    newsroom.pages = {ROBOTS: 500, URL: "<!doctype html>x", "http://a.example/secret": "<!doctype html>y"}
    return asyncio.run(run())


def test_old_rules_hold_while_a_host_fails_to_tell_new_ones(newsroom: Newsroom) -> None:
    old = Robots("http://a.example", NOW - timedelta(days=2), 200, "User-agent: *\nDisallow: /secret\n")
    came, known = ask_after(newsroom, old)
    assert came == {"1": True, "t": False}
    assert known == Robots(old.origin, old.fetched_at, 200, old.text, NOW)
    again, known = ask_after(newsroom, known)
    assert (again, known and known.failing_since) == (came, NOW)


def test_rules_of_a_month_ago_hold_no_more(newsroom: Newsroom) -> None:
    old = Robots("http://a.example", NOW - timedelta(days=31), 200, "User-agent: *\nDisallow: /secret\n")
    came, known = ask_after(newsroom, old)
    assert came == {"1": False, "t": False}
    assert known == Robots("http://a.example", NOW, 500, None, NOW)


@pytest.mark.parametrize(("days", "allowed"), [(29, False), (30, True)])
def test_a_host_that_fails_for_a_month_has_no_rules(newsroom: Newsroom, days: int, allowed: bool) -> None:
    since = NOW - timedelta(days=days)
    came, known = ask_after(newsroom, Robots("http://a.example", NOW - timedelta(hours=2), 500, None, since))
    assert came == {"1": allowed, "t": allowed}
    assert known == Robots("http://a.example", NOW, 500, None, since)


def test_crawl_delay_is_the_most_of_a_hosts_and_holds_from_robots_on(newsroom: Newsroom) -> None:
    newsroom.pages = {ROBOTS: "User-agent: *\nCrawl-delay: 0.4\n", "http://a.example:81/robots.txt": 404}
    started = time.monotonic()
    get(URL, pace=0.01)
    assert time.monotonic() - started >= 0.4

    async def run() -> float:
        async with Web(0.01) as client:
            for url in (URL, "http://a.example:81/1"):
                with pytest.raises(BadStatus):
                    await client.get(url)
            return client.hosts.known["a.example"].delay

    assert asyncio.run(run()) == 0.4


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("said", ["1800", "Sat, 01 Feb 2020 12:30:00 GMT"])
def test_a_host_is_left_alone_while_it_asks_for_that(newsroom: Newsroom, status: int, said: str) -> None:
    async def run() -> list[Closed]:
        async with Web(0, now=NOW) as client:
            with pytest.raises(BadStatus):
                await client.get(URL)
            before = len(newsroom.asked)
            with pytest.raises(Refused, match="the host asked to be left alone until 2020-02-01 12:30 UTC") as caught:
                await client.get("http://a.example:81/other")
            assert len(newsroom.asked) == before
            assert caught.value.kind == "wait"
            assert [told.until for told in client.closed()] == [caught.value.until]
            assert (await client.get("http://b.example/1")).status == 200
            return client.closed()

    newsroom.pages = {URL: (status, {"Retry-After": said}, b""), "http://b.example/1": "<!doctype html>x"}
    (told,) = asyncio.run(run())
    assert told.host == "a.example"
    assert timedelta(0) <= told.until - NOW - timedelta(minutes=30) < timedelta(seconds=10)


@pytest.mark.parametrize(("minutes", "asked"), [(29, 0), (31, 2)])
def test_what_a_host_asked_earlier_runs_holds_in_this_one(newsroom: Newsroom, minutes: int, asked: int) -> None:
    async def run() -> list[Closed]:
        closed = [Closed("a.example", NOW + timedelta(minutes=30))]
        async with Web(0, now=NOW + timedelta(minutes=minutes), closed=closed) as client:
            with pytest.raises(WebError):
                await client.get(URL)
            return client.closed()

    assert len(asyncio.run(run())) == (asked == 0)
    assert len(newsroom.asked) == asked


def test_robots_asks_to_be_left_alone_as_any_page_does(newsroom: Newsroom) -> None:
    async def run() -> tuple[list[str], Web]:
        async with Web(0, now=NOW) as client:
            found = [await asyncio.gather(client.get(URL), return_exceptions=True) for _ in range(2)]
            return [getattr(error, "kind", "") for (error,) in found], client

    newsroom.pages = {ROBOTS: (429, {"Retry-After": "99999999"}, b""), URL: "<!doctype html>x"}
    kinds, client = asyncio.run(run())
    assert kinds == ["client", "wait"]
    assert [url for url, _ in newsroom.asked] == [ROBOTS]
    (told,) = client.closed()
    assert told.until - NOW < timedelta(days=7, seconds=10)
    assert client.asked_robots["http://a.example"].status == 429


def test_those_in_a_queue_are_told_when_the_host_closes(newsroom: Newsroom) -> None:
    newsroom.pages = {f"{URL}?{i}": (429, {"Retry-After": "60"}, b"") for i in range(10)}
    kinds = [getattr(error, "kind", "") for error in get(*newsroom.pages, pace=0.05)]
    assert kinds.count("wait") >= 8
    assert len(newsroom.asked) <= 3


def test_a_host_is_closed_before_the_rest_of_its_answer_is_waited_for(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another question to it may begin while the words of a refusal come in, a byte at a time."""
    seen: list[int] = []

    async def run() -> None:
        async with Web(0, now=NOW) as client:

            async def watch(answer: httpx.Response) -> None:
                seen.append(len(client.closed()))
                await drain(answer)

            monkeypatch.setattr("extractors.web.client.drain", watch)
            with pytest.raises(BadStatus):
                await client.get(URL)

    newsroom.pages = {ROBOTS: "", URL: (429, {"Retry-After": "60"}, b"wait")}
    asyncio.run(run())
    assert seen[-1:] == [1]


OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def fetch(port: int, *paths: str, scheme: str = "http", rest: float = 0.0) -> list[Page | WebError]:
    """Fetch from h.example, which is at 127.0.0.1, straight and one after another."""

    async def look_up(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    async def one(client: Web, path: str) -> Page | WebError:
        await asyncio.sleep(rest)
        try:
            return await client.get(f"{scheme}://h.example:{port}{path}", free=True)
        except WebError as error:
            return error

    async def all_of_them() -> list[Page | WebError]:
        async with Web(0, allow_private=True, look_up=look_up) as client:
            return [await one(client, path) for path in paths]

    return asyncio.run(all_of_them())


def test_a_connection_that_was_closed_while_idle_costs_no_page() -> None:
    heard: list[bytes] = []

    def talk(connection: socket.socket) -> None:
        heard.append(connection.recv(4096))
        connection.sendall(OK)
        heard.append(connection.recv(4096))  # and closes without a word

    with open_line(talk) as port:
        assert [getattr(page, "body", page) for page in fetch(port, "/1", "/2")] == [b"ok", b"ok"]
        assert [text.split()[1] for text in heard[:3]] == [b"/1", b"/2", b"/2"]


def test_a_server_that_never_answers_is_asked_twice_and_no_more() -> None:
    heard: list[bytes] = []
    with open_line(lambda connection: heard.append(connection.recv(4096))) as port:
        (error,) = fetch(port, "/1")
    assert isinstance(error, Unreachable)
    assert error.kind == "broken"
    assert len(heard) == 2


def test_an_idle_connection_is_closed_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.web.network.LIMITS", httpx.Limits(keepalive_expiry=0.1))
    heard: list[socket.socket] = []

    def talk(connection: socket.socket) -> None:
        heard.append(connection)
        while connection.recv(4096):
            connection.sendall(OK)

    with open_line(talk) as port:
        fetch(port, "/1", "/2", rest=0.0)
        assert len(heard) == 1
        fetch(port, "/1", "/2", rest=0.3)
        assert len(heard) == 3


def test_headers_are_bounded() -> None:
    def talk(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(b"HTTP/1.1 200 OK\r\n" + b"X: " + b"a" * 200_000 + b"\r\n\r\n")

    with open_line(talk) as port:
        (error,) = fetch(port, "/1")
    assert isinstance(error, Unreachable)


def test_tls_is_never_off(tmp_path: Path) -> None:
    heard: list[bytes] = []
    with open_line(lambda connection: heard.append(connection.recv(4096)), tls_context(tmp_path)) as port:
        (error,) = fetch(port, "/1", scheme="https")
    assert isinstance(error, Unreachable)
    assert (error.kind, heard) == ("tls", [])


def test_what_breaks_http_2_is_an_error_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def talk(connection: socket.socket) -> None:
        state = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        state.initiate_connection()
        connection.sendall(state.data_to_send())
        while data := connection.recv(4096):
            for event in state.receive_data(data):
                if isinstance(event, h2.events.RequestReceived) and event.stream_id:
                    state.send_headers(event.stream_id, [(":status", "200")])
                    connection.sendall(state.data_to_send())
                    time.sleep(0.1)
                    connection.sendall(b"\0\0\4\0\0\0\0\0\0abcd")  # DATA on stream 0 (RFC 9113, 6.1)
            connection.sendall(state.data_to_send())

    tls = tls_context(tmp_path, "h2")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    with open_line(talk, tls) as port:
        (error,) = fetch(port, "/1", scheme="https")
    assert isinstance(error, Unreachable)
    assert error.kind == "broken"
