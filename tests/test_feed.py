"""Feeds: every dialect, and the defects they come with."""

from __future__ import annotations

import json
import tarfile
from datetime import UTC, datetime

import pytest

from extractors.feed import FeedError, article_key, clean_url, parse_feed
from extractors.records import Feed, Outlet, Page
from flows.sample.items import HOSTS, load_items
from flows.sample.pages import FEEDS
from tests.world_server import SHARED

NOW = datetime(2020, 4, 1, tzinfo=UTC)
OUTLET = Outlet("o", "O", zone="Asia/Tehran")


def parse(body: str | bytes, kind: str = "application/xml", url: str = "http://a.example/feeds/rss"):
    data = body.encode() if isinstance(body, str) else body
    return parse_feed(Page(url, 200, kind, data), Feed("f", "o", url), OUTLET, NOW)


def rss(items: str, head: str = '<?xml version="1.0"?>') -> str:
    return f'{head}<rss version="2.0"><channel><title>T</title>{items}</channel></rss>'


@pytest.mark.parametrize(("host", "path"), list(FEEDS))
def test_reads_every_dialect_of_the_sample(host: str, path: str) -> None:
    entries = parse(FEEDS[host, path](host), url=f"http://{host}{path}")
    wanted = [item for item in load_items() if item.host == host]
    assert [(e.title, e.published_at) for e in entries] == [(i.title, i.published.astimezone(UTC)) for i in wanted]
    assert {e.article_id for e in entries} == {article_key(item.url) for item in wanted}
    assert all(e.text for e in entries)
    assert len(HOSTS) == len(FEEDS)


def test_reads_a_json_feed() -> None:
    feed = {"version": "https://jsonfeed.org/version/1.1", "language": "fa", "items": [
        {"id": "7", "url": "/x", "title": "عنوان", "content_html": "<p>یک</p><p>دو</p>", "date_published": "2020-01-26T14:30:00Z"}
    ]}  # fmt: skip
    (entry,) = parse(json.dumps(feed), "application/feed+json")
    assert (entry.title, entry.text, entry.url, entry.language) == ("عنوان", "یک\nدو", "http://a.example/x", "fa")
    assert entry.published_at == datetime(2020, 1, 26, 14, 30, tzinfo=UTC)


def test_one_bad_item_of_a_json_feed_is_one_bad_entry() -> None:
    items = [
        None,
        {
            "id": "\ud800",
            "url": "http://a.example/\ud800",
            "title": 7,
            "language": 5,
            "authors": "Ali",
            "date_published": 1580000000,
        },
        {"id": "1", "url": "/good", "title": "Good", "author": "Ali"},
    ]
    empty, odd, good = parse(json.dumps({"items": items}), "application/feed+json")
    assert (empty.title, empty.has_page, odd.title, odd.guid, odd.language, odd.published_at) == ("", False, "", None, None, None)
    assert (good.title, good.url) == ("Good", "http://a.example/good")


def test_entries_of_one_guid_and_several_pages_are_several() -> None:
    items = "".join(f"<item><title>{i}</title><link>/{i}</link><guid isPermaLink='false'>same</guid></item>" for i in range(3))
    assert len({entry.entry_id for entry in parse(rss(items))}) == 3


def test_a_date_too_far_ahead_is_none_and_its_words_are_kept() -> None:
    future, updated = "<pubDate>Fri, 01 Jan 2038 00:00:00 GMT</pubDate>", "<updated>2020-01-26T14:30:00Z</updated>"
    late, changed = parse(rss(f"<item><title>t</title>{future}</item><item><title>u</title>{future}{updated}</item>"))
    assert (late.published_at, late.published_raw) == (None, "Fri, 01 Jan 2038 00:00:00 GMT")
    assert (changed.published_at, changed.published_raw) == (datetime(2020, 1, 26, 14, 30, tzinfo=UTC), "2020-01-26T14:30:00Z")


def test_resolves_relative_links_against_the_feed() -> None:
    (entry,) = parse(rss("<item><title>t</title><link>story/1.html</link></item>"))
    assert entry.url == "http://a.example/feeds/story/1.html"


def test_an_entry_without_guid_date_or_link_is_an_entry() -> None:
    bare, linkless = parse(
        rss("<item><title>a</title><link>http://a.example/1</link></item><item><description>b</description></item>")
    )
    assert (bare.guid, bare.published_at, bare.has_page) == (None, None, True)
    assert (linkless.has_page, linkless.text) == (False, "b")
    assert linkless.url.startswith("http://a.example/feeds/rss#")


