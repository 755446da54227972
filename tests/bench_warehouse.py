"""The warehouse at size: five years of made-up news in, times of loads, questions and publishing beside their floors out."""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from tests import plant
from tests.make import NOW
from warehouse.durable import STORAGE_VERSION
from warehouse.publish import publish
from warehouse.rollup import refresh
from warehouse.store import Run, open_store

RUN = Run(NOW, 1.0, "bench", "bench")
FIRST, DAYS, OUTLETS, ACTORS, BATCHES = date(2020, 1, 6), 1820, 60, 500, 60
SMALL, LARGE = 10_000_000, 100_000_000
MENTIONS_AN_ARTICLE, COPIED, GAPS = 5, 0.1, 0.03
LETTERS = 2_000
ROUNDS = 7
BATCH_TABLES = ("articles", "sentences", "mentions", "story_articles")
# Milliseconds at ten million mentions; ten times as many may take twelve times as long.
QUESTIONS = {
    "one actor's weekly trend": (30, "FROM actor_trend('0020-actor')", "SELECT date_trunc('week', day), count(DISTINCT article_id) "
        "FROM mentions WHERE actor_id = '0020-actor' GROUP BY 1"),
    "rising('week')": (300, "FROM rising('week')", "SELECT actor_id, date_trunc('week', day), count(DISTINCT article_id) "
        "FROM mentions WHERE day >= (SELECT max(day) - 365 FROM articles) GROUP BY ALL"),
    "a pair's weekly trend": (100, "FROM pair_trend('0003-actor', '0020-actor')", "SELECT date_trunc('week', x.day), count(DISTINCT x.article_id) "
        "FROM mentions x JOIN mentions y USING (article_id) WHERE x.actor_id = '0003-actor' AND y.actor_id = '0020-actor' GROUP BY 1"),
    "evidence of one cell (a week)": (100, "FROM evidence('0020-actor', '2022-05-02', '2022-05-09')", "SELECT a.published_at, a.title, m.surface, a.text "
        "FROM mentions m JOIN articles a USING (article_id) WHERE m.actor_id = '0020-actor' AND a.published_at >= '2022-05-02' AND a.published_at < '2022-05-09'"),
}  # fmt: skip


