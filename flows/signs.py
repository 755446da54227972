"""The published copy and the disk in, the causes for an operator to look up out: a name for each, and what is the matter."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import fmean, median

from extractors.registry import Registry
from flows.health import MOST, room
from flows.suggest import id_of, suggest
from warehouse.published import ask, statement

Causes = dict[str, str]
# Our own choices: a feed asked in vain for a quarter of a day; a schedule of 15 minutes that brings nothing for three hours.
SILENT_HOURS, STANDSTILL = 6, timedelta(hours=3)
# Beyond this modified z-score a value is an outlier (Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993).
OUTLIER = 3.5
# Days that a day is compared with, how many of them must be known, and the least change that matters (of volume, of a share).
PAST, KNOWN, CHANGE, SHARE = 28, 14, 0.3, 0.1
# An unknown name grows when this many articles of a week have it, and twice those of the week before.
NAMED, GROWTH, WEEK = 8, 2, timedelta(days=7)


def find_causes(data: Path, registry: Registry, now: datetime, known: Iterable[str] = ()) -> Causes:
    """Find every cause that a data folder shows; `known` are those that were open before."""
    published = data / "zagros.duckdb"
    if not published.is_file():
        return {"copy": f"there is no {published}: no run has published yet", **disk(data)}
    return {
        **disk(data),
        **standstill(published, now),
        **silent_feeds(published, known),
        **drift(published, now.date()),
        **growing_names(published, registry, now),
    }


def disk(data: Path) -> Causes:
    """Compare what is free with what a publish may need."""
    free, needed = room(data)
    return {"disk": f"{free / 1e9:.1f} GB are free, a publish may need {needed / 1e9:.1f} GB"} if free < needed else {}


def standstill(published: Path, now: datetime) -> Causes:
    """Tell whether the newest published run is so old that the schedule must have stopped."""
    runs = ask(published, statement("status_run")).dicts()
    started = runs[0]["started_at"] if runs else None
    if started and now - started < STANDSTILL:
        return {}
    return {"copy": f"the published copy holds no run after {started:%Y-%m-%d %H:%M} UTC" if started else "no run is published"}


def silent_feeds(published: Path, known: Iterable[str]) -> Causes:
    """Name the feeds that bring nothing; where most of them do, that is one cause, which is not theirs."""
    rows = ask(published, statement("silent_feeds"), {"hours": SILENT_HOURS}).dicts()
    silent = {f"feed.{row['feed_id']}": row for row in rows if row["silent"]}
    said = {
        name: f"feed {row['feed_id']} is {row['health']}: {row['reason'] or since(row['new_at'])}" for name, row in silent.items()
    }
    if len(silent) <= max(3, MOST * len(rows)):
        return said
    return {"feeds": f"{len(silent)} of {len(rows)} feeds bring nothing", **{name: said[name] for name in known if name in said}}


def since(moment: datetime | None) -> str:
    """Say when something new came last."""
    return f"nothing new since {moment:%Y-%m-%d}" if moment else "it never listed anything"


def drift(published: Path, today: date) -> Causes:
    """Compare yesterday's volume, and each language's share of it, with the four weeks before."""
    limits = {"since": today - timedelta(days=PAST + 2), "until": today}
    counts: dict[date, dict[str, int]] = defaultdict(dict)
    for day, language, articles in ask(published, statement("daily_languages"), limits).rows:
        counts[day][language or "und"] = articles
    yesterday = today - timedelta(days=1)
    first = min(counts, default=today)
    days = [day for back in range(PAST, 0, -1) if (day := yesterday - timedelta(days=back)) >= first]
    totals, total = [sum(counts[day].values()) for day in days], sum(counts[yesterday].values())
    found, usual = Causes(), median(totals) if totals else 0.0
    if is_outlier(total, totals, CHANGE * usual):
        found["volume"] = f"{total:,} articles are of {yesterday}, {usual:,.0f} of a usual day"
    for language in sorted({language for day in days for language in counts[day]} if total else ()):
        shares = [counts[day].get(language, 0) / of for day, of in zip(days, totals, strict=True) if of]
        share = counts[yesterday].get(language, 0) / total
        if is_outlier(share, shares, SHARE):
            found[f"language.{language}"] = f"{share:.0%} of {yesterday} are in {language}, {median(shares):.0%} usually"
    return found


def is_outlier(value: float, past: Sequence[float], least: float) -> bool:
    """Tell whether a value stands out from its past, by modified z-score, and by more than the least that matters."""
    if len(past) < KNOWN:
        return False
    middle = median(past)
    gaps = [abs(one - middle) for one in past]
    # Scaled to a standard deviation of normal data; the mean gap stands in where most values are the same.
    spread = median(gaps) / 0.6745 or fmean(gaps) * 1.253314
    return abs(value - middle) > max(least, OUTLIER * spread)


def growing_names(published: Path, registry: Registry, now: datetime) -> Causes:
    """Name the actors that the registry lacks and of whom ever more is written."""
    found, limit = Causes(), {"since": now - WEEK}
    for one in suggest(published, registry, now - 2 * WEEK, NAMED):
        new = len(ask(published, statement("article_instants"), {**limit, "ids": sorted(one.articles)}).rows)
        if new >= NAMED and new >= GROWTH * (len(one.articles) - new):
            found[f"name.{id_of(one.name) or digest(one.name)}"] = (
                f"{one.name}, whom the registry lacks, is in {new} articles of a week"
            )
    return found


def digest(name: str) -> str:
    """Make an id of a name in a script that ids do not have."""
    return hashlib.sha256(name.encode()).hexdigest()[:12]


def begun_and_cleared(before: Mapping[str, str], found: Mapping[str, str]) -> tuple[Causes, Causes]:
    """Tell what is new, and what is over."""
    begun = {name: why for name, why in found.items() if name not in before}
    return begun, {name: why for name, why in before.items() if name not in found}
