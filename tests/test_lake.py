"""A lake beside a file: what four processes load at once is there to the row, what is asked has the same answers, and what is wrong is said."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from threading import Barrier, Thread

import duckdb
import numpy as np
import pytest

from flows.backup import back_up, restore
from flows.doctor import examine
from flows.place import FILES
from flows.replay import replay
from flows.upkeep import maintain
from tests import plant
from tests.conftest import FEEDS, Ingest
from tests.make import LONG, NOW, article, facts, page, rss
from tests.newsroom import Newsroom
from tests.postgres import Postgres
from warehouse.lake import Lake
from warehouse.publish import publish
from warehouse.published import ask, query, recipes
from warehouse.store import Run, WarehouseError, open_store

LOADERS, BATCHES, ARTICLES, ACTORS, OUTLETS, FIRST = 4, 2, 200, 40, 5, date(2020, 1, 1)
# What the order in which batches come decides, and says nothing of the news.
OF_ORDER = {"run_id", "started_at", "seconds", "polled_at"}
TABLES = (
    "articles",
    "sentences",
    "mentions",
    "story_articles",
    "outlets",
    "feeds",
    "actors",
    "actor_day",
    "pair_day",
    "outlet_day",
    "day_hash",
)


def batch(loader: int, number: int) -> plant.News:
    """Make up a batch of articles that no other holds, over thirty days that all share."""
    which = loader * BATCHES + number
    chance = np.random.default_rng(which)
    named = np.sort(chance.integers(0, ARTICLES, 3 * ARTICLES))
    return plant.News(
        FIRST, np.sort(chance.integers(0, 30, ARTICLES)), chance.integers(0, OUTLETS, ARTICLES), named,
        chance.integers(0, ACTORS, len(named)), first_id=which * ARTICLES,
    )  # fmt: skip


def load(place: Path | Lake, loader: int) -> int:
    """Load a loader's batches, each in a transaction; returns how many were kept."""
    known, kept, run_id = plant.known(ACTORS, OUTLETS), 0, None
    with open_store(place) as store:
        for number in range(BATCHES):
            news = batch(loader, number)
            tables = plant.facts(news, outlets=known["outlets"], feeds=known["feeds"])
            done = store.keep(
                Run(NOW, 1.0, "0.1", "h", f"{loader}-{number}", run_id), {k: v for k, v in tables.items() if k != "actors"}
            )
            kept, run_id = kept + done.articles_new, done.run_id
    return kept


def begin(place: Path | Lake) -> None:
    """Store what is known before the first batch."""
    with open_store(place) as store:
        store.keep(Run(NOW, 1.0, "0.1", "h"), {**plant.known(ACTORS, OUTLETS), "outlets": plant.known(1, 1)["outlets"]})


def finish(place: Path | Lake, folder: Path) -> None:
    with open_store(place) as store:
        publish(store, folder / "zagros.duckdb", everything=True)


