"""A whole run of ingest under what befalls a machine: told to end, a full disk, a warehouse that somebody else holds."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.conftest import FEEDS, Ingest
from tests.disk import ballast, fill, small_disk
from tests.footprint import worked
from tests.house import until
from tests.make import LONG, NOW, page, rss
from tests.newsroom import Answer, Newsroom
from warehouse.published import ask

# Bytes of a disk on which a small warehouse, its copies and a Prefect have room.
DISK = 96 << 20
COUNTS = "SELECT count(*), count(DISTINCT article_id), count(DISTINCT canonical_url) FROM articles"


def begin(data: Path, hours: int = 0) -> subprocess.Popen[str]:
    """Start `zagros ingest` as a person or cron does, with a Prefect of its own."""
    (data / "feeds.yml").write_text(FEEDS.splitlines()[1], encoding="utf-8")
    words = ["ingest", "--data", str(data), "--feeds", str(data / "feeds.yml"), "--pace", "0"]
    command = [sys.executable, "-c", "from flows.cli import main; main()", *words, "--now", str(NOW + timedelta(hours=hours))]
    env = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return subprocess.Popen(command, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)


def publish_news(newsroom: Newsroom, numbers: range, paragraph: str = LONG) -> None:
    newsroom.pages |= {f"http://good.example/{n}": page(f"{n} {paragraph}") for n in numbers}
    newsroom.pages["http://good.example/rss"] = rss(*((f"Number {n}", f"/{n}", "") for n in numbers))


def at_rest(process: int) -> bool:
    """Say whether a run and its processes work less than a fifth of the time, watched for two seconds."""
    before = worked(process)
    time.sleep(2)
    return worked(process) - before < 0.4 * os.sysconf("SC_CLK_TCK")


def stored(data: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(data / "warehouse.duckdb"), read_only=True) as con:
        return con.execute(sql).fetchall()


@pytest.mark.parametrize("whole_group", [False, True])
def test_a_sigterm_ends_a_run_within_30_s_and_what_was_read_is_kept(
    ingest: Ingest, newsroom: Newsroom, tmp_path: Path, whole_group: bool
) -> None:
    """The process alone, as `kill` sends it, or its whole group with the processes that read, as systemd and Prefect do."""

    publish_news(newsroom, range(8))
    pages = {url: str(newsroom.pages[url]) for url in newsroom.pages if not url.endswith("/rss")}
    read, over = list[str](), threading.Event()

    def answer(url: str) -> Answer:
        read.append(url)
        if len(read) > 6:
            over.wait(60)
        return 200, {"Content-Type": "text/html"}, pages[url].encode()

    newsroom.pages |= {url: partial(answer, url) for url in pages}
    run = begin(tmp_path)
    try:
        until(lambda: len(read) == 8, 90)
        until(lambda: at_rest(run.pid), 90)  # what had come is read by then, and waits to be kept
        told = time.monotonic()
        os.killpg(run.pid, signal.SIGTERM) if whole_group else run.send_signal(signal.SIGTERM)
        said, wrong = run.communicate(timeout=60)
        took = time.monotonic() - told
    finally:
        run.kill()
        over.set()
    assert took < 30
    ((kept, *_),) = stored(tmp_path, COUNTS)
    assert 1 <= kept <= 6  # a page that has come may still be in the hands of a process that reads
    if not whole_group:  # whose embedded Prefect is gone, and can be told nothing
        assert (run.returncode, wrong) == (0, "")
        assert f"{8 - kept} pages were left for the next run: this one was stopped" in said
    assert ingest(only=["good"], now=NOW + timedelta(hours=1)).articles_new == 8 - kept
    assert len(read[8:]) == 8 - kept  # what is kept is not asked for again
    assert ask(tmp_path / "zagros.duckdb", COUNTS).rows == [(8, 8, 8)]
    print(f"\nended {took:.1f} s after the SIGTERM, {kept} of 6 pages kept")


def test_a_full_disk_is_named_leaves_the_copy_and_the_next_run_completes(
    ingest: Ingest, newsroom: Newsroom, tmp_path: Path
) -> None:
    data = tmp_path / "disk"
    with small_disk(data, DISK):
        publish_news(newsroom, range(3))
        first = begin(data)
        first.communicate(timeout=90)
        assert first.returncode == 0
        copy = hashlib.sha256((data / "zagros.duckdb").read_bytes()).hexdigest()
        publish_news(newsroom, range(3, 33), LONG + os.urandom(20_000).hex())
        fill(data)
        full = begin(data, hours=1)
        _, wrong = full.communicate(timeout=90)
        assert full.returncode == 5, wrong
        assert wrong.startswith("zagros: no space left ")
        assert "make room" in wrong
        assert len(wrong.splitlines()) == 1
        assert hashlib.sha256((data / "zagros.duckdb").read_bytes()).hexdigest() == copy
        assert ask(data / "zagros.duckdb", COUNTS).rows == [(3, 3, 3)]
        ballast(data).unlink()
        ingest(data=data, only=["good"], now=NOW + timedelta(hours=2))
        assert ask(data / "zagros.duckdb", COUNTS).rows == [(33, 33, 33)]


def test_a_run_waits_for_whoever_holds_the_warehouse(ingest: Ingest, newsroom: Newsroom, tmp_path: Path) -> None:
    """Who holds it longer is named (tests/test_cli.py)."""
    publish_news(newsroom, range(1))
    hold = f"import duckdb, time; c = duckdb.connect({str(tmp_path / 'warehouse.duckdb')!r}); print(flush=True); time.sleep(5)"
    with subprocess.Popen([sys.executable, "-c", hold], stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        holder.stdout.readline()
        began = time.monotonic()
        assert ingest(only=["good"]).articles_new == 1
        assert time.monotonic() - began > 4
        assert holder.poll() == 0


def test_what_reads_pages_ends_with_a_run_that_is_killed() -> None:
    """A kill lets a run tell nobody: its processes, of 0.2 GB each, would wait for its next page for ever."""
    code = """
import asyncio, os, time
from flows.workers import Workers
async def read() -> None:
    with Workers(1) as workers:
        print(await workers.run(os.getpid), flush=True)
        time.sleep(60)
if __name__ == "__main__":
    asyncio.run(read())
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        reader = Path("/proc") / run.stdout.readline().strip()
        assert reader.is_dir()
        run.kill()
    until(lambda: not reader.exists() or None, 20)
