"""Addresses of the past and the warehouse in, what of them is wanted and not read yet out, and the counts of all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlsplit

from extractors.dates import day_in_url, read_date
from extractors.records import Entry
from extractors.registry import Registry
from extractors.sitemap import Location, entry_of
from flows.facts import recognised, stored_entries
from warehouse.store import Store

COLUMNS = ("outlet", "listed", "read before", "out of range", "to read")


@dataclass
class Plan:
    """What there is to read, by outlet: listed pages, of them read before, out of range; and pages to ask a host for."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    unknown: Counter[str] = field(default_factory=Counter)
    by_host: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[str, str]] = field(default_factory=list)

    def note(self, outlet: str, what: str) -> None:
        """Count one page of an outlet."""
        self.counts.setdefault(outlet, Counter())[what] += 1

    def rows(self) -> list[tuple[str, int, int, int, int]]:
        """Lay out one row an outlet: listed, read before, out of range, to read."""
        return [(outlet, *(count[name] for name in COLUMNS[1:])) for outlet, count in sorted(self.counts.items())]  # type: ignore[misc]

    def seconds(self, pace: float) -> float:
        """Tell how long asking for the pages takes at least, at a pace (seconds between two requests to one host)."""
        return pace * max(self.by_host.values(), default=0)


@dataclass(frozen=True)
class Range:
    """The days (UTC) of which articles are wanted, both included; None: whatever there is."""

    since: date | None = None
    until: date | None = None

    def holds(self, moment: datetime | None) -> bool:
        """Tell whether an instant may be wanted; one that is not known may."""
        if moment is None:
            return True
        return (self.since or date.min) <= moment.date() <= (self.until or date.max)

    def may_hold(self, entry: Entry, zone: str) -> bool:
        """Tell whether an entry's page may be wanted, by what its list or its address says."""
        written = read_date(day_in_url(entry.url), zone)
        return self.holds(entry.published_at or (written.moment if written else None))


@dataclass(frozen=True)
class Chosen:
    """A page to read: the address at which it was found, and its entry; one that is stored has its page due at an instant."""

    url: str
    entry: Entry
    known: bool = False
    due_at: datetime | None = None


def choose(
    store: Store, found: Iterable[tuple[Location, datetime]], registry: Registry, wanted: Range, plan: Plan
) -> list[Chosen]:
    """Choose pages of known outlets that are wanted and not read yet, each as the article that it is, once.

    One that no feed has listed is an entry of the instant given with it; else its feed's entry is read.
    """
    entries: dict[int, Entry] = {}
    for place, moment in found:
        outlet = registry.outlet_of(place.url)
        if outlet is None:
            plan.unknown[urlsplit(place.url).netloc] += 1
            continue
        plan.note(outlet.outlet_id, "listed")
        entry = entry_of(place, outlet, moment)
        if wanted.may_hold(entry, outlet.zone):
            entries.setdefault(entry.article_id, entry)
        else:
            plan.note(outlet.outlet_id, "out of range")
    named = {entry.article_id: entry for entry in recognised(store, list(entries.values()))}
    read_before = {row["article_id"] for row in store.rows("articles_read", {"ids": list(named)})}
    stored = stored_entries(store, [article_id for article_id in named if article_id not in read_before])
    for article_id, entry in named.items():
        plan.note(entry.outlet_id, "read before" if article_id in read_before else "to read")
    return [
        Chosen(entry.url, *((stored[name][0], True, stored[name][1]) if name in stored else (entry,)))
        for name, entry in named.items()
        if name not in read_before
    ]
