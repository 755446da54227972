"""The HTML of a page in, what it says out: body, captions and head; an outlet's hints say where to look."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import lxml.html
from cssselect import HTMLTranslator
from lxml import etree
from trafilatura import bare_extraction
from trafilatura.utils import load_html

from extractors.feed import absolute, clean_url
from extractors.markup import clean, tidy
from extractors.records import Outlet
from extractors.script import JOINERS

# trafilatura deletes what str.isprintable() denies, so joiners travel as letters of Vai, a script no feed here writes.
STAND_INS = dict(zip(JOINERS, "ꔀꔁꔂꔃꔄꔅꔆꔇꔈꔉꔊꔋꔌꔍꔎꔏꔐ", strict=True))
JOINER_OF = {stand_in: joiner for joiner, stand_in in STAND_INS.items()}
NAMED_JOINERS = {"zwnj": "\u200c", "zwj": "\u200d", "lrm": "\u200e", "rlm": "\u200f", "shy": "\u00ad"}
JOINER_REFERENCE = re.compile(
    r"&(?:(zwnj|zwj|lrm|rlm|shy)|#(?:x0*(200[b-f]|202[a-e]|206[06-9]|ad|feff)"
    r"|0*(820[3-7]|823[4-8]|8288|829[4-7]|173|65279)));",
    re.I,
)
FURNITURE = "ancestor::aside | ancestor::nav | ancestor::footer | ancestor::header | ancestor::*[contains(@class, 'related')]"
# Kinds of schema.org and Open Graph that are articles; a link of so many characters may be a headline.
ARTICLE = re.compile(r"article|blogposting|report")
HEADLINE = 20
SITE_PARTS = {"www", "m", "amp", "mobile"}


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of itself: its address, title, author, date as written, whether all may read it, what kind it is."""

    canonical_url: str
    title: str
    author: str | None
    published: str | None
    free: bool
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Content:
    """What a page holds: paragraphs one a line, captions one a line and once, and whether the outlet's hint fitted.

    Where the page does not call itself an article, `links` counts the links in that text, and `linked` their characters.
    """

    head: Head
    text: str
    caption: str
    hint: str
    links: int = 0
    linked: int = 0


def carry(markup: str) -> str:
    """Swap joiners, written or as references, for letters that survive extraction."""
    for joiner, stand_in in STAND_INS.items():
        if joiner in markup:
            markup = markup.replace(joiner, stand_in)
    return JOINER_REFERENCE.sub(carried, markup)


def carried(match: re.Match[str]) -> str:
    """Turn one character reference of a joiner into its stand-in."""
    name, hexadecimal, decimal = match.groups()
    return STAND_INS[NAMED_JOINERS[name.lower()] if name else chr(int(hexadecimal, 16) if hexadecimal else int(decimal))]


def restore(text: str) -> str:
    """Swap the stand-ins back for the joiners they carried."""
    for stand_in, joiner in JOINER_OF.items():
        if stand_in in text:
            text = text.replace(stand_in, joiner)
    return text


@cache
def xpath(selector: str) -> etree.XPath:
    """Compile a CSS selector once."""
    return etree.XPath(HTMLTranslator().css_to_xpath(selector))


def find(tree: lxml.html.HtmlElement, selectors: tuple[str, ...]) -> list[lxml.html.HtmlElement]:
    """Find the nodes of the first selector that matches anything."""
    return next((nodes for selector in selectors if (nodes := xpath(selector)(tree))), [])


def linked_data(tree: lxml.html.HtmlElement) -> Iterator[dict[str, Any]]:
    """Walk the objects of a page's JSON-LD (schema.org), one graph deep; what is broken is passed over."""
    for script in tree.iterfind('.//script[@type="application/ld+json"]'):
        try:
            found = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for item in found if isinstance(found, list) else [found]:
            graph = item.get("@graph") if isinstance(item, dict) else None
            yield from (part for part in [item, *(graph if isinstance(graph, list) else [])] if isinstance(part, dict))


def meta(tree: lxml.html.HtmlElement, *names: str) -> str | None:
    """Read the first meta element that has one of these names or properties."""
    found = {
        (m.get("property") or m.get("name") or m.get("itemprop") or "").lower(): m.get("content")
        for m in tree.iterfind(".//meta")
    }
    return next((text.strip() for name in names if (text := found.get(name)) and text.strip()), None)


