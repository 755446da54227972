"""A feed's answer in, what a person wants to know before it is listed out: title, languages, zone, pace, some entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import pairwise
from statistics import median
from zoneinfo import ZoneInfo

from extractors.dates import zone_in
from extractors.feed import parse_feed, title_of
from extractors.language import language_of
from extractors.records import Entry, Feed, Outlet, Page
from extractors.registry.model import ZONES

SAMPLE, LONGEST_TITLE = 5, 200
NO_ZONE = "no zone"


@dataclass(frozen=True, slots=True)
class Preview:
    """What a feed's answer shows; counts are of entries, `gap` is the median number of seconds between two of them.

    `detected` counts languages by the entries' words, `declared` by the feed's, `offsets` what the dates say of their zone.
    """

    title: str
    entries: int
    dated: int
    detected: dict[str, int]
    declared: dict[str, int]
    offsets: dict[str, int]
    newest: datetime | None
    gap: float | None
    a_day: float | None
    sample: tuple[Entry, ...]

    @property
    def language(self) -> str | None:
        """Name the language of most entries."""
        return next((name for name in self.detected if name != "und"), None)


def preview(page: Page, feed: Feed, outlet: Outlet, now: datetime) -> Preview:
    """Read a feed's answer; raises FeedError where it is no feed."""
    entries = parse_feed(page, feed, outlet, now)
    moments = sorted(entry.published_at for entry in entries if entry.published_at)
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(moments)]
    span = sum(gaps)
    return Preview(
        title=title_of(page)[:LONGEST_TITLE],
        entries=len(entries),
        dated=len(moments),
        detected=count(language_of(f"{entry.title}\n{entry.text}") for entry in entries),
        declared=count(entry.language[:20] for entry in entries if entry.language),
        offsets=count(offset_of(entry) for entry in entries if entry.published_at),
        newest=max(moments, default=None),
        gap=median(gaps) if gaps else None,
        a_day=len(gaps) * 86400 / span if span else None,
        sample=tuple(entries[:SAMPLE]),
    )


def count(words: Iterable[str]) -> dict[str, int]:
    """Count words, the commonest first."""
    return dict(Counter(words).most_common())


def offset_of(entry: Entry) -> str:
    """Tell the offset from UTC that an entry's date names, as in +03:30."""
    zone = zone_in(entry.published_raw or "")
    return written(entry.published_at, zone) if zone and entry.published_at else NO_ZONE


def written(moment: datetime, zone: tzinfo) -> str:
    """Write a zone's offset at a moment, as in +03:30."""
    return moment.astimezone(zone).isoformat()[-6:]


def guess_zone(offsets: Mapping[str, int], when: datetime) -> tuple[str | None, str]:
    """Guess by the offset of most dates in which zone of the region a feed is written, and say why."""
    said = next((offset for offset in offsets if offset != NO_ZONE), None)
    if said is None:
        return None, "no date names an offset"
    if said == "+00:00":
        return None, "its dates are in UTC, which tells no place"
    fitting = [zone for zone in dict.fromkeys(ZONES.values()) if written(when, ZoneInfo(zone)) == said]
    others = f", which {', '.join(fitting[1:])} share" if fitting[1:] else ""
    return next(iter(fitting), None), f"a guess by {said}{others}" if fitting else f"no zone of the region is at {said}"
