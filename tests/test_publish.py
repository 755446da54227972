"""The analysts' copy: checked, whole, replaced under their hands, and never in anybody's way."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

import warehouse
from extractors.records import Actor, Feed, Mention, Poll
from extractors.registry import load_registry
from tests.make import NOW, article, facts
from warehouse.publish import check, publish
from warehouse.published import ask, connect, query, statement
from warehouse.store import CheckFailed, Run, Store, WarehouseError, open_store

RUN = Run(NOW, 1.5, "0.1", "hash")
SADR = Actor("muqtada-al-sadr", "Muqtada al-Sadr", "person")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "warehouse.duckdb") as opened:
        yield opened


def keep(store: Store, *numbers: int) -> None:
    store.keep(RUN, facts(*(article(n) for n in numbers), actors=[SADR]))


def test_the_copy_holds_tables_views_and_comments(store: Store, tmp_path: Path) -> None:
    keep(store, 1, 2)
    target = tmp_path / "zagros.duckdb"
    assert publish(store, target) == target.stat().st_size
    weeks = ask(target, "SELECT week, actor, articles, mentions, outlets, share FROM actor_weekly ORDER BY week").rows
    assert [(str(week), *rest) for week, *rest in weeks] == [("2020-01-27", "Muqtada al-Sadr", 2, 2, 1, 1.0)]
    manifest = ask(target, "SELECT run_id, as_of, code_version, registry_hash, articles, mentions, time_zone FROM manifest").rows
    assert manifest == [(1, NOW, "0.1", "hash", 2, 2, "UTC")]
    comments = ask(target, "SELECT count(*) FROM duckdb_columns() WHERE comment IS NULL AND NOT internal").rows
    assert comments == [(0,)]
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


def test_a_failed_check_keeps_the_old_copy(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "zagros.duckdb"
    keep(store, 1)
    publish(store, target)
    wrong = Mention(1, "muqtada-al-sadr", "text", 0, 3, 9, "not there", "name", 1.0)
    store.keep(RUN, facts(article(1), article(2), mentions=[wrong], actors=[SADR]))
    with pytest.raises(CheckFailed, match="whole_mention: 1 rows"):
        publish(store, target)
    assert ask(target, "SELECT count(*) FROM articles").rows == [(1,)]


def test_checks_see_places_in_arabic_script_and_beyond(store: Store, tmp_path: Path) -> None:
    text = "🚨 می‌گوید مقتدی صدر 𝄞"
    start = text.index("مقتدی")
    mention = Mention(1, "muqtada-al-sadr", "text", 0, start, start + 9, text[start : start + 9], "name", 1.0)
    store.keep(RUN, facts(article(1, text=text), mentions=[mention], actors=[SADR]))
    assert publish(store, tmp_path / "zagros.duckdb") > 0


def test_an_analyst_who_holds_the_copy_blocks_nobody(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "zagros.duckdb"
    keep(store, 1)
    publish(store, target)
    code = (
        f"import duckdb,sys; c = duckdb.connect({str(target)!r}, read_only=True)\n"
        "for line in sys.stdin: print(c.execute('SELECT count(*) FROM articles').fetchone()[0], flush=True)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as analyst:
        assert analyst.stdin is not None
        assert analyst.stdout is not None

        def ask_analyst() -> str:
            assert analyst.stdin is not None
            assert analyst.stdout is not None
            analyst.stdin.write("\n")
            analyst.stdin.flush()
            return analyst.stdout.readline().strip()

        assert ask_analyst() == "1"
        keep(store, 2)
        publish(store, target)
        assert ask_analyst() == "1"  # the old copy, whole, until it is opened again
        assert ask(target, "SELECT count(*) FROM articles").rows == [(2,)]
        analyst.stdin.close()


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM articles",
        "CREATE TABLE x (i INT)",
        "COPY articles TO '/tmp/x.csv'",
        "SELECT * FROM read_text('/etc/passwd')",
        "SET enable_external_access = true",
    ],
)
def test_a_question_changes_and_reaches_nothing(store: Store, tmp_path: Path, sql: str) -> None:
    target = tmp_path / "zagros.duckdb"
    publish(store, target)
    with pytest.raises(WarehouseError):
        ask(target, sql)


def test_says_that_there_is_no_copy_yet(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="make demo"):
        connect(tmp_path / "zagros.duckdb")


def trend(target: Path, grain: str, **given: object) -> list[tuple[object, ...]]:
    limits = {"actor": "muqtada-al-sadr", "grain": grain, "since": None, "until": None, **given}
    return [(str(period), *rest) for period, *rest in ask(target, statement("trend"), limits).rows]


def test_a_week_without_articles_is_a_gap_and_one_without_mentions_a_zero(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "zagros.duckdb"
    days = {
        1: datetime(2020, 1, 6, tzinfo=UTC),
        2: datetime(2020, 1, 13, tzinfo=UTC),
        3: datetime(2020, 2, 2, 23, 59, tzinfo=UTC),
    }
    named = [article(n, published_at=day) for n, day in days.items() if n != 2]
    silent = article(2, published_at=days[2], text="Nobody.")
    given = facts(*named, actors=[SADR])
    store.keep(RUN, {**given, "articles": [*named, silent], "sentences": []})
    publish(store, target)
    assert trend(target, "week") == [
        ("2020-01-06", 1, 1, 1, 1, 1.0),
        ("2020-01-13", 0, 0, 0, 1, 0.0),
        ("2020-01-20", None, None, None, None, None),
        ("2020-01-27", 1, 1, 1, 1, 1.0),
    ]
    assert [row[:2] for row in trend(target, "month")] == [("2020-01-01", 1), ("2020-02-01", 1)]
    assert [row[:2] for row in trend(target, "week", since=datetime(2020, 1, 20, tzinfo=UTC))] == [("2020-01-27", 1)]
    with pytest.raises(WarehouseError, match="named once: nobody; look them up"):
        trend(target, "week", actor="nobody")


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parent.parent / "warehouse" / "queries").glob("*.sql")), ids=lambda p: p.stem
)
def test_worked_questions_have_answers(store: Store, tmp_path: Path, path: Path) -> None:
    given = facts(article(1), article(2), actors=list(load_registry().actors.values()))
    store.keep(RUN, given)
    publish(store, tmp_path / "zagros.duckdb")
    answer = ask(tmp_path / "zagros.duckdb", query(path.stem))  # its rows on the sample: docs/warehouse.md
    assert len(answer.columns) > 1
    assert query(path.stem).startswith("-- ")


def test_the_last_days_copies_are_kept(tmp_path: Path) -> None:
    target = tmp_path / "zagros.duckdb"
    with open_store(tmp_path / "warehouse.duckdb") as store:
        for day in range(4):
            for number in range(2):
                run = Run(NOW + timedelta(days=day, hours=number), 1.0, "0.1", "h")
                store.keep(run, facts(article(1 + 2 * day + number), actors=[SADR]))
                publish(store, target, copies=2)
    kept = sorted((tmp_path / "copies").iterdir())
    assert [path.name for path in kept] == ["zagros-2020-02-03.duckdb", "zagros-2020-02-04.duckdb"]
    assert [ask(path, "SELECT count(*) FROM articles").rows for path in kept] == [[(6,)], [(8,)]]
    with open_store(tmp_path / "warehouse.duckdb") as store:
        publish(store, target, copies=0)
    assert list((tmp_path / "copies").iterdir()) == []


@pytest.mark.parametrize("why", ["waste", "version"])
def test_what_cannot_be_copied_block_by_block_is_copied_table_by_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    if why == "waste":
        monkeypatch.setattr("warehouse.publish.WASTE", -1)
    else:  # a file of a storage that clients before 1.4 do not open
        duckdb.connect(str(tmp_path / "warehouse.duckdb"), config={"storage_compatibility_version": "v1.4.0"}).close()
    with open_store(tmp_path / "warehouse.duckdb") as store:
        keep(store, 1, 2)
        publish(store, tmp_path / "zagros.duckdb")
    with duckdb.connect(str(tmp_path / "zagros.duckdb"), read_only=True) as con:
        ((tags,),) = con.execute("SELECT tags FROM duckdb_databases() WHERE NOT internal").fetchall()
        assert tags["storage_version"].startswith("v1.0.0")
        assert con.execute("SELECT sum(articles) FROM actor_trend('muqtada-al-sadr')").fetchall() == [(2,)]
        check(con, everything=True)


def test_copying_the_file_does_not_let_go_of_its_lock(store: Store, tmp_path: Path) -> None:
    """POSIX drops a process's locks on a file when it closes any handle of it (fcntl)."""
    keep(store, 1)
    publish(store, tmp_path / "zagros.duckdb")
    code = f"import duckdb; duckdb.connect({str(tmp_path / 'warehouse.duckdb')!r})"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert other.returncode != 0
    assert "lock" in other.stderr


