"""Times named in sentences of three languages and three calendars, as seen from 26 January 2020, a Sunday."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from extractors.dates.expressions import Dates
from extractors.registry import load_registry
from extractors.wording import Wording
from tests.coding import code

TODAY = date(2020, 1, 26)
GRAMMARS = load_registry().grammars
DATES = {language: Dates(language, GRAMMARS[language]["dates"]) for language in ("en", "fa", "ar")}


def times(text: str, language: str) -> list[tuple[str, str, str]]:
    words = Wording(text, [(0, len(text))], language)
    return [(str(d.begin), str(d.end), d.precision) for d in DATES[language].find(words, words.sentences[0], TODAY)]


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("en", "in the evening of 3 December", ("2019-12-03", "2019-12-03", "day")),
        ("en", "on January 13", ("2020-01-13", "2020-01-13", "day")),
        ("en", "in early January", ("2020-01-01", "2020-01-10", "interval")),
        ("en", "on Tuesday", ("2020-01-21", "2020-01-21", "day")),
        ("en", "Sept. 10, 2019", ("2019-09-10", "2019-09-10", "day")),
        ("en", "last week", ("2020-01-13", "2020-01-19", "week")),
        ("en", "two months ago", ("2019-11-01", "2019-11-30", "month")),
        ("en", "in August 2014", ("2014-08-01", "2014-08-31", "month")),
        ("en", "in 2003", ("2003-01-01", "2003-12-31", "year")),
        ("en", "yesterday", ("2020-01-25", "2020-01-25", "day")),
        ("en", "next week", ("2020-01-27", "2020-02-02", "week")),
        ("fa", "۲۴ آبان ۱۳۹۵", ("2016-11-14", "2016-11-14", "day")),
        ("fa", "سوم دی", ("2019-12-24", "2019-12-24", "day")),
        ("fa", "۱۳۹۸/۱۱/۰۶", ("2020-01-26", "2020-01-26", "day")),
        ("fa", "هفته گذشته", ("2020-01-13", "2020-01-19", "week")),
        ("fa", "دو روز پیش", ("2020-01-24", "2020-01-24", "day")),
        ("fa", "نیمه فوریه گذشته", ("2019-02-11", "2019-02-20", "interval")),
        ("fa", "سال ۱۳۶۷", ("1988-03-21", "1989-03-20", "year")),
        ("fa", "دیروز", ("2020-01-25", "2020-01-25", "day")),
        ("ar", "الأسبوع الماضي", ("2020-01-13", "2020-01-19", "week")),
        ("ar", "قبل يومين", ("2020-01-24", "2020-01-24", "day")),
        ("ar", "قبل ثلاثة أشهر", ("2019-10-01", "2019-10-31", "month")),
        ("ar", "3 تشرين الأول 2019", ("2019-10-03", "2019-10-03", "day")),
        ("ar", "14 يوليو (تموز) 2015", ("2015-07-14", "2015-07-14", "day")),
        ("ar", "مطلع كانون الثاني 2020", ("2020-01-01", "2020-01-10", "interval")),
        ("ar", "أمس الأحد", ("2020-01-25", "2020-01-25", "day")),
        ("ar", "في عام 2003", ("2003-01-01", "2003-12-31", "year")),
        ("ar", "5 رمضان 1440", ("2019-05-10", "2019-05-10", "day")),
    ],
)
def test_a_time_is_read_as_its_language_means_it(language: str, text: str, wanted: tuple[str, str, str]) -> None:
    assert times(text, language) == [wanted]


@pytest.mark.parametrize("text", ["It may rain.", "They march on.", "Article 2003 of the law", "30 February 2020"])
def test_words_that_are_no_time_are_none(text: str) -> None:
    assert times(text, "en") == []


def test_a_day_without_a_year_is_the_last_one_unless_it_is_near() -> None:
    assert times("on 20 February", "en")[0][0] == "2020-02-20"
    assert times("on 20 April", "en")[0][0] == "2019-04-20"


def test_the_weekday_beside_a_date_says_nothing_more() -> None:
    assert times("on Tuesday 3 December", "en") == [("2019-12-03", "2019-12-03", "day")]


def test_how_a_date_is_known_is_told() -> None:
    text = "Turkey attacked the PKK in Sinjar on Monday. Turkey's attack on the PKK killed three. Iran praised Iraq."
    acts = {act.type: act.when for act in code(text, "en", TODAY).acts}
    assert acts["ASSAULT"] and acts["ASSAULT"].basis == "text" and acts["ASSAULT"].begin == date(2020, 1, 20)
    assert (
        acts["SUPPORT"] and acts["SUPPORT"].basis == "neighbour" and acts["SUPPORT"].begin == date(2020, 1, 20)
    )  # goes on there
    (alone,) = code("Iran praised Iraq.", "en", TODAY).acts
    assert alone.when and alone.when.basis == "publication" and alone.when.begin == TODAY


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fa", "ترکیه روز دوشنبه به پ‌ک‌ک حمله کرد. ایران از عراق حمایت کرد."),
        ("ar", "هاجمت تركيا حزب العمال الكردستاني يوم الاثنين. وأدانت إيران تركيا."),
    ],
)
def test_a_day_runs_on_to_what_has_none(language: str, text: str) -> None:
    days = [(act.when.begin, act.when.basis) for act in code(text, language, TODAY).acts if act.when]
    assert days == [(date(2020, 1, 20), "text"), (date(2020, 1, 20), "neighbour")]


def test_what_was_over_a_year_ago_is_historical() -> None:
    acts = code("In 2003 the United States attacked Iraq.", "en", TODAY).acts
    assert [act.modality for act in acts if act.type == "ASSAULT"] == ["historical"]
    assert acts[0].when and acts[0].when.end < TODAY - timedelta(days=365)
