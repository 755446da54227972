"""Trends on planted truth: a rise, an outage, a copied story, an outlet that joins late, a change, and nothing at all."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pytest

from extractors.records import Actor
from tests.make import NOW, article, facts
from warehouse.publish import check, publish
from warehouse.published import ask
from warehouse.sql import HERE
from warehouse.store import CheckFailed, Run, open_store

WEEKS, FIRST = 60, date(2019, 1, 7)
ACTORS = {"steady": 0.3, "riser": 0.1, "turner": 0.2, "leaver": 0.3, "copied": 0.05, "guest": 0.0}


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty weeks of two outlets, ten stories a day each; the truth is planted in the roll-ups that the macros read.

    riser is named twice as often in the last week; turner takes leaver's place at week 40; copied is told forty times in the
    last week, one story; guest is named only by an outlet that joins in the last week; outlet b is down in week 30.
    """
    folder, chance = tmp_path_factory.mktemp("trends"), np.random.default_rng(7)
    outlets, actors = [], []
    for week in range(WEEKS):
        for day in (FIRST + timedelta(weeks=week, days=d) for d in range(7)):
            for outlet in ("a", "b", "late"):
                down = (outlet == "b" and week == 30) or (outlet == "late" and week < WEEKS - 1)
                stories = 0 if down else 10
                extra = 40 if week == WEEKS - 1 and outlet == "a" and day.weekday() == 0 else 0
                healthy = None if outlet == "late" and down else not down
                outlets.append((day, outlet, 1, int(not down), stories + extra, stories, 10.0, healthy))
                for actor, usual in ACTORS.items():
                    rate = usual
                    rate = 2.5 * usual if actor == "riser" and week == WEEKS - 1 else rate
                    rate = 0.4 if actor == "turner" and week >= 40 else 0.1 if actor == "leaver" and week >= 40 else rate
                    rate = 0.9 if actor == "guest" and outlet == "late" else rate
                    named = int(chance.binomial(stories, rate)) if stories else 0
                    copies = extra if actor == "copied" else 0
                    if named or copies:
                        actors.append((day, actor, outlet, named + copies, named, named + copies))
    with open_store(folder / "warehouse.duckdb") as store:
        known = [Actor(actor, actor, "person") for actor in ACTORS]
        store.keep(Run(NOW, 1.0, "0.1", "h"), facts(actors=known))
        store.con.execute("DELETE FROM outlet_day")
        store.con.executemany("INSERT INTO outlet_day VALUES (?, ?, ?, ?, ?, ?, ?, ?)", outlets)
        store.con.executemany("INSERT INTO actor_day VALUES (?, ?, ?, ?, ?, ?)", actors)
        store.con.execute("CHECKPOINT")
    return folder / "warehouse.duckdb"


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(path), read_only=True) as con:
        return con.execute(sql).fetchall()


def test_rising_finds_the_rise_and_neither_copies_nor_newcomers_nor_outages(planted: Path) -> None:
    found = dict(rows(planted, "SELECT actor_id, rises FROM rising()"))
    assert {actor for actor, rises in found.items() if rises} == {"riser"}
    assert "guest" not in found


def test_shift_finds_the_change_and_none_where_there_is_none(planted: Path) -> None:
    asked = "SELECT period, significant FROM shift(['leaver'], ['turner']) WHERE last_before_change"
    ((period, significant),) = rows(planted, asked)
    assert significant
    assert abs((period - (FIRST + timedelta(weeks=39))).days) <= 7  # type: ignore[operator]
    inside = rows(planted, "SELECT period FROM shift(['leaver'], ['turner']) WHERE in_interval")
    assert (FIRST + timedelta(weeks=39),) in inside
    assert len(inside) <= 4
    steady = rows(planted, "SELECT DISTINCT significant FROM shift(['steady'], ['copied'])")
    assert steady == [(False,)]


def test_bursts_finds_the_last_week_of_the_riser_only(planted: Path) -> None:
    asked = "SELECT period FROM bursts('{}') WHERE burst"
    bursts = {actor: rows(planted, asked.format(actor)) for actor in ("riser", "steady", "copied")}
    assert bursts == {"riser": [(FIRST + timedelta(weeks=WEEKS - 1),)], "steady": [], "copied": []}


