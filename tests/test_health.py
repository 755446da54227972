"""What a monitor is told: health with its reasons, and metrics that Prometheus' text format allows."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from extractors.records import Actor, Feed, Poll
from flows.health import exposition, look
from tests.make import NOW, article, facts
from warehouse.publish import publish
from warehouse.store import Run, open_store

ROOT = Path(__file__).resolve().parent.parent
SADR = Actor("muqtada-al-sadr", "Muqtada al-Sadr", "person")
# A sample of the format: name, labels whose values escape \, " and line ends, a number.
LABEL = r'[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\"n])*"'
SAMPLE = re.compile(rf"([a-zA-Z_:][\w:]*)(?:\{{({LABEL})\}})? (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    feeds = [Feed(name, "post", f"http://post.example/{name}") for name in ("post", "bad")]
    polls = [Poll("post", NOW, "ok", 200, 1, 1), Poll("bad", NOW, "failed", 500, reason="HTTP 500", kind="server")]
    with open_store(folder / "warehouse.duckdb") as store:
        kept = facts(article(1, published_at=NOW - timedelta(hours=1)), actors=[SADR], feeds=feeds, polls=polls)
        store.keep(Run(NOW, 1.5, "test", "hash"), kept)
        publish(store, folder / "zagros.duckdb")
    return folder


def test_health_follows_age_and_feeds(data: Path) -> None:
    fresh = look(data, NOW + timedelta(minutes=1))
    assert fresh["health"] == {"state": "degraded", "reasons": ["1 of 2 feeds are failing, blocked or gone"]}
    assert (fresh["newest_article_age"], fresh["last_run"]["seconds"], fresh["last_run"]["articles_new"]) == (3660, 1.5, 1)
    assert fresh["feeds_by_state"]["failing"] == 1
    assert fresh["files"]["zagros.duckdb"] == (data / "zagros.duckdb").stat().st_size
    later = look(data, NOW + timedelta(days=2))["health"]
    assert later["state"] == "failing"
    assert later["reasons"][0] == "the last run that was published began 48.0 hours ago"


def test_every_line_is_of_the_format(data: Path) -> None:
    seen = look(data, NOW)
    seen["last_run"]["failures"] = {'a "b"\\c\nd': 3}
    lines = exposition(seen).split("\n")
    assert lines.pop() == ""
    names = set()
    for line in lines:
        if line.startswith("#"):
            assert re.fullmatch(r"# (HELP zagros_\w+ .+|TYPE zagros_\w+ gauge)", line)
        else:
            found = SAMPLE.fullmatch(line)
            assert found, line
            names.add(found[1])
    assert r'zagros_failures{code="a \"b\"\\c\nd"} 3' in lines
    assert f"zagros_last_run_timestamp_seconds {NOW.timestamp()}" in lines
    assert 'zagros_feeds{state="blocked"} 0' in lines
    assert {name.removeprefix("zagros_") for name in names} == {
        *("feeds", "newest_article_age_seconds", "last_run_seconds", "last_run_articles", "failures", "file_bytes", "free_bytes"),
        "last_run_timestamp_seconds",
    }


def test_the_command_tells_a_monitor(data: Path, tmp_path: Path) -> None:
    def zagros(*words: str) -> str:
        command = [sys.executable, "-c", "from flows.cli import main; main()", "status", "--data", str(data), *words]
        return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True).stdout

    said = json.loads(zagros("--json", "--now", NOW.isoformat()))
    assert said["health"]["state"] == "degraded"
    assert {"run", "feeds", "failures", "feeds_by_state", "newest_article_age", "last_run", "files", "free_bytes"} <= said.keys()
    printed = zagros("--prometheus", "--now", NOW.isoformat(), "--textfile", str(tmp_path / "zagros.prom"))
    assert (tmp_path / "zagros.prom").read_text(encoding="utf-8") == printed
    assert [path.name for path in tmp_path.iterdir()] == ["zagros.prom"]
    assert zagros().startswith("failing: ")
