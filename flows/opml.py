"""Feeds in, OPML 2.0 out, and back into a project list."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import quoteattr

from extractors.records import Feed
from extractors.registry import Registry, load_feeds


def write_opml(feeds: Iterable[Feed]) -> str:
    """Write feeds as an OPML 2.0 document."""
    rows = "\n".join(
        f'    <outline type="rss" text={quoteattr(f.title or f.feed_id)} title={quoteattr(f.title or f.feed_id)}'
        f" xmlUrl={quoteattr(f.url)}{f' language={quoteattr(f.language)}' if f.language else ''}/>"
        for f in feeds
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n  <head><title>Zagros</title></head>\n  <body>\n'
    return f"{head}{rows}\n  </body>\n</opml>"


def add_feeds(opml: Path, to: Path, registry: Registry) -> int:
    """Add the feeds of an OPML file that a project list lacks, one line each; returns how many.

    Raises RegistryError where either list is wrong; the project list is then left as it was.
    """
    old = to.read_text(encoding="utf-8") if to.is_file() else ""
    known = {feed.url for feed in load_feeds(to, registry)[0]} if old.strip() else set()
    new, _ = load_feeds(opml, registry)
    lines = [feed_line(feed) for feed in new if feed.url not in known]
    part = to.with_name(f".{to.name}.part")
    part.write_text(old + ("" if old.endswith("\n") or not old else "\n") + "".join(lines), encoding="utf-8")
    part.replace(to)
    return len(lines)


def feed_line(feed: Feed) -> str:
    """Write one feed as a line of a project list."""
    parts = {"id": feed.feed_id, "title": feed.title, "language": feed.language, "url": feed.url}
    written = (f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in parts.items() if value)
    return f"- {{{', '.join(written)}}}\n"
