"""Acts and alignments on planted truth: an act told by many is one, a family is one voice, and only what was planted moves."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from tests.coded import FIRST, TABLES, TEXT, Told, batch, tell
from tests.make import NOW
from warehouse.export import write_edition, write_tables
from warehouse.plover import write_plover
from warehouse.publish import check, publish
from warehouse.published import ask
from warehouse.rollup import refresh
from warehouse.store import CheckFailed, Place, Run, Store, WarehouseError, open_store

RUN = Run(NOW, 1.0, "0.1", "h")
DAY = timedelta(days=1)
FAMILY = {"o1": "iran", "o2": "iran"}


def keep(store: Store, *told: Told, **given: Any) -> None:
    store.keep(RUN, batch(*told, **given))
    refresh(store)
    check(store.con, everything=True)


def rows(store: Store, sql: str) -> list[tuple[Any, ...]]:
    return store.con.execute(sql).fetchall()


def count(store: Store) -> int:
    return int(rows(store, "SELECT count(DISTINCT act_id) FROM acts")[0][0])


def test_an_act_told_by_two_articles_and_in_two_languages_is_one(place: Place) -> None:
    """Told alike it has one id; told with a vaguer day, or on the day of publication and without a place, it has another."""
    told = [
        tell(1, "o0", FIRST).event("iran>usa", FIRST, place_id="najaf"),
        tell(2, "o1", FIRST, "fa").event("iran>usa", FIRST, place_id="najaf"),
        tell(3, "o2", FIRST + DAY, "ar").event("iran>usa", FIRST + DAY, date_basis="publication"),
        tell(4, "o3", FIRST + 9 * DAY).event("iran>usa", FIRST - 5 * DAY, last_day=FIRST + 5 * DAY, modality="historical"),
        tell(5, "o3", FIRST).event("iran>usa", FIRST, place_id="najaf", kind="CONSULT"),
        tell(6, "o3", FIRST).event("usa>iran", FIRST, place_id="najaf"),
        tell(7, "o3", FIRST).event("iran>usa", FIRST, place_id="najaf", modality="negated"),
        tell(8, "o3", FIRST + 9 * DAY).event("iran>usa", FIRST + 9 * DAY, place_id="najaf"),
    ]
    with open_store(place) as store:
        keep(store, *told, owners=FAMILY)
        assert rows(store, "SELECT count(*) FROM events") == [(7,)]
        assert count(store) == 5
        asked = "SELECT families, articles, first_told_by, place, first_day FROM event_list WHERE articles > 1"
        assert rows(store, asked) == [(3, 4, "O0", "Najaf", FIRST)]


def test_a_family_that_tells_an_act_is_counted_once(place: Place) -> None:
    with open_store(place) as store:
        keep(store, *(tell(n, f"o{n}", FIRST).event("iran>usa", FIRST) for n in range(3)), owners=FAMILY)
        assert rows(store, "SELECT families, articles FROM event_list") == [(2, 3)]


def test_places_that_differ_are_two_acts_and_one_that_is_not_known_bridges_none(tmp_path: Path) -> None:
    places = ("najaf", "basra", None)
    for number, order in enumerate(permutations(places)):
        told = [tell(n, "o0", FIRST).event("iran>usa", FIRST, place_id=where) for n, where in enumerate(order)]
        with open_store(tmp_path / f"{number}.duckdb") as store:
            keep(store, *told)
            assert count(store) == 2


def test_what_is_told_every_day_without_a_date_is_an_act_a_day(tmp_path: Path) -> None:
    told = [tell(n, "o0", FIRST + n * DAY).event("iran>usa", FIRST + n * DAY, date_basis="publication") for n in range(9)]
    with open_store(tmp_path / "warehouse.duckdb") as store:
        keep(store, *told)
        assert count(store) == 9


def test_an_act_has_the_score_of_its_mode(tmp_path: Path) -> None:
    """Also where another than its best known event says the mode; and no place where two are told."""
    told = [
        tell(1, "o0", FIRST).event("iran>usa", FIRST),
        tell(2, "o1", FIRST).event("iran>usa", FIRST, last_day=FIRST + DAY, mode="drone", score=-9.5),
    ]
    with open_store(tmp_path / "warehouse.duckdb") as store:
        keep(store, *told)
        assert rows(store, "SELECT mode, score, articles FROM event_list") == [("drone", -9.5, 2)]


def test_what_an_article_says_again_otherwise_leaves_nothing_of_the_old(tmp_path: Path) -> None:
    first = tell(1, "o0", FIRST).event("iran>usa", FIRST, mode="drone", contexts=("military",))
    again = tell(1, "o0", FIRST, text=f"{TEXT} Corrected.").event("iran>usa", FIRST, date_basis="publication")
    with open_store(tmp_path / "warehouse.duckdb") as store:
        keep(store, first, tell(2, "o1", FIRST).event("iran>usa", FIRST))
        keep(store, again)
        asked = "SELECT mode, contexts, date_basis FROM events ORDER BY ALL"
        assert rows(store, asked) == [(None, [], "publication"), (None, [], "text")]


def test_what_is_one_act_does_not_depend_on_the_order_of_loading(tmp_path: Path) -> None:
    chance = np.random.default_rng(3)
    told = []
    for n in range(40):
        day, basis = FIRST + int(chance.integers(0, 15)) * DAY, ("text", "neighbour", "publication")[chance.integers(0, 3)]
        where, wide = (None, "najaf", "basra")[chance.integers(0, 3)], int(chance.integers(0, 5)) * DAY
        told.append(tell(n, "o0", FIRST).event("iran>usa", day, last_day=day + wide, place_id=where, date_basis=basis))
    found = []
    for name, order in (("a", told), ("b", told[::-1])):
        with open_store(tmp_path / f"{name}.duckdb") as store:
            for first in range(0, len(order), 5):
                store.keep(RUN, batch(*order[first : first + 5], days=0))
            refresh(store)
            found.append(rows(store, "SELECT event_id, act_id FROM acts ORDER BY ALL"))
            assert rows(store, "SELECT count(*) FROM acts x JOIN acts y ON y.event_id = x.act_id WHERE y.act_id <> x.act_id") == [
                (0,)
            ]
    assert found[0] == found[1]
    assert 5 < len({act for _, act in found[0]}) < len(found[0])


def test_an_article_that_comes_again_replaces_what_was_coded_in_it_and_leaves_no_orphans(place: Place) -> None:
    both = [tell(n, f"o{n}", FIRST).event("iran>usa", FIRST).align("iran", "usa", "opposed", "outlet:o0", "iran") for n in (1, 2)]
    with open_store(place) as store:
        keep(store, *both)
        assert rows(store, "SELECT count(*), count(DISTINCT event_id) FROM event_tellings") == [(2, 1)]
        changed = tell(1, "o1", FIRST + DAY, text="He struck the camp, they say. And nothing else came of it at all.")
        keep(store, changed.event("iran>iraq", FIRST, kind="AID"))
        assert rows(store, "SELECT type FROM events ORDER BY 1") == [("AID",), ("ASSAULT",)]
        assert rows(store, "SELECT DISTINCT article_id FROM alignments JOIN claims USING (article_id)") == [(2,)]
        keep(store, tell(2, "o2", FIRST))
        assert rows(store, "SELECT type, count(*) FROM events JOIN event_parties USING (event_id) GROUP BY 1") == [("AID", 2)]
        keep(store, tell(1, "o1", FIRST))
        assert [rows(store, f"SELECT count(*) FROM {table}") for table in TABLES] == [[(0,)]] * len(TABLES)


def test_what_names_an_actor_who_left_the_registry_goes_and_its_articles_are_read_again(place: Place) -> None:
    told = [
        tell(1, "o1", FIRST).event("iran>usa", FIRST),
        tell(2, "o1", FIRST).event("iran>iraq", FIRST, said_by=["usa"]),
        tell(3, "o1", FIRST).align("iraq", "usa", "closer"),
        tell(4, "o1", FIRST).event("iran>iraq", FIRST),
    ]
    with open_store(place) as store:
        keep(store, *told)
        known = batch()
        store.keep(RUN, {**known, "actors": [actor for actor in known["actors"] if actor.actor_id != "usa"]})
        refresh(store)
        check(store.con, everything=True)
        assert rows(store, "SELECT article_id FROM event_tellings") == [(4,)]
        assert rows(store, "SELECT article_id FROM articles WHERE registry_hash IS NULL ORDER BY 1") == [(1,), (2,), (3,)]
        assert rows(store, "SELECT count(*) FROM alignments") == rows(store, "SELECT count(*) FROM claims") == [(0,)]


def test_a_family_is_one_voice_and_forty_copies_are_one(place: Place) -> None:
    """Two outlets of one owner, forty copies of one outlet, forty quotations of one speaker, and who only denies it."""
    pair = ("muqtada-al-sadr", "iran")
    told = [tell(n, ("o1", "o2")[n % 2], FIRST).align(*pair, "allied") for n in range(2)]
    told += [tell(10 + n, "o3", FIRST).align(*pair, "apart") for n in range(40)]
    told += [tell(100 + n, f"o{n % 5}", FIRST).align(*pair, "closer", f"outlet:o{n % 5}", "usa") for n in range(40)]
    told += [tell(200, "o4", FIRST).align(*pair, "opposed", "iraq", stance="denies")]
    told += [tell(201, "o5", FIRST).align(*pair, "closer", "text:iraq-source")]
    with open_store(place) as store:
        keep(store, *told, owners=FAMILY)
        asked = "SELECT voices_for, voices_against, who_for, who_against, allied, closer, low < share_for FROM alignment('iran', 'muqtada-al-sadr')"
        found = rows(store, asked)
        assert found[0] == (3, 1, ["iran", "o5", "usa"], ["o3"], 1, 2, True)
        assert found[1:] == [(0, 0, None, None, 0, 0, None)] * 3
        said = rows(
            store,
            "SELECT DISTINCT voice, chain, counts, sentence, words FROM alignment_evidence('iran', 'muqtada-al-sadr') WHERE stance = 'denies'",
        )
        assert said == [("iraq", ["iraq"], False, "A friend of theirs came closer.", "closer")]
        with pytest.raises(duckdb.Error, match="named once"):
            rows(store, "FROM alignment('iran', 'nobody')")


def test_the_course_of_acts_stands_beside_what_is_said(place: Place) -> None:
    month = date(2020, 2, 1)
    told = [
        tell(1, "o0", FIRST).event("iran>usa", FIRST),
        tell(2, "o1", FIRST).event("iran>usa", FIRST),
        tell(3, "o1", month).event("iran+usa>", month, kind="CONSULT"),
        tell(4, "o1", month).event("usa>iran", month, kind="AID"),
        tell(5, "o1", month).event("usa>iran", month, modality="future"),
        tell(6, "o1", month).event("iran+usa>iraq", month),
        tell(7, "o1", month).event("iran+usa>", month - 40 * DAY, last_day=month),
    ]
    with open_store(place) as store:
        keep(store, *told, owners=FAMILY)
        found = rows(store, "SELECT period, acts, pull, who_tells, voices_for FROM alignment('usa', 'iran') WHERE acts > 0")
        assert found == [(date(2020, 1, 1), 1, -0.45, ["iran", "o0"], 0), (month, 2, 0.3125, ["iran"], 0)]
        behind = rows(
            store,
            f"SELECT direction, counts FROM alignment_evidence('usa', 'iran', '{month}', '2020-03-01') WHERE basis = 'inferred'",
        )
        assert sorted(behind) == [("AID", True), ("ASSAULT", False), ("CONSULT", True)]


def course(chance: np.random.Generator, near: Callable[[str, int], float]) -> list[Told]:
    """Three pairs of whom six outlets of their own speak in eight weeks, for or against by chance."""
    told = []
    for pair in (("iran", "muqtada-al-sadr"), ("iran", "usa"), ("iraq", "usa")):
        for week in range(8):
            for outlet in range(12):
                direction = "closer" if chance.random() < near(pair[1], week) else "apart"
                told.append(tell(len(told), f"o{outlet}", FIRST + 7 * week * DAY).align(*pair, direction))
    return told


def test_the_shift_finds_the_pair_that_drew_nearer_and_no_other(place: Place) -> None:
    turned = {True: 1.0, False: 0.0}
    told = course(np.random.default_rng(5), lambda other, week: turned[week >= 4] if other == "muqtada-al-sadr" else 0.5)
    with open_store(place) as store:
        keep(store, *told, outlets=12)
        middle, end = FIRST + 28 * DAY, FIRST + 56 * DAY
        shift = f"FROM alignment_shift('{middle}', '{end}')"
        found = rows(store, f"SELECT a, b, drew_nearer, for_before, against_before, for_within, against_within {shift}")
        assert found[0] == ("iran", "muqtada-al-sadr", True, 0, 12, 12, 0)
        assert [row[2] for row in found[1:]] == [False, False]
        back = f"SELECT b, drew_apart FROM alignment_shift('{middle}', '{end}') WHERE drew_apart"
        assert rows(store, back) == []
        assert rows(store, f"FROM alignment_shift('{middle}', '{end}', least := 99)") == []
        with pytest.raises(duckdb.Error, match="since is a day before until"):
            rows(store, f"FROM alignment_shift('{end}', '{middle}')")


def test_the_shift_raises_no_more_false_alarms_than_promised(tmp_path: Path) -> None:
    """One-sided at 97.5 %, on 2,000 pairs of whom 3 to 30 voices speak in each span, for or against at a rate of their own."""
    with open_store(tmp_path / "w.duckdb") as store:
        store.con.execute("SELECT setseed(0.3)")
        store.con.execute(
            "INSERT INTO articles (article_id, outlet_id, day, published_at) SELECT i, 'o' || i, DATE '2020-01-01' + (i % 2)::INTEGER * 10, NULL FROM range(60) t(i)"
        )
        store.con.execute("""
            INSERT INTO alignments BY NAME
            SELECT i AS article_id, DATE '2020-01-01' + (i % 2)::INTEGER * 10 AS day, 'a' || p AS a, 'b' || p AS b,
                CASE WHEN random() < (p % 10 + 0.5) / 10 THEN 'closer' ELSE 'apart' END AS direction
            FROM range(60) t(i), range(2000) u(p) WHERE i < 6 + (p * 7) % 55
        """)
        asked = "SELECT count(*), count(*) FILTER (drew_nearer), count(*) FILTER (drew_apart) FROM alignment_shift('2020-01-11', '2020-01-21')"
        ((tried, nearer, apart),) = rows(store, asked)
    assert tried == 2000
    assert max(nearer, apart) <= 0.025 * tried


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A warehouse in which nothing is wrong."""
    chain = ("outlet:o0", "iraq")
    with open_store(tmp_path_factory.mktemp("whole") / "w.duckdb") as store:
        keep(store, tell(1, "o1", FIRST).event("iran>usa", FIRST, said_by=chain).align("iran", "usa", "opposed", *chain))
        yield store


