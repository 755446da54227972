"""An entry and what its page answered in, a reading out: an article, a failure in words, or both."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sentencex import get_sentence_boundaries

from extractors.dates import AHEAD, day_in_url, read_date
from extractors.language import language_of
from extractors.markup import decode
from extractors.page import Content, Head, read_page
from extractors.records import Article, Entry, Failure, Outlet, Page, Reading, Reason, Sentence
from extractors.script import fold
from extractors.verdict import SHORT, WALLED, Signs, judge

FIRST_PAUSE = timedelta(hours=1)
LONGEST_PAUSE = timedelta(days=90)
HTML_TYPES = ("html", "xml", "text/plain", "octet-stream")


@dataclass(frozen=True, slots=True)
class Found:
    """The text chosen for an article, where it came from (page or feed), why not from the page, and the page's hash."""

    text: str
    source: str
    reason: Reason | None = None
    body_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """When an article was published, how that is known, how precisely, as it was written, and the rule that read it."""

    moment: datetime
    basis: str
    precision: str = "instant"
    raw: str | None = None
    method: str | None = None


# An abbreviation of capitals with points, where the splitter may see the end of a sentence.
ACRONYM = re.compile(r"\b(?:[A-Z]\.){2,}$")
# The first letter of one, where the next follows without a blank.
INITIAL = re.compile(r"\b[A-Z]\.$")
# What a page broke in two at a point: an acronym that owns what follows (on Friday, U.S. | President), or a title or month
# that is cut short; after "the U.S." a new line may be a new paragraph.
BROKEN = re.compile(r"(?:(?<!\b[Tt]he )\b(?:[A-Z]\.){2,}|\b(?:Sen|Rep|Gen|Lt|Col|Maj|Brig|Adm|Dr|Mr|Mrs|Ms|Prof|Gov)\.)$")
MONTH = re.compile(r"\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|No)\.$")


def pause(attempts: int) -> timedelta:
    """Say how long to wait after so many failed attempts: an hour, then three times as long each time."""
    return min(FIRST_PAUSE * int(3 ** min(attempts - 1, 20)), LONGEST_PAUSE)


def open_part(text: str, walls: tuple[str, ...], free: bool) -> tuple[str, bool]:
    """Split a text from the wall at its end: what stands before it, and whether there was one."""
    if len(text) > WALLED:
        return text, False
    lines = text.split("\n")
    at = next((i for i, line in enumerate(lines) if any(wall in fold(line).text for wall in walls)), None)
    if at is not None and at >= len(lines) - 2:
        return "\n".join(lines[:at]), True
    return text, not free


def choose_text(content: Content, entry: Entry, shown: str, signs: Signs) -> Found:
    """Choose the page's text, or the feed's where the page is no article, behind a wall or too short."""
    if reason := judge(content, entry.url, shown, signs):
        return Found(entry.text, "feed", reason)
    body, walled = open_part(content.text, signs.get("paywall", ()), content.head.free)
    if walled:
        longest = max(entry.text, body, key=len)
        return Found(longest, "feed" if longest == entry.text else "page", Reason("paywall", "the page is behind a wall"))
    if len(body) < SHORT and len(entry.text) > len(body):
        words = f"the page's text is too short ({len(body)} characters)" if body else "no article text on the page"
        return Found(entry.text, "feed", Reason("short" if body else "empty", words))
    return Found(body, "page", None if body else Reason("empty", "no article text on the page, and none in the feed"))


def dates_of(entry: Entry, head: Head | None, zone: str, now: datetime) -> Iterator[Dated]:
    """Read the dates of an entry, the most trusted first; the feed's from its words, or as it was read where none are kept."""
    written = ((entry.published_raw, "feed"), (head.published if head else None, "page"), (day_in_url(entry.url), "url"))
    for raw, basis in written:
        if found := read_date(raw, zone, now):
            yield Dated(found.moment, basis, found.precision, raw, found.method)
        elif basis == "feed" and entry.published_at and entry.published_at <= now + AHEAD:
            yield Dated(entry.published_at, basis, raw=raw)


def settle_date(entry: Entry, head: Head | None, zone: str, now: datetime) -> Dated:
    """Say when an article was published and how that is known: feed, page, url, fetched, or clamped from the future.

    The feed's date comes first: it is the publisher's own for this entry, with a time, and there also when the page is
    not, so that an outlet's articles have one basis; pages often give the last change. An address knows only the day.
    A date more than 48 hours after `now` is none.
    """
    dated = next(dates_of(entry, head, zone, now), Dated(now, "fetched"))
    if dated.precision == "day" and dated.moment - timedelta(hours=12) <= now:
        return replace(dated, moment=min(dated.moment, now))
    return dated if dated.moment <= now else replace(dated, moment=now, basis="clamped")


