"""Where a page offers feeds: the forms that sites write, and what hostile ones send."""

from __future__ import annotations

import time

import pytest

from extractors.discovery import MOST_OFFERS, WELL_KNOWN, Offer, offers_of
from extractors.records import Page

HOME = "https://news.example/fa/"


def offers(markup: str | bytes, url: str = HOME) -> list[Offer]:
    body = markup.encode() if isinstance(markup, str) else markup
    return offers_of(Page(url, 200, "text/html; charset=utf-8", body))


def told(markup: str | bytes, url: str = HOME) -> list[tuple[str, str]]:
    return [(offer.basis, offer.url) for offer in offers(markup, url) if offer.basis != "guessed"]


def link(rel: str, kind: str | None, href: str) -> str:
    return f'<link rel="{rel}"{"" if kind is None else f""" type="{kind}" """} href="{href}">'


# The cases of Mozilla's feed_discovery.html, in our own words, and of WordPress, Drupal and the news systems of Iran and Iraq.
@pytest.mark.parametrize(
    ("rel", "kind"),
    [
        ("alternate", "application/rss+xml"),
        ("alternate", "application/atom+xml"),
        ("alternate", "application/feed+json"),
        ("alternate", "application/rdf+xml"),
        ("alternate", "text/xml"),
        (" ALTERnate ", " Application/RSS+XML ; charset=utf-8"),
        ("home alternate", "application/rss+xml"),
        ("feed", None),
        ("alternate feed", "text/html"),
    ],
)
def test_what_a_page_declares_is_a_feed(rel: str, kind: str | None) -> None:
    assert told(link(rel, kind, "/fa/rss/allnews")) == [("declared", "https://news.example/fa/rss/allnews")]


@pytest.mark.parametrize(
    ("rel", "kind"),
    [
        ("alternate stylesheet", "application/rss+xml"),
        ("alternates", "application/rss+xml"),
        ("stylesheet", "application/rss+xml"),
        ("alternate", "application/json"),
        ("alternate", "application/json+oembed"),
        ("alternate", "text/html"),
        ("alternate", None),
        ("", "application/rss+xml"),
    ],
)
def test_other_links_of_the_head_are_none(rel: str, kind: str | None) -> None:
    assert told(link(rel, kind, "/wp-json/rss")) == []


@pytest.mark.parametrize(
    ("base", "href", "url"),
    [
        ("", "rss", "https://news.example/fa/rss"),
        ("", "../rss", "https://news.example/rss"),
        ("", "//cdn.example/rss", "https://cdn.example/rss"),
        ("", "?feed=rss2", "https://news.example/fa/?feed=rss2"),
        ("", " /rss\n", "https://news.example/rss"),
        ("", "HTTP://News.Example:80/rss#top", "http://news.example/rss"),
        ("", "https://خبر.example/rss", "https://xn--ngblk.example/rss"),
        ("/en/", "rss", "https://news.example/en/rss"),
        ("https://other.example/x/y", "rss", "https://other.example/x/rss"),
        ("javascript:1", "rss", "https://news.example/fa/rss"),
        ("http://[", "rss", "https://news.example/fa/rss"),
    ],
)
def test_addresses_are_resolved_and_spelt_one_way(base: str, href: str, url: str) -> None:
    head = f'<base href="{base}"><base href="/late/">' if base else ""
    ((basis, found),) = told(head + link("alternate", "application/rss+xml", href))
    assert (basis, found) == ("declared", url)


def test_links_to_feeds_are_offered_behind_what_is_declared_and_a_sites_own_before_those_of_others() -> None:
    hrefs = [
        "https://other.example/rss",
        "/Rss/iraq/ar",
        "/feedback",
        "/rss.aspx?id=3",
        "/embarrass",
        "/about",
        "/wp/?feed=atom",
        "/rss",
    ]
    body = "".join(f'<a href="{href}">x</a>' for href in hrefs)
    assert told(link("alternate", "application/rss+xml", "/rss") + body) == [
        ("declared", "https://news.example/rss"),
        ("linked", "https://news.example/Rss/iraq/ar"),
        ("linked", "https://news.example/rss.aspx?id=3"),
        ("linked", "https://news.example/wp/?feed=atom"),
        ("linked", "https://other.example/rss"),
    ]


def test_a_host_named_after_feeds_makes_no_feed_of_its_pages() -> None:
    assert told('<a href="/about">a</a><a href="/x.rss">b</a>', "https://rss.news.example/") == [
        ("linked", "https://rss.news.example/x.rss")
    ]
    assert told('<a href="https://feeds.example/x">b</a>') == [("linked", "https://feeds.example/x")]


def test_comments_are_no_news() -> None:
    both = link("alternate", "application/rss+xml", "/feed/") + link("alternate", "application/rss+xml", "/comments/feed/")
    assert told(both) == [("declared", "https://news.example/feed/")]


def test_well_known_addresses_are_guessed_last_and_once() -> None:
    found = offers(link("alternate", "application/rss+xml", "/feed/"))
    assert [offer.basis for offer in found] == ["declared"] + ["guessed"] * (len(WELL_KNOWN) - 1)
    assert found[0].url == "https://news.example/feed/"
    assert [offer.url for offer in offers("", "https://news.example/rss")] == [
        f"https://news.example{path}" for path in WELL_KNOWN if path != "/rss"
    ]


@pytest.mark.parametrize(
    "href",
    ["javascript:rss()", "data:application/rss+xml,<rss/>", "file:///etc/rss", "ftp://news.example/rss", "mailto:rss@news.example",
     "feed:https://news.example/rss", "http://", "http://[::/rss", "https://news.example:99999/rss", "https://a b/rss", "http://\x00/rss", "#rss", ""],
)  # fmt: skip
def test_what_is_no_address_of_a_page_is_passed_over(href: str) -> None:
    assert told(link("alternate", "application/rss+xml", href) + f'<a href="{href}">rss</a>') == []


def test_no_user_or_password_is_sent_anywhere() -> None:
    assert told(link("alternate", "application/rss+xml", "https://me:secret@news.example/rss")) == [
        ("declared", "https://news.example/rss")
    ]


def test_thousands_of_links_are_a_few_offers_soon() -> None:
    body = "".join(link("alternate", "application/rss+xml", f"/rss/{i}") + f'<a href="/feed/{i}">' for i in range(20_000))
    started = time.process_time()
    found = offers(body)
    assert time.process_time() - started < 5
    assert len(found) == MOST_OFFERS + len(WELL_KNOWN)
    assert found[0].url == "https://news.example/rss/0"


@pytest.mark.parametrize(
    "body",
    [b"", b"\x00\x01\x02%PDF-1.4", b"<", b"<!doctype html>" + b"<div>" * 20_000, b"<html" + b" a=1" * 20_000, b"\xff\xfe<\x00",
     b'<?xml version="1.0" encoding="utf-8"?>', b"<![CDATA[" * 1000, b"&#xD800;&#99999999;"],
)  # fmt: skip
def test_what_is_no_page_offers_guesses_only(body: bytes) -> None:
    assert [offer.basis for offer in offers(body)] == ["guessed"] * len(WELL_KNOWN)


def test_broken_markup_keeps_its_links() -> None:
    broken = b'<?xml version="1.0" encoding="utf-8"?><html><head><link rel=alternate type=application/rss+xml href=/rss><title>\xff</title><body>'
    assert told(broken + b"<p><a href='/atom.xml'>") == [
        ("declared", "https://news.example/rss"),
        ("linked", "https://news.example/atom.xml"),
    ]
