"""The warehouse's own file: one transaction, nothing twice, nothing silent, everything explained."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from extractors import records
from extractors.records import Actor, Failure, Reading
from tests.make import NOW, article, entry, facts
from warehouse.store import Locked, Newer, NoSpace, Place, Run, Store, explained, open_store

RUN = Run(NOW, 1.5, "0.1", "hash")


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    with open_store(place) as opened:
        yield opened


def rows(store: Store, sql: str) -> list[tuple[object, ...]]:
    return store.con.execute(sql).fetchall()


@pytest.mark.parametrize(
    ("record", "table"),
    [
        (records.Outlet, "outlets"), (records.Feed, "feeds"), (records.Poll, "polls"), (records.Entry, "entries"),
        (records.Article, "articles"), (records.Sentence, "sentences"), (records.Mention, "mentions"),
        (records.Failure, "failures"), (records.Actor, "actors"), (records.ActorName, "actor_names"),
        (records.Candidate, "mention_candidates"), (records.Spelling, "spellings"), (records.Event, "events"),
        (records.EventTelling, "event_tellings"), (records.EventParty, "event_parties"), (records.Claim, "claims"),
        (records.ClaimSpeaker, "claim_speakers"), (records.Alignment, "alignments"), (records.EventType, "event_types"),
        (records.EventMode, "event_modes"),
    ],
)  # fmt: skip
def test_records_are_rows(store: Store, record: type, table: str) -> None:
    columns = {name for (name,) in rows(store, f"SELECT column_name FROM duckdb_columns() WHERE table_name = '{table}'")}
    names = {field.name for field in fields(record)}
    kept_out = {"select", "prune", "captions", "stored", "candidates"}
    assert names - kept_out <= columns
    assert columns - names <= {"run_id", "state", "due_at", "registry_hash", "day"}


def test_every_table_view_column_and_macro_has_a_comment(store: Store) -> None:
    """But for macros and columns of views in a lake, which DuckLake 1.0 refuses."""
    silent = """
        SELECT table_name, NULL FROM duckdb_tables() WHERE comment IS NULL AND database_name = current_database()
        UNION ALL SELECT view_name, NULL FROM duckdb_views() WHERE comment IS NULL AND NOT internal
            AND database_name = current_database()
        UNION ALL SELECT table_name, column_name FROM duckdb_columns() WHERE comment IS NULL AND NOT internal
            AND database_name = current_database() AND (current_database() <> 'lake' OR table_name NOT IN (SELECT view_name FROM duckdb_views()))
        UNION ALL SELECT function_name, NULL FROM duckdb_functions() WHERE comment IS NULL AND NOT internal
            AND database_name = current_database() AND current_database() <> 'lake'
    """
    assert rows(store, silent) == []


def test_keeps_a_run_and_counts_it(store: Store) -> None:
    kept = store.keep(RUN, facts(article(1), article(2)))
    assert (kept.run_id, kept.articles_new, kept.articles_changed, kept.mentions) == (1, 2, 0, 2)
    assert rows(store, "SELECT run_id, feeds, articles_new, mentions, started_at FROM runs") == [(1, 1, 2, 2, NOW)]
    assert rows(store, "SELECT DISTINCT state, due_at FROM entries") == [("page", None)]


def test_an_article_that_comes_again_replaces_its_facts(store: Store) -> None:
    store.keep(RUN, facts(article(1, text="Muqtada al-Sadr, as the feed has it.", text_source="feed")))
    kept = store.keep(RUN, facts(article(1), entries=[]))
    assert (kept.run_id, kept.articles_new, kept.articles_changed) == (2, 0, 1)
    assert rows(store, "SELECT text_source, run_id FROM articles") == [("page", 2)]
    assert rows(store, "SELECT count(*) FROM mentions") == rows(store, "SELECT count(*) FROM sentences") == [(1,)]


def test_a_run_that_fails_in_the_middle_keeps_nothing(store: Store) -> None:
    store.keep(RUN, facts(article(1)))
    broken = facts(article(2), failures=[replace(Failure("u", "f", 1, "fetch", "r", NOW), failed_at="no instant")])  # type: ignore[arg-type]
    with pytest.raises(Exception, match="cannot be converted"):
        store.keep(RUN, broken)
    assert rows(store, "SELECT count(*) FROM articles") == rows(store, "SELECT count(*) FROM runs") == [(1,)]
    assert store.keep(RUN, facts(article(2))).run_id == 2


def test_knows_what_it_has_seen(store: Store) -> None:
    store.keep(RUN, facts(article(1)))
    assert store.known([1, 7]) == {1}
    assert store.known([]) == set()


def test_an_entry_is_due_until_its_page_has_come(store: Store) -> None:
    waiting = Reading(5, "feed", 1, NOW + timedelta(hours=1))
    store.keep(RUN, facts(entries=[entry(5), entry(6, article_id=5)], readings=[waiting]))
    assert store.due_entries(["post"], NOW) == []
    assert store.due_entries(["other"], NOW + timedelta(hours=2)) == []
    (due,) = store.due_entries(["post"], NOW + timedelta(hours=2))
    assert records.Entry(**due) == replace(entry(5), attempts=1, stored=False)
    store.keep(RUN, facts(readings=[Reading(5, "page", 2, None)]))
    assert store.due_entries(["post"], NOW + timedelta(days=99)) == []
    store.keep(RUN, facts(entries=[entry(7, article_id=5)]))
    assert rows(store, "SELECT DISTINCT state FROM entries") == [("page",)]


def test_an_entry_nobody_read_is_due_at_once(store: Store) -> None:
    store.keep(RUN, facts(entries=[entry(5)]))
    assert [due["entry_id"] for due in store.due_entries(["post"], NOW)] == [5]


def test_the_registry_is_replaced_with_each_run(store: Store) -> None:
    store.keep(RUN, facts(actors=[Actor("a", "A", "person"), Actor("b", "B", "person")]))
    store.keep(RUN, facts(actors=[Actor("a", "A2", "person")]))
    assert rows(store, "SELECT actor_id, name FROM actors") == [("a", "A2")]


def test_says_who_holds_the_file(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    code = f"import duckdb,sys; c = duckdb.connect({str(path)!r}); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(Locked, match=rf"warehouse.duckdb is held by .*process {holder.pid}"), open_store(path):
            pass
        assert holder.stdin is not None
        holder.stdin.close()
    with open_store(path):
        pass


def test_names_a_full_disk(tmp_path: Path) -> None:
    with pytest.raises(NoSpace, match="make room"), explained(tmp_path):
        raise OSError(28, "No space left on device")
    with pytest.raises(NoSpace), explained(tmp_path):
        raise duckdb.IOException("Could not write file: No space left on device")


def test_refuses_a_file_of_a_newer_zagros(tmp_path: Path) -> None:
    with open_store(tmp_path / "w.duckdb") as opened:
        opened.con.execute("INSERT INTO migrations VALUES (9999, 'of tomorrow')")
    with pytest.raises(Newer, match="step 9999"), open_store(tmp_path / "w.duckdb"):
        pass


def test_instants_are_utc_whatever_the_machines_zone(store: Store) -> None:
    store.keep(RUN, facts(article(1, published_at=datetime(2020, 1, 26, 23, 30, tzinfo=UTC))))
    assert rows(store, "SELECT published_at::VARCHAR FROM articles") == [("2020-01-26 23:30:00+00",)]
