"""A day, month or year of a calendar, or how far it lies from a day, in, the days that it has out, in the Gregorian calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import jdatetime
from dateutil.relativedelta import relativedelta
from hijridate import Gregorian

from extractors.dates.calendars import from_hijri, from_jalali

ONE = timedelta(days=1)


def make_day(calendar: str, year: int | None, month: int, day: int, latest: date) -> date:
    """Make a day of a calendar; without a year the last one that is not later than a day."""
    convert: dict[str, Callable[[int, int, int], date]] = {"gregorian": date, "jalali": from_jalali, "hijri": from_hijri}
    if year is not None:
        return (date if year > 1500 else convert[calendar if calendar != "gregorian" else "jalali"])(year, month, day)
    now = year_in(calendar, latest)
    one = convert[calendar](now, month, day)
    return one if one <= latest else convert[calendar](now - 1, month, day)


def year_in(calendar: str, today: date) -> int:
    """Say in which year of a calendar a day lies."""
    if calendar == "jalali":
        return int(jdatetime.date.fromgregorian(date=today).year)
    return int(Gregorian.fromdate(today).to_hijri().year) if calendar == "hijri" else today.year


def month_end(calendar: str, begin: date) -> date:
    """Say on which day a month ends that begins there: the next begins 28 to 31 days later."""
    if calendar == "gregorian":
        return begin + relativedelta(months=1) - ONE
    if calendar == "jalali":
        month = jdatetime.date.fromgregorian(date=begin)
        return begin + timedelta(days=(31 if month.month <= 6 else 30) - 1)
    return begin + timedelta(days=28)


def year_of(year: int) -> tuple[date, date, str]:
    """Take a whole year; one of the Persian calendar begins in March."""
    if year > 1500:
        return date(year, 1, 1), date(year, 12, 31), "year"
    begin = from_jalali(year, 1, 1)
    return begin, from_jalali(year + 1, 1, 1) - ONE, "year"


def back(unit: str, step: int, today: date) -> tuple[date, date, str]:
    """Go some units from today: a day is itself, weeks begin on Monday (ISO 8601), months and years are whole."""
    far = {"day": relativedelta(days=step), "week": relativedelta(weeks=step), "month": relativedelta(months=step)}
    day = today + far.get(unit, relativedelta(years=step))
    if unit == "day":
        return day, day, "day"
    if unit == "week":
        begin = day - timedelta(days=day.weekday())
        return begin, begin + timedelta(days=6), "week"
    if unit == "month":
        begin = day.replace(day=1)
        return begin, begin + relativedelta(months=1) - ONE, "month"
    return date(day.year, 1, 1), date(day.year, 12, 31), "year"
