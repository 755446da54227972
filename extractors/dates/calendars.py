"""Folded text in, the day it names in the Gregorian, Persian or Islamic calendar out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import jdatetime
from hijridate import Hijri

from extractors.dates.names import GREGORIAN, HIJRI, JALALI, any_of, by_name

LETTER = r"[^\W\d_]"
# The years of the Islamic calendar that are marked as such (هـ, ه.ق, هجري), and not as solar (ه.ش, هجری شمسی).
LUNAR = rf"(?: ?(?P<lunar>(?:هجریه|هجری|ه|قمری|ق)(?!{LETTER})(?! ?\.? ?(?:ش|شمسی|خورشیدی)(?!{LETTER}))))?"
YEAR_FIRST = re.compile(rf"(?<!\d)(?P<y>\d{{4}}) ?([/.-]) ?(?P<m>\d\d?) ?\2 ?(?P<d>\d\d?)(?!\d){LUNAR}")
DAY_FIRST = re.compile(rf"(?<!\d)(?P<d>\d\d?) ?([/.-]) ?(?P<m>\d\d?) ?\2 ?(?P<y>\d{{4}})(?!\d){LUNAR}")
# Where a month is named m01 to m12: day, month and year in the orders in which they are written, the commonest first.
ORDERS = ("{d} {m} {y}", "{m} {d} {y}", "{y} {m} {d}", "{y} {d} {m}")


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar: its method's names for named and for numeric months, its months, its years, and its day as ours.

    `years` is a regular expression; of two digits, only those that are no day are a year, in the century `century`.
    """

    named: str
    numeric: str
    months: tuple[str, ...]
    years: str
    century: int
    convert: Callable[[int, int, int], date]


def from_jalali(year: int, month: int, day: int) -> date:
    """Convert a day of the Persian calendar (jdatetime); raises ValueError for one that is none, e.g. 1400-12-30."""
    found: date = jdatetime.date(year, month, day).togregorian()
    return found


def from_hijri(year: int, month: int, day: int) -> date:
    """Convert a day of the calendar Umm al-Qura (hijridate, years 1343 to 1500).

    Raises ValueError for a day that is none, and OverflowError outside these years.
    """
    return date(*Hijri(year, month, day).to_gregorian().datetuple())


# The Gregorian date of a string that has several comes first: it needs no conversion, and Islamic dates differ by country.
CALENDARS = (
    Calendar("month names", "numeric", GREGORIAN, r"(?:19|20)\d\d|[4-9]\d", 1900, date),
    Calendar("jalali", "jalali", JALALI, r"1[34]\d\d|[4-9]\d", 1300, from_jalali),
    Calendar("hijri", "hijri", HIJRI, r"1[34]\d\d", 1400, from_hijri),
)
NUMBERS = {c.named: by_name((f"m{n:02}", names) for n, names in enumerate(c.months, 1)) for c in CALENDARS}
# A month may carry the Persian word for month or the Sorani ending of the genitive.
TOKENS = {c.named: re.compile(rf"(?<!{LETTER})({any_of(c.months)})(?:ی|ماه)?(?!{LETTER})|\d+") for c in CALENDARS}
NAMED = {
    c.named: [re.compile(rf"\b{o}\b".format(d=r"(?P<d>\d\d?)", m=r"m(?P<m>\d\d)", y=f"(?P<y>{c.years})")) for o in ORDERS]
    for c in CALENDARS
}


def only_date(text: str, calendar: Calendar) -> str:
    """Keep of a text its numbers and the calendar's months (as m01 to m12); a month that is named twice stands once."""
    numbers = NUMBERS[calendar.named]
    tokens = (numbers[f[1].replace(" ", "")] if f[1] else f[0] for f in TOKENS[calendar.named].finditer(text))
    return re.sub(r"(m\d\d)(?: \1)+", r"\1", " ".join(tokens))


def numeric(text: str, calendar: Calendar) -> Iterator[re.Match[str]]:
    """Find the numeric dates whose year is one of the calendar's four-digit years.

    A year 14xx may be Persian or Islamic (1441 is 2020 or 2062): it is Islamic where it is marked so, else Persian.
    """
    for pattern in (YEAR_FIRST, DAY_FIRST):
        for found in pattern.finditer(text):
            if re.fullmatch(calendar.years, found["y"]) and bool(found["lunar"]) == (calendar.named == "hijri"):
                yield found


def written(text: str) -> Iterator[tuple[str, Calendar, re.Match[str]]]:
    """Find what may be a date, the likeliest first: method, calendar, and groups y, m, d."""
    for calendar in CALENDARS:
        plain = only_date(text, calendar)
        yield from ((calendar.named, calendar, found) for order in NAMED[calendar.named] for found in order.finditer(plain))
        yield from ((calendar.numeric, calendar, found) for found in numeric(text, calendar))


def day_in(text: str) -> tuple[date, str] | None:
    """Read the day that a folded text without times of day names, and the method; None where no calendar has it."""
    for method, calendar, found in written(text):
        year, month, day = int(found["y"]), int(found["m"]), int(found["d"])
        try:
            return calendar.convert(year if year > 99 else calendar.century + year, month, day), method
        except (ValueError, OverflowError):
            continue
    return None
