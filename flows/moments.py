"""A now that somebody gave, or none, in; the instant that a run takes for now out."""

from __future__ import annotations

from datetime import UTC, datetime


def zoned(now: datetime | None) -> datetime:
    """Take the given now, as UTC where it names no zone, or the machine's clock: the only place that reads it."""
    moment = now or datetime.now(UTC)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
