"""A host's robots.txt in, whether an address may be asked and at what pace out (RFC 9309)."""

from __future__ import annotations

from datetime import datetime, timedelta

from protego import Protego

from extractors.records import Robots

# Our name in robots.txt, and what of a file must be read at least (RFC 9309, 2.2.1 and 2.5).
AGENT, MOST_READ = "Zagros", 500 * 1024
KEPT = timedelta(hours=24)  # RFC 9309, 2.4
# A host that cannot tell its rules is not asked, for at most a month (RFC 9309, 2.3.1.4); its rules are asked for again sooner.
ASKED_AGAIN = timedelta(hours=1)
LONGEST_DELAY = 30.0


def fresh(robots: Robots, now: datetime) -> bool:
    """Tell whether a host's rules may still be used."""
    return now - robots.fetched_at < (ASKED_AGAIN if robots.status is None or robots.status >= 500 else KEPT)


class Rules:
    """What one host allows."""

    def __init__(self, robots: Robots) -> None:
        # No file: all is allowed. A server that fails to tell: nothing is (RFC 9309, 2.3.1.3 and 2.3.1.4).
        self.failing = robots.status is None or robots.status >= 500
        self.rules = Protego.parse(robots.text or "")

    def forbid(self, url: str) -> str | None:
        """Say why an address may not be asked; None where it may."""
        return None if self.rules.can_fetch(url, AGENT) else "the host's robots.txt forbids it"

    def delay(self) -> float:
        """Tell the seconds that a host wants between two requests, within reason."""
        return min(float(self.rules.crawl_delay(AGENT) or 0), LONGEST_DELAY)
