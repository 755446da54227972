"""A page in, the addresses out at which it may offer feeds: those it declares, those it links, those that many sites have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

import lxml.html
from lxml import etree

from extractors.feed import absolute
from extractors.markup import clean, decode
from extractors.records import Page
from extractors.web.errors import Refused
from extractors.web.urls import host_of, normalise

# A link is a feed by these types (HTML, 4.6.7.1 "alternate"; RSS Advisory Board, "RSS Autodiscovery"; JSON Feed 1.1), and by
# two plain ones that old systems give. application/json is none: WordPress links its own interface so.
TYPES = {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"}
TYPES |= {"application/xml", "text/xml"}
# A word of feeds in an address, and no part of a longer one (feedback, rssi).
WORD = re.compile(r"(?<![a-z])(?:rss2?|atom|rdf|feeds?)(?![a-z])", re.I)
# What readers comment is no news; every WordPress declares such a feed beside its own.
COMMENTS = re.compile(r"(?<![a-z])comments?(?![a-z])", re.I)
WELL_KNOWN = ("/feed/", "/rss", "/rss.xml", "/feed.xml", "/atom.xml")
# A page may offer a feed a section; thousands are a trap. So many links are looked at, and so many offers made.
MOST_LINKS, MOST_OFFERS = 5000, 40


@dataclass(frozen=True, slots=True)
class Offer:
    """An address that may be a feed's; `basis` says why: declared, linked or guessed."""

    url: str
    basis: str


def offers_of(page: Page) -> list[Offer]:
    """List where a page may offer feeds, each address once, spelt the one way: declared ones, linked ones, guesses."""
    tree, own = read(page), host_of(page.url)
    base = base_of(tree, page.url)
    # A site's own feeds stand before those of others to which it links.
    linked = sorted((url for url in addresses(links(tree), base) if names_feed(url, own)), key=lambda url: host_of(url) != own)
    told = {"declared": addresses(declared(tree), base), "linked": linked}
    found = [Offer(url, basis) for basis, urls in told.items() for url in urls if not COMMENTS.search(urlsplit(url).path)]
    guesses = [Offer(url, "guessed") for url in addresses(WELL_KNOWN, page.url)]
    offers = {page.url: Offer(page.url, "given")}
    for offer in [*found, *guesses]:
        if len(offers) <= MOST_OFFERS or offer.basis == "guessed":
            offers.setdefault(offer.url, offer)
    return list(offers.values())[1:]


def names_feed(url: str, own: str) -> bool:
    """Tell whether an address has a word of feeds in it; the host's name says nothing of a page of its own."""
    parts = urlsplit(url)
    return bool(WORD.search(f"{parts.path}?{parts.query}" if host_of(url) == own else url))


def read(page: Page) -> lxml.html.HtmlElement:
    """Parse a page; what is none has no links."""
    markup = clean(decode(page.body, page.content_type)).encode("utf-8", "replace")
    try:
        return lxml.html.document_fromstring(markup, parser=lxml.html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return lxml.html.Element("html")


def base_of(tree: lxml.html.HtmlElement, url: str) -> str:
    """Tell against what a page's links are resolved: its first base (HTML, 4.2.3), else its own address."""
    said = next((base.get("href") for base in tree.iter("base") if base.get("href")), None)
    return (absolute(url, said) if said else None) or url


def declared(tree: lxml.html.HtmlElement) -> Iterator[str]:
    """List what the page's link elements call a feed, in their order: the first is the page's own."""
    for link in islice(tree.iter("link"), MOST_LINKS):
        rel = set((link.get("rel") or "").lower().split())
        kind = (link.get("type") or "").split(";")[0].strip().lower()
        alternate = "alternate" in rel and "stylesheet" not in rel and kind in TYPES
        # rel=feed stood in drafts of HTML 5, and stands in pages since.
        if link.get("href") and (alternate or "feed" in rel):
            yield link.get("href")


def links(tree: lxml.html.HtmlElement) -> Iterator[str]:
    """List where the page's links lead."""
    return (link.get("href") for link in islice(tree.iter("a", "area"), MOST_LINKS) if link.get("href"))


def addresses(hrefs: Iterable[str], base: str) -> Iterator[str]:
    """Resolve links and spell them the one way, without fragment; what is no address of a page is passed over."""
    for href in hrefs:
        if url := absolute(base, href):
            try:
                yield str(normalise(url.split("#")[0]))
            except Refused:
                continue
