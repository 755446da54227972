"""A Dask cluster of two workers beside this machine's own processes: the same facts to the row, and nothing lost where it fails."""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import dask
import pyarrow as pa
import pytest
from distributed import LocalCluster

from extractors.records import Failure, Mention, Outlet, Page, Reading
from extractors.records.arrow import (
    pack,
    pack_readings,
    unpack,
    unpack_readings,
)
from extractors.registry import load_registry
from flows.fleet import Fleet, NoFleet
from flows.warc import Elsewhere, Place, places
from flows.warc import pack as pack_answer
from flows.workers import Captured
from tests.conftest import Ingest
from tests.make import NOW, article, entry, page, rss
from tests.newsroom import Newsroom
from tests.test_lake import everything

TEXTS = [
    "Muqtada al-Sadr met {0} in Najaf on day {1}. " * 8,
    "سید مقتدی صدر با {0} در نجف دیدار کرد، روز {1}. " * 8,
    "التقى مقتدى الصدر {0} في النجف يوم {1}. " * 8,
]
NAMES = ["Nouri al-Maliki", "نوری مالکی", "نوري المالكي"]


@contextmanager
def cluster(children: bool = True) -> Iterator[str]:
    """Start two workers, and give the address of their scheduler; a daemon's process may have no guard of its own."""
    with (
        dask.config.set({"distributed.worker.daemon": not children}),
        LocalCluster(n_workers=2, threads_per_worker=2, dashboard_address=None) as two,
    ):
        yield two.scheduler_address


def publish(room: Newsroom) -> None:
    """Let the newsroom publish thirty articles in three languages, of which one page is gone and one is broken."""
    room.pages["http://good.example/rss"] = rss(*((f"Day {n}", f"/{n}", "Teaser of Muqtada al-Sadr.") for n in range(30)))
    for n in range(28):
        room.pages[f"http://good.example/{n}"] = page(TEXTS[n % 3].format(NAMES[n % 3], n))
    room.pages["http://good.example/28"] = "<html>"


def test_two_workers_find_the_same_facts_to_the_row(newsroom: Newsroom, ingest: Ingest, tmp_path: Path) -> None:
    """Where workers may have no guard of their own, which a daemon's may not, the pages are read here."""
    publish(newsroom)
    here = ingest(data=tmp_path / "here", only=["good"])
    for children in (True, False):
        data = tmp_path / f"there {children}"
        with cluster(children) as scheduler:
            there = ingest(data=data, only=["good"], scheduler=scheduler)
        assert here.articles_new == there.articles_new == 30
        assert here.mentions == there.mentions > 60
        assert here.failures == there.failures
        assert everything(data / "zagros.duckdb") == everything(tmp_path / "here" / "zagros.duckdb")


@pytest.mark.parametrize("sending", ["submit", "spread"])  # at the first batch, or where actors are found
def test_a_fleet_that_is_lost_in_the_middle_loses_nothing(
    newsroom: Newsroom, ingest: Ingest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sending: str
) -> None:
    def lose(*_: object) -> None:
        raise ConnectionError("the scheduler is gone")

    publish(newsroom)
    here = ingest(data=tmp_path / "here", only=["good"])
    monkeypatch.setattr(Fleet, sending, lose)
    with cluster() as scheduler:
        there = ingest(data=tmp_path / "there", only=["good"], scheduler=scheduler)
    assert here.mentions == there.mentions > 60
    found, wanted = (everything(tmp_path / name / "zagros.duckdb") for name in ("there", "here"))
    assert found == wanted


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense"])
def test_a_scheduler_that_is_not_there_is_said_at_once(
    ingest: Ingest, newsroom: Newsroom, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(newsroom)
    monkeypatch.setattr("flows.fleet.TIMEOUT", 2)
    with pytest.raises(NoFleet, match=address):
        ingest(only=["good"], scheduler=address)


def test_a_scheduler_without_workers_is_said(tmp_path: Path) -> None:
    with (
        LocalCluster(n_workers=0, dashboard_address=None) as none,
        pytest.raises(NoFleet, match="dask worker"),
        Fleet(none.scheduler_address),
    ):
        pass


def test_what_is_kept_is_read_where_it_stands_and_sent_once_a_worker_does_not_see_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.fleet.SMALL", 0)  # what is asked goes aside, as more than a megabyte does
    kept, away = tmp_path / "day.warc.gz", tmp_path / "away"
    body = page(TEXTS[0].format(NAMES[0], 1)).encode()
    kept.write_bytes(pack_answer(Page("http://good.example/1", 200, "text/html", body), "http://good.example/1", NOW))
    (place,) = places([kept])
    asked, signs = Captured(entry(), place, Outlet("good", "Good"), NOW), load_registry().signs
    sent: list[object] = []
    ask = Fleet.ask

    async def watch(fleet: Fleet, work: Callable[..., object], asked: bytes, known: bytes = b"") -> tuple[pa.Table, ...]:
        sent.extend(type(one.page) for one in pickle.loads(asked)[0])
        return await ask(fleet, work, asked, known)

    async def read(scheduler: str) -> list[Reading]:
        with Fleet(scheduler) as fleet:
            seen = await fleet.read(asked, signs)
            kept.rename(away)
            with pytest.raises(Elsewhere, match="changed meanwhile"):
                await fleet.read(asked, signs)
            away.rename(kept)
            return [seen, await fleet.read(asked, signs)]

    monkeypatch.setattr(Fleet, "ask", watch)
    with cluster() as scheduler:
        seen, moved = asyncio.run(read(scheduler))
    assert sent == [Place, Place, Page]
    assert seen.article and "Maliki" in seen.article.text
    assert moved == seen


def test_records_come_back_from_arrow_as_they_went() -> None:
    failure = Failure("http://x.example/1", "f", None, "fetch", "no answer", NOW)
    readings = [Reading(1, "page", 1, None, article(1)), Reading(2, "failed", 2, NOW + timedelta(hours=1), failure=failure)]
    mentions = [
        Mention(1, None, "text", 0, 0, 4, "Sadr", "name", 0.5, (("muqtada-al-sadr", 0.6), ("musa-al-sadr", 0.4))),
        Mention(1, "muqtada-al-sadr", "title", None, 0, 4, "صدر", "name", 0.98),
    ]
    assert unpack_readings(pack_readings(readings)) == readings
    assert unpack(Mention, pack(mentions)) == mentions
    assert unpack(Failure, pack([failure])) == [failure]
    assert unpack_readings(pack_readings([])) == []