def author_in(item: dict[str, Any]) -> str | None:
    """Name the author of a schema.org article."""
    author = item.get("author")
    author = author[0] if isinstance(author, list) and author else author
    name = author.get("name") if isinstance(author, dict) else author
    return name if isinstance(name, str) else None


def canonical(tree: lxml.html.HtmlElement, url: str) -> str:
    """Take a page's word for its own address where it names a page of the same site, else the one it was read at."""
    link = next((x.get("href") for x in tree.iterfind(".//link[@rel='canonical']")), None) or meta(tree, "og:url") or url
    named = absolute(url, link) or url
    same_site = site_of(named) == site_of(url)
    front_page = urlsplit(named).path in ("", "/") and urlsplit(url).path not in ("", "/")
    return clean_url(named if same_site and not front_page else url)


def site_of(url: str) -> tuple[str, ...]:
    """Name an address's site: its host without www, m or amp."""
    return tuple(part for part in urlsplit(url).netloc.lower().split(".") if part not in SITE_PARTS)


def read_head(tree: lxml.html.HtmlElement, url: str) -> Head:
    """Read what a page says of itself in its head.

    trafilatura's own metadata is not asked: it takes a quarter of the time, invents dates where it finds none, and raises
    on broken trees (htmldate's clean_html); what it looks for in bodies the feed has already said.
    """
    items = list(linked_data(tree))
    dates = (item.get("datePublished") for item in items)
    kinds = [meta(tree, "og:type"), *(item.get("@type") for item in items)]
    headings = (t.text_content() for tag in ("title", "h1") for t in tree.iterfind(f".//{tag}"))
    title = meta(tree, "og:title", "twitter:title") or next((t for t in headings if t.strip()), "")
    return Head(
        canonical_url=restore(canonical(tree, url)),
        title=restore(" ".join(tidy(title).split())),
        author=next((restore(tidy(name)) for item in items if (name := author_in(item))), None) or meta(tree, "author"),
        published=next((d for d in dates if isinstance(d, str)), None)
        or meta(tree, "article:published_time", "datepublished", "date", "pubdate", "dc.date"),
        free=not any(str(item.get("isAccessibleForFree")).lower() == "false" for item in items),
        kinds=frozenset(kind.lower() for kind in kinds if isinstance(kind, str)),
    )


def take_captions(tree: lxml.html.HtmlElement, selector: str) -> str:
    """Take the captions out of a tree, each once, one a line; those of boxes and menus are dropped."""
    captions: dict[str, None] = {}
    for node in xpath(selector)(tree):
        if not node.xpath(FURNITURE):
            captions[" ".join(node.text_content().split())] = None
        node.drop_tree()
    return restore("\n".join(caption for caption in captions if caption))


def select(tree: lxml.html.HtmlElement, outlet: Outlet) -> tuple[lxml.html.HtmlElement, str]:
    """Cut a tree to what the outlet's hints name: the tree to read, and used, missed or none."""
    nodes = find(tree, outlet.select)
    root = tree
    if nodes:
        root = lxml.html.Element("html")
        article = etree.SubElement(etree.SubElement(root, "body"), "article")
        article.extend(nodes)
    for unwanted in [node for selector in outlet.prune for node in xpath(selector)(root)]:
        if unwanted.getparent() is not None:
            unwanted.drop_tree()
    return root, "used" if nodes else "missed" if outlet.select else "none"


def read_page(markup: str, url: str, outlet: Outlet) -> Content | None:
    """Read a page's head, captions and body; None where it is no HTML at all.

    The body is trafilatura's reading (`fast=True`: as good as its full cascade, see shared/facts.md) of the nodes that
    the outlet's `select` names, or of the whole page.
    """
    tree = load_html(carry(clean(markup)))
    if tree is None:
        return None
    head = read_head(tree, url)
    caption = take_captions(tree, outlet.captions)
    root, hint = select(tree, outlet)
    links = [] if any(map(ARTICLE.search, head.kinds)) else headlines(root)
    document = bare_extraction(root, fast=True, include_comments=False)
    lines = restore(getattr(document, "text", None) or "").split("\n")
    body = "\n".join(stripped for line in lines if (stripped := line.strip()))
    linked = [line for line in links if line in body]
    return Content(head, body.removeprefix(head.title + "\n"), caption, hint, len(linked), sum(map(len, linked)))


def headlines(tree: lxml.html.HtmlElement) -> list[str]:
    """List the texts of a page's links that are long enough for headlines."""
    texts = (restore(" ".join(link.text_content().split())) for link in tree.iterfind(".//a"))
    return [text for text in texts if len(text) >= HEADLINE]
