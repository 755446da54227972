"""A date as a feed or page wrote it in, the instant it means out; None where it means none."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

import jdatetime
from dateutil import parser as dateutil_parser

DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
JALALI = re.compile(r"\b(1[34]\d\d)[/-](\d{1,2})[/-](\d{1,2})")
CLOCK = re.compile(r"(\d{1,2}):(\d\d)")
HOUR = re.compile(r"\d:\d\d|\dT\d{4}")
ZONE = re.compile(r"Z$|[+-]\d\d:?\d\d$")
JALALI_MONTHS = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند".split()
ARABIC_MONTHS = {
    "Jan": "يناير|كانون الثاني", "Feb": "فبراير|شباط", "Mar": "مارس|آذار", "Apr": "أبريل|ابريل|نيسان",
    "May": "مايو|أيار|ايار", "Jun": "يونيو|حزيران", "Jul": "يوليو|تموز", "Aug": "أغسطس|اغسطس|آب",
    "Sep": "سبتمبر|أيلول|ايلول", "Oct": "أكتوبر|اكتوبر|تشرين الأول", "Nov": "نوفمبر|تشرين الثاني", "Dec": "ديسمبر|كانون الأول",
}  # fmt: skip
DEFAULTS = (datetime(2001, 1, 1), datetime(2002, 2, 2))
IN_URL = re.compile(r"/((?:19|20)\d\d|1[34]\d\d)[/-]?(0[1-9]|1[0-2]|[1-9](?=[/-]))[/-]?(0[1-9]|[12]\d|3[01]|[1-9](?!\d))(?=\D|$)")
NUMBERED_URL = re.compile(r"/(20\d\d)([01]\d)([0-3]\d)\d+")
FROM_GMT = re.compile(r"\b(?:GMT|UTC)\s*([+-])(\d{1,2}):?(\d\d)?\b")
# Abbreviations as feeds of this region mean them (feedparser and email.utils read AST as Atlantic, IRST as UTC).
ZONES = {"AST": 180, "IRST": 210, "IRDT": 270, "EET": 120, "EEST": 180, "MSK": 180, "TRT": 180, "GST": 240, "PKT": 300}


def zone_minutes(name: str | None, offset: int | None) -> timezone | None:
    """Answer dateutil's question which zone a name or an offset in seconds means."""
    if name in ZONES:
        return timezone(timedelta(minutes=ZONES[name]))
    return None if offset is None else timezone(timedelta(seconds=offset))


def offset(match: re.Match[str]) -> str:
    """Write GMT+9 as +0900: email.utils passes over it and dateutil once read it the other way round."""
    sign, hours, minutes = match.groups()
    return f"{sign}{hours:>02}{minutes or '00'}"


def name_months(text: str) -> str:
    """Write the Persian calendar's months as numbers, and the Arabic names of the Gregorian ones in English."""
    for number, names in enumerate(JALALI_MONTHS, 1):
        text = re.sub(rf"(\d{{1,2}})\s+{names}\s+(1[34]\d\d)", rf"\2/{number}/\1", text)
    for month, names in ARABIC_MONTHS.items():
        text = re.sub(rf"(?<=\d)\s*/?\s*(?:{names})\s*/?\s*(?=\d)", f" {month} ", text)
    return text


def parse_jalali(text: str, zone: ZoneInfo) -> datetime | None:
    """Read a numeric date of the Persian calendar, e.g. 1398/11/04 10:20, in the zone it names or in `zone`."""
    if not (match := JALALI.search(text)):
        return None
    rest = text[: match.start()] + " " + text[match.end() :]
    clock, named = CLOCK.search(rest), ZONE.search(rest)
    year, month, day = (int(part) for part in match.groups())
    hour, minute = (int(part) for part in clock.groups()) if clock else (0, 0)
    moment: datetime = jdatetime.datetime(year, month, day, hour, minute).togregorian()
    return moment.replace(tzinfo=datetime.strptime(named[0], "%z").tzinfo if named else zone)


def parse_gregorian(text: str) -> datetime:
    """Read ISO 8601, RFC 822 and their near misses; raises ValueError or OverflowError where nothing fits."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    if not any(name in text for name in ZONES):
        try:
            return parsedate_to_datetime(text)
        except ValueError:
            pass
    # What dateutil fills in from a default day is no date that anybody wrote: two defaults must agree.
    one, other = (dateutil_parser.parse(text, tzinfos=zone_minutes, dayfirst=True, default=default) for default in DEFAULTS)
    if one.date() != other.date():
        raise ValueError(f"{text!r} is no whole date")
    return one


def parse_instant(text: str | None, zone: str) -> datetime | None:
    """Read the instant of a date string; one without a zone is local time in `zone` (IANA name). UTC comes out.

    A day without an hour is its noon: so it is the same day in UTC, and begins no story before those that tell their hour.
    """
    text = FROM_GMT.sub(offset, name_months((text or "")[:100].translate(DIGITS).strip())).replace("-0000", "+0000")
    try:
        moment = parse_jalali(text, ZoneInfo(zone)) or parse_gregorian(text)
        zoned = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
        zoned = zoned if precision_of(text) == "instant" else zoned.replace(hour=12)
        return zoned.astimezone(UTC) if 1990 <= zoned.year < 2100 else None
    except (ValueError, OverflowError):
        return None


def day_in_url(url: str) -> str | None:
    """Find the day that an address carries (/2020/01/26/, /20200126…, /1398/11/06/), as year-month-day."""
    match = IN_URL.search(url) or NUMBERED_URL.search(url)
    return "-".join(match.groups()) if match else None


def precision_of(text: str | None) -> str:
    """Say how precise a date string is: day where it names no hour, else instant."""
    return "day" if text and not HOUR.search(text.translate(DIGITS)) else "instant"


def first_day(text: str) -> date:
    """Read a year, month or day of the registry (2003, 2003-03, 2003-03-20) as its first day; raises ValueError."""
    year, month, day = ([int(part) for part in str(text).split("-")] + [1, 1])[:3]
    return date(year, month, day)
