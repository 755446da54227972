"""A date as a feed or page wrote it in, the instant it means, how precisely and by which rule out; None where it means none."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from dateutil import parser as dateutil_parser

from extractors.dates.calendars import day_in
from extractors.dates.clock import CLOCK, clock_in, take_zone, write_hours
from extractors.dates.names import fold

EARLIEST, LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
# Clocks run ahead, and a day begins in Tehran before it does in UTC; what lies further ahead is an error or an announcement.
AHEAD = timedelta(hours=48)
EPOCH = re.compile(r"1\d{9}")
RFC822 = re.compile(r"(?:[a-z]{3,9},? ?)?\d\d? [a-z]{3,9} (?:\d\d){1,2} \d\d?:\d\d(?::\d\d?)?")
# What dateutil is asked to read has a whole year, or the day, month and year of RFC 850: it makes a date of any number.
WHOLE = re.compile(r"(?<!\d)(?:19|20)\d\d|\d-[a-z]{3}-\d")
DEFAULTS = (datetime(2001, 1, 1, 1), datetime(2002, 2, 2, 2))
IN_URL = re.compile(r"/((?:19|20)\d\d|1[34]\d\d)[/-]?(0[1-9]|1[0-2]|[1-9](?=[/-]))[/-]?(0[1-9]|[12]\d|3[01]|[1-9](?!\d))(?=\D|$)")
NUMBERED_URL = re.compile(r"/(20\d\d)([01]\d)([0-3]\d)\d+")


@dataclass(frozen=True, slots=True)
class Written:
    """A date that was written: its moment, its precision (instant, or day where no hour is told), and the rule that read it.

    `method` is epoch, iso, rfc822, month names, numeric, jalali, hijri or dateutil.
    """

    moment: datetime
    precision: str
    method: str


def read_epoch(text: str) -> Written | None:
    """Read ten digits as seconds since 1970 (2001 to 2033)."""
    return Written(datetime.fromtimestamp(int(text), UTC), "instant", "epoch") if EPOCH.fullmatch(text) else None


def read_iso(text: str) -> Written | None:
    """Read ISO 8601; raises ValueError. Years of other calendars (1398-11-04) are left to them."""
    if text[:2] not in ("19", "20"):
        return None
    with suppress(ValueError):
        return Written(datetime.combine(date.fromisoformat(text), time()), "day", "iso")
    return Written(datetime.fromisoformat(text.upper()), "instant", "iso")


def read_rfc822(text: str) -> Written | None:
    """Read the dates of mail and RSS, and nothing but such: email.utils takes a PM for a zone. Raises ValueError."""
    return Written(parsedate_to_datetime(text), "instant", "rfc822") if RFC822.fullmatch(text) else None


def read_calendars(text: str) -> Written | None:
    """Read a day by numbers or names of months, with the time of day beside it if there is one; raises ValueError."""
    if not (found := day_in(CLOCK.sub(" ", text))):
        return None
    clock = clock_in(text)
    return Written(datetime.combine(found[0], clock or time()), "instant" if clock else "day", found[1])


def read_near_miss(text: str) -> Written | None:
    """Read with dateutil what is left; raises ValueError or ArithmeticError (its decimals overflow).

    What it fills in from a default is nothing that anybody wrote: two defaults must agree on the day, and on the hour.
    """
    if not WHOLE.search(text):
        return None
    one, other = (dateutil_parser.parse(text, ignoretz=True, dayfirst=True, default=default) for default in DEFAULTS)
    if one.date() != other.date():
        return None
    return Written(one, "instant" if one.hour == other.hour else "day", "dateutil")


READERS: tuple[Callable[[str], Written | None], ...] = (read_epoch, read_iso, read_rfc822, read_calendars, read_near_miss)


def read_date(text: str | None, zone: str, now: datetime | None = None) -> Written | None:
    """Read the instant, in UTC, of a date string; one without a zone is local time in `zone` (IANA name).

    None where it names no whole day, or one before 1990 or more than 48 hours after `now` (without `now`: after 2099).
    Numeric years 13xx and 14xx are Persian unless they are marked as Islamic; of a Gregorian date and another in one string,
    the Gregorian is read. A day without an hour is its noon: so it is the same day in UTC, and begins no story before those
    that tell their hour.
    """
    plain, named = take_zone(write_hours(fold((text or "")[:100])))
    for read in READERS:
        with suppress(ValueError, ArithmeticError):
            if found := read(plain):
                moment = found.moment if found.precision == "instant" else found.moment.replace(hour=12)
                zoned = moment if moment.tzinfo else moment.replace(tzinfo=named or ZoneInfo(zone))
                within = EARLIEST <= zoned < LATEST and (now is None or zoned <= now + AHEAD)
                return replace(found, moment=zoned.astimezone(UTC)) if within else None
    return None


def zone_in(text: str) -> tzinfo | None:
    """Tell the zone that a date string names; None where it names none, and is read as local time."""
    plain = fold(text[:100])
    return UTC if EPOCH.fullmatch(plain) else take_zone(write_hours(plain))[1]


def day_in_url(url: str) -> str | None:
    """Find the day that an address carries (/2020/01/26/, /20200126…, /1398/11/06/), as year-month-day."""
    match = IN_URL.search(url) or NUMBERED_URL.search(url)
    return "-".join(match.groups()) if match else None


def first_day(text: str) -> date:
    """Read a year, month or day of the registry (2003, 2003-03, 2003-03-20) as its first day; raises ValueError."""
    year, month, day = ([int(part) for part in str(text).split("-")] + [1, 1])[:3]
    return date(year, month, day)
