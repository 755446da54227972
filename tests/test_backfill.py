"""Backfill: articles of the past from WARC files, sitemaps and lists, once each, by the path that live ones take."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extractors.records import Page
from extractors.sitemap import Location, SitemapError, read_sitemap
from flows.cli import app
from tests.conftest import Ingest
from tests.make import LONG, NOW, page, rss
from tests.newsroom import Newsroom
from warehouse.published import ask

OUTLET = "name: Good\ndomains: [good.example]\nlanguages: [en]\ncountry: IQ\n"
Backfill = Callable[..., Any]
THEN = datetime(2019, 11, 3, 9, 30, tzinfo=UTC)


def dated(text: str, moment: datetime = THEN) -> str:
    head = f"<title>Sadr in Najaf</title><meta property='article:published_time' content='{moment.isoformat()}'>"
    return page(text).replace("<title>x</title>", head)


def sitemap(*rows: str, root: str = "urlset") -> str:
    return f'<?xml version="1.0"?><{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{"".join(rows)}</{root}>'


def url(address: str, more: str = "") -> str:
    return f"<url><loc>{address}</loc>{more}</url>"


@pytest.fixture
def backfill(prefect_home: Path, newsroom: Newsroom, tmp_path: Path) -> Backfill:
    """Run the real flow with an outlet of the newsroom in the registry."""
    from flows.backfill import backfill as flow

    folder = tmp_path / "overlay" / "outlets"
    folder.mkdir(parents=True)
    (folder / "good.yml").write_text(OUTLET, encoding="utf-8")

    def run(data: Path = tmp_path, **given: Any) -> Any:
        options = {"registry_overlay": [tmp_path / "overlay"], "pace": 0, "now": NOW, **given}
        return asyncio.run(flow(data=data, **options))

    return run


def articles(data: Path) -> list[tuple[Any, ...]]:
    asked = "SELECT url, title, text_source, published_at, fetched_at, feed_id FROM articles ORDER BY url"
    return ask(data / "zagros.duckdb", asked).rows


def crawl(path: Path, pages: dict[str, str], moment: datetime = THEN + timedelta(hours=2)) -> Path:
    """Write a WARC file as Common Crawl's news crawler does: requests beside responses, answers that are no pages too."""
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "news-please"}))
        when = {"WARC-Date": f"{moment:%Y-%m-%dT%H:%M:%SZ}"}
        for address, text in pages.items():
            asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "good.example")], is_http_request=True)
            writer.write_record(
                writer.create_warc_record(address, "request", BytesIO(b""), http_headers=asked, warc_headers_dict=when)
            )
            packed = [("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip")]
            answer = StatusAndHeaders("200 OK", packed, protocol="HTTP/1.1")
            body = BytesIO(gzip.compress(text.encode()))
            writer.write_record(writer.create_warc_record(address, "response", body, http_headers=answer, warc_headers_dict=when))
        gone = StatusAndHeaders("404 Not Found", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record("http://good.example/gone", "response", BytesIO(b"x"), http_headers=gone))
    return path


def test_pages_of_a_crawl_are_articles_of_their_own_time(backfill: Backfill, newsroom: Newsroom, tmp_path: Path) -> None:
    pages = {f"http://good.example/{n}": dated(f"{n} {LONG}") for n in (1, 2)} | {"http://nobody.example/1": dated(LONG)}
    pages["http://good.example/old"] = dated(LONG + "old", THEN - timedelta(days=90))
    found = backfill(warc=[crawl(tmp_path / "CC-NEWS.warc.gz", pages)], since=date(2019, 11, 1), until=date(2019, 11, 30))
    assert found.plan.rows() == [("good", 3, 0, 0, 3)]
    assert found.plan.unknown == {"nobody.example": 1}
    seen = THEN + timedelta(hours=2)
    assert articles(tmp_path) == [(f"http://good.example/{n}", "Sadr in Najaf", "page", THEN, seen, "backfill") for n in (1, 2)]
    assert newsroom.asked == []
    again = backfill(warc=[tmp_path / "CC-NEWS.warc.gz"])
    assert (again.plan.rows(), again.tally.articles_new) == ([("good", 3, 2, 0, 1)], 1)


