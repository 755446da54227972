"""What a run did in, a summary and a table for people out: on the terminal and as artifacts of Prefect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from prefect.artifacts import acreate_markdown_artifact, acreate_table_artifact

MARKUP = str.maketrans({char: f"\\{char}" for char in "\\`*_{}[]()<>#+-.!|~"})


@dataclass
class Tally:
    """What one run polled, read and kept, batch by batch; `seconds` is what each part took."""

    due_later: datetime | None = None
    run_id: int = 0
    feeds: int = 0
    feeds_failed: dict[str, str] = field(default_factory=dict)
    entries: int = 0
    entries_new: int = 0
    articles_new: int = 0
    articles_changed: int = 0
    articles_from_feed: int = 0
    pages_left: int = 0
    stopped: bool = False
    mentions: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    hints_missed: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    published_bytes: int = 0
    by_feed: list[dict[str, Any]] = field(default_factory=list)

    def add(self, kept: Any, facts: Mapping[str, Sequence[Any]]) -> None:
        """Count a batch's facts; `kept` is what the warehouse says it stored."""
        articles, polls, failures = (facts.get(name, ()) for name in ("articles", "polls", "failures"))
        self.run_id = kept.run_id
        self.feeds += len(polls)
        self.feeds_failed |= {poll.feed_id: poll.reason for poll in polls if poll.status != "ok"}
        self.entries += sum(poll.entries for poll in polls)
        self.entries_new += kept.entries_new
        self.articles_new += kept.articles_new
        self.articles_changed += kept.articles_changed
        self.articles_from_feed += sum(article.text_source == "feed" for article in articles)
        self.mentions += kept.mentions
        self.failures.update(failure.reason.split(":")[0] for failure in failures)
        self.languages.update(article.language for article in articles)
        self.hints_missed += sum(article.hint == "missed" for article in articles)
        self.add_feeds(polls, Counter(article.feed_id for article in articles), Counter(failure.feed_id for failure in failures))

    def add_feeds(self, polls: Sequence[Any], articles: Counter[str], failures: Counter[str]) -> None:
        """Count one row a feed: what it listed and what came of it."""
        for poll in polls:
            row = {"feed": poll.feed_id, "status": poll.status, "entries": poll.entries, "new": poll.new_entries}
            self.by_feed.append({**row, "articles": 0, "failures": 0, "reason": poll.reason or ""})
        for row in self.by_feed:
            row["articles"] += articles[row["feed"]]
            row["failures"] += failures[row["feed"]]

    def as_json(self) -> dict[str, Any]:
        """Give the tally as plain values for `--json`."""
        return {**asdict(self), "due_later": self.due_later.isoformat() if self.due_later else None}


def summary(tally: Tally) -> list[str]:
    """Say in a few lines what a run of ingest did."""
    failed = len(tally.feeds_failed)
    feeds = f"{tally.feeds} feeds polled{f', {failed} failed' if failed else ''}, {tally.entries:,} entries, "
    lines = came(tally, feeds)
    if not tally.feeds:
        when = f" before {tally.due_later:%Y-%m-%d %H:%M:%S} UTC" if tally.due_later else ""
        lines.insert(1, f"no feed is due{when}; name some with --only to poll them now")
    return lines + [f"feed {name} failed: {reason}" for name, reason in tally.feeds_failed.items()]


def came(tally: Tally, polled: str = "") -> list[str]:
    """Say in a few lines what pages a run read and kept, behind what it `polled`."""
    lines = [
        f"run {tally.run_id}: {polled}{tally.entries_new:,} new; {tally.articles_new:,} articles added, "
        f"{tally.articles_changed:,} replaced, {tally.mentions:,} mentions; {sum(tally.seconds.values()):.1f} s"
    ]
    if tally.articles_from_feed:
        lines.append(f"{tally.articles_from_feed:,} articles keep their feed's text until their page can be read")
    if tally.pages_left:
        why = "this one was stopped" if tally.stopped else "its time was up"
        lines.append(f"{tally.pages_left:,} pages were left for the next run: {why}")
    if tally.stopped:
        lines.append("stopped: what had come is kept, the published copy is the old one, and the next run goes on")
    lines += [f"{count:,} × {reason}" for reason, count in tally.failures.most_common(8)]
    if tally.hints_missed:
        lines.append(f"{tally.hints_missed:,} pages did not fit their outlet's hint: see `articles` where hint = 'missed'")
    return lines


async def show(table: tuple[str, str], rows: Iterable[Mapping[str, Any]], lines: Iterable[str], published: Path) -> None:
    """Leave a table (its key, what it says) and a summary with Prefect; whatever came from the network is escaped there."""
    safe = [{name: escape(value) for name, value in row.items()} for row in rows]
    await acreate_table_artifact(table=safe, key=table[0], description=table[1])
    text = "\n".join(f"- {escape(line)}" for line in lines)
    await acreate_markdown_artifact(
        markdown=f"{text}\n- published: `{published}`\n", key="summary", description="What this run did."
    )


def escape(value: Any) -> Any:
    """Keep text from being read as markup where an artifact shows it."""
    return value.translate(MARKUP) if isinstance(value, str) else value
