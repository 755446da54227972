"""Dates as feeds write them."""

from __future__ import annotations

import pytest

from extractors.dates import day_in_url, parse_instant, precision_of


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Sun, 26 Jan 2020 14:30:00 GMT", "2020-01-26T14:30:00+00:00"),
        ("26 Jan 2020 18:00:00 +0330", "2020-01-26T14:30:00+00:00"),
        ("2020-01-26T14:30:00Z", "2020-01-26T14:30:00+00:00"),
        ("2020-01-26T18:00:00", "2020-01-26T14:30:00+00:00"),
        ("Thu,28 Jul 2022 4:35:5 GMT+9", "2022-07-27T19:35:05+00:00"),
        ("Fri, 24 Jan 2020 10:00:00 IRST", "2020-01-24T06:30:00+00:00"),
        ("Mon, 5 Jan 2015 10:00:00 AST", "2015-01-05T07:00:00+00:00"),
        ("1398/11/04 10:20", "2020-01-24T06:50:00+00:00"),
        ("۱۳۹۸/۱۱/۰۴ ۱۰:۲۰", "2020-01-24T06:50:00+00:00"),
        ("10:20 - 1398/11/04", "2020-01-24T06:50:00+00:00"),
        ("1398-11-04T10:20:00Z", "2020-01-24T10:20:00+00:00"),
        ("6 بهمن 1398", "2020-01-26T08:30:00+00:00"),
        ("26 يناير 2020 14:00", "2020-01-26T10:30:00+00:00"),
        ("26 كانون الثاني/يناير 2020", None),
        ("Mon, 03 Feb 20 10:00:00 GMT", "2020-02-03T10:00:00+00:00"),
        ("Mon, 03 Feb 2020 10:00:00 -0000", "2020-02-03T10:00:00+00:00"),
        ("03/02/2020 10:00", "2020-02-03T06:30:00+00:00"),
        ("26/01/2020 10:00", "2020-01-26T06:30:00+00:00"),
    ],
)
def test_reads_what_feeds_write(written: str, meant: str | None) -> None:
    moment = parse_instant(written, "Asia/Tehran")
    assert (moment and moment.isoformat()) == meant


@pytest.mark.parametrize(
    "written",
    [
        "",
        None,
        "yesterday",
        "10:30",
        "1579",
        "2020",
        "January 2020",
        "26 January",
        "2200-01-01",
        "1398/13/40",
        "\ud800",
        "1" * 5000,
    ],
)
def test_reads_nothing_into_nothing(written: str | None) -> None:
    assert parse_instant(written, "Asia/Tehran") is None


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
    moment = parse_instant(day_in_url(url), "UTC")
    assert (moment and f"{moment:%Y-%m-%d}") == day


@pytest.mark.parametrize(
    ("written", "precision"),
    [("2020-01-26", "day"), ("Sun, 26 Jan 2020 10:00:00 GMT", "instant"), ("۱۳۹۸/۱۱/۰۶ ۱۰:۲۰", "instant"), ("۱۳۹۸/۱۱/۰۶", "day")],
)
def test_says_how_precise_a_date_is(written: str, precision: str) -> None:
    assert precision_of(written) == precision
