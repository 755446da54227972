"""Folded text in, the time of day and the zone that it names out."""

from __future__ import annotations

import re
from datetime import UTC, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from extractors.dates.names import ABBREVIATIONS, EVENING, MORNING, PLACES, any_of, by_name

LETTER = r"[^\W\d_]"
CLOCK = re.compile(
    rf"(?<![\d:+])(?<!gmt-)(?<!utc-)(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d?))?(?:\.\d+)?(?![\d:])"
    rf"(?: ?(?:(?P<morning>{any_of([MORNING])})|(?P<evening>{any_of([EVENING])}))(?!{LETTER}))?"
)
BARE_HOUR = re.compile(r"(?:ساعت|الساعه|کاتژمیر) ?(\d\d?)(?![\d:])|(?<![\d:])(\d\d?)(?= ?[ap]\.?m\b)")
OFFSET = re.compile(r" ?\(?(?:z\b|(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d)(?![\d/:-]))")
# Read by ourselves, since email.utils passes over GMT+9 and dateutil takes it the other way round, as POSIX would.
FROM_GMT = re.compile(r"\b(?:gmt|utc) ?(?P<sign>[+-])(?P<hours>\d\d?)(?::?(?P<minutes>\d\d))?(?![\d/])")
NAMED = re.compile(
    rf"(?<!{LETTER})(?:(?P<short>{'|'.join(ABBREVIATIONS)})"
    rf"|(?:بتوقیت|توقیت|وقت|کاتی) (?:مدینه )?(?P<place>{any_of(PLACES.values())})"
    rf"|(?P<city>{any_of(PLACES.values())}) (?:local |standard )?time)(?!{LETTER})"
)
ZONE_OF = by_name(PLACES.items())


def write_hours(text: str) -> str:
    """Write an hour that is named without minutes (ساعت 10, 3 pm) as a clock would show it."""
    return BARE_HOUR.sub(r"\1\2:00", text)


def clock_in(text: str) -> time | None:
    """Read the first time of day in a text; raises ValueError for one that no clock shows."""
    if not (found := CLOCK.search(text)):
        return None
    hour, half = int(found["hour"]), found["morning"] or found["evening"]
    if half and hour <= 12:
        hour = hour % 12 + (12 if found["evening"] else 0)
    return time(hour, int(found["minute"]), int(found["second"] or 0))


def zone_of(found: re.Match[str]) -> tzinfo | None:
    """Say which zone was found; None for an offset that no place has."""
    given = found.groupdict()
    if "sign" not in given:
        place = given["place"] or given["city"]
        return ZoneInfo(ZONE_OF[place.replace(" ", "")]) if place else timezone(timedelta(minutes=ABBREVIATIONS[given["short"]]))
    if not given["sign"]:
        return UTC
    ahead = timedelta(hours=int(given["hours"]), minutes=int(given["minutes"] or 0))
    return timezone(-ahead if given["sign"] == "-" else ahead) if ahead <= timedelta(hours=14) else None


def take_zone(text: str) -> tuple[str, tzinfo | None]:
    """Take the zone of the first time of day out of a text: the text without it, and the zone or None.

    What stands behind a second time of day belongs to that: 10:20 (07:20 GMT).
    """
    clocks = [*CLOCK.finditer(text)][:2]
    behind, end = clocks[0].end() if clocks else len(text), clocks[1].start() if clocks[1:] else len(text)
    found = OFFSET.match(text, behind) or FROM_GMT.search(text, 0, end) or NAMED.search(text, 0, end)
    zone = zone_of(found) if found else None
    return (f"{text[: found.start()]} {text[found.end() :]}".strip(), zone) if found and zone else (text, None)
