"""Records for tests, made with as few words as the test needs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from extractors.records import Article, Entry, Mention, Outlet, Poll, Reading, Sentence

NOW = datetime(2020, 2, 1, 12, tzinfo=UTC)
OUTLET = Outlet("post", "Post", domains=("post.example",), zone="Asia/Baghdad")
LONG = "Muqtada al-Sadr spoke in Najaf on Friday. " * 8


def entry(number: int = 1, **given: Any) -> Entry:
    base: dict[str, Any] = {
        "entry_id": number,
        "article_id": number,
        "feed_id": "post",
        "outlet_id": "post",
        "url": f"http://post.example/{number}",
        "guid": None,
        "title": f"Title {number}",
        "author": None,
        "text": "",
        "language": "en",
        "published_at": NOW - timedelta(days=1),
        "first_seen_at": NOW,
    }
    return Entry(**{**base, **given})


def article(number: int = 1, **given: Any) -> Article:
    base: dict[str, Any] = {
        "article_id": number,
        "url": f"http://post.example/{number}",
        "canonical_url": f"http://post.example/{number}",
        "feed_id": "post",
        "outlet_id": "post",
        "title": "Sadr in Qom",
        "author": None,
        "language": "en",
        "published_at": NOW - timedelta(days=number),
        "published_basis": "feed",
        "fetched_at": NOW,
        "caption": "",
        "text": "Muqtada al-Sadr met leaders. They spoke.",
        "text_source": "page",
        "hint": "none",
        "content_hash": "x",
    }
    return Article(**{**base, **given})


def facts(*articles: Article, **given: Any) -> dict[str, list[Any]]:
    """All tables of one run, for articles whose text begins with a mention of Sadr."""
    mentions = [Mention(a.article_id, "muqtada-al-sadr", "text", 0, 0, 15, a.text[:15], "name", 0.98) for a in articles]
    base: dict[str, list[Any]] = {
        "actors": [],
        "actor_names": [],
        "outlets": [OUTLET],
        "feeds": [],
        "polls": [Poll("post", NOW, "ok", 200, len(articles), len(articles))],
        "entries": [entry(a.article_id) for a in articles],
        "readings": [Reading(a.article_id, "page", 1, None, a) for a in articles],
        "articles": list(articles),
        "sentences": [Sentence(a.article_id, 0, 0, len(a.text)) for a in articles],
        "mentions": mentions,
        "failures": [],
    }
    return {**base, **given}


def rss(*items: tuple[str, str, str]) -> str:
    rows = "".join(f"<item><title>{t}</title><link>{link}</link><description>{d}</description></item>" for t, link, d in items)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{rows}</channel></rss>'


def page(text: str) -> str:
    return f"<!doctype html><html><head><title>x</title></head><body><article><p>{text}</p></article></body></html>"
