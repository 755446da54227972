"""Readings: which text is kept, what a failure says, when a page is due again."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from extractors.article import keep_feed_text, pause, read_article, split_sentences
from extractors.records import Page, Reading, Reason
from extractors.registry import load_registry
from tests.make import LONG, NOW, OUTLET, entry

SIGNS = load_registry().signs
URL = "http://post.example/1"


def page(*paragraphs: str, head: str = "") -> Page:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    markup = f"<!DOCTYPE html><html><head><title>Page</title>{head}</head><body><article>{body}</article></body></html>"
    return Page(URL, 200, "text/html; charset=utf-8", markup.encode())


def read(found: Page, **given: object) -> Reading:
    return read_article(entry(**given), found, OUTLET, SIGNS, NOW)


def test_a_page_is_the_article() -> None:
    reading = read(page(LONG), text="Teaser")
    assert reading.article is not None
    assert (reading.state, reading.due_at, reading.failure) == ("page", None, None)
    assert (reading.article.text, reading.article.text_source) == (LONG.strip(), "page")
    assert reading.article.body_hash == hashlib.sha256(page(LONG).body).hexdigest()


def test_a_date_says_how_it_is_known_and_how_it_was_written() -> None:
    dated = '<meta property="article:published_time" content="2020-01-25">'
    article = read(page(LONG, head=dated), published_at=None).article
    assert article
    assert (article.published_basis, article.published_precision, article.published_raw) == ("page", "day", "2020-01-25")
    assert article.published_method == "iso"
    feed = read(page(LONG, head=dated), published_raw="Fri, 31 Jan 2020 12:00:00 GMT").article
    assert feed
    assert (feed.published_basis, feed.published_precision, feed.published_method) == ("feed", "instant", "rfc822")
    none = read(page(LONG), published_at=None).article
    assert none
    assert (none.published_basis, none.published_raw, none.published_method) == ("fetched", None, None)
    # Words that this version reads though the one that stored the entry did not.
    again = read(page(LONG, head=dated), published_at=None, published_raw="30 كانون الثاني/يناير 2020 10:00").article
    assert again
    assert (again.published_basis, again.published_method) == ("feed", "month names")
    assert again.published_at == datetime(2020, 1, 30, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (page("Teaser of the", "Subscribe to continue reading."), "behind a wall"),
        (page("Short."), "too short"),
        (page(), "no article text"),
        (page("Teaser", head='<script type="application/ld+json">{"isAccessibleForFree": false}</script>'), "behind a wall"),
        (Page(URL, 200, "application/pdf", b"%PDF"), "application/pdf"),
        (Page(URL, 200, "text/html", b""), "empty"),
    ],
)
def test_the_feeds_text_stands_in(found: Page, reason: str) -> None:
    reading = read(found, text="Teaser of the whole article, as the feed has it.")
    assert reading.article is not None
    assert reading.failure is not None
    assert reason in reading.failure.reason
    assert (reading.state, reading.article.text_source) == ("feed", "feed")
    assert reading.article.text == "Teaser of the whole article, as the feed has it."
    assert reading.due_at == NOW + timedelta(hours=1)


def test_a_wall_after_a_long_text_is_an_advertisement() -> None:
    reading = read(page(*(f"{i} {LONG}" for i in range(9)), "Subscribe to continue reading."), text="Teaser")
    assert reading.article is not None
    assert reading.state == "page"


def test_nothing_anywhere_is_a_failure_in_words() -> None:
    reading = keep_feed_text(entry(), Reason("client", "HTTP 404: Not Found"), OUTLET, NOW)
    assert (reading.state, reading.article) == ("failed", None)
    assert reading.failure is not None
    assert (reading.failure.stage, reading.failure.code, reading.failure.reason) == ("fetch", "client", "HTTP 404: Not Found")


def test_the_feeds_text_is_news_once() -> None:
    again = keep_feed_text(entry(text="Teaser", attempts=1, stored=True), Reason("client", "HTTP 404: Not Found"), OUTLET, NOW)
    assert (again.state, again.article, again.attempts) == ("feed", None, 2)
    assert again.due_at == NOW + timedelta(hours=3)


def test_pauses_grow_to_a_limit() -> None:
    pauses = [pause(attempts) for attempts in range(1, 40)]
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (timedelta(hours=1), timedelta(days=90))


DATED = '<script type="application/ld+json">{"datePublished": "2020-01-20T10:00:00+03:00"}</script>'


@pytest.mark.parametrize(
    ("feed", "head", "url", "moment", "basis"),
    [
        (datetime(2020, 1, 26, tzinfo=UTC), DATED, URL, "2020-01-26T00:00:00+00:00", "feed"),
        (None, DATED, "http://post.example/2020/01/19/x", "2020-01-20T07:00:00+00:00", "page"),
        (None, "", "http://post.example/2020/01/19/x", "2020-01-19T09:00:00+00:00", "url"),
        (None, "", URL, NOW.isoformat(), "fetched"),
        (NOW + timedelta(hours=48), DATED, URL, NOW.isoformat(), "clamped"),
        (NOW + timedelta(hours=49), DATED, URL, "2020-01-20T07:00:00+00:00", "page"),
        (NOW + timedelta(hours=49), "", "http://post.example/2020/01/19/x", "2020-01-19T09:00:00+00:00", "url"),
        (datetime(2031, 1, 1, tzinfo=UTC), "", URL, NOW.isoformat(), "fetched"),
    ],
)
def test_a_date_says_how_it_is_known(feed: datetime | None, head: str, url: str, moment: str, basis: str) -> None:
    article = read(page(LONG, head=head), published_at=feed, url=url).article
    assert article is not None
    assert (article.published_at.isoformat(), article.published_basis) == (moment, basis)


@pytest.mark.parametrize(
    ("title", "own", "kept"),
    [
        ("From the feed", "From the page", "From the feed"),
        ("", "From the page", "From the page"),
        ("From the…", "From the page", "From the page"),
    ],
)
def test_a_title_cut_by_the_feed_is_taken_from_the_page(title: str, own: str, kept: str) -> None:
    head = f'<meta property="og:title" content="{own}">'
    article = read(page(LONG, head=head), title=title).article
    assert article is not None
    assert article.title == kept


@pytest.mark.parametrize(
    ("text", "claimed", "language"),
    [
        ("مقتدی صدر در نجف گفت که از دولت پشتیبانی نمی‌کند", "ar", "fa"),
        ("آيت‌الله سيستاني خواستار فهرست واحد از سوي احزاب و جريان‌هاي شيعه شد", None, "fa"),
        ("قال مقتدى الصدر في النجف إنه لا يدعم الحكومة", "fa", "ar"),
        ("موقتەدا سەدر لە نەجەف ڕایگەیاند کە پشتگیری حکومەت ناکات", None, "ckb"),
        ("Muqtada al-Sadr said in Najaf that he does not support the government", "fa", "en"),
        ("Muqtada al-Sadr sagte in Nadschaf, er unterstütze die Regierung nicht", "en", "de"),
    ],
)
def test_the_text_itself_names_its_language(text: str, claimed: str | None, language: str) -> None:
    article = read(page((text + ". ") * 8), title="", language=claimed).article
    assert article is not None
    assert article.language == language


def test_sentences_lie_in_their_lines() -> None:
    text = "Mr. Sadr spoke on Jan. 3 in the U.S. embassy.  He left.\nمقتدی صدر آمد؟ بله!\nNo full stop"
    stretches = [text[s.start_char : s.end_char] for s in split_sentences(1, text, "en")]
    assert stretches == ["Mr. Sadr spoke on Jan. 3 in the U.S. embassy.", "He left.", "مقتدی صدر آمد؟", "بله!", "No full stop"]


def test_an_abbreviation_after_a_hyphen_ends_no_sentence() -> None:
    text = "The anti-U.S. demonstrations drew thousands. They left."
    assert [text[s.start_char : s.end_char] for s in split_sentences(1, text, "en")] == [text[:45].strip(), text[45:]]
