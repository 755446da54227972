"""A date as a feed or page wrote it in, the instant it means out; None where it means none."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

import jdatetime
from dateutil import parser as dateutil_parser

DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
JALALI = re.compile(r"\b(1[34]\d\d)[/-](\d{1,2})[/-](\d{1,2})(?:\D+(\d{1,2}):(\d\d))?")
IN_URL = re.compile(r"/((?:19|20)\d\d|1[34]\d\d)[/-]?(0[1-9]|1[0-2]|[1-9](?=[/-]))[/-]?(0[1-9]|[12]\d|3[01]|[1-9](?!\d))(?=\D|$)")
NUMBERED_URL = re.compile(r"/(20\d\d)([01]\d)([0-3]\d)\d+")
FROM_GMT = re.compile(r"\b(?:GMT|UTC)\s*([+-])(\d{1,2}):?(\d\d)?\b")
YEAR = re.compile(r"\b\d{4}\b")
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


def parse_jalali(text: str, zone: ZoneInfo) -> datetime | None:
    """Read a numeric date of the Persian calendar, e.g. 1398/11/04 10:20, in a zone."""
    if not (match := JALALI.search(text)):
        return None
    year, month, day, hour, minute = (int(part or 0) for part in match.groups())
    moment: datetime = jdatetime.datetime(year, month, day, hour, minute).togregorian()
    return moment.replace(tzinfo=zone)


def parse_gregorian(text: str) -> datetime:
    """Read ISO 8601, RFC 822 and their near misses; raises ValueError or OverflowError where nothing fits."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    if not YEAR.search(text):
        raise ValueError(f"no year in {text!r}")
    if any(name in text for name in ZONES):
        return dateutil_parser.parse(text, tzinfos=zone_minutes)
    try:
        return parsedate_to_datetime(text)
    except ValueError:
        return dateutil_parser.parse(text, tzinfos=zone_minutes)


def parse_instant(text: str | None, zone: str) -> datetime | None:
    """Read the instant of a date string; one without a zone is local time in `zone` (IANA name). UTC comes out."""
    text = FROM_GMT.sub(offset, (text or "").translate(DIGITS).strip())
    try:
        moment = parse_jalali(text, ZoneInfo(zone)) or parse_gregorian(text)
        zoned = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
        return zoned.astimezone(UTC) if 1990 <= zoned.year < 2100 else None
    except (ValueError, OverflowError):
        return None


def date_in_url(url: str, zone: str) -> datetime | None:
    """Read the day that an address carries (/2020/01/26/, /20200126…, /1398/11/06/): local midnight, as UTC."""
    match = IN_URL.search(url) or NUMBERED_URL.search(url)
    return parse_instant("-".join(match.groups()), zone) if match else None
