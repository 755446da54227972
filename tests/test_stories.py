"""Stories: copies and slight edits of one text are one story with one id, whatever the order and the run they come in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.records import Article
from extractors.stories import likeness, sign, tell
from flows.facts import tell_stories
from tests.make import NOW, article, facts
from warehouse.store import Run, open_store

WORDS = [f"word{i}" for i in range(400)]


def text(seed: int, changed: int = 0) -> str:
    """Write 200 words; some of them changed."""
    words = Random(seed).choices(WORDS, k=200)
    for place in Random(changed).sample(range(200), changed):
        words[place] = "other"
    return " ".join(words)


def told(*articles: Article) -> dict[int, int]:
    signatures = [signature for a in articles if (signature := sign(a))]
    return {telling.article_id: telling.story_id for telling in tell(articles, signatures, [])}


def numbered(number: int, body: str, days: int = 0) -> Article:
    return article(number, text=body, published_at=NOW + timedelta(days=days, minutes=number))


def test_copies_and_slight_edits_are_one_story_and_other_texts_are_not() -> None:
    copies = [numbered(1, text(1)), numbered(2, text(1)), numbered(3, text(1, changed=4)), numbered(4, text(2))]
    assert told(*copies) == {1: 1, 2: 1, 3: 1, 4: 4}


def test_the_same_words_long_after_are_another_story() -> None:
    assert told(numbered(1, text(1)), numbered(2, text(1), days=60)) == {1: 1, 2: 2}


def test_a_text_of_a_few_words_is_a_story_of_its_own() -> None:
    assert told(numbered(1, "Weather in Najaf: sunny."), numbered(2, "Weather in Najaf: sunny.")) == {1: 1, 2: 2}


@settings(max_examples=30, deadline=None)
@given(st.permutations([(1, 0), (1, 2), (2, 0), (2, 3), (3, 0)]))
def test_the_order_does_not_matter(order: list[tuple[int, int]]) -> None:
    articles = [numbered(10 * seed + changed, text(seed, changed)) for seed, changed in order]
    assert told(*articles) == told(*sorted(articles, key=lambda a: a.article_id))


def test_likeness_is_the_share_of_common_runs() -> None:
    one, same, other = (sign(numbered(i, text(seed))) for i, seed in ((1, 1), (2, 1), (3, 9)))
    assert one is not None
    assert same is not None
    assert other is not None
    assert likeness(one.hashes, same.hashes) == 1
    assert likeness(one.hashes, other.hashes) < 0.2


def test_a_later_run_joins_the_story_that_is_stored(tmp_path: Path) -> None:
    first, copy = numbered(1, text(5)), numbered(2, text(5, changed=3), days=1)
    with open_store(tmp_path / "warehouse.duckdb") as store:
        for number, article_now in enumerate((first, copy)):
            found = facts(article_now, mentions=[], sentences=[])
            store.keep(Run(NOW + timedelta(days=number), 1.0, "0.1", "h"), found | tell_stories(store, [article_now]))
        assert store.con.execute("SELECT article_id, story_id FROM story_articles ORDER BY 1").fetchall() == [(1, 1), (2, 1)]
        # Read again with another text, the first keeps its story and its copies.
        again = replace(first, text=text(5, changed=1), content_hash="y")
        store.keep(Run(NOW, 1.0, "0.1", "h"), facts(again, mentions=[], sentences=[]) | tell_stories(store, [again]))
        assert dict(store.con.execute("SELECT article_id, story_id FROM story_articles").fetchall()) == {1: 1, 2: 1}
        versions = store.con.execute("SELECT article_id, text, content_hash FROM article_versions").fetchall()
        assert versions == [(1, text(5), "x")]
