"""The words of a text and its day in, the times that its sentences name out: whole, partial and relative, the past first."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

from extractors.dates.calendars import from_jalali
from extractors.dates.names import GREGORIAN, HIJRI, JALALI
from extractors.dates.reckoning import back, make_day, month_end, year_of
from extractors.script import fold_word
from extractors.wording import Wording

# A day without its year lies so far ahead at most; more, and it is last year's.
AHEAD = timedelta(days=45)
# Digits of a year.
YEAR = 4
# An expression reaches so many words at most before and behind its word of time: in the second week of the month of …
AROUND = 8


class Dated(NamedTuple):
    """Words that name a time: the first and the one after the last, its first and last day, and its precision.

    `precision` is day, week, month, year or interval.
    """

    first: int
    last: int
    begin: date
    end: date
    precision: str


def names_of(months: Sequence[str]) -> dict[str, int]:
    """Number the months by their folded names; those of one letter or of three that are other words are left out."""
    return {fold_word(name): number for number, names in enumerate(months, 1) for name in names.split("|")}


MONTHS = {"gregorian": names_of(GREGORIAN), "jalali": names_of(JALALI), "hijri": names_of(HIJRI)}
# Names of months that are common words of a language too: they count only beside a day or after a preposition.
DOUBTFUL = frozenset(
    {"may", "mar", "jun", "march", "sep", "dec", "jan", "دی", "تیر", "می", "مه", "مهر", "اب", "جون", "اذر", "صفر", "مارت"}
    | {"رجب", "رمضان", "شعبان"}  # رجب طيب أردوغان
)


def any_of(words: Sequence[str] | Mapping[str, Any]) -> str:
    """Make a regular expression of folded words, the longest first; of none, one that nothing matches."""
    folded = sorted({fold_word(word) for word in words}, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) for word in folded) or r"(?!)"


@lru_cache(maxsize=8)
def months_in(language: str) -> dict[str, tuple[str, int]]:
    """List the names of months that a language uses, with calendar and number."""
    calendars = {"en": ("gregorian",), "fa": ("jalali", "gregorian", "hijri")}.get(language, ("gregorian", "hijri"))
    found: dict[str, tuple[str, int]] = {}
    for calendar in calendars:
        for name, number in MONTHS[calendar].items():
            if name.isascii() == (language == "en"):
                found.setdefault(name, (calendar, number))
    return found


class Dates:
    """Finds the times that texts of one language name; `found` is its file lexicon/<language>/dates.yml."""

    def __init__(self, language: str, found: Mapping[str, Any]) -> None:
        self.language = language
        self.months = months_in(language)
        self.days = {fold_word(k): v for k, v in found.get("days", {}).items()}
        self.weekdays = {fold_word(n): i for i, names in enumerate(found.get("weekdays", ())) for n in names}
        self.units = {fold_word(n): unit for unit, names in found.get("units", {}).items() for n in names}
        self.numbers = {fold_word(k): v for k, v in found.get("numbers", {}).items()}
        self.pairs = {fold_word(k): v for k, v in found.get("pairs", {}).items()}
        self.ordinals = {fold_word(k): v for k, v in found.get("ordinals", {}).items()}
        self.parts = {fold_word(k): v for k, v in found.get("parts", {}).items()}
        self.leads = {fold_word(word) for word in found.get("month", ())}
        self.sides = {key: any_of(found.get(key, ())) for key in SIDES}
        named = (*self.months, *self.units, *self.weekdays, *self.days, *self.pairs, *map(fold_word, found.get("year", ())))
        # One of these words stands in whatever names a time without a year in digits.
        self.words = {max(name.split(" "), key=len) for name in named}
        self.pattern = re.compile(rf"(?:{'|'.join(self.forms(found))})\b")
        opening = (
            *named,
            *self.parts,
            *self.ordinals,
            *self.numbers,
            *(fold_word(one) for key in SIDES for one in found.get(key, ())),
        )
        # An expression begins with one of these, or with a digit: elsewhere it is not looked for.
        self.openings = {word for one in opening for word in one.split(" ")}

    def forms(self, found: Mapping[str, Any]) -> Iterator[str]:
        """List the forms of expressions, the longest first, as regular expressions with names that say how they are read."""
        month, unit, weekday = any_of(self.months), any_of(self.units), any_of(self.weekdays)
        number = rf"\d{{1,2}}|{any_of(self.numbers)}"
        day = rf"\d{{1,2}}(?:st|nd|rd|th)?|{any_of(self.ordinals)}"
        side = self.sides
        before = "|".join(side[key] for key in ("before", "ahead", "now"))
        again = rf"(?: (?:{month}))?" if self.language == "ar" else ""
        year = rf"(?: (?:{any_of(found.get('year', ()))}))? (?P<%s>1[34]\d\d|19\d\d|20\d\d)"
        named = rf"(?: (?:{side['behind_now']}|(?P<%s>{side['after']})))?"
        yield rf"(?P<dm_d>{day}) (?:of )?(?P<dm_m>{month}){again}(?: ماه)?(?:{year % 'dm_y'})?{named % 'dm_past'}"
        if self.language == "en":
            yield rf"(?P<md_m>{month}) (?P<md_d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:{year % 'md_y'})?"
        yield rf"(?P<pm_p>{any_of(self.parts)}) (?P<pm_m>{month})(?: ماه)?{again}(?:{year % 'pm_y'})?{named % 'pm_past'}"
        yield r"(?P<ymd_y>1[34]\d\d|19\d\d|20\d\d) (?P<ymd_m>\d\d?) (?P<ymd_d>\d\d?)"
        yield rf"(?P<my_m>{month})(?: ماه)?{again}{year % 'my_y'}"
        yield rf"(?P<wa_n>{number}) (?P<wa_u>{unit}) (?:{side['ago']})"
        yield rf"(?:{side['since_ago']}) (?:(?P<sa_n>{number}) (?P<sa_u>{unit})|(?P<sa_p>{any_of(self.pairs)}))"
        yield rf"(?P<d>{any_of(self.days)})"
        yield rf"(?:(?P<wd_b>{before}) )?(?P<wd>{weekday})(?: (?P<wd_a>{side['after']}|{side['behind_ahead']}))?"
        yield rf"(?P<ub_s>{before}) (?P<ub_u>{unit})"
        yield rf"(?P<ua_u>{unit}) (?P<ua_s>{side['after']}|{side['behind_ahead']}|{side['behind_now']})"
        yield rf"(?:(?P<m_before>{side['before']}) )?(?P<m_m>{month}){again}{named % 'm_past'}"
        yield rf"(?:{any_of(found.get('year', ()))}) (?P<y>1[34]\d\d|19\d\d|20\d\d)"

    def find(self, words: Wording, bounds: tuple[int, int], today: date) -> list[Dated]:
        """Find the times that the words of one sentence name, as seen from a day."""
        found: list[Dated] = []
        for first, last in self.windows(words.forms, bounds):
            found += self.look(words.forms[first:last], first, today)
        return list(settle(found))

    def windows(self, forms: Sequence[str], bounds: tuple[int, int]) -> Iterator[tuple[int, int]]:
        """Set out the words among which an expression may stand: those around a word of time, or a year in digits."""
        first, last = bounds
        low = high = first
        for place in [p for p in range(first, last) if forms[p] in self.words or (len(forms[p]) == YEAR and forms[p].isdigit())]:
            if place - AROUND > high:
                if high > low:
                    yield low, high
                low = place - AROUND
            high = min(place + AROUND + 1, last)
        if high > low:
            yield low, high

    def look(self, forms: Sequence[str], first: int, today: date) -> Iterator[Dated]:
        """Find the times that some words name, of which the first stands at a place of the text."""
        starts = [0, *accumulate(len(form) + 1 for form in forms)]
        text, end = " ".join(forms), 0
        for one, form in enumerate(forms):
            if starts[one] < end or not (form in self.openings or form[0].isdigit()):
                continue
            match = self.pattern.match(text, starts[one])
            if match is None:
                continue
            end = match.end()
            with suppress(ValueError, OverflowError):
                two = bisect_left(starts, end)
                got = {k: v for k, v in match.groupdict().items() if v is not None}
                if self.is_other_word(got, forms[one - 1] if one else ""):
                    continue
                if read := self.read(got, today):
                    yield Dated(first + one, first + two, *read)

    def is_other_word(self, got: Mapping[str, str], before: str) -> bool:
        """Tell whether what may be a time is more likely something else: may, march, دی, of some years past "last year"."""
        if self.language == "fa" and "ua_u" in got and (before.isdigit() or before in self.numbers):
            return True  # طی دو سال گذشته is a stretch, no date
        return got.get("m_m") in DOUBTFUL and "m_past" not in got and "m_before" not in got and before not in self.leads

    def read(self, got: dict[str, str], today: date) -> tuple[date, date, str] | None:
        """Read one expression; raises ValueError for a day that no calendar has."""
        if "dm_m" in got or "md_m" in got:
            key = "dm" if "dm_m" in got else "md"
            ahead = timedelta() if "dm_past" in got else AHEAD
            return self.whole(got[f"{key}_m"], got[f"{key}_d"], got.get(f"{key}_y"), today + ahead)
        if "ymd_y" in got:
            year, month, day = (int(got[f"ymd_{part}"]) for part in "ymd")
            one = date(year, month, day) if year > 1500 else from_jalali(year, month, day)
            return one, one, "day"
        if "my_m" in got or "pm_m" in got or "m_m" in got:
            return self.of_month(got, today)
        return year_of(int(got["y"])) if "y" in got else self.relative(got, today)

    def relative(self, got: dict[str, str], today: date) -> tuple[date, date, str] | None:
        """Read what only means a time as seen from a day: yesterday, Friday, last week."""
        if "d" in got:
            one = today + timedelta(days=self.days[got["d"]])
            return one, one, "day"
        return self.weekday(got, today) if "wd" in got else self.unit(got, today)

    def whole(self, month: str, day: str, year: str | None, today: date) -> tuple[date, date, str]:
        """Read a day and month, with its year or the last one that fits."""
        calendar, number = self.months[month]
        digits = re.match(r"\d+", day)
        nth = int(digits[0]) if digits else self.ordinals[day]
        one = make_day(calendar, int(year) if year else None, number, nth, today)
        return one, one, "day"

    def of_month(self, got: dict[str, str], today: date) -> tuple[date, date, str] | None:
        """Read a month, or a part of it; one whose name is another word as well needs a year or a preposition."""
        key = next(k for k in ("my", "pm", "m") if f"{k}_m" in got)
        name, year = got[f"{key}_m"], got.get(f"{key}_y")
        calendar, number = self.months[name]
        latest = today if any(k in got for k in (f"{key}_past", "m_before")) else today + AHEAD
        begin = make_day(calendar, int(year) if year else None, number, 1, latest)
        end = month_end(calendar, begin)
        part = self.parts.get(got.get("pm_p", ""))
        if part:
            return begin + timedelta(days=part[0] - 1), min(begin + timedelta(days=part[1] - 1), end), "interval"
        return begin, end, "month"

    def weekday(self, got: dict[str, str], today: date) -> tuple[date, date, str]:
        """Read a day of the week: the last one, today's included, or the next where it says so."""
        ahead = re.fullmatch(rf"{self.sides['ahead']}|{self.sides['behind_ahead']}", got.get("wd_b", got.get("wd_a", "-")))
        back = (today.weekday() - self.weekdays[got["wd"]]) % 7
        one = today + timedelta(days=7 - back) if ahead else today - timedelta(days=back)
        return one, one, "day"

    def unit(self, got: dict[str, str], today: date) -> tuple[date, date, str] | None:
        """Read a unit of time and how far it lies: last week, two months ago, next year."""
        if "sa_p" in got:
            unit, count = self.pairs[got["sa_p"]]
            return back(unit, -int(count), today)
        if "wa_u" in got or "sa_u" in got:
            key = "wa" if "wa_u" in got else "sa"
            number = got[f"{key}_n"]
            return back(self.units[got[f"{key}_u"]], -(int(number) if number.isdigit() else self.numbers[number]), today)
        unit, side = (self.units[got["ub_u"]], got["ub_s"]) if "ub_u" in got else (self.units[got["ua_u"]], got["ua_s"])
        for step, keys in ((-1, ("before", "after")), (1, ("ahead", "behind_ahead")), (0, ("now", "behind_now"))):
            if any(re.fullmatch(self.sides[key], side) for key in keys):
                return back(unit, step, today)
        return None


SIDES = ("before", "after", "ahead", "behind_ahead", "now", "behind_now", "ago", "since_ago")


def settle(found: Sequence[Dated]) -> Iterator[Dated]:
    """Keep of two days side by side the one that says more: of "Tuesday 3 December" and "yesterday, Sunday" not the weekday."""
    for place, one in enumerate(found):
        near = [other for other in found[max(place - 1, 0) : place + 2] if other is not one and other.precision == "day"]
        beside = [other for other in near if 0 <= max(other.first - one.last, one.first - other.last) <= 1]
        if not (
            one.precision == "day" and one.last - one.first == 1 and any(words_in(o) > 1 or o.first < one.first for o in beside)
        ):
            yield one


def words_in(dated: Dated) -> int:
    """Count the words of an expression."""
    return dated.last - dated.first
