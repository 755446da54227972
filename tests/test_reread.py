"""Replay from the archive: pages read again without the network, by rules that were changed; the rest stays as it is."""

from __future__ import annotations

import asyncio
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from extractors.web.urls import normalise
from flows.warc import places
from tests.conftest import FEEDS, PROXIES
from tests.make import LONG, NOW, page, rss
from tests.newsroom import Newsroom, open_newsroom
from warehouse.published import ask

OUTLET = "name: Good\ndomains: [good.example]\nlanguages: [en]\ncountry: IQ\n"
ASIDE = "Nouri al-Maliki has a new book out, and our readers may order it here. " * 3
OTHER = "Hadi al-Ameri met the ambassador of Iran in Baghdad on Sunday and spoke of water. " * 6
# As its feed writes it, and not as HTTP asks for it.
ONE = "http://good.example/سید-مقتدی-«صدر»"
TITLES = {ONE: "One", "http://good.example/2": "Two", "http://good.example/3": "Three"}


def lay_over(data: Path) -> Path:
    """Make a folder laid over the registry in which the outlet has no hint yet."""
    folder = data / "overlay" / "outlets"
    folder.mkdir(parents=True)
    (folder / "good.yml").write_text(OUTLET, encoding="utf-8")
    return data / "overlay"


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    return lay_over(tmp_path)


@pytest.fixture(scope="module")
def read_once(prefect_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of two pages and one that asked for a proof of being human, made once and copied for each test."""
    from flows.ingest import ingest

    data, shown = tmp_path_factory.mktemp("once"), page(LONG).replace("<p>", "<p class=body>")
    items = [(title, url, "" if title == "Three" else "Teaser of it") for url, title in TITLES.items()]
    lay_over(data)
    (data / "feeds.yml").write_text(FEEDS, encoding="utf-8")
    with open_newsroom() as room, pytest.MonkeyPatch.context() as patch:
        for name in PROXIES:
            patch.setenv(name, room.address)
        shown = shown.replace("</article>", f"<p class=aside>{ASIDE}</p></article>")
        room.pages |= {str(normalise(url)): shown for url in list(TITLES)[:2]}
        room.pages["http://good.example/3"] = page(OTHER).replace("<title>x", "<title>Just a moment")
        room.pages["http://good.example/rss"] = rss(*items)
        given = {"data": data, "feeds": data / "feeds.yml", "pace": 0, "now": NOW}
        assert asyncio.run(ingest(**given, only=["good"], registry_overlay=[data / "overlay"])).articles_new == 2
    return data


@pytest.fixture
def stored(read_once: Path, newsroom: Newsroom, overlay: Path, tmp_path: Path) -> Path:
    """That warehouse; the network is gone since."""
    shutil.copytree(read_once, tmp_path, dirs_exist_ok=True)
    return tmp_path


def reread(data: Path, overlay: Path, **given: Any) -> Any:
    from flows.reread import reread as flow

    options = {"feeds": data / "feeds.yml", "registry_overlay": [overlay], "now": NOW + timedelta(days=9), **given}
    return asyncio.run(flow(data=data, **options))


def texts(data: Path) -> dict[str, str]:
    return dict(ask(data / "zagros.duckdb", "SELECT url, text FROM articles").rows)


def hint(overlay: Path) -> None:
    (overlay / "outlets" / "good.yml").write_text(OUTLET + "page: {select: [.body]}\n", encoding="utf-8")


def test_what_no_rule_changes_stays_as_it_is(stored: Path, overlay: Path, newsroom: Newsroom) -> None:
    asked = "SELECT * FROM articles ORDER BY article_id"
    before = ask(stored / "zagros.duckdb", asked).rows
    done = reread(stored, overlay)
    assert (done.pages, done.rows()) == (3, [])
    assert ask(stored / "zagros.duckdb", asked).rows == before
    assert newsroom.asked == []


def test_a_better_hint_reaches_old_pages(stored: Path, overlay: Path, newsroom: Newsroom) -> None:
    assert "new book" in texts(stored)[ONE]
    hint(overlay)
    foreseen = reread(stored, overlay, dry_run=True)
    assert "new book" in texts(stored)[ONE]
    done = reread(stored, overlay)
    assert set(done.changed) == set(foreseen.changed) == {*list(TITLES)[:2]}
    assert "new book" not in texts(stored)[ONE]
    named = "SELECT DISTINCT actor_id FROM mentions WHERE actor_id IS NOT NULL"
    assert ask(stored / "zagros.duckdb", named).rows == [("muqtada-al-sadr",)]
    versions = "SELECT count(*), min(a.fetched_at) FROM article_versions v JOIN articles a USING (article_id)"
    assert ask(stored / "zagros.duckdb", versions).rows == [(2, NOW)]
    assert newsroom.asked == []


def test_a_new_rule_takes_back_what_was_no_article_and_finds_what_is_one(stored: Path, overlay: Path) -> None:
    (overlay / "lexicon").mkdir()
    sign = overlay / "lexicon" / "challenges.yml"
    sign.write_text("en:\n  - muqtada al-sadr spoke in najaf on friday\n", encoding="utf-8")
    done = reread(stored, overlay)
    assert (done.changed, done.gained, set(done.lost)) == ([], list(TITLES)[2:], {*list(TITLES)[:2]})
    assert [texts(stored)[url][:12] for url in TITLES] == ["Teaser of it", "Teaser of it", OTHER[:12]]
    sign.unlink()
    # What is judged to be no article any more keeps its text where the feed has none to give: nothing is lost.
    assert set(reread(stored, overlay).changed) == {*list(TITLES)[:2]}
    assert [texts(stored)[url][:12] for url in TITLES] == [LONG[:12], LONG[:12], OTHER[:12]]


def test_days_choose_the_files(stored: Path, overlay: Path) -> None:
    hint(overlay)
    day = date(NOW.year, NOW.month, NOW.day)
    assert reread(stored, overlay, since=day + timedelta(days=1)).pages == 0
    assert reread(stored, overlay, until=day - timedelta(days=1)).pages == 0
    assert reread(stored, overlay, since=day, until=day, dry_run=True).pages == 3


def test_of_two_answers_the_one_behind_the_article_is_read(stored: Path, overlay: Path) -> None:
    (old,) = (stored / "archive").glob("*.warc.gz")
    (later,) = [p for p in places([old]) if p.asked == ONE]
    copy = old.with_name(f"zagros-{NOW.date() + timedelta(days=1)}.warc.gz")
    with old.open("rb") as source:
        source.seek(later.offset)
        copy.write_bytes(source.read())
    assert reread(stored, overlay).rows() == []


def test_actors_that_the_registry_gained_meanwhile_are_known(stored: Path, overlay: Path) -> None:
    hint(overlay)
    (overlay / "people").mkdir()
    lines = "kind: person\nname: Visitor\nside: IQ\nnames:\n  en:\n    - spoke in Najaf\n"
    (overlay / "people" / "visitor.yml").write_text(lines, encoding="utf-8")
    assert set(reread(stored, overlay).changed) == {*list(TITLES)[:2]}
    named = "SELECT DISTINCT name FROM mentions JOIN actors USING (actor_id) WHERE actor_id = 'visitor'"
    assert ask(stored / "zagros.duckdb", named).rows == [("Visitor",)]