def test_an_analyst_opens_the_newest_copy_without_a_path(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(store, 1)
    publish(store, tmp_path / "zagros.duckdb")
    monkeypatch.setenv("ZAGROS_DATA", str(tmp_path))
    con = warehouse.connect()
    assert con.execute("SELECT count(*) FROM articles").fetchone() == (1,)
    con.close()


def test_the_manifest_says_how_the_sources_are(store: Store, tmp_path: Path) -> None:
    polls = [Poll("post", NOW, "ok", 200, 1, 1), Poll("bad", NOW, "failed", 500)]
    feeds = [Feed("post", "post", "http://post.example/rss"), Feed("bad", "other", "http://other.example/rss")]
    store.keep(RUN, facts(article(1), actors=[SADR], polls=polls, feeds=feeds))
    publish(store, tmp_path / "zagros.duckdb")
    asked = "SELECT feeds, feeds_failing, outlets_healthy, outlets_silent, length(content_hash) FROM manifest"
    assert ask(tmp_path / "zagros.duckdb", asked).rows == [(2, ["bad"], 1, ["other"], 32)]


def test_the_content_hash_is_of_the_articles_in_whatever_order(tmp_path: Path) -> None:
    hashes = []
    for numbers in ((1, 2, 3), (3, 1, 2), (1, 2)):
        folder = tmp_path / str(numbers)
        with open_store(folder / "warehouse.duckdb") as store:
            for number in numbers:
                keep(store, number)
            publish(store, folder / "zagros.duckdb")
        hashes.append(ask(folder / "zagros.duckdb", "SELECT content_hash FROM manifest").rows)
    assert hashes[0] == hashes[1] != hashes[2]


def test_the_copy_opens_without_our_code(store: Store, tmp_path: Path) -> None:
    keep(store, 1)
    publish(store, tmp_path / "zagros.duckdb")
    with duckdb.connect(str(tmp_path / "zagros.duckdb"), read_only=True) as con:
        tags = con.execute("SELECT tags FROM duckdb_databases() WHERE NOT internal").fetchall()
        assert "storage_version" not in str(tags) or "v1.0.0" in str(tags)
        assert con.execute("SELECT count(*) FROM articles").fetchone() == (1,)


def test_a_system_that_cannot_copy_by_itself_is_helped(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> int:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr("os.copy_file_range", broken)
    for number in (1, 2):
        keep(store, number)
        publish(store, tmp_path / "zagros.duckdb")
    assert ask(tmp_path / "zagros.duckdb", "SELECT count(*) FROM articles").rows == [(2,)]
