"""What looks like a change of attention and is none: wires that join, outages, growth, half days, waves; and intervals that hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from extractors.records import Poll
from tests import plant
from tests.make import NOW, article, facts
from warehouse import schema
from warehouse.publish import check, publish
from warehouse.rollup import note_everything, refresh
from warehouse.sql import HERE
from warehouse.store import Run, Store, WarehouseError, open_store

RUN = Run(NOW, 1.0, "0.1", "h")
FIRST = date(2019, 1, 7)
NOTHING = plant.News(FIRST, *(np.zeros(0, np.int64) for _ in range(4)))
# What one outlet tells on one day: for each article the actors it names, and the key of a story that others tell too.
Told = list[tuple[list[int], str | None]]


def news(days: int, outlets: int, told: Callable[[int, int], Told]) -> plant.News:
    """Write news: of a story of one key the earliest outlet in number tells first (articles get their instants in order)."""
    rows = [(day, outlet, *one) for day in range(days) for outlet in reversed(range(outlets)) for one in told(day, outlet)]
    first: dict[str, int] = {}
    stories = [first.setdefault(key, number) if key else number for number, (_, _, _, key) in enumerate(rows)]
    named = [(number, actor) for number, (_, _, actors, _) in enumerate(rows) for actor in actors]
    return plant.News(
        FIRST, np.array([row[0] for row in rows]), np.array([row[1] for row in rows]),
        np.array([n for n, _ in named]), np.array([a for _, a in named]), np.array(stories),
    )  # fmt: skip


@contextmanager
def kept(path: Path, made: plant.News, outlets: int, polls: list[Poll] | None = None) -> Iterator[Store]:
    with open_store(path / "warehouse.duckdb") as store:
        store.keep(RUN, plant.facts(made, polls=polls or [], **plant.known(3, outlets)))
        # The wire's articles come first of each story: the last outlet is made the earliest teller.
        refresh(store)
        yield store


@pytest.mark.parametrize("joins", [25 * 7, 13 * 7])
def test_a_wire_that_joins_and_tells_first_moves_nothing(tmp_path: Path, joins: int) -> None:
    """Two papers tell five stories of their own a day, most of actor 1, and five of the wire's, most of actor 0."""
    days, chance = 26 * 7, np.random.default_rng(3)
    own, wired = chance.random((days, 2, 5)) < 0.6, chance.random((days, 5)) < 0.8

    def told(day: int, outlet: int) -> Told:
        wire: Told = [([0] if wired[day, n] else [], f"{day}-{n}") for n in range(5)]
        if outlet == 2:
            return wire if day >= joins else []
        return [([1] if own[day, outlet, n] else [], None) for n in range(5)] + wire

    made = news(days, 3, told)
    with kept(tmp_path, made, 3) as store:
        assert store.con.execute("SELECT actor_id FROM rising() WHERE rises").fetchall() == []
        assert store.con.execute("SELECT any_value(significant) FROM shift(['0000-actor'], ['0001-actor'])").fetchall() == [
            (False,)
        ]
        for actor in ("0000-actor", "0001-actor"):
            assert store.con.execute("SELECT period FROM bursts($actor) WHERE burst", {"actor": actor}).fetchall() == []


@pytest.mark.parametrize(
    ("what", "volume"),
    [
        ("an outage of ten days", lambda day, outlet: 0 if outlet == 1 and 7 * 12 + 4 <= day < 7 * 14 else 10),
        ("growth", lambda day, outlet: 30 if outlet == 1 and day >= 7 * 15 else 10),
        ("a newcomer of ten weeks", lambda day, outlet: 0 if outlet == 1 and day < 7 * 6 else 10),
    ],
)
def test_what_outlets_publish_is_no_change_of_whom_they_name(
    tmp_path: Path, what: str, volume: Callable[[int, int], int]
) -> None:
    """Outlet 1 names actor 0 in nine of ten articles, outlet 0 never, throughout."""
    days, chance = 16 * 7, np.random.default_rng(5)

    def told(day: int, outlet: int) -> Told:
        return [([0] if outlet == 1 and chance.random() < 0.9 else [2], None) for _ in range(volume(day, outlet))]

    with kept(tmp_path, news(days, 2, told), 2) as store:
        assert store.con.execute("SELECT actor_id, low_52 FROM rising() WHERE rises OR low_52 > 1").fetchall() == [], what
        assert store.con.execute("SELECT period FROM bursts('0000-actor') WHERE burst").fetchall() == [], what


