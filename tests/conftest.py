"""What many tests stand on: a newsroom behind a proxy, one embedded Prefect for the session, and records made short."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.embedded import SETTINGS
from tests.newsroom import Newsroom, open_newsroom
from tests.postgres import Postgres, serve_postgres
from warehouse.lake import Lake, Place
from warehouse.store import open_store

# Prefect reads its environment when it is imported, which is when tests are collected: its own 20 s are too short here.
PATIENCE = "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS"
os.environ.setdefault(PATIENCE, SETTINGS[PATIENCE])
NOW = datetime(2020, 2, 1, 12, tzinfo=UTC)
FEEDS = """
- {id: good, url: "http://good.example/rss", language: en}
- {id: bad, url: "http://bad.example/rss", language: en}
"""
Ingest = Callable[..., Any]
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")


@pytest.fixture
def newsroom(monkeypatch: pytest.MonkeyPatch) -> Iterator[Newsroom]:
    with open_newsroom() as room:
        for name in PROXIES:
            monkeypatch.setenv(name, room.address)
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.setenv(name, "127.0.0.1,localhost")
        yield room


@pytest.fixture(scope="session")
def prefect_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Prefect's own embedded server, started once: it takes longer than all the flows of these tests."""
    before = dict(os.environ)
    home = tmp_path_factory.mktemp("prefect")
    from flows.embedded import prepare

    prepare(home)
    yield home
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with serve_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of no rows, made once and copied for each test."""
    place = tmp_path_factory.mktemp("empty") / "warehouse.duckdb"
    with open_store(place):
        return place


@pytest.fixture(scope="session")
def empty_lake(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """A lake of no rows, made once and copied for each test."""
    lake = postgres.lake(tmp_path_factory.mktemp("empty") / "lake")
    with open_store(lake):
        return lake


@pytest.fixture(params=["file", "lake"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    return place_in(tmp_path, request)


def place_in(folder: Path, request: pytest.FixtureRequest) -> Place:
    """Where a warehouse is, of the two kinds that must hold and answer the same: a DuckDB file, or a lake."""
    if request.param == "file":
        shutil.copytree(request.getfixturevalue("empty_file").parent, folder, dirs_exist_ok=True)
        return folder / "warehouse.duckdb"
    server: Postgres = request.getfixturevalue("postgres")
    return server.copy(request.getfixturevalue("empty_lake"), folder / "lake")


@pytest.fixture
def ingest(prefect_home: Path, newsroom: Newsroom, tmp_path: Path) -> Ingest:
    """Run the real flow on two feeds of the newsroom into the test's own folder."""
    from flows.ingest import ingest as flow

    feeds = tmp_path / "feeds.yml"
    feeds.write_text(FEEDS, encoding="utf-8")

    def run(now: datetime = NOW, **given: Any) -> Any:
        return asyncio.run(flow(**{"data": tmp_path, "feeds": feeds, "pace": 0, "now": now, **given}))

    return run
