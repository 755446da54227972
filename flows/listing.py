"""A feed and a list of feeds in, the list with a line more out: every comment and line stays where it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from ruamel.yaml import YAML

from extractors.feed import article_key
from extractors.records import Feed
from extractors.registry import Registry, RegistryError, load_feeds
from extractors.registry.files import ID, line_of
from warehouse.durable import replace_text

# What YAML takes for text without quotation marks.
PLAIN = re.compile(r"(?!(?:true|false|null)\b)[a-z][a-z0-9-]*")


class NotAdded(ValueError):
    """A feed that a list cannot take; the text says why, and what to do."""


def read_list(path: Path, registry: Registry) -> list[Feed]:
    """Load a project list that feeds are to be added to; one that is not there yet, or holds nothing but comments, has none."""
    if path.suffix.lower() in (".opml", ".xml"):
        raise NotAdded(f"{path}: feeds are added to project YAML; `zagros feeds import {path} --to my.yml` makes one of OPML")
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return load_feeds(path, registry)[0] if re.search(r"^\s*[^\s#]", text, re.M) else []


def listed_as(url: str, listed: list[Feed]) -> str | None:
    """Find the id under which an address is listed, however it is spelt; None where it is not."""
    return next((feed.feed_id for feed in listed if article_key(feed.url) == article_key(url)), None)


def add_feed(feed: Feed, path: Path, registry: Registry) -> str:
    """Add a feed to a project list behind the last of its country, and give its line; raises NotAdded or RegistryError.

    The list is read as `ingest` reads it before it takes the old one's place: it holds what it held, and the feed.
    """
    listed = read_list(path, registry)
    refuse_known(feed, listed, path)
    old = path.read_bytes().decode("utf-8") if path.is_file() else ""
    country = registry.outlets[feed.outlet_id].country
    beside = [number for number, known in enumerate(listed, 1) if country_of(known, registry) == country]
    for place in dict.fromkeys([*beside[-1:], len(listed)]):
        line, text = put(feed, old, place, len(listed))
        if holds(path, registry, text, [*listed[:place], feed, *listed[place:]]):
            replace_text(path, text)
            return line.strip()
    raise NotAdded(f"{path} is not laid out as a line a feed: add this one yourself\n{feed_line(parts_of(feed))}")


def country_of(feed: Feed, registry: Registry) -> str | None:
    """Tell the country of a feed's outlet, if a file of the registry tells it."""
    outlet = registry.outlets.get(feed.outlet_id)
    return outlet.country if outlet else None


def refuse_known(feed: Feed, listed: list[Feed], path: Path) -> None:
    """Raise NotAdded for an id that is none or taken, and for an address that is listed."""
    if not ID.fullmatch(feed.feed_id):
        raise NotAdded(f"{feed.feed_id!r} is no id: take small letters, digits and hyphens, such as {feed.outlet_id}-en")
    if known := listed_as(feed.url, listed):
        url = next(other.url for other in listed if other.feed_id == known)
        raise NotAdded(f"{line_of(path, url)}: {feed.url} is listed already, as {known}: edit that line, or leave it")
    if taken := next((other for other in listed if other.feed_id == feed.feed_id), None):
        where = line_of(path, taken.url)
        raise NotAdded(f"{where}: the id {feed.feed_id} is taken by {taken.url}: give the new feed another with --id")


def put(feed: Feed, text: str, place: int, count: int) -> tuple[str, str]:
    """Write a feed's line behind so many of a list's feeds; gives the line, and the whole text."""
    lines = whole_lines(text).splitlines(keepends=True)
    starts = YAML().load(text).lc.data if count else {}
    before = lines[starts[place - 1][0]] if count else ""
    line = before[: len(before) - len(before.lstrip())] + feed_line(parts_of(feed))
    at = starts[place - 1][0] + 1 if place < count else len(lines)
    return line, "".join([*lines[:at], line, *lines[at:]])


def holds(path: Path, registry: Registry, text: str, wanted: list[Feed]) -> bool:
    """Tell whether a text is a list of exactly these feeds."""
    try:
        found, _ = load_feeds(path, registry, text)
    except RegistryError:
        return False
    return [parts_of(feed) for feed in found] == [parts_of(feed) for feed in wanted]


def parts_of(feed: Feed) -> dict[str, str | None]:
    """Name the parts of a feed as a list does, but for its title, which is its outlet's unless given."""
    parts = {"id": feed.feed_id, "outlet": feed.outlet_id, "language": feed.language, "url": feed.url}
    return {**parts, "ignore_robots": feed.free, "seen": feed.seen, "off": feed.off}


def feed_line(parts: Mapping[str, str | None]) -> str:
    """Write one feed as a line of a project list."""
    written = (f"{name}: {quoted(value)}" for name, value in parts.items() if value)
    return f"- {{{', '.join(written)}}}\n"


def quoted(value: str) -> str:
    """Write a text as YAML, in quotation marks where it needs them."""
    return value if PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)


def whole_lines(text: str) -> str:
    """End the last line of a text."""
    return text + ("" if text.endswith("\n") or not text else "\n")
