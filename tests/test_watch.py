"""What an operator is told of: causes found in a published copy, one event when each begins and one when it clears."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from extractors.registry import load_registry
from flows.signs import disk, drift, find_causes, growing_names, is_outlier, silent_feeds
from tests.conftest import Ingest
from tests.make import LONG, NOW, page, rss
from tests.newsroom import Newsroom
from warehouse.published import ask


def published(folder: Path, script: str) -> Path:
    """Make the tables that a sign looks at, as the published copy has them."""
    path = folder / "zagros.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute(script)
    return path


def test_an_outlier_needs_a_past_that_is_known_and_a_change_that_matters() -> None:
    usual = [100, 110, 90, 105, 95, 100, 102, 98, 101, 99, 97, 103, 100, 104]
    assert not is_outlier(0, usual[:13], 30)
    assert is_outlier(20, usual, 30)
    assert not is_outlier(120, usual, 30)  # far out by its score, but less than a third
    assert is_outlier(150, [100] * 14, 30)
    assert not is_outlier(100, [100] * 14, 30)


def test_a_day_with_few_articles_or_another_mix_of_languages_is_drift(tmp_path: Path) -> None:
    path = published(
        tmp_path,
        """CREATE TABLE articles (day DATE, language VARCHAR);
        INSERT INTO articles SELECT DATE '2020-02-01' - CAST(d AS INTEGER), CASE WHEN i < 60 + d % 3 THEN 'fa' ELSE 'ar' END
        FROM range(2, 30) AS t(d), range(100 + 2 * (d % 4)) AS u(i);
        INSERT INTO articles SELECT DATE '2020-01-31', 'fa' FROM range(40)""",
    )
    found = drift(path, NOW.date())
    assert set(found) == {"volume", "language.ar", "language.fa"}
    assert found["volume"].startswith("40 articles are of 2020-01-31, 10")
    assert drift(path, NOW.date() - timedelta(days=1)) == {}


def test_feeds_are_told_of_one_by_one_until_most_are_silent(tmp_path: Path) -> None:
    path = published(
        tmp_path,
        """CREATE TABLE polls AS SELECT 'f' || i AS feed_id, TIMESTAMPTZ '2020-01-01 00:00:00+00' AS polled_at FROM range(10) t(i);
        CREATE TABLE feed_health AS SELECT 'f' || i AS feed_id, CASE i WHEN 0 THEN 'stale' WHEN 1 THEN 'failing' WHEN 2 THEN 'blocked' ELSE 'ok' END AS health,
            CASE i WHEN 1 THEN 'HTTP 500' END AS reason, TIMESTAMPTZ '2020-01-01 00:00:00+00' AS new_at, TIMESTAMPTZ '2020-01-02 08:00:00+00' AS polled_at,
            CASE i WHEN 2 THEN TIMESTAMPTZ '2020-01-02 07:00:00+00' END AS answered_at FROM range(10) t(i)""",
    )
    assert silent_feeds(path, ()) == {
        "feed.f0": "feed f0 is stale: nothing new since 2020-01-01",
        "feed.f1": "feed f1 is failing: HTTP 500",
    }  # f2 answered an hour ago
    with duckdb.connect(str(path)) as con:
        con.execute("UPDATE feed_health SET health = 'stale' WHERE feed_id < 'f7'")
    assert silent_feeds(path, ("feed.f0", "disk")) == {
        "feeds": "7 of 10 feeds bring nothing",
        "feed.f0": "feed f0 is stale: nothing new since 2020-01-01",
    }


def test_little_space_and_a_missing_copy_are_causes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "warehouse.duckdb").write_bytes(b"x" * 1000)
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 1999}))
    assert set(disk(tmp_path)) == {"disk"}
    assert set(find_causes(tmp_path, load_registry(), NOW)) == {"copy", "disk"}


def test_causes_are_told_once_when_they_begin_and_once_when_they_clear(
    ingest: Ingest, newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.digest import report
    from flows.watch import watch

    told: list[tuple[str, str, Any]] = []
    monkeypatch.setattr(
        "flows.watch.emit_event", lambda event, resource, payload: told.append((event, resource["prefect.resource.id"], payload))
    )
    newsroom.pages |= {
        "http://good.example/rss": rss(("One | *two*", "/1", "Muqtada al-Sadr spoke.")),
        "http://good.example/1": page(LONG),
    }
    ingest()
    look = lambda **later: asyncio.run(watch(tmp_path, now=NOW + timedelta(**later)))  # noqa: E731
    assert look(minutes=5) == {}
    assert not (tmp_path / "alerts.json").exists()
    late = look(hours=4)
    assert set(late) == {"copy"}
    assert look(hours=5) == late
    assert json.loads((tmp_path / "alerts.json").read_text(encoding="utf-8")) == late
    ingest(now=NOW + timedelta(hours=9))
    assert set(look(hours=9)) == {"feed.bad"}  # asked in vain for nine hours
    assert [(event, name) for event, name, _ in told] == [
        ("zagros.trouble", "zagros.copy"),
        ("zagros.trouble", "zagros.feed.bad"),
        ("zagros.clear", "zagros.copy"),
    ]
    day = asyncio.run(report(tmp_path, NOW + timedelta(hours=1)))
    assert "1 new articles." in day
    assert "| bad | failing | HTTP 404: Not Found |".replace("-", r"\-") in day.replace(r"\:", ":")


def test_a_name_of_which_ever_more_is_written_is_told_of(ingest: Ingest, newsroom: Newsroom, tmp_path: Path) -> None:
    words = "General Farid Zandani met Muqtada al-Sadr in Najaf, for the time {}."
    newsroom.pages["http://good.example/rss"] = rss(*((f"Number {n}", f"/{n}", words.format(n)) for n in range(9)))
    ingest(only=["good"])
    now = ask(tmp_path / "zagros.duckdb", "SELECT max(published_at) FROM articles").rows[0][0] + timedelta(hours=1)
    found = growing_names(tmp_path / "zagros.duckdb", load_registry(), now)
    assert list(found) == ["name.farid-zandani"]
    assert growing_names(tmp_path / "zagros.duckdb", load_registry(), now + timedelta(days=8)) == {}
