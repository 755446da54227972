"""Pages that are no article: each says why, and articles that speak of such things stay articles."""

from __future__ import annotations

import pytest

from extractors.article import read_article
from extractors.records import Page
from extractors.registry import load_registry
from tests.make import LONG, NOW, OUTLET, entry

SIGNS = load_registry().signs
URL = "http://post.example/news/sadr-speaks-in-najaf"
HEADLINES = [f"Headline number {n} of the day in Baghdad and Tehran" for n in range(30)]
LINKS = "".join(f"<li><a href='/news/{n}'>{line}</a></li>" for n, line in enumerate(HEADLINES))


def verdict(body: str, title: str = "Post", shown: str = URL, head: str = "") -> tuple[str | None, str]:
    markup = f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    page = Page(shown, 200, "text/html; charset=utf-8", markup.encode())
    reading = read_article(entry(url=URL, text="The feed's own words."), page, OUTLET, SIGNS, NOW)
    assert reading.article
    return reading.failure.code if reading.failure else None, reading.article.text_source


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"body": "<p>Ray ID: 1</p>", "title": "Just a moment..."}, "challenge"),
        ({"body": "<p>Please enable cookies.</p>", "title": "Attention Required! | Cloudflare"}, "challenge"),
        ({"body": "<h1>post.example</h1><p>Checking your browser before accessing post.example.</p>"}, "challenge"),
        ({"body": "<p>لطفا صبر کنید</p>", "title": "در حال بررسی مرورگر شما"}, "challenge"),
        ({"body": f"<p>{LONG}</p>", "shown": "https://consent.post.example/collect?next=1"}, "consent"),
        ({"body": "<p>We value your privacy. We and our partners store data.</p>"}, "consent"),
        ({"body": f"<p>{LONG}</p><p>{LONG}</p>", "title": "Page not found - Post"}, "missing"),
        ({"body": f"<ul>{LINKS}</ul>", "title": "صفحه مورد نظر یافت نشد | خبرگزاری"}, "missing"),
        ({"body": f"<p>{LONG}</p>", "title": "وكالة: الصفحة غير موجودة - بغداد"}, None),
        ({"body": f"<p>{LONG}</p>", "shown": "http://post.example/"}, "missing"),
        ({"body": f"<p>{LONG}</p>", "shown": "http://post.example/en/"}, "missing"),
        ({"body": "<p>Watch.</p>", "head": "<meta property='og:type' content='video.other'>"}, "video"),
        ({"body": f"<p>{LONG}</p>", "head": "<meta property='og:type' content='video.other'>"}, None),
        ({"body": f"<article><ul>{LINKS}</ul></article>"}, "listing"),
        ({"body": f"<article><p>{LONG}</p><p>{LONG}</p></article><aside><ul>{LINKS}</ul></aside>"}, None),
        ({"body": f"<p>{LONG}</p><p>The site said: access denied, verify you are human. {LONG * 5}</p>"}, None),
        ({"body": "<p>Subscribe to continue reading</p>"}, "paywall"),
        ({"body": "<p>Short.</p>"}, "short"),
        ({"body": ""}, "empty"),
    ],
)
def test_says_why_a_page_is_no_article(given: dict[str, str], code: str | None) -> None:
    assert verdict(**given) == (code, "feed" if code else "page")


def test_what_is_no_text_has_its_code() -> None:
    for kind, body, code in (("video/mp4", b"x", "media"), ("text/html", b"", "unparsable")):
        reading = read_article(entry(url=URL, text="Words."), Page(URL, 200, kind, body), OUTLET, SIGNS, NOW)
        assert reading.failure
        assert (reading.failure.code, reading.failure.stage) == (code, "extract")
