"""Feeds that were found in, what a person or a program reads of them before they are listed out, and the feed to list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from extractors.language import READ_LANGUAGES
from extractors.polling import spell
from extractors.preview import NO_ZONE, Preview, guess_zone
from extractors.records import Feed, Outlet
from extractors.registry.feeds import slug
from extractors.web import host_of
from flows.adding import Found, Looked
from flows.listing import NotAdded
from flows.terminal import print_rows, visible


def print_previews(looked: Looked, chosen: Mapping[int, Found], now: datetime) -> None:
    """Print feeds by their numbers."""
    for number, found in chosen.items():
        print_rows([f"feed {number}", ""], rows_of(found, now))
        sample = [(entry.published_at, entry.title[:200], entry.url) for entry in found.preview.sample]
        print_rows(["published", "title", "page"], sample, title="Its first entries")
        if found.outlet is None:
            print(missing_outlet(found))
    if looked.left:
        print(f"{looked.left} more addresses that the page offers were not asked: give the one that you want")


def rows_of(found: Found, now: datetime) -> list[tuple[str, Any]]:
    """Lay out one feed for a person."""
    shown, zone = found.preview, zone_of(found, now)
    outlet = f"{found.outlet.outlet_id} ({found.outlet.name})" if found.outlet else "none: see below"
    pages = f"; its first page: {found.robots_of_page}" if found.robots_of_page else ""
    return [
        ("address", f"{found.url} ({found.basis})"),
        ("title", shown.title),
        ("outlet", outlet),
        ("listed", f"already, as {found.listed}" if found.listed else "not yet"),
        ("entries", f"{shown.entries}, {shown.dated} with a date that can be read"),
        ("language", languages(shown)),
        ("zone", f"{zone[0] or 'unknown'}: {zone[1]}; its dates say: {counts(shown.offsets) or 'nothing'}"),
        ("pace", pace(shown, now)),
        ("robots.txt", f"the feed: {found.robots}{pages}"),
    ]


def facts_of(found: Found, now: datetime) -> dict[str, Any]:
    """Lay out one feed for a program."""
    shown, (zone, basis) = found.preview, zone_of(found, now)
    sample = [{"title": entry.title, "published_at": entry.published_at, "url": entry.url} for entry in shown.sample]
    return {
        **{"url": found.url, "basis": found.basis, "title": shown.title, "listed": found.listed},
        **{"outlet": found.outlet and found.outlet.outlet_id, "entries": shown.entries, "dated": shown.dated},
        **{"language": shown.language, "detected": shown.detected, "declared": shown.declared},
        **{"zone": zone, "zone_basis": basis, "offsets": shown.offsets},
        **{"newest": shown.newest, "gap_seconds": shown.gap, "entries_a_day": shown.a_day},
        **{"robots": found.robots, "robots_of_page": found.robots_of_page, "sample": sample},
        "outlet_file": None if found.outlet else missing_outlet(found),
    }


def counts(words: Mapping[str, int]) -> str:
    """Write counts, the most first."""
    return ", ".join(f"{word} ({times})" for word, times in list(words.items())[:5])


def languages(shown: Preview) -> str:
    """Say in which languages a feed's entries are, by their words and by its own."""
    unread = shown.language and shown.language not in READ_LANGUAGES
    said = f"{counts(shown.detected) or 'unknown'} by the entries' words; {counts(shown.declared) or 'nothing'} by its own"
    return f"{said}; Zagros finds actors in {', '.join(READ_LANGUAGES)} only" if unread else said


def zone_of(found: Found, now: datetime) -> tuple[str | None, str]:
    """Say in which zone dates without one are read, and why."""
    if found.outlet:
        return found.outlet.zone, "the outlet's, for dates that name none"
    return guess_zone(found.preview.offsets, found.preview.newest or now)


def pace(shown: Preview, now: datetime) -> str:
    """Say how often a feed has a new entry."""
    if shown.newest is None:
        return "unknown: no entry has a date"
    age = f"the newest is {spell(max(0.0, (now - shown.newest).total_seconds()))} old"
    if shown.gap is None:
        return age
    often = f"an entry every {spell(shown.gap)} (median)"
    return f"{often}, {shown.a_day:.3g} a day; {age}" if shown.a_day else f"all entries at one instant; {age}"


def missing_outlet(found: Found) -> str:
    """Write the lines to add for the outlet of a feed; what only a person knows is left to be filled in."""
    host = outlet_host(found)
    unzoned = found.preview.offsets.get(NO_ZONE)
    zone = f"# zone: IANA zone of dates that name none, as {unzoned} here do; the country's unless given\n" if unzoned else ""
    return visible(
        f"No outlet of the registry publishes at {host}. Take --outlet ID if it is another's, "
        f"or add registry/outlets/{slug(host)}.yml:\n"
        f"name: {host}  # how our reports call it\n"
        f"domains: [{host}]\n"
        f"languages: [{found.preview.language or ''}]\n"
        "# country: IQ  # ISO 3166, IQ-KRG for Kurdistan\n"
        '# owner: id of the actor that owns or controls it\n# leaning: "its leaning in words"\n' + zone
    )


def outlet_host(found: Found) -> str:
    """Name the host at which a feed's outlet would publish."""
    return host_of(found.url).removeprefix("www.")


def choose(looked: Looked, only: int | None) -> dict[int, Found]:
    """Choose a feed by its number, or all; raises NotAdded for a number that none has."""
    numbered = dict(enumerate(looked.found, 1))
    if only is not None and only not in numbered:
        raise NotAdded(f"there is no feed {only}: {len(numbered)} found, numbered from 1")
    return numbered if only is None else {only: numbered[only]}


def feed_to_list(chosen: Mapping[int, Found], feed_id: str | None, now: datetime) -> Feed:
    """Make the feed to list of the one that was chosen; raises NotAdded where there are several, or no outlet is known."""
    if len(chosen) > 1:
        raise NotAdded(f"{len(chosen)} feeds were found: choose one with --only 1 to {len(chosen)}, or give its own address")
    (found,) = chosen.values()
    if found.outlet is None:
        file = f"registry/outlets/{slug(outlet_host(found))}.yml"
        raise NotAdded(f"{found.url} was not added: no outlet of the registry publishes there: take --outlet ID, or add {file}")
    shown, outlet = found.preview, found.outlet
    language = shown.language if shown.language in READ_LANGUAGES else None
    seen = f"{shown.entries} entries came {now:%Y-%m-%d}" if shown.entries else None
    off = None if seen else f"no entries came when it was added {now:%Y-%m-%d}"
    named = feed_id or name_for(outlet, language)
    return Feed(named, outlet.outlet_id, found.url, language=language, seen=seen, off=off)


def name_for(outlet: Outlet, language: str | None) -> str:
    """Name a feed as the list's others are: its outlet and its language."""
    return f"{outlet.outlet_id}-{language}" if language else outlet.outlet_id
