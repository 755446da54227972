"""Feeds in, OPML 2.0 out, and back into a project list."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import quoteattr

from extractors.records import Feed
from extractors.registry import feed_id_of, load_yaml, read_opml


def write_opml(feeds: Iterable[Feed]) -> str:
    """Write feeds as an OPML 2.0 document."""
    rows = "\n".join(
        f'    <outline type="rss" text={quoteattr(f.title or f.feed_id)} title={quoteattr(f.title or f.feed_id)}'
        f" xmlUrl={quoteattr(f.url)}{f' language={quoteattr(f.language)}' if f.language else ''}/>"
        for f in feeds
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n  <head><title>Zagros</title></head>\n  <body>\n'
    return f"{head}{rows}\n  </body>\n</opml>"


def add_feeds(opml: Path, to: Path) -> int:
    """Append the feeds of an OPML file that a project list lacks, one line each; returns how many. Raises RegistryError."""
    known = {item["url"] for item in (load_yaml(to) or [])} if to.is_file() else set()
    new = {item["url"]: item for item in read_opml(opml) if item["url"] not in known}
    lines = [
        "- {"
        + ", ".join(
            f"{key}: {json.dumps(value, ensure_ascii=False)}"
            for key, value in {"id": feed_id_of(url), "title": item["title"], "language": item["language"], "url": url}.items()
            if value
        )
        + "}\n"
        for url, item in new.items()
    ]
    with to.open("a", encoding="utf-8") as file:
        file.writelines(lines)
    return len(lines)