def everything(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Read all facts of a published file, in an order of their own."""
    with duckdb.connect(str(path), read_only=True) as con:
        names = {table: [n for n, *_ in con.execute(f"DESCRIBE {table}").fetchall() if n not in OF_ORDER] for table in TABLES}
        return {
            table: con.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY ALL").fetchall()
            for table, columns in names.items()
        }


def test_four_processes_load_at_once_and_every_fact_is_there_to_the_row(postgres: Postgres, tmp_path: Path) -> None:
    lake, file = postgres.lake(tmp_path / "lake"), tmp_path / "warehouse.duckdb"
    for place in (lake, file):
        begin(place)
    with ProcessPoolExecutor(LOADERS, get_context("spawn")) as pool:
        assert list(pool.map(load, [lake] * LOADERS, range(LOADERS))) == [BATCHES * ARTICLES] * LOADERS
    for loader in range(LOADERS):
        load(file, loader)
    for place, name in ((lake, "of-lake"), (file, "of-file")):
        finish(place, tmp_path / name)
    found, wanted = (everything(tmp_path / name / "zagros.duckdb") for name in ("of-lake", "of-file"))
    assert {table: len(rows) for table, rows in wanted.items()}["articles"] == LOADERS * BATCHES * ARTICLES
    assert all(wanted.values())
    assert [table for table in TABLES if found[table] != wanted[table]] == []
    with open_store(lake) as store:  # published with every check, it was merged
        ((files,),) = store.con.execute("SELECT max(file_count) FROM ducklake_table_info('lake')").fetchall()
    assert files <= 2
    runs = ask(lake, "SELECT count(*), count(DISTINCT run_id), sum(articles_new) FROM runs").rows
    assert runs == [(1 + LOADERS, 1 + LOADERS, LOADERS * BATCHES * ARTICLES)]


def test_two_who_change_the_same_rows_at_once_both_succeed(postgres: Postgres, empty_lake: Lake, tmp_path: Path) -> None:
    """Both replace the article 1 and take a number for their run: the later one is done again, and sees the first."""
    lake, together, kept = postgres.copy(empty_lake, tmp_path / "lake"), Barrier(2), []
    with open_store(lake) as store:
        store.keep(Run(NOW, 1.0, "0.1", "h", "first"), facts(article(1, text="Muqtada al-Sadr, at first.")))

    def replace(words: str) -> None:
        with open_store(lake) as store:
            together.wait()
            kept.append(
                store.keep(Run(NOW, 1.0, "0.1", "h", words), facts(article(1, text=f"Muqtada al-Sadr, {words}."), entries=[]))
            )

    threads = [Thread(target=replace, args=(words,)) for words in ("one", "other")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done.run_id for done in kept) == [2, 3]
    assert [done.articles_changed for done in kept] == [1, 1]
    assert ask(lake, "SELECT count(*) FROM articles").rows == [(1,)]
    assert ask(lake, "SELECT count(*) FROM runs").rows == [(3,)]


def test_a_run_into_a_lake_answers_every_worked_question_as_one_into_a_file(
    postgres: Postgres, empty_lake: Lake, newsroom: Newsroom, ingest: Ingest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.pages["http://good.example/rss"] = rss(
        ("One", "/1", "Muqtada al-Sadr spoke."), ("Two", "/2", "Nouri al-Maliki spoke.")
    )
    newsroom.pages["http://good.example/1"] = newsroom.pages["http://good.example/2"] = page(LONG)
    (tmp_path / "feeds.yml").write_text(FEEDS, encoding="utf-8")
    ingest(data=tmp_path / "of-file", feeds=tmp_path / "feeds.yml")
    lake = postgres.copy(empty_lake, tmp_path / "lake")
    monkeypatch.setenv("ZAGROS_WAREHOUSE", lake.address)
    ingest(data=tmp_path / "of-lake", feeds=tmp_path / "feeds.yml")
    assert not (tmp_path / "of-lake" / "warehouse.duckdb").exists()
    file = tmp_path / "of-file" / "zagros.duckdb"
    assert ask(file, "SELECT count(*) FROM mentions").rows[0][0] > 1
    for name in recipes():
        answers = [ask(place, query(name)).rows for place in (file, lake, tmp_path / "of-lake" / "zagros.duckdb")]
        assert answers[0] == answers[1] == answers[2], name


def test_readers_are_never_in_the_way_and_cannot_write(postgres: Postgres, empty_lake: Lake, tmp_path: Path) -> None:
    lake = postgres.copy(empty_lake, tmp_path / "lake")
    with open_store(lake) as store:
        store.keep(Run(NOW, 1.0, "0.1", "h"), facts(article(1)))
        assert ask(lake, "SELECT count(*) FROM articles").rows == [(1,)]
        store.keep(Run(NOW, 1.0, "0.1", "h"), facts(article(2)))
        assert ask(lake, "SELECT count(*) FROM articles").rows == [(2,)]
    with pytest.raises(WarehouseError, match=r"read.only"):
        ask(lake, "DELETE FROM articles")


def test_what_is_wrong_with_a_lake_is_said_without_its_password(postgres: Postgres, tmp_path: Path) -> None:
    address = f"ducklake:postgres:dbname=nowhere host=127.0.0.1 port={postgres.port} user=zagros password=sekret"
    with (
        pytest.raises(WarehouseError, match='database "nowhere" does not exist') as found,
        open_store(Lake(address, str(tmp_path))),
    ):
        pass
    assert "sekret" not in str(found.value)
    with pytest.raises(WarehouseError, match=r"sqlite:x\.db is no warehouse: `ducklake:postgres:"):
        Lake("ducklake:sqlite:x.db", "")


def test_a_wrong_address_is_refused_before_anything_starts(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-c",
        "from flows.cli import main; main()",
        "query",
        "SELECT 1",
        "--data",
        str(tmp_path),
        "--warehouse",
        "mysql:x",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert "is no warehouse" in " ".join(done.stderr.replace("│", " ").split())


def rows_of(place: Path | Lake) -> dict[str, list[tuple[object, ...]]]:
    """Read every table of a warehouse, in an order of its own."""
    with open_store(place, read_only=True) as store:
        names = [name for (name,) in store.con.execute("SELECT DISTINCT table_name FROM duckdb_tables()").fetchall()]
        return {name: sorted(store.con.execute(f"FROM {name}").fetchall(), key=repr) for name in names if name[0] != "_"}


def test_a_lake_is_backed_up_as_a_file_and_comes_back_as_either(
    postgres: Postgres, empty_lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake, data = postgres.copy(empty_lake, tmp_path / "lake"), tmp_path / "data"
    data.mkdir()
    begin(lake)
    load(lake, 1)
    finish(lake, data)
    before = rows_of(lake)
    monkeypatch.setenv("ZAGROS_WAREHOUSE", lake.address)
    with open_store(lake):  # a lake is not held by who writes it
        assert back_up(data, tmp_path / "backup", NOW).copied == 2
    with pytest.raises(WarehouseError, match="holds facts already: name an empty database"):
        restore(tmp_path / "backup", tmp_path / "other", NOW)
    assert not (tmp_path / "other").exists()

    newer = postgres.copy(empty_lake, tmp_path / "files-of-newer")
    (tmp_path / "newer").mkdir()
    (tmp_path / "newer" / "mine").touch()
    with open_store(newer) as store:
        store.con.execute("INSERT INTO migrations VALUES (9999, 'of tomorrow')")
    monkeypatch.setenv("ZAGROS_WAREHOUSE", newer.address)
    monkeypatch.setenv(FILES, newer.files)
    with pytest.raises(WarehouseError, match="step 9999"):
        restore(tmp_path / "backup", tmp_path / "newer", NOW, over=True)
    monkeypatch.delenv(FILES)
    assert [path.name for path in tmp_path.glob("newer*/mine")] == ["mine"]
    assert (tmp_path / "newer" / "mine").exists()  # nothing was moved for good

    other = postgres.lake(tmp_path / "other" / "lake")
    monkeypatch.setenv("ZAGROS_WAREHOUSE", other.address)
    restore(tmp_path / "backup", tmp_path / "other", NOW)
    assert rows_of(other) == before
    assert not (tmp_path / "other" / "warehouse.duckdb").exists()
    load(other, 2)  # and the pipeline goes on there

    monkeypatch.delenv("ZAGROS_WAREHOUSE")
    restore(tmp_path / "backup", tmp_path / "as-file", NOW)
    assert rows_of(tmp_path / "as-file" / "warehouse.duckdb") == before


def test_the_doctor_looks_at_a_lake(
    postgres: Postgres, empty_lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake, data = postgres.copy(empty_lake, tmp_path / "lake"), tmp_path / "data"
    data.mkdir()
    begin(lake)
    finish(lake, data)
    monkeypatch.setenv("ZAGROS_WAREHOUSE", lake.address)
    assert [finding.what for finding in examine(data, None, NOW) if not finding.ok] == []
    next(Path(lake.files).rglob("*.parquet")).unlink()
    (wrong,) = (finding for finding in examine(data, None, NOW) if not finding.ok)
    assert "1 of its" in wrong.what
    assert "zagros restore" in wrong.remedy
    monkeypatch.setenv("ZAGROS_WAREHOUSE", "ducklake:postgres:dbname=nowhere host=127.0.0.1 port=1 password=sekret")
    (wrong,) = (finding for finding in examine(data, None, NOW) if not finding.ok)
    assert "cannot be opened" in wrong.what
    assert "sekret" not in wrong.what


def test_replay_and_maintain_do_with_a_lake_what_they_do_with_a_file(
    postgres: Postgres, empty_lake: Lake, newsroom: Newsroom, ingest: Ingest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    met = "Muqtada al-Sadr met Xandor Quill in Najaf. " * 9
    newsroom.pages["http://good.example/rss"] = rss(("One", "/1", "Muqtada al-Sadr spoke."), ("Two", "/2", met))
    newsroom.pages["http://good.example/1"] = page(LONG)
    newsroom.pages["http://good.example/2"] = page(met)
    people = tmp_path / "overlay" / "people"
    people.mkdir(parents=True)
    (people / "xandor.yml").write_text("kind: person\nname: Xandor Quill\nside: IQ\nnames:\n  en:\n    - Xandor Quill\n")
    answers = {}
    for name in ("file", "lake"):
        if name == "lake":
            monkeypatch.setenv("ZAGROS_WAREHOUSE", postgres.copy(empty_lake, tmp_path / "parquet").address)
        ingest(data=tmp_path / name, only=["good"])
        found = replay(tmp_path / name, [tmp_path / "overlay"])
        assert found.rows() == [("xandor", 9, 0, 0, 0)]
        asyncio.run(maintain(data=tmp_path / name))
        answers[name] = everything(tmp_path / name / "zagros.duckdb")
    for table in TABLES:
        assert answers["file"][table] == answers["lake"][table], table
    assert not (tmp_path / "lake" / "warehouse.duckdb").exists()
