"""A lake at size beside a plain file: four processes load one at once, then times of the same questions of both out."""

from __future__ import annotations

import statistics
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import duckdb
import numpy as np
import pytest

from tests import plant
from tests.bench_warehouse import DAYS, FIRST, MENTIONS_AN_ARTICLE, OUTLETS, QUESTIONS, RUN, down, known, line, make_news
from tests.postgres import serve_postgres
from warehouse.publish import publish
from warehouse.published import connect
from warehouse.store import Place, Run, open_store

MENTIONS, LOADERS, BATCHES, LETTERS, ROUNDS = 10_000_000, 4, 16, 200, 15
EACH = MENTIONS // MENTIONS_AN_ARTICLE // BATCHES


def load(place: Place, numbers: list[int]) -> int:
    """Load batches of news, each a stretch of the five years; returns the articles kept."""
    kept, run_id = 0, None
    with open_store(place) as store:
        for number in numbers:
            first, last = (DAYS * n // BATCHES for n in (number, number + 1))
            asked = plant.polls(FIRST, last, OUTLETS, lambda day, outlet: None if day < first else not down(day, outlet))  # noqa: B023
            news = make_news(first, last - first, EACH, number * EACH, np.random.default_rng(number))
            facts = plant.facts(news, LETTERS, polls=asked)
            done = store.keep(
                Run(RUN.started_at, 1.0, "bench", "bench", str(number), run_id), {k: v for k, v in facts.items() if k != "actors"}
            )
            kept, run_id = kept + done.articles_new, done.run_id
    return kept


def begin(place: Place) -> None:
    """Store whom the news speaks of."""
    with open_store(place) as store:
        store.keep(RUN, known())


def ask(con: duckdb.DuckDBPyConnection, sql: str) -> float:
    """Ask again and again; returns the median milliseconds."""
    con.execute(sql).fetchall()
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        con.execute(sql).fetchall()
        times.append(time.perf_counter() - started)
    return 1000 * statistics.median(times)


def main() -> bool:
    """Fill both, publish both, ask both."""
    with tempfile.TemporaryDirectory() as name, serve_postgres() as server:
        folder = Path(name)
        lake, file = server.lake(folder / "lake"), folder / "warehouse.duckdb"
        for place in (lake, file):
            begin(place)
        started = time.perf_counter()
        with ProcessPoolExecutor(LOADERS, get_context("spawn")) as pool:
            loaded = sum(pool.map(load, [lake] * LOADERS, [list(range(n, BATCHES, LOADERS)) for n in range(LOADERS)]))
        together = time.perf_counter() - started
        started = time.perf_counter()
        alone = load(file, list(range(BATCHES)))
        print(
            f"{loaded:,} articles, {MENTIONS:,} mentions: {LOADERS} processes into the lake {together:.0f} s, one into a file {time.perf_counter() - started:.0f} s"
        )
        for place, kind in ((lake, "of-lake"), (file, "of-file")):
            started = time.perf_counter()
            with open_store(place) as store:
                publish(store, folder / kind / "zagros.duckdb")
            print(f"  added up, checked and copied to a file for analysts, {kind}: {time.perf_counter() - started:.1f} s")
        started = time.perf_counter()
        with connect(lake) as of_lake, connect(folder / "of-file" / "zagros.duckdb") as of_file:
            print(f"  opening the lake: {1000 * (time.perf_counter() - started):.0f} ms")
            good = loaded == alone == EACH * BATCHES
            for what, (_, sql, _) in QUESTIONS.items():
                floor = ask(of_file, sql)
                good &= line(f"{what}, of the lake", ask(of_lake, sql), floor, "ms", 3 * floor)
        return good


if __name__ == "__main__":
    try:
        raise SystemExit(0 if main() else 1)
    except pytest.skip.Exception as skipped:
        print(f"skipped: {skipped}")