def split_sentences(article_id: int, text: str, language: str) -> tuple[Sentence, ...]:
    """Split a text into sentences, each within one line unless the page broke it; offsets are characters of the text."""
    spans: list[tuple[int, int]] = []
    offset = 0
    for line in text.split("\n"):
        for part in get_sentence_boundaries(language, line):
            stretch = line[part["start_index"] : part["end_index"]]
            start = offset + part["start_index"] + len(stretch) - len(stretch.lstrip())
            if stretch.strip() and spans and goes_on(text, spans[-1], start):
                spans[-1] = (spans[-1][0], start + len(stretch.strip()))
            elif stretch.strip():
                spans.append((start, start + len(stretch.strip())))
        offset += len(line) + 1
    return tuple(Sentence(article_id, number, start, end) for number, (start, end) in enumerate(spans))


def goes_on(text: str, span: tuple[int, int], start: int) -> bool:
    """Tell whether what starts there goes on with the sentence before it: the U.S. military ends none, nor does anti-U."""
    between = text[span[1] : start]
    if not between and INITIAL.search(text, *span):
        return True
    breaks = between.count("\n")
    if breaks == 1 and text[start].isalpha() and BROKEN.search(text, *span):
        return True
    if breaks <= 1 and text[start].isdigit() and MONTH.search(text, *span):
        return True
    return breaks <= 1 and text[start].islower() and ACRONYM.search(text, *span) is not None


def choose_title(entry: Entry, head: Head | None) -> str:
    """Take the feed's title, or the page's where the feed has none or cut it off."""
    own = head.title if head else ""
    cut = entry.title.rstrip("….").rstrip()
    return own if not entry.title or (cut != entry.title and own.startswith(cut)) else entry.title


def make_article(entry: Entry, found: Found, content: Content | None, outlet: Outlet, now: datetime) -> Article:
    """Put an article together from its entry, its chosen text and its page."""
    head = content.head if content else None
    title, caption = choose_title(entry, head), content.caption if content else ""
    dated = settle_date(entry, head, outlet.zone, now)
    whole = "\x1f".join((title, caption, found.text))
    return Article(
        article_id=entry.article_id,
        url=entry.url,
        canonical_url=head.canonical_url if head else entry.url,
        feed_id=entry.feed_id,
        outlet_id=entry.outlet_id,
        title=title,
        author=entry.author or (head.author if head else None),
        language=language_of(f"{title}\n{found.text}", entry.language),
        published_at=dated.moment,
        published_basis=dated.basis,
        fetched_at=now,
        caption=caption,
        text=found.text,
        text_source=found.source,
        hint=content.hint if content else "none",
        content_hash=hashlib.blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest(),
        published_raw=dated.raw,
        published_precision=dated.precision,
        published_method=dated.method,
        body_hash=found.body_hash,
    )


def read_article(entry: Entry, page: Page, outlet: Outlet, signs: Signs, now: datetime) -> Reading:
    """Read a page that came into an article; the feed's text stands in where the page has none to give."""
    if not any(kind in (page.content_type or "html").lower() for kind in HTML_TYPES):
        return keep_feed_text(entry, Reason("media", f"not a page of text but {page.content_type}"), outlet, now, "extract")
    content = read_page(decode(page.body, page.content_type), page.url, outlet)
    if content is None:
        return keep_feed_text(entry, Reason("unparsable", "the answer is empty or no HTML"), outlet, now, "extract")
    found = choose_text(content, entry, page.url, signs)
    if found.source == "page":
        found = replace(found, body_hash=hashlib.sha256(page.body).hexdigest())
    return conclude(entry, found, content, outlet, now)


def keep_feed_text(entry: Entry, reason: Reason, outlet: Outlet, now: datetime, stage: str = "fetch") -> Reading:
    """Make do with the feed's text for a page that did not come; the entry stays due for its page."""
    return conclude(entry, Found(entry.text, "feed", reason), None, outlet, now, stage)


def conclude(
    entry: Entry, found: Found, content: Content | None, outlet: Outlet, now: datetime, stage: str = "extract"
) -> Reading:
    """End the reading of an entry: its article, its failure, and when its page is due again."""
    attempts = entry.attempts + 1
    due = now + pause(attempts) if found.reason and entry.has_page else None
    failure = fail(entry, stage, found.reason, now) if found.reason else None
    state = "failed" if not found.text else "page" if not found.reason else "feed"
    # Where the feed's text is stored already, only a page is news.
    if not found.text or (entry.stored and found.source == "feed"):
        return Reading(entry.article_id, state, attempts, due, failure=failure)
    article = make_article(entry, found, content, outlet, now)
    sentences = split_sentences(article.article_id, article.text, article.language)
    return Reading(entry.article_id, state, attempts, due, article, sentences, failure)


def fail(entry: Entry, stage: str, reason: Reason, now: datetime) -> Failure:
    """Write down that an entry's page was tried once more in vain."""
    return Failure(entry.url, entry.feed_id, entry.article_id, stage, reason.words, now, entry.attempts + 1, reason.code)


def sentence_around(sentences: Sequence[Sentence], place: int) -> Sentence | None:
    """Find the sentence in which a place of the text stands; sentences are in order."""
    at = bisect_right(sentences, place, key=lambda sentence: sentence.start_char) - 1
    return sentences[at] if at >= 0 and place < sentences[at].end_char else None