def test_an_outage_is_a_gap_of_its_outlet_and_no_fall(planted: Path) -> None:
    week = FIRST + timedelta(weeks=30)
    ((share, healthy),) = rows(planted, f"SELECT share, healthy_days FROM actor_trend('steady') WHERE period = '{week}'")
    assert healthy == 7
    assert 0.15 < float(str(share)) < 0.45
    with duckdb.connect() as con:
        con.execute(f"ATTACH '{planted}' AS truth (READ_ONLY)")
        healthy_days = "SELECT count(*) FROM truth.outlet_day WHERE healthy AND date_trunc('week', day) = $week"
        assert con.execute(healthy_days, {"week": week}).fetchone() == (7,)


def test_a_thousand_actors_of_one_rate_raise_alarms_no_more_often_than_promised(tmp_path: Path) -> None:
    """`rising` itself, on 1,000 null series: its one-sided alarm at 97.5 % may come in 2.5 % of them."""
    chance, weeks = np.random.default_rng(11), [FIRST + timedelta(weeks=week) for week in range(6)]
    outlets = [(week, "a", 1, 1, 140, 140, 140.0, True) for week in weeks]
    named = [(week, f"n{i}", "a", k, k, k) for week in weeks for i, k in enumerate(chance.binomial(140, 0.2, 1_000).tolist())]
    with open_store(tmp_path / "warehouse.duckdb") as store:
        store.con.execute("INSERT INTO actors (actor_id, name, kind) SELECT 'n' || i, 'N', 'person' FROM range(1000) t(i)")
        store.con.executemany("INSERT INTO outlet_day VALUES (?, ?, ?, ?, ?, ?, ?, ?)", outlets)
        store.con.executemany("INSERT INTO actor_day VALUES (?, ?, ?, ?, ?, ?)", named)
        tried, alarms = store.con.execute("SELECT count(*), count(*) FILTER (rises) FROM rising()").fetchall()[0]
    assert tried == 1_000
    assert alarms <= 25


def test_the_roll_ups_are_what_the_facts_say_after_every_change(tmp_path: Path) -> None:
    sadr = Actor("muqtada-al-sadr", "Muqtada al-Sadr", "person")
    with open_store(tmp_path / "warehouse.duckdb") as store:
        store.keep(Run(NOW, 1.0, "0.1", "h"), facts(*(article(n) for n in range(1, 6)), actors=[sadr]))
        publish(store, tmp_path / "zagros.duckdb")
        moved = article(2, published_at=NOW - timedelta(days=9), content_hash="z")
        store.keep(Run(NOW, 1.0, "0.1", "h"), facts(moved, actors=[sadr], mentions=[], entries=[]))
        publish(store, tmp_path / "zagros.duckdb")  # its checks compare roll-ups with facts
        days = store.con.execute("SELECT day, sum(articles) FROM actor_day GROUP BY 1 ORDER BY 1").fetchall()
        assert len(days) == 4
        store.con.execute("UPDATE actor_day SET mentions = mentions + 1")
        with pytest.raises(CheckFailed, match="whole_rollup"):
            check(store.con, everything=True)
    assert ask(tmp_path / "zagros.duckdb", "SELECT sum(mentions) FROM actor_day").rows == [(4,)]


def test_what_was_stored_before_there_were_roll_ups_is_added_up(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute("CREATE TABLE migrations (version INTEGER, name VARCHAR)")
        for number, step in enumerate(sorted((HERE / "migrations").glob("*.sql"))[:2], 1):
            con.execute(step.read_text(encoding="utf-8"))
            con.execute("INSERT INTO migrations VALUES (?, ?)", [number, step.stem])
        con.execute("INSERT INTO actors (actor_id, name, kind) VALUES ('x', 'X', 'person')")
        given = "1, 'a', 'X came.', 'X', '2020-01-05 12:00:00+00', 'en'"
        con.execute(f"INSERT INTO articles (article_id, outlet_id, text, title, published_at, language) VALUES ({given})")
        con.execute("INSERT INTO mentions VALUES (1, 'x', 'text', 0, 0, 1, 'X', 'name', 1)")
        con.execute("INSERT INTO runs (run_id, started_at) VALUES (1, '2020-01-06')")
    with open_store(path) as store:
        publish(store, tmp_path / "zagros.duckdb")
    assert ask(tmp_path / "zagros.duckdb", "SELECT articles, stories, share FROM actor_trend('x')").rows == [(1, 1, 1.0)]


def test_a_batch_is_stored_once(tmp_path: Path) -> None:
    run = Run(NOW, 1.0, "0.1", "h", content_hash="batch")
    with open_store(tmp_path / "warehouse.duckdb") as store:
        first = store.keep(run, facts(article(1), article(2)))
        assert store.keep(run, facts(article(1), article(2))) == first
        assert store.con.execute("SELECT count(*) FROM runs").fetchone() == (1,)
