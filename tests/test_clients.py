"""The published file in the hands of DuckDB 1.1, 1.4, 1.5 and 2.0: every worked question, every comment, while it is replaced.

`make clients` brings the clients, each to a folder of its own; what is not there is skipped and says so.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from extractors.records import Actor
from extractors.registry import load_registry
from tests.make import NOW, article, facts
from warehouse.publish import publish
from warehouse.published import ask, query, recipes
from warehouse.store import Run, open_store

SADR = Actor("muqtada-al-sadr", "Muqtada al-Sadr", "person")
ROOT = Path(__file__).resolve().parent.parent
CLIENTS = [path.stem for path in sorted((ROOT / "tests" / "clients").glob("duckdb-*.txt"))]
PUBLISHES = int(os.environ.get("ZAGROS_PUBLISHES", "20"))
# Questions by name in, counts of their rows or what went wrong out.
ASKER = """
import json, sys
import duckdb
con, found = duckdb.connect(sys.argv[1], read_only=True), {"version": duckdb.__version__}
for name, sql in json.load(sys.stdin).items():
    try:
        found[name] = len(con.execute(sql).fetchall())
    except Exception as error:
        found[name] = f"{type(error).__name__}: {error}"
print(json.dumps(found))
"""
# Opens the file anew again and again; every copy must agree with itself and be no older than the one before.
READER = """
import select, sys
import duckdb
seen, opened, wrong = 0, 0, []
print("reading", flush=True)
while not select.select([sys.stdin], [], [], 0.05)[0]:
    try:
        con = duckdb.connect(sys.argv[1], read_only=True)
        run, said, stored, added = con.execute(
            "SELECT run_id, articles, (SELECT count(*) FROM articles), (SELECT sum(articles)::BIGINT FROM outlet_day) FROM manifest"
        ).fetchall()[0]
        con.close()
        if not (run >= seen and said == stored == added):
            wrong.append((seen, run, said, stored, added))
        seen, opened = run, opened + 1
    except Exception as error:
        wrong.append(f"{type(error).__name__}: {error}")
print(seen, opened, wrong[:3])
"""


def client(name: str) -> dict[str, str]:
    """The environment in which Python finds this client's DuckDB first."""
    folder = ROOT / ".cache" / "clients" / name
    if not folder.is_dir():
        pytest.skip(f"{name} is not at {folder}: `make clients` brings it")
    return {**os.environ, "PYTHONPATH": str(folder)}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small warehouse with the whole registry's actors."""
    folder = tmp_path_factory.mktemp("clients")
    with open_store(folder / "warehouse.duckdb") as store:
        known = list(load_registry().actors.values())
        store.keep(Run(NOW, 1.0, "0.1", "h"), facts(*(article(number) for number in range(1, 30)), actors=known))
        publish(store, folder / "zagros.duckdb")
    return folder / "zagros.duckdb"


def questions() -> dict[str, str]:
    """Every worked question, and whether everything has a comment."""
    silent = """
        SELECT table_name FROM duckdb_tables() WHERE comment IS NULL AND NOT internal
        UNION ALL SELECT view_name FROM duckdb_views() WHERE comment IS NULL AND NOT internal
        UNION ALL SELECT column_name FROM duckdb_columns() WHERE comment IS NULL AND NOT internal
    """
    return {**{name: query(name) for name in recipes()}, "silent": silent}


@pytest.mark.parametrize("name", CLIENTS)
def test_each_client_answers_every_worked_question(published: Path, name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASKER, str(published)],
        env=client(name), input=json.dumps(questions()), capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout)
    assert f"duckdb-{found.pop('version')}" == name
    assert found == {name: len(ask(published, sql).rows) for name, sql in questions().items()}
    assert found["silent"] == 0


@pytest.fixture
def readers(tmp_path: Path) -> Iterator[list[subprocess.Popen[str]]]:
    """A reader of each client that is here, at work on zagros.duckdb."""
    with open_store(tmp_path / "warehouse.duckdb") as store:
        store.keep(Run(NOW, 1.0, "0.1", "h"), facts(article(1), actors=[SADR]))
        publish(store, tmp_path / "zagros.duckdb")
    here = [
        {**os.environ},
        *({**os.environ, "PYTHONPATH": str(path)} for path in sorted((ROOT / ".cache" / "clients").glob("duckdb-*"))),
    ]
    command = [sys.executable, "-c", READER, str(tmp_path / "zagros.duckdb")]
    with ExitStack() as stack:
        at_work = [
            stack.enter_context(
                subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=tmp_path)
            )
            for env in here
        ]
        for reader in at_work:
            assert reader.stdout
            assert reader.stdout.readline() == "reading\n"
        yield at_work


def test_readers_never_see_an_error_or_an_older_state(readers: list[subprocess.Popen[str]], tmp_path: Path) -> None:
    with open_store(tmp_path / "warehouse.duckdb") as store:
        for number in range(2, PUBLISHES + 2):
            store.keep(Run(NOW, 1.0, "0.1", "h"), facts(article(number), actors=[SADR]))
            publish(store, tmp_path / "zagros.duckdb")
    for reader in readers:
        said, _ = reader.communicate("\n")
        seen, opened, wrong = said.split(maxsplit=2)
        assert wrong == "[]\n"
        assert 1 <= int(seen) <= PUBLISHES + 1
        assert int(opened) >= PUBLISHES / 20
    assert len(list((tmp_path / "copies").iterdir())) == 1