def test_a_day_that_is_not_over_is_no_outage_until_it_is(tmp_path: Path) -> None:
    def told(day: int, outlet: int) -> Told:
        return [([0], None)] * (40 if day < 30 else 5)

    polls = plant.polls(FIRST, 31, 2, lambda day, outlet: True)
    with kept(tmp_path, news(31, 2, told), 2, polls) as store:
        last = FIRST + timedelta(days=30)
        asked = "SELECT DISTINCT healthy FROM outlet_day WHERE day = $day"
        assert store.con.execute(asked, {"day": last}).fetchall() == [(None,)]
        later = datetime(last.year, last.month, last.day, 12, tzinfo=UTC) + timedelta(days=1)
        store.keep(RUN, plant.facts(NOTHING, polls=[Poll("f0", later, "ok"), Poll("f1", later, "ok")]))
        refresh(store)
        assert store.con.execute(asked, {"day": last}).fetchall() == [(False,)]


def test_an_outlet_that_nobody_asks_any_more_is_seen_to_be_silent(tmp_path: Path) -> None:
    def told(day: int, outlet: int) -> Told:
        return [([0], None)] * (10 if outlet == 0 or day < 20 or day >= 40 else 0)

    made = news(60, 2, told)
    with open_store(tmp_path / "warehouse.duckdb") as store:
        for begin in range(0, 60, 20):
            part = (made.days >= begin) & (made.days < begin + 20)
            ids = np.flatnonzero(part)
            inside = np.isin(made.named, ids)
            batch = plant.News(
                FIRST, made.days[ids], made.outlets[ids], made.named[inside] - ids[0], made.actors[inside], first_id=int(ids[0])
            )
            store.keep(RUN, plant.facts(batch, **plant.known(3, 2)))
            refresh(store)
        once = store.con.execute("FROM outlet_day ORDER BY ALL").fetchall()
        note_everything(store.con)
        refresh(store)
        assert store.con.execute("FROM outlet_day ORDER BY ALL").fetchall() == once
        assert store.con.execute("SELECT outlet_id, count(*) FROM outlet_day WHERE NOT healthy GROUP BY 1").fetchall() == [
            ("o1", 20)
        ]


def rolled_up(path: Path, counts: np.ndarray) -> None:
    """Write pairs of actors' weekly counts (pair, week, side) as roll-ups of one outlet."""
    pair, week, side = np.nonzero(counts)
    k = pa.array(counts[pair, week, side], pa.int32())
    names = [f"{n:04}-{letter}" for n in range(len(counts)) for letter in "ab"]
    table = pa.table({
        "day": pa.array(np.datetime64(FIRST, "D") + week * np.timedelta64(7, "D")), "actor_id": pa.array(names).take(pa.array(2 * pair + side)),
        "outlet_id": pa.array(["a"]).take(pa.array(0 * pair)), "articles": k, "stories": k, "own_stories": k, "mentions": k,
    })  # fmt: skip
    with open_store(path) as store:
        known = pa.table({"actor_id": names, "name": names, "kind": names})
        with store.incoming(known):
            store.con.execute("INSERT INTO actors BY NAME SELECT * FROM incoming")
        with store.incoming(table):
            store.con.execute("INSERT INTO actor_day BY NAME SELECT * FROM incoming")
        weeks = "SELECT DATE '2019-01-07' + 7 * w::INTEGER, 100, 100, 1 FROM range($weeks) t(w)"
        store.con.execute(f"INSERT INTO every_day {weeks}", {"weeks": counts.shape[1]})


def shifts(path: Path, pairs: int, asked: str) -> list[object]:
    with duckdb.connect(str(path), read_only=True, config={"threads": 1}) as con:
        question = f"SELECT {asked} FROM shift([$a], [$b])"
        return [con.execute(question, {"a": f"{n:04}-a", "b": f"{n:04}-b"}).fetchall()[0][0] for n in range(pairs)]


def test_waves_of_some_weeks_are_seldom_taken_for_a_change(tmp_path: Path) -> None:
    """Log odds that wander (autoregressive, 0.5): what is named 5 % stays under 12 %, where chance alone would give 25 %."""
    pairs, weeks, chance = 200, 60, np.random.default_rng(9)
    wander = np.zeros((pairs, weeks))
    for week in range(1, weeks):
        wander[:, week] = 0.5 * wander[:, week - 1] + chance.normal(0, 0.5 * np.sqrt(0.75), pairs)
    b = chance.binomial(20, 1 / (1 + np.exp(-wander)))
    rolled_up(tmp_path / "w.duckdb", np.stack((20 - b, b), axis=2))
    assert sum(bool(found) for found in shifts(tmp_path / "w.duckdb", pairs, "any_value(significant)")) <= 0.12 * pairs


