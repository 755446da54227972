"""What a run did in, a summary and a table for people out: on the terminal and as artifacts of Prefect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from prefect.artifacts import acreate_markdown_artifact, acreate_table_artifact

MARKUP = str.maketrans({char: f"\\{char}" for char in "\\`*_{}[]()<>#+-.!|~"})


@dataclass(frozen=True)
class Tally:
    """What one run polled, read and kept; `seconds` is what each part took."""

    run_id: int
    feeds: int
    feeds_failed: dict[str, str]
    entries: int
    entries_new: int
    articles_new: int
    articles_changed: int
    articles_from_feed: int
    mentions: int
    failures: dict[str, int]
    languages: dict[str, int]
    hints_missed: int
    due_later: datetime | None
    seconds: dict[str, float]
    published_bytes: int
    by_feed: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        kept: Any,
        facts: Mapping[str, Sequence[Any]],
        due_later: datetime | None,
        seconds: dict[str, float],
        published_bytes: int,
    ) -> Tally:
        """Count a run's facts; `kept` is what the warehouse says it stored."""
        articles, polls = facts["articles"], facts["polls"]
        return cls(
            run_id=kept.run_id,
            feeds=len(polls),
            feeds_failed={poll.feed_id: poll.reason for poll in polls if poll.status != "ok"},
            entries=sum(poll.entries for poll in polls),
            entries_new=kept.entries_new,
            articles_new=kept.articles_new,
            articles_changed=kept.articles_changed,
            articles_from_feed=sum(article.text_source == "feed" for article in articles),
            mentions=kept.mentions,
            failures=dict(Counter(failure.reason.split(":")[0] for failure in facts["failures"]).most_common()),
            languages=dict(Counter(article.language for article in articles).most_common()),
            hints_missed=sum(article.hint == "missed" for article in articles),
            due_later=due_later,
            seconds=seconds,
            published_bytes=published_bytes,
            by_feed=by_feed(facts),
        )

    def as_json(self) -> dict[str, Any]:
        """Give the tally as plain values for `--json`."""
        return {**asdict(self), "due_later": self.due_later.isoformat() if self.due_later else None}


def by_feed(facts: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    """Lay out one row a feed: what it listed and what came of it."""
    articles = Counter(article.feed_id for article in facts["articles"])
    failures = Counter(failure.feed_id for failure in facts["failures"])
    return [
        {
            "feed": poll.feed_id,
            "status": poll.status,
            "entries": poll.entries,
            "new": poll.new_entries,
            "articles": articles[poll.feed_id],
            "failures": failures[poll.feed_id],
            "reason": poll.reason or "",
        }
        for poll in facts["polls"]
    ]


def summary(tally: Tally) -> list[str]:
    """Say in a few lines what a run did."""
    failed = len(tally.feeds_failed)
    lines = [
        f"run {tally.run_id}: {tally.feeds} feeds polled{f', {failed} failed' if failed else ''}, {tally.entries:,} entries, "
        f"{tally.entries_new:,} new; {tally.articles_new:,} articles added, {tally.articles_changed:,} replaced, "
        f"{tally.mentions:,} mentions; {sum(tally.seconds.values()):.1f} s"
    ]
    if not tally.feeds:
        when = f" before {tally.due_later:%Y-%m-%d %H:%M:%S} UTC" if tally.due_later else ""
        lines.append(f"no feed is due{when}; name some with --only to poll them now")
    if tally.articles_from_feed:
        lines.append(f"{tally.articles_from_feed:,} articles keep their feed's text until their page can be read")
    lines += [f"{count:,} × {reason}" for reason, count in list(tally.failures.items())[:8]]
    if tally.hints_missed:
        lines.append(f"{tally.hints_missed:,} pages did not fit their outlet's hint: see `articles` where hint = 'missed'")
    return lines + [f"feed {name} failed: {reason}" for name, reason in tally.feeds_failed.items()]


async def show(tally: Tally, published: Path) -> None:
    """Leave a table and a summary with Prefect; whatever came from the network is escaped there."""
    rows = [{name: escape(value) for name, value in row.items()} for row in tally.by_feed]
    await acreate_table_artifact(table=rows, key="feeds", description="What each feed listed in this run.")
    text = "\n".join(f"- {escape(line)}" for line in summary(tally))
    await acreate_markdown_artifact(
        markdown=f"{text}\n- published: `{published}`\n", key="summary", description="What this run did."
    )


def escape(value: Any) -> Any:
    """Keep text from being read as markup where an artifact shows it."""
    return value.translate(MARKUP) if isinstance(value, str) else value
