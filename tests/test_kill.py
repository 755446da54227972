"""kill -9 in the middle of loads and publishes: nothing lost, nothing doubled, nothing partly visible."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import duckdb
import pytest

from warehouse import durable
from warehouse.publish import check
from warehouse.rollup import refresh
from warehouse.store import open_store

KILLS = int(os.environ.get("ZAGROS_KILLS", "5"))
# Stores one article after the other, publishes after each, and says aloud what was committed.
WORKER = """
import sys
from pathlib import Path
from extractors.records import Actor
from tests.make import NOW, article, facts
from warehouse import durable
from warehouse.publish import publish
from warehouse.store import Run, open_store

data, first = Path(sys.argv[1]), int(sys.argv[2])
durable.LONG_LOG = int(sys.argv[3])
sadr = Actor("muqtada-al-sadr", "Muqtada al-Sadr", "person")
with open_store(data / "warehouse.duckdb") as store:
    print("ready", flush=True)
    for number in range(first, first + 10_000):
        run = Run(NOW, 1.0, "0.1", "h", content_hash=str(number))
        store.keep(run, facts(article(number), actors=[sadr]))
        print(f"kept {number}", flush=True)
        publish(store, data / "zagros.duckdb")
        print(f"published {number}", flush=True)
"""


def work_and_die(data: Path, first: int, seconds: float, long_log: int) -> dict[str, int]:
    """Let a worker run for a moment, kill it, and return the last number it kept and published."""
    command = [sys.executable, "-c", WORKER, str(data), str(first), str(long_log)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout
        assert worker.stdout.readline() == "ready\n"
        time.sleep(seconds)
        worker.send_signal(signal.SIGKILL)
        said = [line.split() for line in worker.stdout.read().splitlines()]
    return {what: int(number) for what, number in (line for line in said if len(line) == 2)}


@pytest.mark.parametrize("seed", [1])
def test_a_kill_loses_nothing_and_leaves_nothing_half(tmp_path: Path, seed: int) -> None:
    chance, first, published = Random(seed), 1, 0
    for number in range(KILLS):
        # Every other worker checkpoints after each publish: the moment in which DuckDB itself may leave a torn file.
        done = work_and_die(tmp_path, first, chance.uniform(0.05, 1.5), (0, durable.LONG_LOG)[number % 2])
        published = max(published, done.get("published", 0))
        with open_store(tmp_path / "warehouse.duckdb") as store:
            ((articles, last),) = store.con.execute("SELECT count(*), coalesce(max(article_id), 0) FROM articles").fetchall()
            mentions = store.con.execute("SELECT count(*) FROM mentions").fetchone()
            runs = store.con.execute("SELECT count(*) FROM runs").fetchone()
            # The one that was being committed when the kill came is there whole or not at all.
            assert done.get("kept", first - 1) <= last <= done.get("kept", first - 1) + 1
            assert articles == last
            assert mentions == runs == (articles,)
            refresh(store)  # roll-ups follow at the next publishing, and that is what analysts see
            check(store.con, everything=True)
        if published:
            with duckdb.connect(str(tmp_path / "zagros.duckdb"), read_only=True) as con:
                ((seen,),) = con.execute("SELECT count(*) FROM articles").fetchall()
                assert published <= seen <= last
                check(con, everything=True)
        first = last + 1
    assert first > 3