def test_a_crawl_gives_the_facts_that_live_reading_gives(
    backfill: Backfill, ingest: Ingest, newsroom: Newsroom, tmp_path: Path
) -> None:
    newsroom.pages["http://good.example/rss"] = rss(*(("Sadr in Najaf", f"/{n}", "") for n in (1, 2, 3)))
    newsroom.pages |= {f"http://good.example/{n}": dated(f"Part {n}. {LONG}") for n in (1, 2, 3)}
    ingest(only=["good"], registry_overlay=[tmp_path / "overlay"])
    found = backfill(data=tmp_path / "other", warc=list((tmp_path / "archive").glob("*.warc.gz")))
    # The feed's own answer stands in the archive too, and is no page.
    assert (found.plan.rows(), found.tally.articles_new) == ([("good", 3, 0, 0, 3)], 3)
    facts = (
        "SELECT article_id, title, text, language, published_at, fetched_at, outlet_id, body_hash FROM articles ORDER BY ALL",
        "SELECT article_id, actor_id, field, start_char, end_char, surface, sentence_no FROM mentions ORDER BY ALL",
        "FROM sentences ORDER BY ALL",
    )
    for sql in facts:
        live, past = (ask(folder / "zagros.duckdb", sql).rows for folder in (tmp_path, tmp_path / "other"))
        assert live == past
        assert live


def test_sitemaps_are_followed_and_what_they_say_is_believed(backfill: Backfill, newsroom: Newsroom, tmp_path: Path) -> None:
    site = "http://good.example"
    news = "<n:news xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'><n:publication_date>2019-11-03T12:30:00+03:00"
    news += "</n:publication_date><n:title>From the sitemap</n:title></n:news>"
    nested = [f"<sitemap><loc>{site}/{name}.xml</loc></sitemap>" for name in ("news", "gone", "index")]
    old = f"<sitemap><loc>{site}/old.xml</loc><lastmod>2018-01-01</lastmod></sitemap>"
    newsroom.pages |= {
        f"{site}/robots.txt": f"User-agent: *\nAllow: /\nSitemap: {site}/index.xml\n",
        f"{site}/index.xml": sitemap(*nested, old, root="sitemapindex"),
        f"{site}/news.xml": gzip.compress(
            sitemap(url("/1", news), url("/2019/11/04/2"), url("/2019/01/04/3"), url("/4")).encode()
        ),
        f"{site}/1": page(LONG),
        f"{site}/2019/11/04/2": page(LONG + "two"),
        f"{site}/4": dated(LONG + "four"),
    }
    since = {"sitemap": [f"{site}/"], "since": date(2019, 11, 1), "until": date(2019, 11, 30)}
    planned = backfill(**since, dry_run=True)
    assert planned.plan.rows() == [("good", 4, 0, 1, 3)]
    assert planned.plan.by_host == {"good.example": 3}
    assert [address for address, _ in planned.plan.failures] == [f"{site}/gone.xml"]
    assert not (tmp_path / "zagros.duckdb").exists()
    newsroom.asked.clear()
    assert backfill(**since).tally.articles_new == 3
    assert f"{site}/old.xml" not in [address for address, _ in newsroom.asked]
    assert [(row[0], row[1], row[3]) for row in articles(tmp_path)] == [
        (f"{site}/1", "From the sitemap", THEN),
        (f"{site}/2019/11/04/2", "x", datetime(2019, 11, 4, 9, tzinfo=UTC)),  # noon in Baghdad
        (f"{site}/4", "Sadr in Najaf", THEN),
    ]
    assert ask(tmp_path / "zagros.duckdb", "SELECT stage, code FROM failures").rows == [("list", "client")]


def test_a_list_is_read_as_far_as_it_may_and_again_from_there(backfill: Backfill, newsroom: Newsroom, tmp_path: Path) -> None:
    addresses = [f"http://good.example/{n}" for n in range(5)]
    newsroom.pages |= {address: dated(f"{address} {LONG}") for address in addresses}
    (tmp_path / "list.txt").write_text("# pages\n\n" + "\n".join(addresses), encoding="utf-8")
    first = backfill(urls=[tmp_path / "list.txt"], most=2)
    assert (first.tally.articles_new, first.tally.pages_left) == (2, 3)
    asked = len(newsroom.asked)
    rest = backfill(urls=[tmp_path / "list.txt"], now=NOW + timedelta(minutes=1))
    assert (rest.tally.articles_new, rest.tally.pages_left, len(newsroom.asked) - asked) == (3, 0, 3)
    assert len(articles(tmp_path)) == 5
    assert backfill(urls=[tmp_path / "list.txt"]).plan.rows() == [("good", 5, 5, 0, 0)]


