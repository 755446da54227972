"""Replay: only what a change of the registry may touch is found again, and the diff says what that changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from extractors.records import candidates_of
from extractors.registry import load_registry
from extractors.script import fold_word
from extractors.spelling import spellings
from flows.finding import know
from flows.replay import replay
from tests.make import NOW, article, facts
from warehouse.published import ask
from warehouse.store import Run, WarehouseError, open_store

REGISTRY = load_registry()
FINDER, TABLES, HASH = know(REGISTRY)
KNOWN = spellings(REGISTRY)
TEXTS = {1: "Muqtada al-Sadr met the Wanderer. The Wanderer left.", 2: "Nouri al-Maliki spoke.", 3: "Sadr spoke."}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A warehouse whose articles the registry as it ships has read."""
    articles = [article(number, title="", text=text) for number, text in TEXTS.items()]
    mentions = [mention for a in articles for mention in FINDER.find(a, ()).mentions]
    with open_store(tmp_path / "warehouse.duckdb") as store:
        found = {"mentions": mentions, "mention_candidates": candidates_of(mentions), "sentences": []}
        store.keep(Run(NOW, 1.0, "0.1", HASH), facts(*articles, **TABLES, **found))
    return tmp_path


@pytest.fixture
def wanderer(tmp_path: Path) -> Path:
    """A folder laid over the registry with one actor more."""
    folder = tmp_path / "overlay" / "people"
    folder.mkdir(parents=True)
    lines = "kind: person\nname: Wanderer\nside: IQ\nnames:\n  en:\n    - the Wanderer\n"
    (folder / "wanderer.yml").write_text(lines, encoding="utf-8")
    return tmp_path / "overlay"


def stored(data: Path) -> list[tuple[object, ...]]:
    with open_store(data / "warehouse.duckdb") as store:
        asked = "SELECT article_id, actor_id, surface FROM mentions ORDER BY article_id, start_char"
        return store.con.execute(asked).fetchall()


def test_an_open_name_is_a_row_with_candidates(data: Path) -> None:
    assert (3, None, "Sadr") in stored(data)
    with open_store(data / "warehouse.duckdb") as store:
        actors = store.con.execute("SELECT actor_id, score FROM mention_candidates WHERE article_id = 3").fetchall()
    assert {actor for actor, _ in actors} >= {"muqtada-al-sadr"}
    assert all(score < 0.55 for _, score in actors)


def test_nothing_changed_nothing_is_read(data: Path) -> None:
    diff = replay(data)
    assert (diff.articles, diff.found_again, diff.rows()) == (0, 0, [])


def test_a_new_name_touches_only_the_articles_in_which_it_stands(data: Path, wanderer: Path) -> None:
    before = stored(data)
    dry = replay(data, [wanderer], dry=True)
    assert (dry.articles, dry.found_again, dry.rows()) == (3, 1, [("wanderer", 2, 0, 0, 0)])
    assert stored(data) == before
    diff = replay(data, [wanderer])
    assert diff.rows() == dry.rows()
    assert [row for row in stored(data) if row[1] == "wanderer"] == [
        (1, "wanderer", "the Wanderer"),
        (1, "wanderer", "The Wanderer"),
    ]
    assert ask(data / "zagros.duckdb", "SELECT count(*) FROM mentions WHERE actor_id = 'wanderer'").rows == [(2,)]
    assert replay(data, [wanderer]).articles == 0
    # The actor goes again, and its mentions with it.
    back = replay(data)
    assert (back.found_again, back.rows()) == (1, [("wanderer", 0, 2, 0, 0)])
    assert stored(data) == before


def test_what_nobody_remembers_is_found_again_whole(data: Path, wanderer: Path) -> None:
    with open_store(data / "warehouse.duckdb") as store:
        store.con.execute("DELETE FROM spellings")
    diff = replay(data, [wanderer])
    assert (diff.articles, diff.found_again) == (3, 3)
    assert replay(data, [wanderer], everything=True).found_again == 3


def test_what_a_smaller_registry_dropped_comes_back(data: Path, wanderer: Path) -> None:
    replay(data, [wanderer])
    full = stored(data)
    with open_store(data / "warehouse.duckdb") as store:
        store.keep(Run(NOW, 1.0, "0.1", HASH), facts(**TABLES))
    assert [row for row in stored(data) if row[1] == "wanderer"] == []
    replay(data, [wanderer])
    assert stored(data) == full


def test_a_change_of_office_or_of_relatives_is_a_change_of_the_actors_names() -> None:
    actor = REGISTRY.actors["mohammed-shia-al-sudani"]
    names = {name.name for name in REGISTRY.names if name.actor_id == actor.actor_id}
    without = replace(REGISTRY, offices={i: o for i, o in REGISTRY.offices.items() if i != "iraq-pm"})
    changed = {s.spelling for s in set(spellings(without)) ^ set(KNOWN)}
    assert {fold_word(name) for name in names} <= changed
    noted = replace(REGISTRY, actors={**REGISTRY.actors, actor.actor_id: replace(actor, note="seen in town")})
    assert spellings(noted) == KNOWN


def test_one_article_that_raises_keeps_what_it_has_and_is_tried_again(
    data: Path, wanderer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stored(data)
    with monkeypatch.context() as broken:
        broken.setattr("extractors.finder.mentions_of", lambda *given: 1 / 0)
        diff = replay(data, [wanderer])
    assert (diff.found_again, len(diff.failed)) == (0, 1)
    assert "ZeroDivisionError" in diff.failed[0]
    assert stored(data) == before
    assert replay(data, [wanderer]).found_again == 1


def test_a_dry_run_leaves_the_file_as_it_is(data: Path, wanderer: Path) -> None:
    held = (data / "warehouse.duckdb").read_bytes()
    replay(data, [wanderer], dry=True)
    assert (data / "warehouse.duckdb").read_bytes() == held
    with open_store(data / "warehouse.duckdb") as store:
        store.con.execute("DELETE FROM migrations WHERE version = 2")
    with pytest.raises(WarehouseError, match="schema step 2"):
        replay(data, [wanderer], dry=True)


def test_a_name_that_changes_hands_moves(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "moved" / "people"
    folder.mkdir(parents=True)
    names = "names:\n  en:\n    - Maliki the Elder\n"
    (folder / "nouri-al-maliki.yml").write_text(names, encoding="utf-8")
    lines = "kind: person\nname: Other\nside: IQ\nnames:\n  en:\n    - Nouri al-Maliki\n"
    (folder / "other.yml").write_text(lines, encoding="utf-8")
    diff = replay(data, [folder.parent])
    assert diff.moved == {("nouri-al-maliki", "other"): 1}
    assert diff.rows() == [("nouri-al-maliki", 0, 0, 0, 1), ("other", 0, 0, 1, 0)]
