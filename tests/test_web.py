"""The fetcher against a real server: limits, words, manners."""

from __future__ import annotations

import asyncio
import gzip
import time

import pytest

from extractors import web
from extractors.records import Page
from extractors.web import BadStatus, Refused, TooMuch, Unreachable, Web, WebError
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
    assert newsroom.asked[0][1]["User-Agent"] == f"Zagros/{web.VERSION} (news reader for research; ops@a.example)"


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
    monkeypatch.setattr(web, "WHOLE_REQUEST_SECONDS", 0.3)
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