def down(day: int, outlet: int) -> bool:
    """Whether an outlet is down: each for whole weeks of its own, one in thirty."""
    return (day // 7 * 31 + outlet * 17) % round(1 / GAPS) == 0


def make_news(first_day: int, days: int, articles: int, first_id: int, chance: np.random.Generator) -> plant.News:
    """Make a stretch of news: actors by Zipf's law, outlets with gaps, every tenth article a copy of one a little earlier."""
    day = np.sort(chance.integers(first_day, first_day + days, articles))
    outlet = chance.integers(0, OUTLETS, articles)
    closed = np.array([[down(d, o) for o in range(OUTLETS)] for d in range(first_day, first_day + days)])
    outlet = np.where(closed[day - first_day, outlet], (outlet + 1) % OUTLETS, outlet)
    mentions = articles * MENTIONS_AN_ARTICLE
    weights = 1 / np.arange(1, ACTORS + 1)
    actors = chance.choice(ACTORS, mentions, p=weights / weights.sum())
    ids = first_id + np.arange(articles)
    back = np.maximum(np.arange(articles) - chance.integers(1, 200, articles), 0)
    copied = (chance.random(articles) < COPIED) & (np.arange(articles) % 2 == 1) & (back % 2 == 0)
    stories = np.where(copied, ids[back], ids)
    return plant.News(FIRST, day, outlet, np.sort(chance.integers(0, articles, mentions)), actors, stories, first_id)


def known() -> dict[str, Any]:
    """Say who is known in all of this: outlets in pairs of one owner."""
    return plant.known(ACTORS, OUTLETS, {n: f"owner-{n // 2}" for n in range(0, OUTLETS, 3)})


def fill(path: Path, mentions: int, letters: int) -> float:
    """Load five years in sixty batches, adding up after each as runs do; returns the seconds that adding up took."""
    chance, each = np.random.default_rng(1), mentions // MENTIONS_AN_ARTICLE // BATCHES
    edges = np.linspace(0, DAYS, BATCHES + 1).astype(int).tolist()
    added = 0.0
    with open_store(path) as store:
        for number in range(BATCHES):
            first, last = edges[number], edges[number + 1]
            asked = plant.polls(FIRST, last, OUTLETS, lambda day, outlet: None if day < first else not down(day, outlet))  # noqa: B023
            news = make_news(first, last - first, each, number * each, chance)
            store.keep(RUN, plant.facts(news, letters, polls=asked, **known()))
            added += timed(lambda: refresh(store))
            store.con.execute("CHECKPOINT")
    return added


def timed(work: Callable[[], Any]) -> float:
    """Take one time, in seconds."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def ask(path: Path, sql: str) -> float:
    """Ask from fresh connections to the open file, the first of which only warms; returns the median milliseconds."""

    def once() -> None:
        with duckdb.connect(str(path), read_only=True) as con:
            con.execute(sql).fetchall()

    with duckdb.connect(str(path), read_only=True):
        once()
        return 1000 * statistics.median(timed(once) for _ in range(ROUNDS))


def opening(path: Path) -> float:
    """Open the file and ask nothing; returns the median milliseconds."""
    return 1000 * statistics.median(timed(lambda: duckdb.connect(str(path), read_only=True).close()) for _ in range(ROUNDS))


def line(name: str, ours: float, floor: float, unit: str, most: float) -> bool:
    """Print a figure beside its floor; tells whether it stays within its bound."""
    verdict = "ok" if ours <= most else "MISSED"
    print(f"{name:<52} {ours:9.1f} {unit:<5} floor {floor:9.1f}   at most {most:9.1f}   {verdict}", flush=True)
    return ours <= most


def measure_load(folder: Path) -> bool:
    """Load a million mentions with their articles in one transaction, beside a bare insert of the same tables."""
    news = make_news(0, 182, 200_000, 0, np.random.default_rng(2))
    facts = plant.facts(
        news, LETTERS, polls=plant.polls(FIRST, 182, OUTLETS, lambda day, outlet: not down(day, outlet)), **known()
    )
    ours, floor = [], []
    for number in range(3):
        with open_store(folder / f"bare{number}.duckdb") as store:
            floor.append(timed(lambda: insert_bare(store.con, facts)))
        with open_store(folder / f"load{number}.duckdb") as store:
            ours.append(timed(lambda: store.keep(RUN, facts)))
    good = line("load 1 million mentions, 200,000 articles", min(ours), min(floor), "s", 1.5 * min(floor))
    with open_store(folder / "load0.duckdb") as store:
        print(f"  their roll-ups, made before the next copy is published: {timed(lambda: refresh(store)):.1f} s")
    return good


def insert_bare(con: duckdb.DuckDBPyConnection, facts: dict[str, Any]) -> None:
    """Insert the tables of a batch and nothing else."""
    con.execute("BEGIN")
    for name in BATCH_TABLES:
        con.register("incoming", facts[name])
        con.execute(f"INSERT INTO {name} BY NAME SELECT * FROM incoming")
    con.execute("COMMIT")


def bytes_a_mention(path: Path, folder: Path) -> float:
    """Copy the mentions to a file of their own, in their order, and divide its size."""
    alone = folder / "mentions.duckdb"
    with duckdb.connect() as con:
        con.execute(f"ATTACH '{path}' AS whole (READ_ONLY)")
        con.execute(f"ATTACH '{alone}' AS alone (STORAGE_VERSION '{STORAGE_VERSION}')")
        con.execute("CREATE TABLE alone.mentions AS FROM whole.mentions")
        ((count,),) = con.execute("SELECT count(*) FROM alone.mentions").fetchall()
    size = alone.stat().st_size
    alone.unlink()
    return float(size / count)


def measure_publishing(path: Path, folder: Path) -> bool:
    """Publish after a run of one article, beside a plain copy of the file."""
    target, plain = folder / "published" / "zagros.duckdb", folder / "plain.duckdb"
    target.parent.mkdir()

    def copy_plainly() -> None:
        shutil.copyfile(path, plain)
        with plain.open("rb") as written:
            os.fsync(written.fileno())

    one = plant.News(FIRST, np.array([1819]), np.array([1]), np.array([0]), np.array([0]), first_id=2**40)
    with open_store(path) as store:
        publish(store, target)
        store.keep(RUN, plant.facts(one, **known()))
        ours = timed(lambda: publish(store, target))
    floor = statistics.median(timed(copy_plainly) for _ in range(3))
    plain.unlink()
    shutil.rmtree(target.parent)
    return line(f"publish {path.stat().st_size / 1e6:,.0f} MB after a run of one article", ours, floor, "s", 2 * floor)


def measure_questions(path: Path, times: float) -> bool:
    """Ask each question, beside plain SQL over the facts."""
    asked = [(name, ask(path, ours), ask(path, plain), times * most) for name, (most, ours, plain) in QUESTIONS.items()]
    print(f"  opening the file itself: {opening(path):.0f} ms")
    kept = [line(name, ours, floor, "ms", most) for name, ours, floor, most in asked]
    return all(kept)


def measure(mentions: int, letters: int) -> bool:
    """Fill a warehouse with so many mentions and measure it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "warehouse.duckdb"
        started = time.perf_counter()
        added = fill(path, mentions, letters)
        taken = time.perf_counter() - started
        print(f"warehouse of {mentions:,} mentions, {mentions // MENTIONS_AN_ARTICLE:,} articles, {letters:,} letters a text: "
              f"{path.stat().st_size / 1e9:.2f} GB, made in {taken:.0f} s, {added:.0f} s of it adding up")  # fmt: skip
        good = measure_questions(path, 1 if mentions <= SMALL else 12)
        return measure_facts(path, folder) and good if mentions <= SMALL else good


def measure_facts(path: Path, folder: Path) -> bool:
    """Measure size, publishing and loading."""
    good = line("bytes a mention on disk", bytes_a_mention(path, folder), 20, "bytes", 22)
    good &= measure_publishing(path, folder)
    return measure_load(folder) and good


def main() -> bool:
    """Measure ten million mentions, and a hundred with ZAGROS_BENCH=large, whose texts are left out."""
    good = measure(SMALL, LETTERS)
    return measure(LARGE, 0) and good if os.environ.get("ZAGROS_BENCH") == "large" else good


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
