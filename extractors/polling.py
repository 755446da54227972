"""What a feed answered in, when it is asked again and on which conditions out; each decision says in words why."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import blake2b

from extractors.records import Feed, FeedState, Poll

FIRST, SHORTEST, LONGEST = timedelta(minutes=30), timedelta(minutes=10), timedelta(days=1)
# A poll that brings more than this share of a feed's entries came late; one that brings none came early.
MUCH, SOONER, LATER = 0.2, 0.5, 1.5
# After so many answers of "nothing changed" a feed is read whole once: some say so for ever. 1 in 24 keeps 95 % conditional.
# One that is overdue, or seldom asked, is read whole sooner; and one that is convicted of it is not asked under conditions
# for long.
TRUST, TRUST_LESS, OVERDUE = 24, 6, 4.0
SELDOM, DOUBT = timedelta(hours=12), timedelta(days=30)
# How much a failure counts, by kind: what passes by itself counts half (after Media Cloud's rss-fetcher), and a host that
# has asked to be left alone was not asked at all.
WEIGHTS = {"timeout": 0.5, "server": 0.5, "connection": 0.5, "broken": 0.5, "dns": 0.5, "wait": 0.0}
MOST_FAILURES = 10.0
# What a host asks for is granted up to these: Cache-Control, Expires, ttl and sy; and Retry-After.
LONGEST_ADVICE, LONGEST_RETRY = timedelta(hours=6), timedelta(days=7)
NOT_MODIFIED, GONE = 304, 410
# From so many failures on, the address of the list is asked again instead of the one to which the feed had moved.
LOST = 3.0
PERIODS = {"hourly": 3600, "daily": 86400, "weekly": 604800, "monthly": 2592000, "yearly": 31536000}
TTL = re.compile(r"<ttl>\s*(\d{1,6})\s*</ttl>", re.I)
PERIOD = re.compile(r"<sy:updatePeriod>\s*(\w+)\s*</sy:updatePeriod>", re.I)
FREQUENCY = re.compile(r"<sy:updateFrequency>\s*(\d{1,6})\s*</sy:updateFrequency>", re.I)
SECONDS = re.compile(r"[0-9]+")
# What may stand in a header that is sent back (RFC 9110, 5.5); whatever else came in one is no validator.
VALIDATOR = re.compile(r"[\x20-\x7e]+")
MAX_AGE = re.compile(r"\bmax-age\s*=\s*\"?(\d{1,10})", re.I)


@dataclass(frozen=True, slots=True)
class Told:
    """What an answer says besides its entries: validators, how long it asks to be left alone, where the feed moved for good.

    `wait` is a Retry-After, `fresh` what its headers say of its age, `advice` what the feed itself says (None where the
    answer has no body): all in seconds.
    """

    etag: str | None = None
    last_modified: str | None = None
    wait: float = 0.0
    fresh: float = 0.0
    advice: float | None = None
    moved_to: str | None = None


def conditions(state: FeedState | None, now: datetime) -> dict[str, str]:
    """Choose the conditional headers of the next question; none where "nothing changed" has been said for too long."""
    if state is None or state.unchanged >= TRUST or (state.doubted_until and state.doubted_until > now):
        return {}
    if state.unchanged % TRUST_LESS == TRUST_LESS - 1 and (overdue(state, now) or state.interval >= SELDOM.total_seconds()):
        return {}
    asked = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
    return {name: value for name, value in asked.items() if value}


def overdue(state: FeedState, now: datetime) -> bool:
    """Tell whether a feed has been silent for much longer than is usual for it."""
    return bool(state.last_new_at and state.usual_gap and (now - state.last_new_at).total_seconds() > OVERDUE * state.usual_gap)


def advised_by_feed(text: str) -> float:
    """Read how many seconds a feed itself asks to wait: RSS 2.0's ttl (minutes), or the syndication module's period."""
    head = text[:20_000]
    if match := TTL.search(head):
        return float(match[1]) * 60
    if (period := PERIOD.search(head)) and period[1].lower() in PERIODS:
        frequency = FREQUENCY.search(head)
        return PERIODS[period[1].lower()] / max(1, int(frequency[1]) if frequency else 1)
    return 0.0


def advised_by_headers(headers: Mapping[str, str], now: datetime) -> float:
    """Read how many seconds an answer stays fresh (RFC 9111, 5.2 and 5.3)."""
    if match := MAX_AGE.search(headers.get("cache-control", "")):
        return float(match[1])
    expires, date = instant_of(headers.get("expires")), instant_of(headers.get("date")) or now
    return max(0.0, (expires - date).total_seconds()) if expires else 0.0


def retry_after(headers: Mapping[str, str], now: datetime) -> float:
    """Read how many seconds a host asks to wait before the next question (RFC 9110, 10.2.3)."""
    said = headers.get("retry-after", "").strip()
    if SECONDS.fullmatch(said):
        return min(float(said), LONGEST_RETRY.total_seconds())
    moment = instant_of(said)
    return min(max(0.0, (moment - now).total_seconds()), LONGEST_RETRY.total_seconds()) if moment else 0.0


def instant_of(text: str | None) -> datetime | None:
    """Read a date of HTTP; None for what is none."""
    try:
        moment = parsedate_to_datetime(text) if text else None
    except (ValueError, OverflowError):
        return None
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC)


def tell(headers: Mapping[str, str], text: str, moved_to: str | None, now: datetime) -> Told:
    """Read what a feed's answer says besides its entries."""
    fresh = min(advised_by_headers(headers, now), LONGEST_ADVICE.total_seconds())
    advice = min(advised_by_feed(text), LONGEST_ADVICE.total_seconds()) if text else None
    return Told(
        validator(headers, "etag"), validator(headers, "last-modified"), retry_after(headers, now), fresh, advice, moved_to
    )


