"""Sitemaps and lists of addresses in, the pages that they name out; what cannot be read is a failure in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from protego import Protego

from extractors.feed import absolute
from extractors.records import Failure, Page
from extractors.sitemap import BACKFILL, Location, SitemapError, read_sitemap
from extractors.web import WebError
from flows.reading import Reader
from flows.workers import WorkerError

# An index of sitemaps lists no index (sitemaps.org), yet some do; and no site needs more than these for a backfill.
MOST_SITEMAPS, DEEPEST = 500, 3


def read_list(path: Path) -> list[Location]:
    """Read a file of addresses, one a line; blank lines and those that begin with # are passed over.

    Raises ValueError that names the line which is no address.
    """
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            url = absolute("", line)
            if url is None:
                raise ValueError(
                    f"{path}, line {number}: {line.strip()[:80]!r} is no address that begins with http:// or https://"
                )
            found.append(Location(url))
    return found


async def walk(sitemaps: Iterable[str], reader: Reader, since: str) -> tuple[list[Location], list[Failure]]:
    """Read sitemaps and those that they list, but for those last changed before the day `since` (ISO 8601, or empty).

    The address of a site's front page stands for the sitemaps that its robots.txt names.
    """
    waiting = [(url, 0) for url in sitemaps]
    asked, pages, failures = set[str](), list[Location](), list[Failure]()
    while waiting and len(asked) < MOST_SITEMAPS:
        url, depth = waiting.pop(0)
        if url in asked:
            continue
        asked.add(url)
        try:
            listed = await read_one(url, reader)
        except (WebError, WorkerError, SitemapError) as error:
            kind = getattr(error, "kind", "unparsable")
            failures.append(Failure(url, BACKFILL, None, "list", str(error), reader.now, code=kind))
            continue
        fresh = [place for place in listed if not place.changed or place.changed[: len(since)] >= since]
        pages += [place for place in fresh if not place.nested]
        waiting += [(place.url, depth + 1) for place in fresh if place.nested and depth < DEEPEST]
    return pages, failures


async def read_one(url: str, reader: Reader) -> list[Location]:
    """Ask for one sitemap, or for the robots.txt that names a site's; raises WebError, WorkerError or SitemapError."""
    if urlsplit(url).path not in ("", "/"):
        return list(await reader.workers.run(read_sitemap, await reader.get(url)))
    named = list(sitemaps_of(await reader.get(urljoin(url, "/robots.txt"))))
    if not named:
        raise SitemapError("its robots.txt names no sitemap: give the sitemap's own address")
    return named


def sitemaps_of(robots: Page) -> Iterator[Location]:
    """List the sitemaps that a robots.txt names (https://www.sitemaps.org/protocol.html#submit_robots)."""
    text = robots.body.decode("utf-8", "replace")
    return (Location(url, nested=True) for found in Protego.parse(text).sitemaps if (url := absolute(robots.url, found)))
