"""One article under several addresses is one; two articles that look alike are two."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from extractors.feed import article_key
from extractors.identity import Alias, Seen, Standing, merge, recognise
from extractors.records import Entry, Reading
from tests.make import LONG, NOW, article, entry

TITLE, URL = "Muqtada al-Sadr visits Qom", "http://post.example/news/1"
SEEN = Seen(7, "post", "post", TITLE, "Teaser", NOW)


def listed(**given: Any) -> Entry:
    return entry(1, **{"title": TITLE, "text": "Teaser", "published_at": NOW, "published_raw": NOW.isoformat(), **given})


@pytest.mark.parametrize(
    "given",
    [{}, {"title": "Muqtada Al-Sadr  visits Qom"}, {"text": ""}, {"url": "https://m.post.example/n/1?token=9", "guid": "new"}],
)
def test_an_item_under_another_address_is_the_article_that_it_was(given: dict[str, Any]) -> None:
    assert [found.article_id for found in recognise([listed(**given)], [SEEN], [])] == [7]


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        ({"published_at": NOW + timedelta(seconds=1)}, {}),
        ({"outlet_id": "other"}, {}),
        ({"title": "Muqtada al-Sadr leaves Qom"}, {}),
        ({"text": "Other words"}, {}),
        ({"title": "News in brief"}, {"title": "News in brief"}),
        ({"published_raw": "2020-02-01"}, {}),
        ({"published_at": None, "published_raw": None}, {}),
    ],
)
def test_two_items_that_look_alike_are_two(given: dict[str, Any], seen: dict[str, Any]) -> None:
    assert [found.article_id for found in recognise([listed(**given)], [replace(SEEN, **seen)], [])] == [1]


def test_what_a_feed_lists_beside_each_other_is_never_one() -> None:
    beside = listed(entry_id=2, article_id=7, url="http://post.example/7")
    assert [found.article_id for found in recognise([listed(), beside], [SEEN], [])] == [1, 7]


def test_an_address_that_is_known_to_mean_another_is_not_read_again() -> None:
    assert [found.article_id for found in recognise([listed(title="Changed")], [], [Alias(1, 9)])] == [9]


def read(number: int, canonical: str, title: str = TITLE, text: str = LONG) -> Reading:
    found = article(1, article_id=number, canonical_url=canonical, title=title, text=text)
    return Reading(number, "page", 1, None, found)


def test_pages_of_one_canonical_address_are_one_article() -> None:
    own = article_key(URL)
    left, aliases = merge([read(5, URL), read(own, URL), read(6, URL, title="Corrected: Sadr visits Qom, Iran")], [])
    assert [reading.article_id for reading in left] == [own]
    assert aliases == [Alias(5, own), Alias(6, own)]


def test_a_page_is_the_one_that_is_stored() -> None:
    stored = Standing(3, URL, TITLE, LONG[:300])
    assert merge([read(5, URL)], [stored]) == ([], [Alias(5, 3)])
    (again,), aliases = merge([read(3, URL)], [stored])
    assert (again.article_id, aliases) == (3, [])


def test_a_site_that_names_one_address_for_all_its_pages_keeps_them_apart() -> None:
    readings = [read(n, URL, title=f"Title number {n} of the day", text=f"{n} is another text. {LONG}") for n in range(5, 9)]
    left, aliases = merge(readings, [])
    assert (len(left), aliases) == (4, [])