def test_what_feeds_listed_is_not_read_twice(backfill: Backfill, ingest: Ingest, newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.pages |= {"http://good.example/rss": rss(("Sadr", "/1", "")), "http://good.example/1": dated(LONG)}
    ingest(only=["good"], registry_overlay=[tmp_path / "overlay"])
    newsroom.asked.clear()
    (tmp_path / "list.txt").write_text("https://www.good.example/1/?utm_source=x", encoding="utf-8")
    assert backfill(urls=[tmp_path / "list.txt"]).plan.rows() == [("good", 1, 1, 0, 0)]
    assert newsroom.asked == []
    assert [row[5] for row in articles(tmp_path)] == ["good"]


def test_a_capture_without_an_article_is_left_to_the_feeds(backfill: Backfill, newsroom: Newsroom, tmp_path: Path) -> None:
    backfill(warc=[crawl(tmp_path / "CC-NEWS.warc.gz", {"http://good.example/1": page("Too short.")[:40]})])
    assert ask(tmp_path / "zagros.duckdb", "SELECT state, due_at FROM entries").rows == [("failed", None)]
    backfill(warc=[tmp_path / "CC-NEWS.warc.gz"])
    assert ask(tmp_path / "zagros.duckdb", "SELECT count(*) FROM entries").rows == [(1,)]
    assert newsroom.asked == []


def test_what_a_feed_listed_in_vain_keeps_its_feeds_word_and_gets_its_page(
    backfill: Backfill, ingest: Ingest, newsroom: Newsroom, tmp_path: Path
) -> None:
    item = "<item><title>Of the feed</title><link>/1</link><guid>7</guid><pubDate>Sun, 03 Nov 2019 08:00:00 GMT</pubDate></item>"
    newsroom.pages |= {"http://good.example/rss": f"<rss><channel>{item}</channel></rss>", "http://good.example/1": 500}
    ingest(only=["good"], registry_overlay=[tmp_path / "overlay"])
    state = "SELECT state, attempts, due_at FROM entries"
    before = ask(tmp_path / "zagros.duckdb", state).rows
    backfill(warc=[crawl(tmp_path / "a.warc.gz", {"http://good.example/1": "<html><body></body></html>"})])
    assert ask(tmp_path / "zagros.duckdb", state).rows == before
    assert before[0][2] is not None
    backfill(warc=[crawl(tmp_path / "b.warc.gz", {"https://www.good.example/1": dated(LONG)})])
    told = datetime(2019, 11, 3, 8, tzinfo=UTC)
    assert [(row[1:4], row[5]) for row in articles(tmp_path)] == [(("Of the feed", "page", told), "good")]
    assert ask(tmp_path / "zagros.duckdb", "SELECT feed_id, state, due_at FROM entries").rows == [("good", "page", None)]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"http://x.example/1\nnothing\nhttps://x.example/2\n", ["http://x.example/1", "https://x.example/2"]),
        (b"\xef\xbb\xbf" + sitemap(url("http://x.example/1")).encode(), ["http://x.example/1"]),
        (sitemap(url("http://x.example/1"), url("javascript:alert(1)"), url("")).encode(), ["http://x.example/1"]),
        (sitemap(url("http://x.example/1"), "<url><loc>http://x.exam").encode()[:-30], ["http://x.example/1"]),
        (gzip.compress(sitemap(url("http://x.example/1")).encode()), ["http://x.example/1"]),
    ],
    ids=["text", "mark of byte order", "schemes", "cut short", "gzip"],
)
def test_sitemaps_are_read_as_far_as_they_can(body: bytes, found: list[str]) -> None:
    assert [place.url for place in read_sitemap(Page("http://x.example/s.xml", 200, "text/xml", body))] == found


LAUGHS = '<!DOCTYPE z [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'


def test_entities_of_a_sitemap_mean_nothing() -> None:
    body = (LAUGHS + sitemap(url("http://x.example/1", "<title>&b;&c;</title>")).split("?>", 1)[1]).encode()
    assert read_sitemap(Page("http://x.example/s.xml", 200, "text/xml", body)) == [Location("http://x.example/1")]


@pytest.mark.parametrize(
    "body", [b"", b"<html><body>Not found</body></html>", b"\x1f\x8bbroken", gzip.compress(b" " * 51_000_000)]
)
def test_what_is_no_sitemap_says_so(body: bytes) -> None:
    with pytest.raises(SitemapError):
        read_sitemap(Page("http://x.example/s.xml", 200, "text/xml", body))


def test_the_command_says_what_it_would_read_and_what_is_wrong(backfill: Backfill, newsroom: Newsroom, tmp_path: Path) -> None:
    lists = tmp_path / "list.txt"
    options = ["backfill", "--data", str(tmp_path), "--urls", str(lists), "--registry-overlay", str(tmp_path / "overlay")]
    lists.write_text("http://good.example/1\nhttp://nobody.example/\x1b[31m\n", encoding="utf-8")
    said = CliRunner().invoke(app, [*options, "--dry-run"])
    assert said.exit_code == 0, said.output
    assert "1 pages of hosts that no outlet of the registry owns: nobody.example (1)" in said.output
    assert "no article was kept" in said.output
    lists.write_text("http://good.example/1\nftp://x\n", encoding="utf-8")
    wrong = CliRunner().invoke(app, [*options, "--dry-run"])
    assert "line 2" in str(wrong.exception)
    assert CliRunner().invoke(app, ["backfill"]).exit_code == 2
