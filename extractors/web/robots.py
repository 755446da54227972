"""A host's robots.txt in, whether an address may be asked and at what pace out (RFC 9309)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from http import HTTPStatus

from protego import Protego

from extractors.records import Robots

# Our name in robots.txt, and what of a file must be read at least (RFC 9309, 2.2.1 and 2.5).
AGENT, MOST_READ = "Zagros", 500 * 1024
KEPT = timedelta(hours=24)  # RFC 9309, 2.4
# A host that cannot tell its rules is not asked, for at most a month (RFC 9309, 2.3.1.4); its rules are asked for again sooner.
ASKED_AGAIN, GIVEN_UP = timedelta(hours=1), timedelta(days=30)
LONGEST_DELAY = 30.0


def fails(robots: Robots) -> bool:
    """Tell whether a host failed to tell its rules: no answer, 5xx (RFC 9309, 2.3.1.4), or 429: not now (RFC 6585, 4)."""
    return robots.status is None or robots.status >= 500 or robots.status == HTTPStatus.TOO_MANY_REQUESTS


def fresh(robots: Robots, now: datetime) -> bool:
    """Tell whether a host's rules may still be used without asking."""
    return now - robots.fetched_at < (ASKED_AGAIN if fails(robots) else KEPT)


def renew(old: Robots | None, new: Robots) -> Robots:
    """Take what a host answers now; where it fails to tell, for how long it has, and its old rules for a month."""
    if not fails(new):
        return new
    since = (old.failing_since if old else None) or new.fetched_at
    if old and not fails(old) and new.fetched_at - old.fetched_at < GIVEN_UP:
        return replace(old, failing_since=since)
    return replace(new, failing_since=since)


def text_of(body: bytes) -> str:
    """Decode a robots.txt: UTF-8, often with a mark of byte order (RFC 9309, 2.2)."""
    return body.decode("utf-8-sig", "replace").replace("\0", "")


class Rules:
    """What one host allows."""

    def __init__(self, robots: Robots, now: datetime) -> None:
        # No file: all is allowed. A host that fails to tell: nothing is, for a month (RFC 9309, 2.3.1.3 and 2.3.1.4).
        self.failing = fails(robots) and now - (robots.failing_since or robots.fetched_at) < GIVEN_UP
        self.rules = Protego.parse(robots.text or "")

    def forbid(self, url: str) -> str | None:
        """Say why an address may not be asked; None where it may."""
        return None if self.rules.can_fetch(url, AGENT) else "the host's robots.txt forbids it"

    def delay(self) -> float:
        """Tell the seconds that a host wants between two requests, within reason."""
        return min(float(self.rules.crawl_delay(AGENT) or 0), LONGEST_DELAY)
