"""The bytes of a feed in, its entries out: RSS 0.9x to 2.0, RDF, Atom and JSON Feed, with the defects they come with."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import courlan
import feedparser

from extractors.dates import read_date
from extractors.markup import CONTROL, clean, decode, plain_text
from extractors.records import Entry, Feed, Outlet, Page

XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
FEED_ROOT = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf|channel)\b", re.I)


class FeedError(ValueError):
    """The bytes are no feed; the text says what they look like instead."""


def key(*parts: str) -> int:
    """Hash strings to a positive 63-bit number, the same on every machine (BLAKE2b, RFC 7693)."""
    digest = hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def absolute(base: str, link: str) -> str | None:
    """Resolve a link against an address; None where that is no address of a page."""
    try:
        url = urljoin(base, link.strip())
        return url if urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname else None
    except ValueError:
        return None


def clean_url(url: str) -> str:
    """Drop an address's tracking parameters and fragment; what is no address of a page stays as it is."""
    if absolute("", url) is None:
        return url
    try:
        return urldefrag(str(courlan.normalize_url(url, strict=False))).url
    except (ValueError, AttributeError):
        return url


def article_key(url: str) -> int:
    """Identify a page: its clean address without scheme, `www.`, trailing slash and percent-encoding."""
    parts = urlsplit(clean_url(url))
    host = parts.netloc.lower().removeprefix("www.")
    return key(host, unquote(parts.path).rstrip("/"), unquote(parts.query))


def json_entries(text: str) -> Iterator[dict[str, Any]]:
    """Read a JSON Feed (jsonfeed.org/version/1.1) as feedparser-like entries."""
    document = json.loads(text)
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        raise FeedError("this is JSON, but no JSON Feed: it has no list of items")
    for item in (item if isinstance(item, dict) else {} for item in document["items"]):
        content = item.get("content_html") or item.get("content_text")
        authors = item["authors"] if isinstance(item.get("authors"), list) else [item.get("author")]
        yield {
            "id": str(item.get("id") or ""),
            "link": item.get("url") or item.get("external_url"),
            "title": item.get("title"),
            "summary": item.get("summary"),
            "content": [{"value": content}] if content else [],
            "published": item.get("date_published") or item.get("date_modified"),
            "author": next((author.get("name") for author in authors if isinstance(author, dict)), None),
            "language": item.get("language") or document.get("language"),
        }


def parse_xml(text: str) -> Any:
    """Parse RSS, RDF or Atom with feedparser, given decoded text so that it guesses no encoding; raises FeedError."""
    if not FEED_ROOT.search(text[:4096]):
        seen = " ".join(text.split())[:80]
        raise FeedError(f"this is no feed: it begins with {seen!r}" if seen else "this is no feed: it is empty")
    markup = XML_DECLARATION.sub("", text).encode("utf-8", "replace")
    headers = {"content-type": "application/xml; charset=utf-8"}
    parsed = feedparser.parse(markup, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    if not parsed.entries and parsed.bozo and not parsed.version:
        raise FeedError(f"this feed cannot be read: {parsed.bozo_exception}")
    return parsed


def xml_entries(text: str) -> Iterator[dict[str, Any]]:
    """Read RSS, RDF or Atom as feedparser's entries."""
    parsed = parse_xml(text)
    for item in parsed.entries:
        item.setdefault("language", parsed.feed.get("language"))
        yield item


def entry_text(item: dict[str, Any]) -> str:
    """Choose the longest of what an item says of its article: its content or its summary, as plain text."""
    texts = [part.get("value") for part in item.get("content") or []] + [item.get("summary")]
    return max((plain_text(text) for text in texts if isinstance(text, str)), key=len, default="")


def text_in(item: dict[str, Any], name: str) -> str | None:
    """Take one field of an item if it is text, without what no store can hold (surrogates, control characters)."""
    found = item.get(name)
    return CONTROL.sub("", found).strip() or None if isinstance(found, str) else None


def first_text(item: dict[str, Any], *names: str) -> str:
    """Take the first of an item's fields that holds text, as one plain line."""
    found = (plain_text(item[name]) for name in names if isinstance(item.get(name), str))
    return next((" ".join(text.split()) for text in found if text), "")


def link_of(item: dict[str, Any], base: str) -> str | None:
    """Resolve an item's link against the feed's address; a guid that is an address serves where there is no link."""
    link, guid = text_in(item, "link"), text_in(item, "id")
    found = absolute(base, link) if link else None
    # A link that is broken may resolve to the feed itself, which is no page.
    return found if found and found != base else absolute("", guid) if guid else None


def read_entry(item: dict[str, Any], feed: Feed, outlet: Outlet, base: str, now: datetime) -> Entry:
    """Make an Entry of a parsed item, which may lack a link, a guid, a date, a title or text."""
    url, guid = link_of(item, base), text_in(item, "id")
    title, text = first_text(item, "title"), entry_text(item)
    identity = guid or (clean_url(url) if url else title + text[:500])
    published_at, raw = published(item, outlet.zone, now)
    return Entry(
        entry_id=key(feed.feed_id, identity),
        article_id=article_key(url) if url else key(feed.feed_id, identity),
        feed_id=feed.feed_id,
        outlet_id=feed.outlet_id,
        url=url or f"{feed.url}#{key(identity):x}",
        guid=guid,
        title=title,
        author=first_text(item, "author") or None,
        text=text,
        language=text_in(item, "language") or feed.language,
        published_at=published_at,
        first_seen_at=now,
        has_page=url is not None,
        published_raw=raw,
    )


def tell_apart(entries: list[Entry]) -> list[Entry]:
    """Make entries of one guid but different pages different: some feeds give all their entries one guid."""
    pages: dict[int, set[int]] = {}
    for entry in entries:
        pages.setdefault(entry.entry_id, set()).add(entry.article_id)
    return [replace(e, entry_id=key(str(e.entry_id), str(e.article_id))) if len(pages[e.entry_id]) > 1 else e for e in entries]


def published(item: dict[str, Any], zone: str, now: datetime) -> tuple[datetime | None, str | None]:
    """Read when an item says it was published, else updated, in UTC; with the words it said it in.

    Of what it says, a date more than 48 hours after `now` is none.
    """
    written = (text[:100] for name in ("published", "updated", "created") if (text := text_in(item, name)))
    read = ((read_date(text, zone, now), text) for text in written)
    return next(((found.moment, text) for found, text in read if found), (None, (text_in(item, "published") or "")[:100] or None))


def parse_feed(page: Page, feed: Feed, outlet: Outlet, now: datetime) -> list[Entry]:
    """Read a feed's answer into its entries, in their order; raises FeedError where it is no feed."""
    text = clean(decode(page.body, page.content_type))
    read = json_entries if text.lstrip()[:1] == "{" else xml_entries
    try:
        return tell_apart([read_entry(item, feed, outlet, page.url, now) for item in read(text)])
    except FeedError:
        raise
    except (ValueError, AttributeError, TypeError, LookupError, AssertionError, RecursionError) as error:
        # feedparser lets errors of its parsers escape on hostile input (see its issues 315 and 391).
        raise FeedError(f"this feed cannot be read: {type(error).__name__}: {error}") from error


def title_of(page: Page) -> str:
    """Read what a feed calls itself, of an answer that parse_feed could read; empty where it has no name."""
    text = clean(decode(page.body, page.content_type))
    return first_text(json.loads(text) if text.lstrip()[:1] == "{" else parse_xml(text).feed, "title")
