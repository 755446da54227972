"""Entries and articles as they come and those that are known in, which are the same under another address out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from extractors.dates import read_date
from extractors.feed import article_key
from extractors.records import Article, Entry, Reading
from extractors.script import fold

# Shorter titles are headings that come again: "News in brief", "عاجل".
TELLING = 15
# So many characters of a text tell it from others.
LEAD = 300


@dataclass(frozen=True, slots=True)
class Seen:
    """An entry that is stored, as far as it tells whether another is the same."""

    article_id: int
    feed_id: str
    outlet_id: str
    title: str
    text: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """An article that is stored, as far as it tells whether another is the same: `lead` is how its text begins."""

    article_id: int
    canonical_url: str
    title: str
    lead: str


@dataclass(frozen=True, slots=True)
class Alias:
    """An address's id that means an article known by another."""

    alias_id: int
    article_id: int


def same_words(one: str, other: str) -> bool:
    """Tell whether two texts are one, however they are spelt; False for those too short to tell."""
    return len(one) >= TELLING and fold(one).words.split() == fold(other).words.split()


def same_item(entry: Entry, seen: Seen) -> bool:
    """Tell whether an outlet gave one item another address: the same title at the same instant, and no other words."""
    if (entry.outlet_id, entry.published_at) != (seen.outlet_id, seen.published_at) or not same_words(entry.title, seen.title):
        return False
    return not entry.text or not seen.text or fold(entry.text).words.split() == fold(seen.text).words.split()


def recognise(entries: Iterable[Entry], known: Iterable[Seen], aliases: Iterable[Alias]) -> list[Entry]:
    """Give entries that an outlet lists under another address the article that they are.

    What stands beside each other in feeds is never one: they tell it apart themselves. A date without an hour tells nothing.
    """
    new, meant = list(entries), {alias.alias_id: alias.article_id for alias in aliases}
    listed = {entry.article_id for entry in new}
    by_instant: dict[datetime, list[Seen]] = {}
    for seen in known:
        if seen.article_id not in listed:
            by_instant.setdefault(seen.published_at, []).append(seen)
    named = (replace(entry, article_id=meant.get(entry.article_id, entry.article_id)) for entry in new)
    return [known_as(entry, by_instant) for entry in named]


def known_as(entry: Entry, by_instant: Mapping[datetime, list[Seen]]) -> Entry:
    """Give an entry the article of the first stored one that is the same item, if there is one."""
    written = read_date(entry.published_raw, "UTC")
    if entry.published_at is None or written is None or written.precision == "day":
        return entry
    found = next((seen for seen in by_instant.get(entry.published_at, ()) if same_item(entry, seen)), None)
    return replace(entry, article_id=found.article_id) if found else entry


def canonical_key(article: Article | Standing) -> int:
    """Identify an article by the address that its page gives itself."""
    return article_key(article.canonical_url)


def merge(readings: Iterable[Reading], stored: Iterable[Standing]) -> tuple[list[Reading], list[Alias]]:
    """Leave out articles that are the page of another under another address; gives the others, and the aliases.

    Pages that name one canonical address but share neither title nor beginning are different: some sites name their front
    page there, or one page for all.
    """
    known = {key: standing for standing in stored for key in (standing.article_id, canonical_key(standing))}
    left, aliases = [], []
    for reading in sorted(readings, key=lambda r: r.article is None or canonical_key(r.article) != r.article_id):
        article = reading.article
        same = article and known.get(canonical_key(article))
        if article and same and same.article_id != article.article_id and same_page(article, same):
            aliases.append(Alias(article.article_id, same.article_id))
            continue
        if article:
            standing = Standing(article.article_id, article.canonical_url, article.title, article.text[:LEAD])
            known.setdefault(article.article_id, standing)
            known.setdefault(canonical_key(article), standing)
        left.append(reading)
    return left, aliases


def same_page(article: Article, standing: Standing) -> bool:
    """Tell whether two pages of one canonical address show one article: a corrected title, or a corrected beginning."""
    return same_words(article.title, standing.title) or same_words(article.text[:LEAD], standing.lead)
