"""The flow itself, on a real Prefect, over real HTTP, into real files."""

from __future__ import annotations

import asyncio
import errno
import os
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from extractors.records import Page, Reading
from extractors.verdict import Signs
from flows import archive
from flows.workers import Captured, read_captured
from tests.conftest import FEEDS, Ingest
from tests.make import LONG, NOW, page, rss
from tests.newsroom import Newsroom
from warehouse.published import ask
from warehouse.store import NoSpace

ROOT = Path(__file__).resolve().parent.parent


def rows(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    return ask(folder / "zagros.duckdb", sql).rows


def test_a_bad_feed_and_bad_pages_are_rows_and_stop_nobody(ingest: Ingest, newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.pages |= {
        "http://good.example/rss": rss(
            ("One", "/1", "Teaser of one"),
            ("Two", "/2", "Teaser of two"),
            ("Three", "/3", ""),
            ("Four", "http://[bad/", "Words of four"),
        ),
        "http://good.example/1": page(LONG),
        "http://good.example/3": 500,
        "http://bad.example/rss": page("Access denied"),
    }
    tally = ingest()
    assert (tally.feeds, set(tally.feeds_failed), tally.entries_new, tally.articles_new) == (2, {"bad"}, 4, 3)
    assert "this is no feed" in tally.feeds_failed["bad"]
    assert rows(tmp_path, "SELECT title, text_source FROM articles ORDER BY title") == [
        ("Four", "feed"),
        ("One", "page"),
        ("Two", "feed"),
    ]
    assert rows(tmp_path, "SELECT stage, reason FROM failures WHERE stage <> 'poll' ORDER BY url") == [
        ("fetch", "HTTP 404: Not Found"),
        ("fetch", "HTTP 500: Internal Server Error"),
        ("fetch", "the feed gives no address to read"),
    ]
    assert rows(tmp_path, "SELECT count(*) FROM mentions WHERE actor_id = 'muqtada-al-sadr'") == [(8,)]


def test_running_it_again_adds_nothing(ingest: Ingest, newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.pages |= {
        "http://good.example/rss": rss(("One", "/1", "Teaser")),
        "http://bad.example/rss": rss(("One", "http://good.example/1", "x")),
    }
    newsroom.pages["http://good.example/1"] = page(LONG)
    assert ingest().articles_new == 1
    asked = len(newsroom.asked)
    again = ingest()
    assert again.feeds == 0
    assert again.due_later
    assert timedelta(minutes=28) < again.due_later - NOW < timedelta(minutes=32)
    assert len(newsroom.asked) == asked
    later = ingest(NOW + timedelta(minutes=35))
    assert (later.feeds, later.entries, later.entries_new, later.articles_new, later.mentions) == (2, 2, 0, 0, 0)
    assert len(newsroom.asked) == asked + 2
    assert rows(tmp_path, "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM entries)") == [(1, 2)]


def test_a_page_that_comes_late_replaces_the_feeds_text(ingest: Ingest, newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.pages["http://good.example/rss"] = rss(("One", "/1", "Muqtada al-Sadr, says the feed."))
    first = ingest(only=["good"])
    assert (first.articles_new, first.articles_from_feed, first.mentions) == (1, 1, 1)
    soon = ingest(NOW + timedelta(minutes=30), only=["good"])
    assert (soon.articles_new, soon.articles_changed) == (0, 0)
    newsroom.pages["http://good.example/1"] = page(LONG)
    late = ingest(NOW + timedelta(hours=2), only=["good"])
    assert (late.articles_new, late.articles_changed, late.mentions) == (0, 1, 8)
    assert rows(tmp_path, "SELECT text_source, fetched_at FROM articles") == [("page", NOW + timedelta(hours=2))]
    assert rows(tmp_path, "SELECT state, due_at, attempts FROM entries") == [("page", None, 2)]
    assert rows(tmp_path, "SELECT count(*) FROM mentions") == [(8,)]


def test_the_fullest_text_of_a_page_that_two_feeds_list_is_kept(ingest: Ingest, newsroom: Newsroom, tmp_path: Path) -> None:
    shared = "http://good.example/1"
    newsroom.pages |= {
        "http://good.example/rss": rss(("One", shared, "")),
        "http://bad.example/rss": rss(("One", shared, "Its text")),
    }
    assert ingest().articles_new == 1
    assert rows(tmp_path, "SELECT text FROM articles") == [("Its text",)]


def test_a_text_that_another_feed_brings_later_is_kept(ingest: Ingest, newsroom: Newsroom, tmp_path: Path) -> None:
    shared = "http://good.example/1"
    newsroom.pages["http://good.example/rss"] = rss(("One", shared, ""))
    assert ingest(only=["good"]).articles_new == 0
    newsroom.pages["http://bad.example/rss"] = rss(("One", shared, "Its text"))
    ingest(NOW + timedelta(minutes=20))
    ingest(NOW + timedelta(hours=2))
    assert rows(tmp_path, "SELECT text, text_source FROM articles") == [("Its text", "feed")]


def test_a_page_that_ends_or_holds_its_process_is_one_failure(
    ingest: Ingest, newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    links = [(f"T{i}", f"http://h{i % 5}.example/{i}", "") for i in range(30)]
    newsroom.pages["http://good.example/rss"] = rss(*links, ("Deadly", "/deadly", "a"), ("Endless", "/endless", "b"))
    newsroom.pages |= {link: page(LONG) for _, link, _ in links}
    newsroom.pages |= {"http://good.example/deadly": page(LONG), "http://good.example/endless": page(LONG)}
    monkeypatch.setattr("flows.workers.read_captured", read_or_die)
    monkeypatch.setattr("flows.workers.SECONDS", 6.0)
    assert ingest(only=["good"]).articles_new == 32
    reasons = rows(tmp_path, "SELECT split_part(url, '/', 4), reason FROM failures ORDER BY 1")
    assert reasons == [
        ("deadly", "reading it ended the process that read it"),
        ("endless", "reading it took more than 6 s"),
    ]


def read_or_die(asked: Captured, signs: Signs) -> Reading:
    """Read an article, unless its address says what a hostile page would do to its reader."""
    if asked.entry.url.endswith("/deadly"):
        os._exit(1)
    if asked.entry.url.endswith("/endless"):
        time.sleep(60)
    return read_captured(asked, signs)


def test_an_actor_or_outlet_that_is_gone_stops_nothing(ingest: Ingest, newsroom: Newsroom, tmp_path: Path) -> None:
    overlay = tmp_path / "overlay" / "people"
    overlay.mkdir(parents=True)
    (overlay / "zed.yml").write_text("kind: person\nname: Zed Zedson\nnames: {en: [Zed Zedson]}\n", encoding="utf-8")
    newsroom.pages["http://good.example/rss"] = rss(("One", "/1", "Zed Zedson spoke."))
    assert ingest(only=["good"], registry_overlay=[overlay.parent]).mentions == 1
    (tmp_path / "feeds.yml").write_text('- {id: good, url: "http://new.example/rss"}\n', encoding="utf-8")
    newsroom.pages["http://new.example/rss"] = rss()
    ingest(NOW + timedelta(hours=3))
    assert rows(tmp_path, "SELECT count(*) FROM mentions") == [(0,)]
    assert rows(tmp_path, "SELECT outlet_id FROM articles") == [("good-example",)]


def test_a_run_succeeds_while_an_analyst_holds_the_copy(ingest: Ingest, newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.pages["http://good.example/rss"] = rss(("One", "/1", "Words"))
    ingest(only=["good"])
    opened = f"duckdb.connect({str(tmp_path / 'zagros.duckdb')!r}, read_only=True)"
    code = f"import duckdb, sys; held = {opened}; print(1, flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as analyst:
        assert analyst.stdout is not None
        assert analyst.stdout.readline() == "1\n"
        newsroom.pages["http://good.example/rss"] = rss(("One", "/1", "Words"), ("Two", "/2", "More words"))
        assert ingest(NOW + timedelta(minutes=20), only=["good"]).articles_new == 1
        assert analyst.poll() is None
        assert rows(tmp_path, "SELECT count(*) FROM articles") == [(2,)]
        assert analyst.stdin is not None
        analyst.stdin.close()


def test_every_instant_follows_now(ingest: Ingest, newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.pages["http://good.example/rss"] = rss(("One", "/1", "Words"))
    ingest(only=["good"])
    columns = "started_at, polled_at, first_seen_at, fetched_at, articles.published_at, failed_at"
    instants = f"SELECT DISTINCT unnest([{columns}]) FROM runs, polls, entries, articles, failures"
    assert rows(tmp_path, instants) == [(NOW,)]


def test_an_unknown_feed_is_named(ingest: Ingest) -> None:
    with pytest.raises(ValueError, match="no feed is called nobody"):
        ingest(only=["nobody"])


def test_a_feed_that_is_off_is_polled_only_where_it_is_named(ingest: Ingest, newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.pages |= {"http://good.example/rss": rss(), "http://bad.example/rss": rss()}
    (tmp_path / "feeds.yml").write_text(FEEDS.replace("id: bad,", "id: bad, off: nobody has seen it working,"), encoding="utf-8")
    named = ingest(only=["bad"])
    assert [row["feed"] for row in named.by_feed] == ["bad"]
    later = ingest(NOW + timedelta(days=2))
    assert [row["feed"] for row in later.by_feed] == ["good"]


def test_what_feeds_say_is_not_read_as_markup(ingest: Ingest, newsroom: Newsroom) -> None:
    newsroom.pages["http://good.example/rss"] = "<html><script>alert(1)</script> | [x](http://evil.example/)"
    newsroom.pages["http://bad.example/rss"] = rss()
    ingest()
    from prefect.client.orchestration import get_client

    async def all_artifacts() -> str:
        async with get_client() as client:
            return str([artifact.data for artifact in await client.read_latest_artifacts()])

    shown = asyncio.run(all_artifacts())
    assert "alert" in shown
    assert "<script>" not in shown
    assert "[x](" not in shown


def test_runs_against_a_server(newsroom: Newsroom, tmp_path: Path) -> None:
    """A real Prefect server of its own holds the run; the command finds it by PREFECT_API_URL."""
    newsroom.pages["http://good.example/rss"] = rss(("One", "/1", "Words"))
    (tmp_path / "feeds.yml").write_text(FEEDS.splitlines()[1], encoding="utf-8")
    port, home = 18000 + os.getpid() % 2000, {"PREFECT_HOME": str(tmp_path / "server"), "DO_NOT_TRACK": "1"}
    environment = {**{k: v for k, v in os.environ.items() if not k.startswith("PREFECT")}, **home}
    command = [sys.executable, "-m", "prefect", "server", "start", "--port", str(port), "--no-ui"]
    url = f"http://127.0.0.1:{port}/api"
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(f"{url}/health")
            command = [
                str(Path(sys.executable).parent / "zagros"),
                "ingest",
                "--data",
                str(tmp_path),
                "--feeds",
                str(tmp_path / "feeds.yml"),
            ]
            done = subprocess.run(
                [*command, "--pace", "0"],
                env={**environment, "PREFECT_API_URL": url},
                capture_output=True,
                text=True,
                check=False,
            )
            assert (done.returncode, done.stderr) == (0, "")
            runs = httpx.post(f"{url}/flow_runs/filter", json={}, trust_env=False).json()
            assert [run["state_name"] for run in runs] == ["Completed"]
        finally:
            server.terminate()


def wait_for(url: str) -> None:
    for _ in range(300):
        try:
            if httpx.get(url, trust_env=False).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    raise AssertionError(f"{url} did not answer")


def test_a_feed_is_asked_under_its_conditions_and_says_that_nothing_changed(
    ingest: Ingest, newsroom: Newsroom, tmp_path: Path
) -> None:
    def feed() -> tuple[int, dict[str, str], bytes]:
        said = newsroom.asked[-1][1].get("If-None-Match")
        known = {"ETag": '"1"', "Content-Type": "application/xml", "Cache-Control": "max-age=7200"}
        return (304, known, b"") if said == '"1"' else (200, known, rss(("One", "/1", "Teaser")).encode())

    newsroom.pages |= {"http://good.example/rss": feed, "http://bad.example/rss": 410, "http://good.example/1": page(LONG)}
    newsroom.pages["http://good.example/robots.txt"] = "User-agent: *\nDisallow: /secret\n"
    first = ingest()
    assert (first.articles_new, list(first.feeds_failed)) == (1, ["bad"])
    later = ingest(now=NOW + timedelta(hours=3))
    assert (later.feeds, later.feeds_failed, later.articles_new) == (1, {}, 0)  # what is gone is not asked again
    asked = [url for url, _ in newsroom.asked]
    assert asked.count("http://good.example/robots.txt") == 1  # kept for a day
    assert asked.index("http://good.example/robots.txt") < asked.index("http://good.example/rss")
    found = ask(tmp_path / "zagros.duckdb", "SELECT feed_id, health FROM feed_health ORDER BY 1").rows
    assert found == [("bad", "gone"), ("good", "ok")]
    polls = ask(tmp_path / "zagros.duckdb", "SELECT http_status, kind FROM polls ORDER BY polled_at, feed_id").rows
    assert polls == [(410, "client"), (200, None), (304, None)]
    ((due, why),) = ask(tmp_path / "zagros.duckdb", "SELECT due_at, why FROM feed_states WHERE feed_id = 'good'").rows
    assert due >= NOW + timedelta(hours=5)
    assert "nothing had changed" in why
    assert "asks to wait 120 min" in why or "asks to wait 2 h" in why


def test_what_robots_forbids_is_not_read(ingest: Ingest, newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.pages |= {
        "http://good.example/rss": rss(("One", "/secret/1", "Teaser of the first")),
        "http://good.example/secret/1": page(LONG),
        "http://good.example/robots.txt": "User-agent: *\nDisallow: /secret\n",
        "http://bad.example/rss": 404,
    }
    assert ingest().failures == {"HTTP 404": 1, "the host's robots.txt forbids it": 1}
    assert "http://good.example/secret/1" not in [url for url, _ in newsroom.asked]
    assert ask(tmp_path / "zagros.duckdb", "SELECT text_source FROM articles").rows == [("feed",)]


def three_pages(newsroom: Newsroom) -> None:
    newsroom.pages |= {f"http://good.example/{n}": page(f"{n} {LONG}") for n in (1, 2, 3)}
    newsroom.pages["http://good.example/rss"] = rss(*((f"Number {n}", f"/{n}", "") for n in (1, 2, 3)))


def test_pages_for_which_there_was_no_time_are_read_by_the_next_run(ingest: Ingest, newsroom: Newsroom) -> None:
    three_pages(newsroom)
    first = ingest(only=["good"], minutes=0)
    assert (first.entries_new, first.articles_new, first.pages_left) == (3, 0, 3)
    later = ingest(now=NOW + timedelta(minutes=1))
    assert (later.entries_new, later.articles_new, later.pages_left) == (0, 3, 0)


def test_a_full_disk_ends_the_run_and_what_was_polled_is_kept(
    ingest: Ingest, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    three_pages(newsroom)

    def no_room(found: Page, asked: str, now: datetime) -> bytes:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        real = archive.pack
        patch.setattr(archive, "pack", lambda p, asked, now: (real if asked.endswith("rss") else no_room)(p, asked, now))
        with pytest.raises(NoSpace, match="make room"):
            ingest(only=["good"])
    later = ingest(now=NOW + timedelta(minutes=1))
    assert (later.entries_new, later.articles_new) == (0, 3)


def test_a_page_under_another_address_is_the_article_that_it_was(ingest: Ingest, newsroom: Newsroom, tmp_path: Path) -> None:
    shown = page(LONG).replace("<title>x</title>", "<title>Sadr speaks in Najaf</title><link rel='canonical' href='/1'>")
    newsroom.pages |= {f"http://good.example/{name}": shown for name in ("1", "m/1", "amp/1")}
    newsroom.pages["http://good.example/rss"] = rss(("Sadr speaks in Najaf", "/1", ""), ("Sadr speaks in Najaf", "/m/1", ""))
    assert ingest(only=["good"]).articles_new == 1
    newsroom.pages["http://good.example/rss"] = rss(("Sadr speaks in Najaf", "/amp/1", ""))
    assert ingest(only=["good"], now=NOW + timedelta(hours=1)).articles_new == 0
    told = "SELECT count(*), count(DISTINCT article_id) FROM entries SEMI JOIN articles USING (article_id)"
    assert rows(tmp_path, told) == [(3, 1)]
    before = len(newsroom.asked)
    ingest(now=NOW + timedelta(days=3))
    assert [url for url, _ in newsroom.asked[before:] if url.endswith("/1")] == []


def test_a_host_that_asks_to_be_left_alone_is_over_runs(ingest: Ingest, newsroom: Newsroom) -> None:
    three_pages(newsroom)
    pages = {f"http://good.example/{n}": newsroom.pages[f"http://good.example/{n}"] for n in (1, 2, 3)}
    newsroom.pages |= dict.fromkeys(pages, (429, {"Retry-After": "7200"}, b""))
    assert ingest(only=["good"]).articles_new == 0
    asked = len([url for url, _ in newsroom.asked if url in pages])
    assert asked <= 2  # those that were under way at once
    newsroom.pages |= pages
    assert ingest(now=NOW + timedelta(hours=1)).articles_new == 0
    assert len([url for url, _ in newsroom.asked if url in pages]) == asked
    assert ingest(now=NOW + timedelta(hours=3)).articles_new == 3
