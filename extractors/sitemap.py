"""The answer of a sitemap's address in, the pages and further sitemaps that it lists out.

The protocol is https://www.sitemaps.org/protocol.html (XML, its indexes, or text of one address a line, with gzip or without);
dates and titles of news are those of https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from extractors.dates import read_date
from extractors.feed import absolute, article_key, clean_url, key
from extractors.markup import decode
from extractors.records import Entry, Outlet, Page

# Of one sitemap (sitemaps.org), and the bytes that we read of one that is packed.
MOST_PAGES, MOST_BYTES = 50_000, 50_000_000
GZIP = b"\x1f\x8b"
# Entries that no feed listed belong to this one, which nobody polls.
BACKFILL = "backfill"


class SitemapError(ValueError):
    """The bytes are no sitemap; the text says why."""


@dataclass(frozen=True, slots=True)
class Location:
    """An address that a sitemap lists: of a page, or with `nested` of another sitemap; dates as they were written."""

    url: str
    nested: bool = False
    changed: str | None = None
    published: str | None = None
    title: str = ""
    language: str | None = None


def read_sitemap(page: Page) -> list[Location]:
    """Read what a sitemap lists; raises SitemapError."""
    body = unpack(page.body)
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        found = list(locations(body, page.url))
    else:
        lines = decode(body, page.content_type).split()
        found = [Location(url) for line in lines[:MOST_PAGES] if (url := absolute("", line))]
    if not found:
        raise SitemapError("this is no sitemap: it lists no address")
    return found


def unpack(body: bytes) -> bytes:
    """Undo the gzip of a file that is packed itself; raises SitemapError for one that is broken or too large."""
    if not body.startswith(GZIP):
        return body
    machine = zlib.decompressobj(31)
    try:
        text = machine.decompress(body, MOST_BYTES)
    except zlib.error as error:
        raise SitemapError(f"its gzip is broken: {error}") from None
    if machine.unconsumed_tail:
        raise SitemapError(f"it is larger than {MOST_BYTES // 1_000_000} MB")
    return text


def locations(body: bytes, base: str) -> Iterator[Location]:
    """Read the addresses of a sitemap in XML as far as it can be read, in whatever namespace: many name a wrong one."""
    reader = etree.XMLPullParser(
        events=("end",), tag=("{*}url", "{*}sitemap"), recover=True, resolve_entities=False, no_network=True
    )
    reader.feed(body)
    for number, (_, element) in enumerate(reader.read_events()):
        if number == MOST_PAGES:
            return
        told = {etree.QName(node).localname: (node.text or "").strip() for node in element.iter("{*}*")}
        if (loc := told.get("loc")) and (url := absolute(base, loc)):
            nested = etree.QName(element).localname == "sitemap"
            changed, published = told.get("lastmod") or None, told.get("publication_date") or None
            yield Location(url, nested, changed, published, told.get("title", ""), told.get("language"))
        element.clear()


def entry_of(place: Location, outlet: Outlet, now: datetime) -> Entry:
    """Make an entry of a page that a sitemap or a list names, as if a feed had listed it at `now`."""
    written = read_date(place.published, outlet.zone, now)
    return Entry(
        entry_id=key(BACKFILL, clean_url(place.url)),
        article_id=article_key(place.url),
        feed_id=BACKFILL,
        outlet_id=outlet.outlet_id,
        url=place.url,
        guid=None,
        title=" ".join(place.title.split()),
        author=None,
        text="",
        language=place.language,
        published_at=written.moment if written else None,
        first_seen_at=now,
        published_raw=place.published,
    )
