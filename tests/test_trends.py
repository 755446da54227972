"""Trends on planted truth: a rise, an outage, a copied story, an outlet that joins late, a change, and nothing at all."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from extractors.records import Actor
from tests import plant
from tests.conftest import place_in
from tests.make import NOW, article, facts
from warehouse.publish import check, publish
from warehouse.published import ask
from warehouse.rollup import refresh
from warehouse.sql import HERE
from warehouse.store import CheckFailed, Place, Run, WarehouseError, open_store

RUN = Run(NOW, 1.0, "0.1", "h")
WEEKS, FIRST = 60, date(2019, 1, 7)
LAST = FIRST + timedelta(weeks=WEEKS - 1)
BLACKOUT, OUTAGE, TURN, RECENT_OUTAGE = 20, (30, 31), 40, 57
OUTLETS, OWNED, LATE = 4, (1, 2), 3
# Of a thousand null series one in so many; all of them in `make soak`.
EVERY = 1 if "ZAGROS_NULLS" in os.environ else 4
ACTORS = ("steady", "riser", "turner", "leaver", "copied", "guest", "quiet")


def reports(week: int, outlet: int) -> bool | None:
    """Whether an outlet answered in a week: one joins in the last, one is down twice, and once all are."""
    if outlet == LATE and week < WEEKS - 1:
        return None
    return not (week == BLACKOUT or (outlet == 1 and week in (*OUTAGE, RECENT_OUTAGE)))


def rate(actor: str, week: int, outlet: int) -> float:
    """The share of an outlet's stories of a week in which an actor is named."""
    turned = week >= TURN
    if actor == "riser":
        return 0.3 if week == WEEKS - 1 else 0.1
    if actor == "turner":
        return 0.4 if turned else 0.2
    if actor == "leaver":
        return 0.1 if turned else 0.3
    return {"steady": 0.3, "copied": 0.05, "quiet": 0.05, "guest": 0.9 if outlet == LATE else 0.0}[actor]


