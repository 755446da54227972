"""Dates as feeds and pages write them, in the calendars and languages of Iran and Iraq."""

from __future__ import annotations

import re
import time
from calendar import month_abbr, month_name
from datetime import UTC, date, datetime, timedelta

import jdatetime
import pytest
from dateutil import parser as dateutil_parser
from feedparser import datetimes as feedparser_dates
from hijridate import Gregorian, Hijri
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.dates import Written, day_in_url, read_date
from extractors.dates.names import GREGORIAN, HIJRI, JALALI

TEHRAN, BAGHDAD = "Asia/Tehran", "Asia/Baghdad"


def moment_of(written: str | None, zone: str = TEHRAN) -> str | None:
    found = read_date(written, zone)
    return found.moment.isoformat() if found else None


def day_of(written: str | None, zone: str = TEHRAN) -> str | None:
    return (moment_of(written, zone) or "")[:10] or None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Sun, 26 Jan 2020 14:30:00 GMT", "2020-01-26T14:30:00+00:00"),
        ("26 Jan 2020 18:00:00 +0330", "2020-01-26T14:30:00+00:00"),
        ("2020-01-26T14:30:00Z", "2020-01-26T14:30:00+00:00"),
        ("2020-01-26T18:00:00", "2020-01-26T14:30:00+00:00"),
        ("20200126T180000+0330", "2020-01-26T14:30:00+00:00"),
        ("2020-01-26 18:00:00 +0330", "2020-01-26T14:30:00+00:00"),
        ("Sun Jan 26 2020 18:00:00 GMT+0330 (Iran Standard Time)", "2020-01-26T14:30:00+00:00"),
        ("Sun Jan 26 14:30:00 +0000 2020", "2020-01-26T14:30:00+00:00"),
        ("Sunday, 26-Jan-20 14:30:00 GMT", "2020-01-26T14:30:00+00:00"),
        ("January 26, 2020 6:00 PM", "2020-01-26T14:30:00+00:00"),
        ("Sunday 26th January 2020, 6 pm", "2020-01-26T14:30:00+00:00"),
        ("1398/11/04 10:20", "2020-01-24T06:50:00+00:00"),
        ("۱۳۹۸/۱۱/۰۴ ۱۰:۲۰", "2020-01-24T06:50:00+00:00"),
        ("10:20 - 1398/11/04", "2020-01-24T06:50:00+00:00"),
        ("1398-11-04T10:20:00Z", "2020-01-24T10:20:00+00:00"),
        ("6 بهمن 1398", "2020-01-26T08:30:00+00:00"),
        ("26 يناير 2020 14:00", "2020-01-26T10:30:00+00:00"),
        ("Mon, 03 Feb 20 10:00:00 GMT", "2020-02-03T10:00:00+00:00"),
        ("Mon, 03 Feb 2020 10:00:00 -0000", "2020-02-03T10:00:00+00:00"),
        ("03/02/2020 10:00", "2020-02-03T06:30:00+00:00"),
        ("26/01/2020 10:00", "2020-01-26T06:30:00+00:00"),
        ("01/26/2020 10:00", "2020-01-26T06:30:00+00:00"),
        ("1580000000", "2020-01-26T00:53:20+00:00"),
        ("۱۵۸۰۰۰۰۰۰۰", "2020-01-26T00:53:20+00:00"),
    ],
)
def test_reads_what_feeds_write(written: str, meant: str) -> None:
    assert moment_of(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        "یکشنبه ۶ بهمن ۱۳۹۸ ساعت ۱۴:۲۰",
        "ساعت ۱۴:۲۰ یک‌شنبه، ۶ بهمن‌ماه ۱۳۹۸",
        "14:20 | ٦ بهمن ١٣٩٨",
        "تاریخ انتشار: ۰۶ بهمن ۱۳۹۸ - ۱۴:۲۰ کد خبر: 83647",
        "۱۳۹۸/۱۱/۶،\u200f ۱۴:۲۰:۰۰",
        "۱۳۹۸/۱۱/۶،\u200f ۲:۲۰:۰۰ بعدازظهر",
        "۰۶/۱۱/۱۳۹۸ ۰۲:۲۰ ب.ظ",
        "1398.11.06 02:20 ب. ظ",
        "1398 بهمن 6, 14:20",
        "بهمن ۶, ۱۳۹۸ ۱۴:۲۰",
        "6 بهمن 98 14:20",
        "6ی ڕێبەندانی 1398، کاتژمێر 14:20",
        "یەکشەممە ٦ی رێبه‌ندانی ١٣٩٨ 2:20 د.ن",
        "۲۶ ژانویه ۲۰۲۰ - ۱۴:۲۰",
        "1398/11/06 هـ.ش 14:20",
        "1398/11/06 هجري شمسي 14:20",
    ],
)
def test_reads_persian_dates(written: str) -> None:
    assert moment_of(written) == "2020-01-26T10:50:00+00:00"