@pytest.mark.parametrize(
    ("fault", "named"),
    [
        ("DELETE FROM events", "whole_event"),
        ("DELETE FROM event_parties", "whole_event"),
        ("DELETE FROM event_tellings", "whole_event"),
        ("INSERT INTO events FROM events", "whole_event"),
        ("UPDATE event_parties SET actor_id = 'nobody' WHERE role = 'actor'", "whole_event"),
        ("UPDATE event_parties SET role = 'witness'", "whole_event"),
        ("UPDATE events SET last_day = first_day - 1", "whole_event"),
        ("UPDATE event_tellings SET end_char = 40", "whole_event"),
        ("UPDATE event_tellings SET claim_id = 1", "whole_event"),
        ("UPDATE event_tellings SET day = day - 1", "whole_event"),
        ("UPDATE claims SET end_char = 999", "whole_claim"),
        ("UPDATE claim_speakers SET position = position + 1", "whole_claim"),
        ("UPDATE claim_speakers SET position = 2 * position", "whole_claim"),
        ("UPDATE claim_speakers SET speaker = 'x'", "whole_claim"),
        ("DELETE FROM claim_speakers", "whole_claim"),
        ("DELETE FROM claims", "whole_claim"),
        ("INSERT INTO claims FROM claims", "whole_claim"),
        ("UPDATE alignments SET b = a", "whole_alignment"),
        ("UPDATE alignments SET b = 'nobody'", "whole_alignment"),
        ("UPDATE alignments SET direction = 'near'", "whole_alignment"),
        ("UPDATE alignments SET end_char = 999", "whole_alignment"),
    ],
)
def test_checks_find_what_is_wrong(whole: Store, fault: str, named: str) -> None:
    whole.con.execute(f"BEGIN; {fault}")
    try:
        with pytest.raises(CheckFailed, match=named):
            check(whole.con, everything=True)
    finally:
        whole.con.execute("ROLLBACK")