def news() -> plant.News:
    """Sixty weeks of ten stories a day in each outlet that reports, and forty copies of one in the last week."""
    chance = np.random.default_rng(7)
    cells = [(day, outlet) for day in range(WEEKS * 7) for outlet in range(OUTLETS) if reports(day // 7, outlet)]
    days, outlets = np.repeat(np.array(cells).T, 10, axis=1)
    drawn = chance.random((len(ACTORS), len(days)))
    rates = {(week, outlet): [rate(a, week, outlet) for a in ACTORS] for week in range(WEEKS) for outlet in range(OUTLETS)}
    actors, named = np.nonzero(np.array([rates[day // 7, o] for day, o in zip(days, outlets, strict=True)]) > drawn.T), None
    named, actors = actors
    copies, first = 40, int(np.searchsorted(days, (WEEKS - 1) * 7))
    stories = np.concatenate((np.arange(len(days)), np.full(copies, first)))
    return plant.News(
        FIRST,
        np.concatenate((days, np.full(copies, days[first]))),
        np.concatenate((outlets, np.full(copies, outlets[first]))),
        np.concatenate((named, len(days) + np.arange(copies))),
        np.concatenate((actors, np.full(copies, ACTORS.index("copied")))),
        stories,
    )


@pytest.fixture(scope="module", params=["file", "lake"])
def planted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The truth, loaded and published as news is; where it may be asked."""
    folder = tmp_path_factory.mktemp("trends")
    place = place_in(folder, request)
    polls = plant.polls(FIRST, WEEKS * 7, OUTLETS, lambda day, outlet: reports(day // 7, outlet))
    known = plant.known(len(ACTORS), OUTLETS, dict.fromkeys(OWNED, "one-owner"))
    with open_store(place) as store:
        store.keep(RUN, plant.facts(news(), polls=polls, **known))
        publish(store, folder / "zagros.duckdb")
    return folder / "zagros.duckdb" if isinstance(place, Path) else place


def of(actor: str) -> str:
    return plant.actor_ids(len(ACTORS))[ACTORS.index(actor)]


def named(actor_id: object) -> str:
    return ACTORS[plant.actor_ids(len(ACTORS)).index(str(actor_id))]


def rows(place: Place, sql: str) -> list[tuple[object, ...]]:
    return ask(place, sql).rows


@pytest.mark.parametrize(("counted", "risen"), [("stories", {"riser"}), ("articles", {"riser", "copied"}), ("witnesses", set())])
def test_rising_finds_the_rise_and_neither_copies_nor_newcomers_nor_outages(
    planted: Place, counted: str, risen: set[str]
) -> None:
    """By witnesses nobody: the two owners name riser on half of the days as it is, and on no more than all in the last week."""
    found = {named(actor): rises for actor, rises in rows(planted, f"SELECT actor_id, rises FROM rising(counted := '{counted}')")}
    assert {actor for actor, rises in found.items() if rises} == risen
    assert "guest" not in found


def test_shift_finds_the_change_and_none_where_there_is_none(planted: Place) -> None:
    asked = f"FROM shift(['{of('leaver')}'], ['{of('turner')}'])"
    ((period, significant),) = rows(planted, f"SELECT period, significant {asked} WHERE last_before_change")
    assert significant
    assert abs((period - (FIRST + timedelta(weeks=TURN - 1))).days) <= 7  # type: ignore[operator]
    inside = rows(planted, f"SELECT period {asked} WHERE in_interval")
    assert (FIRST + timedelta(weeks=TURN - 1),) in inside
    assert len(inside) <= 6


@pytest.mark.parametrize("other", ["copied", "guest", "quiet"])
def test_shift_finds_none_in_copies_or_in_an_outlet_that_joins(planted: Place, other: str) -> None:
    assert rows(planted, f"SELECT DISTINCT significant FROM shift(['{of('steady')}'], ['{of(other)}'])") == [(False,)]


def test_bursts_finds_the_rise_and_the_turn_and_nothing_else(planted: Place) -> None:
    bursts = {actor: [p for (p,) in rows(planted, f"SELECT period FROM bursts('{of(actor)}') WHERE burst")] for actor in ACTORS}
    turned = bursts.pop("turner")
    assert bursts == {actor: [LAST] if actor == "riser" else [] for actor in bursts}
    assert turned
    assert FIRST + timedelta(weeks=TURN) <= turned[0] <= FIRST + timedelta(weeks=TURN + 4)


def test_an_outage_is_a_gap_of_its_outlet_and_no_fall(planted: Place) -> None:
    week = FIRST + timedelta(weeks=OUTAGE[0])
    ((share, healthy),) = rows(planted, f"SELECT share, healthy_days FROM actor_trend('{of('steady')}') WHERE period = '{week}'")
    assert healthy == 14  # two of three outlets
    assert 0.2 < float(str(share)) < 0.4
    down = rows(
        planted, "SELECT DISTINCT outlet_id, date_trunc('week', day)::DATE FROM outlet_day WHERE NOT healthy ORDER BY ALL"
    )
    blackout = FIRST + timedelta(weeks=BLACKOUT)
    outages = [("o1", FIRST + timedelta(weeks=week)) for week in (*OUTAGE, RECENT_OUTAGE)]
    assert down == sorted([*outages, *((f"o{n}", blackout) for n in range(LATE))])


def test_a_week_in_which_nobody_reported_is_a_gap_and_no_silence(planted: Place) -> None:
    week = FIRST + timedelta(weeks=BLACKOUT)
    asked = (
        f"SELECT articles, stories, witnesses, share, per_outlet_day FROM actor_trend('{of('steady')}') WHERE period = '{week}'"
    )
    assert rows(planted, asked) == [(None,) * 5]
    assert rows(planted, f"SELECT share, low FROM actor_share('{of('steady')}') WHERE period = '{week}'") == [(None, None)]
    assert rows(planted, f"SELECT sentences FROM pair_trend('{of('steady')}', '{of('quiet')}') WHERE period = '{week}'") == [
        (None,)
    ]
    assert rows(planted, f"FROM silence('{of('steady')}')") == []


def test_outlets_of_one_owner_are_one_witness(planted: Place) -> None:
    week = FIRST + timedelta(weeks=3)
    assert rows(planted, f"SELECT witnesses FROM actor_trend('{of('steady')}') WHERE period = '{week}'") == [(2,)]
    both = f"SELECT witnesses FROM pair_trend('{of('steady')}', '{of('turner')}') WHERE period = '{week}'"
    assert rows(planted, both) == [(2,)]
    shares = f"SELECT named, of_all FROM actor_share('{of('steady')}', counted := 'witnesses') WHERE period = '{week}'"
    assert rows(planted, shares) == [(2, 2)]


def test_a_panel_holds_those_who_were_there_throughout(planted: Place) -> None:
    panel = "SELECT outlet_id FROM static_panel(grain := 'week') ORDER BY 1"
    assert rows(planted, panel) == [("o0",), ("o1",), ("o2",)]
    trend = f"SELECT articles FROM actor_trend('{of('guest')}', among := {{}}) WHERE period = '{LAST}'"
    assert rows(planted, trend.format("there_throughout(grain := 'week')")) == [(0,)]
    ((everywhere,),) = rows(planted, trend.format("NULL"))
    assert int(str(everywhere)) > 50
    assert rows(planted, trend.format("['o3']")) == [(everywhere,)]


def test_a_share_lies_in_its_interval(planted: Place) -> None:
    for counted in ("stories", "articles"):
        found = rows(
            planted, f"SELECT low, share, high FROM actor_share('{of('quiet')}', counted := '{counted}') WHERE share IS NOT NULL"
        )
        assert len(found) == WEEKS - 1
        assert all(0 <= low <= share <= high <= 1 for low, share, high in found)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("FROM actor_trend('nobody')", "named once: nobody; look them up"),
        ("FROM actor_trend(NULL)", "no actor's id|named once"),
        ("FROM pair_trend('0001-actor', '0001-actor')", "named once"),
        ("FROM actor_trend('0001-actor', among := ['o0', 'typo'])", "o0, typo"),
        ("FROM shift(['0001-actor'], ['nobody'])", "0001-actor, nobody"),
        ("FROM bursts('0001-actor', counted := 'words')", "stories, articles or witnesses, not words"),
        ("FROM actor_trend('0001-actor', grain := 'fortnight')", "fortnight"),
        ("FROM evidence('nobody', '2020-01-01', '2020-02-01')", "named once: nobody"),
    ],
)
def test_what_is_mistyped_is_an_error_and_no_zero(planted: Place, sql: str, words: str) -> None:
    with pytest.raises(WarehouseError, match=words):
        rows(planted, sql)


def test_evidence_leads_from_a_cell_to_sentences(planted: Place) -> None:
    asked = "SELECT count(*), count(DISTINCT article_id), bool_and(contains(sentence, surface)) FROM evidence('{}', '{}', '{}')"
    ((mentions, articles, whole),) = rows(planted, asked.format(of("riser"), LAST, LAST + timedelta(weeks=1)))
    cell = rows(planted, f"SELECT mentions, articles FROM actor_trend('{of('riser')}') WHERE period = '{LAST}'")
    assert [(mentions, articles)] == cell
    assert whole
    assert len(rows(planted, f"FROM first_seen('{of('riser')}')")) == 1


@pytest.fixture(scope="module")
def null_series(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year and a half of two outlets and a thousand actors, each of one rate for ever: nothing happens."""
    chance, weeks = np.random.default_rng(11), 78
    actors = plant.actor_ids(1_000)
    rates = np.geomspace(0.02, 0.3, len(actors))
    counts = chance.binomial(140, np.broadcast_to(rates[:, None, None], (len(actors), weeks, 2)))
    actor, week, outlet = np.nonzero(counts)
    k = pa.array(counts[actor, week, outlet], pa.int32())
    monday = np.datetime64(FIRST, "D") + week * np.timedelta64(7, "D")
    days = pa.table({
        "day": pa.array(monday), "actor_id": pa.array(actors).take(pa.array(actor)),
        "outlet_id": pa.array(["a", "b"]).take(pa.array(outlet)), "articles": k, "stories": k, "mentions": k, "healthy": pa.array([True]).take(pa.array(0 * actor)), "own_stories": k,
    })  # fmt: skip
    path = tmp_path_factory.mktemp("null") / "warehouse.duckdb"
    with open_store(path) as store:
        store.con.execute(
            "INSERT INTO actors (actor_id, name, kind) SELECT printf('%04d-actor', i), 'N', 'person' FROM range(1000) t(i)"
        )
        said = "SELECT DATE '2019-01-07' + 7 * w::INTEGER, o, 1, 1, 140, 140, 140, true, 140 FROM range($weeks) t(w), (VALUES ('a'), ('b')) v(o)"
        columns = "day, outlet_id, polls, answered, articles, stories, usual, healthy, own_stories"
        store.con.execute(f"INSERT INTO outlet_day ({columns}) {said}", {"weeks": weeks})
        store.con.execute("INSERT INTO every_day SELECT day, sum(articles), sum(stories), count(*) FROM outlet_day GROUP BY day")
        with store.incoming(days):
            store.con.execute("INSERT INTO actor_day BY NAME SELECT * FROM incoming")
    return path


def test_rising_raises_no_more_false_alarms_than_promised(null_series: Path) -> None:
    """One-sided at 97.5 %: 2.5 % of null series."""
    ((tried, alarms),) = rows(null_series, "SELECT count(*), count(*) FILTER (rises) FROM rising()")
    assert int(str(tried)) > 900
    assert int(str(alarms)) <= 0.025 * int(str(tried))


def test_bursts_raises_no_more_false_alarms_than_promised(null_series: Path) -> None:
    """Beyond 3.5 lie 0.023 % of a normal distribution: of as many periods."""
    with duckdb.connect(str(null_series), read_only=True, config={"threads": 1}) as con:
        asked = "SELECT count(z), count(*) FILTER (burst) FROM bursts($actor)"
        found = [con.execute(asked, {"actor": actor}).fetchall()[0] for actor in plant.actor_ids(1_000)[::EVERY]]
    tried, alarms = sum(n for n, _ in found), sum(n for _, n in found)
    assert tried > 60_000 // EVERY
    assert alarms <= 0.00023 * tried


def test_shift_raises_no_more_false_alarms_than_promised(null_series: Path) -> None:
    """At 5 %: fifty of a thousand."""
    actors = plant.actor_ids(1_000)[::EVERY]
    with duckdb.connect(str(null_series), read_only=True, config={"threads": 1}) as con:
        asked = "SELECT any_value(significant) FROM shift([$a], [$b])"
        pairs = zip(actors, [*actors[1:], actors[0]], strict=True)
        found = [con.execute(asked, {"a": a, "b": b}).fetchall()[0][0] for a, b in pairs]
    assert None not in found
    assert sum(found) <= 0.05 * len(found)


def test_the_roll_ups_are_what_the_facts_say_after_every_change(place: Place, tmp_path: Path) -> None:
    sadr = Actor("muqtada-al-sadr", "Muqtada al-Sadr", "person")
    with open_store(place) as store:
        store.keep(RUN, facts(*(article(n) for n in range(1, 6)), actors=[sadr]))
        publish(store, tmp_path / "zagros.duckdb")
        moved = article(2, published_at=NOW - timedelta(days=9), content_hash="z")
        store.keep(RUN, facts(moved, actors=[sadr], mentions=[], entries=[]))
        publish(store, tmp_path / "zagros.duckdb")  # its checks compare roll-ups with facts
        days = store.con.execute("SELECT day, sum(articles) FROM actor_day GROUP BY 1 ORDER BY 1").fetchall()
        assert len(days) == 4
        check(store.con, everything=True)
        store.con.execute("UPDATE actor_day SET mentions = mentions + 1")
        with pytest.raises(CheckFailed, match="whole_rollup"):
            check(store.con, everything=True)
    assert ask(tmp_path / "zagros.duckdb", "SELECT sum(mentions) FROM actor_day").rows == [(4,)]


def test_pairs_are_counted_in_late_sentences_too(place: Place) -> None:
    """An article of two hundred sentences, each with two actors."""
    one = plant.News(FIRST, np.array([0]), np.array([0]), np.zeros(400, np.int64), np.tile([0, 1], 200))
    with open_store(place) as store:
        store.keep(RUN, plant.facts(one, **plant.known(2, 1)))
        refresh(store)
        assert store.con.execute("SELECT articles, stories, sentences FROM pair_day").fetchall() == [(1, 1, 200)]


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


def test_a_batch_is_stored_once(place: Place) -> None:
    run = Run(NOW, 1.0, "0.1", "h", content_hash="batch")
    with open_store(place) as store:
        first = store.keep(run, facts(article(1), article(2)))
        assert store.keep(run, facts(article(1), article(2))) == first
        assert store.con.execute("SELECT count(*) FROM runs").fetchone() == (1,)