@pytest.mark.parametrize(
    "written",
    [
        "26 كانون الثاني/يناير 2020 10:20",
        "الأحد 26 كانون ثاني 2020 الساعة 10:20",
        "الأحد، ٢٦ يناير ٢٠٢٠ - ١٠:٢٠ صباحًا",
        "26 يناير/كانون الثاني 2020 10:20 ص",
        "26 من يناير (كانون الثاني) 2020م 10:20",
        "26 جانفي 2020 10:20",
        "2020 يناير 26 10:20",
        "2020، 26 يناير 10:20 ص",
        "2020-يناير-26 10:20",
        "يناير 26, 2020 10:20 ص",
        "٢٦\u200f/١\u200f/٢٠٢٠ ١٠:٢٠:٠٠ ص",
        "یەکشەممە 26ی کانوونی دووەمی 2020، 10:20",
        "26-ی کانونی دووهه‌م 2020 10:20 پ.ن",
        "10:20:00 26/01/2020",
        "الاثنين 1 جمادى الآخرة 1441 هـ الموافق 26 يناير 2020 10:20",
        "1 جمادى الآخرة 1441 هـ - 26/01/2020 10:20",
    ],
)
def test_reads_arabic_and_kurdish_dates(written: str) -> None:
    assert moment_of(written, BAGHDAD) == "2020-01-26T07:20:00+00:00"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("5 جمادى الآخرة 1441 هـ الموافق 30 يناير 2020", "2020-01-30"),
        ("الخميس 5 جمادى الثانية 1441", "2020-01-30"),
        ("۵ جمادی‌الثانی ۱۴۴۱", "2020-01-30"),
        ("1441/06/05 هـ", "2020-01-30"),
        ("5/6/1441هـ", "2020-01-30"),
        ("05-06-1441 هجري", "2020-01-30"),
        ("۱۴۴۱/۰۶/۰۵ ه‍.ق", "2020-01-30"),
        ("1441/06/05 هجری قمری", "2020-01-30"),
        ("10 ذو الحجة 1441", "2020-07-31"),
        ("10 ذي الحجّة 1441", "2020-07-31"),
        ("۱۰ ذی‌الحجه ۱۴۴۱", "2020-07-31"),
        ("1 محرم الحرام 1442", "2020-08-20"),
        ("1398/11/06 برابر با 1441/06/01 ه.ق", "2020-01-26"),
        # Without a mark a numeric year is Persian: 1441 is 2062, which `now` refuses.
        ("1441/06/05", "2062-08-26"),
        ("1402/06/05", "2023-08-27"),
    ],
)
def test_reads_islamic_dates_that_say_so(written: str, day: str) -> None:
    assert day_of(written) == day


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Fri, 24 Jan 2020 10:00:00 IRST", "06:30"),
        ("Fri, 24 Jan 2020 10:00:00 AST", "07:00"),
        ("Fri, 24 Jan 2020 10:00:00 EST", "15:00"),
        ("24 Jan 2020 10:00 Tehran time", "06:30"),
        ("24 يناير 2020 10:00 بتوقيت بغداد", "07:00"),
        ("24 يناير 2020، 10:00 (02:00 بتوقيت EST)", "10:00"),
        ("24 يناير 2020، 10:00 بتوقيت بغداد (07:00 بتوقيت غرينتش)", "07:00"),
        ("24 يناير 2020 10:00 بتوقيت غرينتش", "10:00"),
        ("24 يناير 2020 10:00 توقيت غرينيتش", "10:00"),
        ("24 يناير 2020 10:00 بتوقيت GMT+3", "07:00"),
        ("24 يناير 2020 10:00 GMT", "10:00"),
        ("۴ بهمن ۱۳۹۸ ساعت ۱۰:۰۰ به وقت تهران", "06:30"),
        ("۴ بهمن ۱۳۹۸ ساعت ۱۰ به وقت گرینویچ", "10:00"),
        ("24ی کانوونی دووەمی 2020 10:00 بە کاتی هەولێر", "07:00"),
        ("2020/01/24 10:00 +99:99", "10:00"),
    ],
)
def test_reads_zones_by_name(written: str, meant: str) -> None:
    assert moment_of(written, "UTC") == f"2020-01-24T{meant}:00+00:00"


