"""A data folder in, how the collection fares out: for a monitor, as plain values or in Prometheus' text format."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from warehouse.durable import replace_text
from warehouse.published import ask, statement

# Our own choices, for a schedule of 15 minutes and runs that read for half an hour: what is late, and what is down.
LATE, DOWN = 3600.0, 6 * 3600.0
# Day and night some outlet of two countries writes: a day without an article is no quiet day.
OLD = 86400.0
# Shares of the feeds that do not work: of a hundred some are always down.
SOME, MOST = 0.1, 0.5
BROKEN = ("failing", "blocked", "gone")
STATES = ("ok", "quiet", "stale", "new", "off", *BROKEN)
FILES = ("warehouse.duckdb", "warehouse.duckdb.wal", "zagros.duckdb")
ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})


def look(data: Path, now: datetime) -> dict[str, Any]:
    """Say how it stands with a data folder as of now; raises WarehouseError where nothing is published yet."""
    rows = {
        part: ask(data / "zagros.duckdb", statement(f"status_{part}")) for part in ("states", "newest", "run", "last_failures")
    }
    (newest,), run = rows["newest"].dicts(), next(iter(rows["run"].dicts()), None)
    files = {name: (data / name).stat().st_size for name in FILES if (data / name).is_file()}
    free, needed = room(data)
    files["archive"] = sum(path.stat().st_size for path in (data / "archive").glob("*") if path.is_file())
    seen: dict[str, Any] = {
        "as_of": now,
        "feeds_by_state": dict.fromkeys(STATES, 0) | dict(rows["states"].rows),
        "newest_article_age": age(newest["newest"], now),
        "last_run": last_run(run, dict(rows["last_failures"].rows)) if run else None,
        "files": files,
        "free_bytes": free,
        "needed_bytes": needed,
    }
    return {"health": judge(seen), **seen}


def room(data: Path) -> tuple[int, int]:
    """Count the bytes that are free, and those that a publish may need: twice the pipeline's file."""
    path = data / "warehouse.duckdb"
    return shutil.disk_usage(data).free, 2 * (path.stat().st_size if path.is_file() else 0)


def age(moment: datetime | None, now: datetime) -> float | None:
    """Count the seconds since a moment."""
    return (now - moment).total_seconds() if moment else None


def last_run(run: Mapping[str, Any], failures: dict[str, int]) -> dict[str, Any]:
    """Pick what a monitor asks of a run."""
    articles = {name: run[name] for name in ("articles_new", "articles_changed")}
    return {"started_at": run["started_at"], "seconds": run["seconds"], **articles, "failures": failures}


def judge(seen: Mapping[str, Any]) -> dict[str, Any]:
    """Call it ok, degraded or failing, with the reasons; the worst decides."""
    reasons = list(troubles(seen))
    state = "failing" if any(bad for bad, _ in reasons) else "degraded" if reasons else "ok"
    return {"state": state, "reasons": [why for _, why in reasons]}


def troubles(seen: Mapping[str, Any]) -> Iterator[tuple[bool, str]]:
    """Name what is not well, and whether it is bad."""
    since = age(seen["last_run"]["started_at"], seen["as_of"]) if seen["last_run"] else None
    if since is None:
        yield True, "there was no run yet"
    elif since > LATE:
        yield since > DOWN, f"the last run that was published began {since / 3600:.1f} hours ago"
    states = seen["feeds_by_state"]
    broken, asked = sum(states[state] for state in BROKEN), sum(states.values()) - states["off"]
    if broken > SOME * asked:
        yield broken > MOST * asked, f"{broken} of {asked} feeds are failing, blocked or gone"
    newest = seen["newest_article_age"]
    if newest is None or newest > OLD:
        yield False, "there is no article yet" if newest is None else f"the newest article is {newest / 86400:.0f} days old"
    if seen["free_bytes"] < seen["needed_bytes"]:
        yield False, f"{seen['free_bytes']:,} bytes are free, a publish may need {seen['needed_bytes']:,}"


def exposition(seen: Mapping[str, Any]) -> str:
    """Write what was seen in Prometheus' text format 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats)."""
    run = seen["last_run"] or {}
    started = run["started_at"].timestamp() if run else None
    articles = run["articles_new"] + run["articles_changed"] if run else None
    metrics: list[tuple[str, str, Iterable[tuple[str, float | None]]]] = [
        ("feeds", "Feeds by how they fare.", labelled("state", seen["feeds_by_state"])),
        ("newest_article_age_seconds", "Seconds since the newest article was published.", [("", seen["newest_article_age"])]),
        ("last_run_seconds", "Seconds that the last run took.", [("", run.get("seconds"))]),
        ("last_run_articles", "Articles that the last run added or replaced.", [("", articles)]),
        ("last_run_timestamp_seconds", "When the last run began, in seconds of Unix time.", [("", started)]),
        ("failures", "Failures of the last run by reason.", labelled("code", run.get("failures", {}))),
        ("file_bytes", "Size of the files of the data folder.", labelled("file", seen["files"])),
        ("free_bytes", "Bytes free beside them.", [("", seen["free_bytes"])]),
    ]
    return "".join(metric(f"zagros_{name}", said, samples) for name, said, samples in metrics)


def labelled(label: str, values: Mapping[str, float]) -> list[tuple[str, float | None]]:
    """Give each value its label, escaped."""
    return [(f'{{{label}="{name.translate(ESCAPES)}"}}', value) for name, value in values.items()]


def metric(name: str, said: str, samples: Iterable[tuple[str, float | None]]) -> str:
    """Write one metric; a value that nobody knows is left out, and so is a metric without any."""
    lines = [f"{name}{labels} {value}\n" for labels, value in samples if value is not None]
    return f"# HELP {name} {said}\n# TYPE {name} gauge\n{''.join(lines)}" if lines else ""


def write_textfile(path: Path, text: str) -> None:
    """Put a text where node_exporter's textfile collector reads `*.prom`: whole, by one rename."""
    replace_text(path, text)
