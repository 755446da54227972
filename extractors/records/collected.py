"""What is asked and read: outlets, feeds, polls, pages, entries, articles, failures; fields are the warehouse's columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who publishes; `select`, `prune` and `captions` are CSS hints for its pages, `zone` reads its zoneless dates."""

    outlet_id: str
    name: str
    domains: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    country: str | None = None
    owner: str | None = None
    leaning: str | None = None
    zone: str = "UTC"
    select: tuple[str, ...] = ()
    prune: tuple[str, ...] = ()
    captions: str = "figcaption"


@dataclass(frozen=True, slots=True)
class Feed:
    """An address that is polled, and the outlet that answers there; `free` says why its robots.txt is passed over.

    `seen` says who saw it working and when, `off` why it is not polled unless it is named.
    """

    feed_id: str
    outlet_id: str
    url: str
    title: str | None = None
    language: str | None = None
    free: str | None = None
    seen: str | None = None
    off: str | None = None


@dataclass(frozen=True, slots=True)
class FeedState:
    """How it stands with a feed: when it is asked again and why then; `interval`, `usual_gap` and `advice` are seconds.

    `url` is the listed address for which all of this holds, `advice` how long the feed itself asks to wait, and until
    `doubted_until` it is not believed that nothing has changed; that is `last_new_at` itself where its next answer will tell.
    """

    feed_id: str
    due_at: datetime
    interval: float
    why: str
    etag: str | None = None
    last_modified: str | None = None
    unchanged: int = 0
    failures: float = 0.0
    moved_to: str | None = None
    last_new_at: datetime | None = None
    usual_gap: float | None = None
    retired_at: datetime | None = None
    url: str | None = None
    advice: float = 0.0
    doubted_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Poll:
    """One question put to one feed: `status` is ok or failed, `reason` says why it failed, `kind` sorts that."""

    feed_id: str
    polled_at: datetime
    status: str
    http_status: int | None = None
    entries: int = 0
    new_entries: int = 0
    bytes: int = 0
    seconds: float = 0.0
    reason: str | None = None
    kind: str | None = None
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One item that a feed listed, in plain text; entries of one page share its `article_id`.

    `stored` says that the article is in the warehouse already, with a feed's text.
    """

    entry_id: int
    article_id: int
    feed_id: str
    outlet_id: str
    url: str
    guid: str | None
    title: str
    author: str | None
    text: str
    language: str | None
    published_at: datetime | None
    first_seen_at: datetime
    has_page: bool = True
    attempts: int = 0
    stored: bool = False
    published_raw: str | None = None


@dataclass(frozen=True, slots=True)
class Robots:
    """What a host answered when asked for its robots.txt; `status` is None where no answer came.

    `failing_since` is when it began to fail to tell, which a later answer of rules ends; older rules hold on meanwhile.
    """

    origin: str
    fetched_at: datetime
    status: int | None
    text: str | None = None
    failing_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Closed:
    """A host, by its name without port, that asked to be left alone until an instant (Retry-After)."""

    host: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Page:
    """What an address answered: decoded bytes with the type and address they came from, and what its headers say.

    `moved_to` is where permanent redirects, and nothing but such, led.
    """

    url: str
    status: int
    content_type: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One article with its text; offsets of sentences and mentions point into `title`, `caption` and `text`."""

    article_id: int
    url: str
    canonical_url: str
    feed_id: str
    outlet_id: str
    title: str
    author: str | None
    language: str
    published_at: datetime
    published_basis: str
    fetched_at: datetime
    caption: str
    text: str
    text_source: str
    hint: str
    content_hash: str
    published_raw: str | None = None
    published_precision: str = "instant"
    published_method: str | None = None
    body_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of an article's text, numbered from 0."""

    article_id: int
    sentence_no: int
    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something did not work: a code to count by, and words."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that did not work: which address, at which stage, why in words, and the code of that."""

    url: str
    feed_id: str
    article_id: int | None
    stage: str
    reason: str
    failed_at: datetime
    attempts: int = 1
    code: str = "unforeseen"


@dataclass(frozen=True, slots=True)
class Reading:
    """How the reading of one entry ended: an article, a failure, or both (the feed's text kept for a missing page)."""

    article_id: int
    state: str
    attempts: int
    due_at: datetime | None
    article: Article | None = None
    sentences: tuple[Sentence, ...] = ()
    failure: Failure | None = None