@pytest.mark.parametrize(
    ("half", "hour"),
    [
        (half, hour)
        for hour, halves in {
            1: "ص|صباحا|صباحًا|ق.ظ|ق ظ|قبل از ظهر|صبح|بامداد|پ.ن|پێش نیوەڕۆ|AM|a.m.",
            13: "م|مساء|مساءً|ب.ظ|بعد از ظهر|بعدازظهر|عصر|د.ن|دوای نیوەڕۆ|PM|p.m.",
        }.items()
        for half in halves.split("|")
    ],
)
def test_reads_halves_of_the_day(half: str, hour: int) -> None:
    assert moment_of(f"26/01/2020 01:05 {half}", "UTC") == f"2020-01-26T{hour:02}:05:00+00:00"
    assert moment_of(f"26/01/2020 12:05 {half}", "UTC") == f"2020-01-26T{hour - 1:02}:05:00+00:00"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2022-08-01T12:00:00", "2022-08-01T07:30:00+00:00"),
        ("2023-08-01T12:00:00", "2023-08-01T08:30:00+00:00"),
        ("2023-08-01 12:00 به وقت تهران", "2023-08-01T08:30:00+00:00"),
        ("Mon, 01 Aug 2022 12:00:00 IRDT", "2022-08-01T07:30:00+00:00"),
        ("Mon, 01 Aug 2022 12:00:00 IRST", "2022-08-01T08:30:00+00:00"),
    ],
)
def test_iran_dropped_daylight_saving_in_2022(written: str, meant: str) -> None:
    assert moment_of(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        "", None, "yesterday", "2 hours ago", "3 days ago", "قبل ساعتين", "قبل 3 ساعات", "۲ ساعت پیش", "دیروز ۱۰:۲۰", "أمس",
        "دوێنێ", "Today 10:30", "10:30", "10 min", "1579", "2020", "January 2020", "26 January", "26 يناير", "6 بهمن", "بهمن ۱۳۹۸",
        "2200-01-01", "1398/13/40", "31 فبراير 2020", "2020-01-26 25:61", "26/1/20", "98/11/04", "6 بهمن 05", "1989-12-31",
        "1368/10/09", "\ud800", "1" * 5000, "9999999999", "10:20 " * 900, "m01 " * 1000, "26 m01 2020",
        "2020 10:" + "9" * 30 + ".5",  # dateutil raises decimal.InvalidOperation
    ],
)  # fmt: skip
def test_reads_nothing_into_nothing(written: str | None) -> None:
    assert read_date(written, TEHRAN) is None


@pytest.mark.parametrize(
    ("written", "precision", "method"),
    [
        ("2020-01-26", "day", "iso"),
        ("2020-01-26T10:00", "instant", "iso"),
        ("Sun, 26 Jan 2020 10:00:00 GMT", "instant", "rfc822"),
        ("۱۳۹۸/۱۱/۰۶ ۱۰:۲۰", "instant", "jalali"),
        ("۱۳۹۸/۱۱/۰۶", "day", "jalali"),
        ("5 جمادى الآخرة 1441 هـ", "day", "hijri"),
        ("5 جمادى الآخرة 1441 هـ الموافق 30 يناير 2020", "day", "month names"),
        ("30/01/2020", "day", "numeric"),
        ("01/30/2020", "day", "dateutil"),
        ("01/30/2020 10:20", "instant", "dateutil"),
        ("1580000000", "instant", "epoch"),
    ],
)
def test_says_how_precise_a_date_is_and_what_read_it(written: str, precision: str, method: str) -> None:
    found = read_date(written, TEHRAN)
    assert found
    assert (found.precision, found.method) == (precision, method)


def test_nothing_is_later_than_two_days_ahead() -> None:
    now = datetime(2020, 1, 26, tzinfo=UTC)
    assert read_date("2020-01-28T00:00:00Z", TEHRAN, now) == Written(now + timedelta(hours=48), "instant", "iso")
    for written in ("2020-01-28T00:00:01Z", "1441/06/05", "1580200000", "1398/11/09 10:00"):
        assert read_date(written, TEHRAN, now) is None
        assert read_date(written, TEHRAN) is not None


