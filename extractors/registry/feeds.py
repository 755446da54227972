"""A list of feeds in, project YAML or OPML, the feeds and the outlets that answer there out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from extractors.feed import absolute, key
from extractors.records import Feed, Outlet
from extractors.registry.files import RegistryError, load_yaml
from extractors.registry.model import Registry

FEED_KEYS = {"id", "url", "outlet", "title", "language", "ignore_robots", "seen", "off"}


class UnknownFeed(ValueError):
    """A feed was named that no list holds."""


def read_opml(path: Path) -> list[dict[str, Any]]:
    """Read the outlines of an OPML 2.0 file as feed descriptions, each address once; raises RegistryError."""
    try:
        root = etree.fromstring(path.read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True))
    except (OSError, etree.XMLSyntaxError) as error:
        raise RegistryError(f"{path}: no OPML: {error}") from error
    outlines = [outline.attrib for outline in root.iter("outline") if outline.get("xmlUrl")]
    # Readers list one feed in several folders.
    found = {o["xmlUrl"].strip(): {"title": o.get("title") or o.get("text"), "language": o.get("language")} for o in outlines}
    return [{"url": url, **item} for url, item in found.items()]


def slug(text: str) -> str:
    """Make a file-name-like id of an address or title."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def feed_id_of(url: str) -> str:
    """Name a feed that has no name of its own: its host and, for uniqueness, a hash of its address."""
    return f"{slug(urlsplit(url).netloc.removeprefix('www.'))}-{key(url) % 0xFFFFFF:06x}"


def load_feeds(path: Path, registry: Registry, text: str | None = None) -> tuple[list[Feed], dict[str, Outlet]]:
    """Load a list of feeds (project YAML or OPML) with the outlets that answer there, known ones or made of the list.

    `text` stands for what project YAML holds. Raises RegistryError that names every wrong line's feed.
    """
    listed = read_opml(path) if path.suffix.lower() in (".opml", ".xml") else load_yaml(path, text)
    if not isinstance(listed, list) or not listed:
        raise RegistryError(f"{path}: this file must be a list of feeds, each with id, url and outlet")
    if problems := list(problems_of_feeds(path, listed, registry)):
        raise RegistryError("the feeds have problems:\n" + "\n".join(f"  {problem}" for problem in problems))
    feeds, outlets = [], {}
    for item in ({**item, "url": item["url"].strip()} for item in listed):
        outlet = registry.outlets.get(item.get("outlet", "")) or registry.outlet_of(item["url"])
        if outlet is None:
            host = urlsplit(item["url"]).netloc.lower().removeprefix("www.")
            outlet = Outlet(slug(host), item.get("title") or host, domains=(host,))
        outlets[outlet.outlet_id] = outlet
        feed_id = item.get("id") or feed_id_of(item["url"])
        told = (item.get(name) for name in ("language", "ignore_robots", "seen", "off"))
        feeds.append(Feed(feed_id, outlet.outlet_id, item["url"], item.get("title") or outlet.name, *told))
    return feeds, outlets


def choose_named(feeds: list[Feed], only: list[str] | None) -> list[Feed]:
    """Choose the feeds named, or all where none is; raises UnknownFeed for a name that no feed has."""
    ids = {feed.feed_id for feed in feeds}
    if unknown := [name for name in only or () if name not in ids]:
        raise UnknownFeed(f"no feed is called {', '.join(unknown)}: `zagros feeds` lists their ids")
    return [feed for feed in feeds if not only or feed.feed_id in only]


def problems_of_feeds(path: Path, listed: list[Any], registry: Registry) -> Iterator[str]:
    """Tell what is wrong with a list of feeds."""
    seen: set[str] = set()
    for number, item in enumerate(listed, 1):
        where = f"{path}: feed {number}"
        if not isinstance(item, dict) or absolute("", str(item.get("url", "")).strip()) is None:
            yield f"{where}: it needs a `url` that begins with http:// or https://"
            continue
        for unknown in item.keys() - FEED_KEYS:
            yield f"{where}: unknown key {unknown!r}; known are {', '.join(sorted(FEED_KEYS))}"
        if wrong := [name for name in FEED_KEYS & item.keys() if not isinstance(item[name], str | None)]:
            yield f"{where}: {', '.join(f'`{name}`' for name in sorted(wrong))} must be text: put it in quotation marks"
            continue
        if (outlet := item.get("outlet")) and outlet not in registry.outlets:
            yield f"{where}: outlet {outlet!r} is no file of registry/outlets"
        for known in {f"the id {item.get('id') or feed_id_of(item['url'])!r}", f"the address {item['url']}"}:
            if known in seen:
                yield f"{where}: {known} stands twice"
            seen.add(known)
