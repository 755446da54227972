"""Feeds in, OPML 2.0 out, and back into a project list."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import quoteattr

from extractors.records import Feed
from extractors.registry import Registry, load_feeds
from flows.listing import feed_line, whole_lines
from warehouse.durable import replace_text


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
    wanted = [feed for feed in new if feed.url not in known]
    lines = [feed_line({"id": f.feed_id, "title": f.title, "language": f.language, "url": f.url}) for f in wanted]
    replace_text(to, whole_lines(old) + "".join(lines))
    return len(lines)