def test_the_traps_of_the_libraries_are_there_and_are_avoided() -> None:
    assert feedparser_dates._parse_date("1398/11/04").tm_year == 1398
    assert day_of("1398/11/04") == "2020-01-24"
    assert dateutil_parser.parse("26 January").date().year >= 2020
    assert moment_of("2022-07-28 04:35 GMT+9") == "2022-07-27T19:35:00+00:00"
    assert moment_of("2022-07-28 04:35 GMT-9") == "2022-07-28T13:35:00+00:00"
    assert moment_of("2022-07-28 04:35 GMT+3:30") == "2022-07-28T01:05:00+00:00"
    assert moment_of("2022-07-28 04:35 GMT-3:30") == "2022-07-28T08:05:00+00:00"
    assert moment_of("28 July 2022 04:35:00 -03:30") == "2022-07-28T08:05:00+00:00"
    assert moment_of("26-01-2020 10:00 - 2020") == "2020-01-26T06:30:00+00:00"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("1399/12/30", "2021-03-20"),
        ("1400/12/30", None),
        ("30 اسفند 1399", "2021-03-20"),
        ("30 اسفند 1400", None),
        ("1403/12/30", "2025-03-20"),
        ("29 محرم 1441", "2019-09-28"),
        ("30 محرم 1441", "2019-09-29"),
        ("30 صفر 1441", None),
        ("1 محرم 1342", None),
        ("1 محرم 1501", None),
    ],
)
def test_days_that_a_calendar_does_not_have_are_none(written: str, day: str | None) -> None:
    assert day_of(written) == day


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("http://a.example/2020/01/26/story", "2020-01-26"),
        ("http://a.example/20200126-story", "2020-01-26"),
        ("http://a.example/202001261044893040-story", "2020-01-26"),
        ("http://a.example/fa/news/1398/11/06/12/x", "2020-01-26"),
        ("http://a.example/news/440713/story-2020", None),
        ("http://a.example/5246667", None),
    ],
)
def test_reads_the_day_of_an_address(url: str, day: str | None) -> None:
    assert day_of(day_in_url(url), "UTC") == day


PERSIAN_DIGITS, ARABIC_DIGITS = (str.maketrans("0123456789", digits) for digits in ("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"))
FORMS = ("{d} {m} {y}", "{m} {d}, {y}", "{y} {m} {d}", "السبت {d} {m} {y} - 10:20", "ساعت 10:20، {d} {m}، {y}", "{d}ی {m}ی {y}")
NUMERIC = ("{y}/{n:02}/{d:02}", "{d:02}/{n:02}/{y}", "{y}-{n}-{d} 10:20", "10:20 {d}.{n}.{y}")


def spelled(day: date) -> list[str]:
    """Write a day in all calendars, with every name that its month has, in all orders."""
    solar, lunar = jdatetime.date.fromgregorian(date=day), Gregorian.fromdate(day).to_hijri()
    dated = [
        (GREGORIAN, day.year, day.month, day.day, ""),
        (JALALI, solar.year, solar.month, solar.day, ""),
        (HIJRI, *lunar.datetuple(), " هـ"),
    ]
    words = [form.format(d=d, m=name, y=y) for months, y, n, d, _ in dated for name in months[n - 1].split("|") for form in FORMS]
    words += [form.format(d=day.day, m=name[day.month], y=day.year) for name in (month_name, month_abbr) for form in FORMS]
    return words + [
        re.sub(r"(\d{4}.*?\d+(?= |$)|^.*\d{4})", rf"\1{mark}", f.format(d=d, n=n, y=y), count=1)
        for _, y, n, d, mark in dated
        for f in NUMERIC
    ]


@settings(deadline=None, max_examples=60)
@given(st.dates(date(1990, 1, 2), date(2035, 12, 31)), st.sampled_from([{}, PERSIAN_DIGITS, ARABIC_DIGITS]))
def test_a_day_that_is_written_is_the_day_that_is_read(day: date, digits: dict[int, int]) -> None:
    for written in spelled(day):
        text = written.translate(digits).replace("ی", "ي") if day.day % 2 else written.translate(digits)
        assert (text, day_of(text)) == (text, day.isoformat())


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=200) | st.text(alphabet="0123456789۰۱:/-+. TZgmtاهقیم يناير", max_size=120))
def test_no_text_raises(text: str) -> None:
    found = read_date(text, TEHRAN, datetime(2020, 1, 26, tzinfo=UTC))
    assert found is None or (1990 <= found.moment.year <= 2020 and found.moment.tzinfo is UTC)


@pytest.mark.parametrize("part", ["1", "1:", "10:20 ", "1398/11/04 ", "26 ", "+03:30", "ه", "GMT+", "a", "- ", "m01 ", " ", "ي"])
def test_hostile_text_takes_no_time(part: str) -> None:
    started = time.perf_counter()
    for text in (part * 5000, "26/01/2020" + part * 5000, part * 30 + "x"):
        read_date(text, TEHRAN)
    assert time.perf_counter() - started < 0.1


def test_islamic_months_are_those_of_umm_al_qura() -> None:
    assert Hijri(1441, 6, 5).to_gregorian().isoformat() == "2020-01-30"
    with pytest.raises(OverflowError):
        Hijri(1342, 1, 1)