def validator(headers: Mapping[str, str], name: str) -> str | None:
    """Read a validator that can be sent back; None where there is none."""
    found = headers.get(name)
    return found if found and VALIDATOR.fullmatch(found) else None


def jitter(feed_id: str, now: datetime) -> float:
    """Spread questions by up to 5 % either way, the same for the same feed and instant."""
    drawn = int.from_bytes(blake2b(f"{feed_id} {now.isoformat()}".encode(), digest_size=4).digest(), "big")
    return 0.95 + 0.1 * drawn / 2**32


def decide(feed: Feed, state: FeedState | None, poll: Poll, told: Told, now: datetime) -> FeedState:
    """Decide from one poll when a feed is asked again."""
    before = state or FeedState(feed.feed_id, now, FIRST.total_seconds(), "never asked")
    before = replace(before, url=feed.url)
    if poll.status != "ok":
        return after_failure(before, poll, told, now)
    if poll.http_status == NOT_MODIFIED:
        after, said = unchanged(before, now)
    else:
        after, said = after_reading(before, poll, told, now)
    return put_off(replace(after, failures=0.0, retired_at=None), said, told, now)


def unchanged(state: FeedState, now: datetime) -> tuple[FeedState, str]:
    """Ask a feed later that had nothing to tell, and whole for long one that says so of what is known to have changed."""
    if suspected(state):
        convicted = replace(state, unchanged=0, interval=FIRST.total_seconds(), doubted_until=now + DOUBT)
        return convicted, "it said that nothing had changed when something had, and is read whole from now on"
    return replace(state, unchanged=state.unchanged + 1, interval=state.interval * LATER), "it said that nothing had changed"


def suspected(state: FeedState) -> bool:
    """Tell whether its last answer had what it may have hidden: it is asked once more under the conditions of before."""
    return state.doubted_until is not None and state.doubted_until == state.last_new_at


def after_reading(state: FeedState, poll: Poll, told: Told, now: datetime) -> tuple[FeedState, str]:
    """Adapt a feed's interval to the share of its entries that were new."""
    kept = replace(state, etag=told.etag, last_modified=told.last_modified, moved_to=told.moved_to or state.moved_to, unchanged=0)
    kept = replace(kept, advice=told.advice or 0.0, doubted_until=None if suspected(state) else state.doubted_until)
    if not poll.new_entries:
        return replace(kept, interval=state.interval * LATER), f"none of its {poll.entries} entries was new"
    gap = (now - state.last_new_at).total_seconds() if state.last_new_at else None
    usual = gap if state.usual_gap is None or gap is None else 0.7 * state.usual_gap + 0.3 * gap
    said = f"{poll.new_entries} of its {poll.entries} entries were new"
    if state.unchanged and not conditions(state, now) and (told.etag or told.last_modified):
        # They may have come just now, or have been kept back: who says "nothing changed" to the old validators again lies.
        kept = replace(kept, etag=state.etag, last_modified=state.last_modified, doubted_until=now)
        said += " after it had said that nothing had changed"
    late = state.last_new_at is not None and poll.new_entries > MUCH * poll.entries
    # Where all is new, some was lost: what wakes up after quiet days is asked five times as often at once, not in steps.
    sooner = min(SOONER, MUCH * poll.entries / poll.new_entries) if late else 1.0
    kept = replace(kept, last_new_at=now, usual_gap=usual, interval=state.interval * sooner)
    return kept, said


def put_off(state: FeedState, said: str, told: Told, now: datetime) -> FeedState:
    """Set the instant of the next question, within bounds."""
    wait = max(told.wait, told.fresh, state.advice)
    interval = min(max(state.interval, SHORTEST.total_seconds()), LONGEST.total_seconds())
    pause = max(interval * jitter(state.feed_id, now), wait)
    why = f"{said}; asked every {spell(interval)}" + (f", but it asks to wait {spell(wait)}" if wait > interval else "")
    return replace(state, interval=interval, due_at=now + timedelta(seconds=pause), why=why)


def after_failure(state: FeedState, poll: Poll, told: Told, now: datetime) -> FeedState:
    """Ask a failing feed after a pause that grows to a day, and never give it up; one that is gone for good is retired."""
    if poll.http_status == GONE and not state.moved_to:
        return replace(state, retired_at=now, why="it answered 410: gone for good; name it with --only to ask it all the same")
    failures = min(state.failures + WEIGHTS.get(poll.kind or "", 1.0), MOST_FAILURES)
    pause = min(state.interval * 2**failures, LONGEST.total_seconds()) * jitter(state.feed_id, now)
    why = f"it failed ({poll.reason}): asked again after {spell(max(pause, told.wait))}"
    moved_to = state.moved_to if failures < LOST and poll.http_status != GONE else None
    return replace(state, failures=failures, due_at=now + timedelta(seconds=max(pause, told.wait)), why=why, moved_to=moved_to)


def spell(seconds: float) -> str:
    """Write a time for a person."""
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes / 60:.0f} h" if minutes < 2880 else f"{minutes / 1440:.0f} days"