def test_what_is_coded_in_one_article_is_told_in_the_order_of_its_text(place: Place) -> None:
    told = tell(1, "o1", FIRST).event("iran>iraq:militia", FIRST, place_id="najaf", said_by=["outlet:o0", "iraq"])
    with open_store(place) as store:
        keep(store, told.align("iran", "usa", "opposed"))
        found = rows(store, "SELECT fact, what, actors, recipients, place, said_by, words FROM facts_of('http://o1.example/1')")
    assert found == [
        ("event", "ASSAULT", ["iran"], ["iraq:militia"], "Najaf", ["o0", "iraq"], "struck"),
        ("alignment", "opposed", ["iran"], ["usa"], None, [], "closer"),
    ]


def test_a_lake_mends_what_two_writers_did_to_events_without_seeing_each_other(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    lake = request.getfixturevalue("postgres").lake(tmp_path / "lake")
    with open_store(lake) as store:
        keep(store, tell(1, "o1", FIRST).event("iran>usa", FIRST), tell(2, "o1", FIRST).event("iran>iraq", FIRST))
        store.con.execute("INSERT INTO events FROM events; INSERT INTO event_parties FROM event_parties")
        store.con.execute("DELETE FROM events WHERE parties = 'iran>iraq'; DELETE FROM event_parties WHERE actor_id = 'iraq'")
        store.con.execute("DELETE FROM event_parties WHERE event_id NOT IN (SELECT event_id FROM events)")
        refresh(store)
        check(store.con, everything=True)
        assert rows(store, "SELECT parties FROM events") == [("iran>usa",)]
        assert rows(store, "SELECT count(*) FROM event_parties") == [(2,)]
        assert rows(store, "SELECT article_id FROM articles WHERE registry_hash IS NULL") == [(2,)]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three acts: one told twice, one that was not, and one of which nothing says when or where."""
    folder = tmp_path_factory.mktemp("published")
    told = [
        tell(1, "o1", FIRST).event("iran>usa", FIRST, place_id="najaf", said_by=["outlet:o0", "iraq"]),
        tell(2, "o2", FIRST + DAY, "fa").event("iran>usa", FIRST, last_day=FIRST + 2 * DAY, contexts=("military",)),
        tell(3, "o3", FIRST).event("usa>iraq:protesters", FIRST, modality="negated").align("iran", "usa", "opposed"),
        tell(4, "o3", FIRST + DAY).event("iran+usa>", None, kind="CONSULT", mode="phone", date_basis=None, date_precision=None),
    ]
    with open_store(folder / "warehouse.duckdb") as store:
        store.keep(RUN, batch(*told))
        publish(store, folder / "zagros.duckdb", everything=True)
    return folder / "zagros.duckdb"


def test_acts_leave_as_plover_has_them_and_can_be_read_back(published: Path, tmp_path: Path) -> None:
    assert write_plover(published, tmp_path / "acts.jsonl") == 3
    records = [json.loads(line) for line in (tmp_path / "acts.jsonl").read_text(encoding="utf-8").splitlines()]
    by_type = {(r["event"][0], r["modality"]): r for r in records}
    struck, never, called = by_type["ASSAULT", "actual"], by_type["ASSAULT", "negated"], by_type["CONSULT", "actual"]
    assert struck["actor"] == [{"entity_text": "Iran", "identifier_id": "Q0", "zagros_id": "iran"}]
    assert (struck["date"], "enddate" in struck, struck["event_loc"]["lat"]) == ("2020-01-06", False, 32.0)
    assert struck["cite_info"]["url"] == "http://o1.example/1"
    assert (struck["cite_info"]["publication"], struck["cite_info"]["language"], struck["said_by"]) == (
        "O1",
        "en",
        ["o0", "iraq"],
    )
    assert [one["language"] for one in struck["tellings"]] == ["en", "fa"]
    assert struck["event_text"] == ["struck"]
    assert (never["mode"], never["recipient"]) == (["negation"], [{"entity_text": "iraq:protesters"}])
    assert (called["date"], called["date_basis"], called["mode"], called["recipient"]) == (
        "2020-01-07",
        "publication",
        ["phone"],
        [],
    )
    asked = "SELECT act_id, type, modality, quad, score, len(actors), len(recipients), articles FROM event_list"
    found = {
        (
            int(r["id"]),
            r["event"][0],
            r["modality"],
            r["quad_code"],
            r["event_scale"],
            len(r["actor"]),
            len(r["recipient"]),
            len(r["tellings"]),
        )
        for r in records
    }
    assert found == set(ask(published, asked).rows)
    with pytest.raises(WarehouseError, match="is there already"):
        write_plover(published, tmp_path / "acts.jsonl")


def test_what_is_coded_leaves_as_tables_and_its_sentences_stay_in_an_edition(published: Path, tmp_path: Path) -> None:
    names = [*TABLES, "event_types"]
    write_tables(published, tmp_path / "out")
    for table in names:
        files = [
            str(path) for path in (tmp_path / "out").rglob("*.parquet") if table in {path.stem, *(p.name for p in path.parents)}
        ]
        there = duckdb.read_parquet(files).aggregate("count(*)").fetchall()
        assert there == ask(published, f"SELECT count(*) FROM {table}").rows != [(0,)]
    write_edition(published, tmp_path / "edition.duckdb")
    asked = "SELECT basis, sentence, words FROM alignment_evidence('iran', 'usa')"
    assert ask(tmp_path / "edition.duckdb", asked).rows == ask(published, asked).rows
    assert {basis for basis, *_ in ask(published, asked).rows} == {"stated", "inferred"}