def test_a_guid_keeps_an_entry_when_its_address_changes() -> None:
    first, second = (
        parse(rss(f"<item><title>t</title><link>http://a.example/{slug}</link><guid>77</guid></item>"))[0] for slug in ("a", "b")
    )
    assert first.entry_id == second.entry_id


def test_a_guid_that_changes_does_not_make_a_new_article() -> None:
    first, second = (
        parse(rss(f"<item><title>t</title><link>http://a.example/x</link><guid>{guid}</guid></item>"))[0] for guid in (1, 2)
    )
    assert first.entry_id != second.entry_id
    assert first.article_id == second.article_id


def test_an_address_is_known_in_all_its_forms() -> None:
    forms = (
        "http://www.a.example/خبر/1/?utm_source=rss&utm_medium=feed",
        "https://a.example/%D8%AE%D8%A8%D8%B1/1#top",
        "https://a.example/خبر/1",
    )
    assert len({article_key(form) for form in forms}) == 1
    assert article_key("https://a.example/x?id=1") != article_key("https://a.example/x?id=2")
    assert clean_url("http://a.example/x?id=1&utm_source=rss#top") == "http://a.example/x?id=1"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("نجف و صدر ".encode("cp1256"), "application/xml; charset=windows-1256"),
        ("نجف و صدر ".encode("utf-16"), "application/xml"),
        ("نجف و صدر ".encode(), "application/xml; charset=windows-1252"),
    ],
)
def test_decodes_what_feeds_are_written_in(body: bytes, kind: str) -> None:
    codec = "cp1256" if "1256" in kind else "utf-16" if body.startswith(b"\xff\xfe") else "utf-8"
    (entry,) = parse(rss("<item><title>نجف و صدر</title></item>").encode(codec), kind)
    assert entry.title == "نجف و صدر"


def test_one_broken_byte_breaks_one_character() -> None:
    body = rss("<item><title>مقتدی صدر در نجف سخن گفت</title></item>").encode().replace("سخن".encode(), b"\xff")
    (entry,) = parse(body)
    assert entry.title == "مقتدی صدر در نجف \ufffd گفت"


def test_impossible_characters_end_no_feed() -> None:
    entries = parse(rss("<item><title>a &#xD800; b &#x110000; c\x01</title></item><item><title>&#8217;</title></item>"))
    assert [e.title for e in entries] == ["a \ufffd b \ufffd c", "’"]


@pytest.mark.parametrize("link", ["http://[bad/", "javascript:alert(1)", "http://", "ftp://a.example/x", "//", "::"])
def test_a_link_that_is_none_breaks_no_feed(link: str) -> None:
    bad, good = parse(rss(f"<item><title>a</title><link>{link}</link></item><item><link>/b</link></item>"))
    assert (bad.has_page, good.url) == (link == "::", "http://a.example/b")


def test_markup_of_a_summary_is_not_kept() -> None:
    markup = "&lt;p&gt;one &amp;amp; two&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;&lt;p&gt;می‌رود&lt;/p&gt;"
    (entry,) = parse(rss(f"<item><description>{markup}</description></item>"))
    assert entry.text == "one & two\nمی‌رود"


@pytest.mark.parametrize(
    "body", ["", "<html><body>Blocked</body></html>", "{}", '{"items": 3}', "[1]", "plain words", "<rss", "{"]
)
def test_what_is_no_feed_is_said_to_be_none(body: str) -> None:
    with pytest.raises(FeedError, match="this"):
        entries = parse(body)
        assert entries == []  # a torn feed may be read as an empty one
        raise FeedError("this feed is empty")


def test_survives_feedparsers_own_suite() -> None:
    suite = SHARED / "feedparser-suite.tar.xz"
    if not suite.is_file():
        pytest.skip(f"{suite} is not here")
    read = refused = 0
    with tarfile.open(suite) as archive:
        for member in archive:
            if not member.isfile() or not member.name.endswith((".xml", ".json", ".rss", ".atom")):
                continue
            body = archive.extractfile(member)
            assert body is not None
            try:
                parse(body.read())
                read += 1
            except FeedError:
                refused += 1
    assert read > 1900
    assert refused < 0.05 * read