def test_the_interval_of_a_change_holds_it_as_often_as_promised(tmp_path: Path) -> None:
    """A change from 0.4 to 0.5 after week 30 of 60, twenty stories a week: in 95 of 100 intervals."""
    pairs, chance = 150, np.random.default_rng(13)
    b = chance.binomial(20, np.where(np.arange(60) < 30, 0.4, 0.5), (pairs, 60))
    rolled_up(tmp_path / "w.duckdb", np.stack((20 - b, b), axis=2))
    last = FIRST + timedelta(weeks=29)
    inside = shifts(tmp_path / "w.duckdb", pairs, f"bool_or(in_interval AND period = DATE '{last}')")
    assert sum(bool(found) for found in inside) >= 0.93 * pairs


def test_a_schema_step_that_breaks_off_is_taken_again_with_its_roll_ups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, views = tmp_path / "warehouse.duckdb", schema.in_order
    with duckdb.connect(str(path)) as con:
        con.execute("CREATE TABLE migrations (version INTEGER, name VARCHAR)")
        for number, step in enumerate(sorted((HERE / "migrations").glob("*.sql"))[:3], 1):
            con.execute(step.read_text(encoding="utf-8"))
            con.execute("INSERT INTO migrations VALUES (?, ?)", [number, step.stem])
        con.execute("INSERT INTO actors (actor_id, name, kind) VALUES ('x', 'X', 'person')")
        con.execute(
            "INSERT INTO articles (article_id, outlet_id, text, published_at) VALUES (1, 'a', 'X came.', '2020-01-05 12:00:00+00')"
        )
        con.execute("INSERT INTO mentions VALUES (1, 'x', 'text', 0, 0, 1, 'X', 'name', 1)")

    def broken(folder: str) -> list[str]:
        raise RuntimeError("killed here")

    monkeypatch.setattr(schema, "in_order", broken)
    with pytest.raises(RuntimeError), open_store(path):
        pass
    monkeypatch.setattr(schema, "in_order", views)
    with open_store(path) as store:
        refresh(store)
        assert store.con.execute("SELECT articles FROM actor_trend('x')").fetchall() == [(1,)]


def test_an_article_that_stands_twice_in_a_batch_is_refused(tmp_path: Path) -> None:
    with open_store(tmp_path / "warehouse.duckdb") as store:
        with pytest.raises(WarehouseError, match="the article 1 stands twice"):
            store.keep(RUN, facts(article(1), article(1)))
        assert store.con.execute("SELECT count(*) FROM articles").fetchone() == (0,)


def test_an_outlet_that_is_sold_changes_who_is_one_witness(tmp_path: Path) -> None:
    """Two outlets tell one story: their own each, until one owner has both."""
    made = plant.News(FIRST, np.array([0, 0]), np.array([0, 1]), np.array([0, 1]), np.array([0, 0]), np.array([0, 0]))
    with open_store(tmp_path / "warehouse.duckdb") as store:
        store.keep(RUN, plant.facts(made, **plant.known(1, 2)))
        refresh(store)
        counted = "SELECT sum(stories), sum(own_stories) FROM actor_day"
        assert store.con.execute(counted).fetchall() == [(1, 2)]
        store.keep(RUN, plant.facts(NOTHING, **plant.known(1, 2, {0: "x", 1: "x"})))
        refresh(store)
        assert store.con.execute(counted).fetchall() == [(1, 1)]
        store.con.execute("INSERT INTO runs (run_id, started_at) VALUES (99, '2020-01-01')")
        check(store.con, everything=True)
        publish(store, tmp_path / "zagros.duckdb")


def test_the_actor_of_a_gap_has_no_interval(tmp_path: Path) -> None:
    """A week far below the usual pace: nobody can say what share it would have had."""

    def told(day: int, outlet: int) -> Told:
        return [([0], None)] * (2 if 21 <= day < 28 else 20)

    with kept(tmp_path, news(35, 1, told), 1) as store:
        asked = "SELECT share, low, high FROM actor_share('0000-actor') WHERE period = $week"
        assert store.con.execute(asked, {"week": FIRST + timedelta(days=21)}).fetchall() == [(None, None, None)]
