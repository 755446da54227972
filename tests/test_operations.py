"""Prefect as an operator has it: a real server, a real worker, and what `zagros up` makes of them."""

from __future__ import annotations

import importlib
import inspect
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from ruamel.yaml import YAML

from flows.server import LOOPBACK
from tests.browser import look, needs_browser
from tests.conftest import FEEDS
from tests.house import ROOT, SECRET, House, open_house, processes_of, until
from tests.make import LONG, page, rss
from tests.manual import COMMANDS, NGINX, SERVICES, WORD, proxied
from tests.newsroom import Newsroom, open_newsroom
from warehouse.published import ask

FILE = YAML(typ="safe").load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
DEPLOYMENTS = {deployment["name"]: deployment for deployment in FILE["deployments"]}
WRITING = {"ingest", "publish", "maintain", "replay", "reread", "backfill"}
HOSTILE = "<img src=x onerror=\"document.title='owned'\"> **bold** [go](javascript:alert(1)) "
LIMIT = "zagros-warehouse"
KNOWN = {"name", "version", "entrypoint", "description", "parameters", "concurrency_limit", "schedules", "work_pool", "pull"}


def flow_of(deployment: dict[str, Any]) -> Any:
    module, _, name = deployment["entrypoint"].partition(":")
    return getattr(importlib.import_module(module), name)


@pytest.mark.parametrize("name", DEPLOYMENTS)
def test_a_deployment_names_a_real_flow_and_real_parameters(name: str) -> None:
    deployment = DEPLOYMENTS[name]
    flow = flow_of(deployment)
    assert flow.name == name
    assert set(deployment) <= KNOWN  # Prefect says nothing of a key that it does not know
    parameters = flow.parameters.properties
    assert set(deployment["parameters"]) <= set(inspect.signature(flow.fn).parameters) == set(parameters)
    assert flow.validate_parameters(deployment["parameters"])
    for schedule in deployment.get("schedules", ()):
        assert set(schedule) == {"cron", "timezone"}
        assert ZoneInfo(schedule["timezone"])


@pytest.mark.parametrize("name", DEPLOYMENTS)
def test_every_parameter_is_described_where_a_person_starts_a_run(name: str) -> None:
    parameters = flow_of(DEPLOYMENTS[name]).parameters.properties
    assert [key for key, said in parameters.items() if not said.get("description")] == []


def test_what_writes_runs_one_at_a_time() -> None:
    one = {"limit": 1, "collision_strategy": "CANCEL_NEW"}
    assert set(DEPLOYMENTS) == WRITING | {"report", "watch"}
    assert all(DEPLOYMENTS[name]["concurrency_limit"] == one for name in WRITING | {"watch"})
    waiting = {name for name in DEPLOYMENTS if "in_turn" in (ROOT / f"{module_of(name)}.py").read_text(encoding="utf-8")}
    assert waiting == WRITING


def module_of(name: str) -> str:
    return DEPLOYMENTS[name]["entrypoint"].partition(":")[0].replace(".", "/")


@pytest.fixture(scope="module")
def room() -> Iterator[Newsroom]:
    with open_newsroom() as room:
        yield room


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, room: Newsroom) -> Iterator[House]:
    """One server and one worker for the tests of this file, made by the command itself, behind the newsroom's proxy."""
    room.pages["http://good.example/rss"] = rss(("One | *two*", "/1", "Muqtada al-Sadr spoke."))
    room.pages["http://good.example/1"] = page(LONG)
    with open_house(tmp_path_factory.mktemp("house") / "data", room.address) as house:
        house.let_schedules_rest()
        house.said += house.up("--worker")  # now, or it would have begun what the next quarter of an hour brings
        (house.data / "feeds.yml").write_text(FEEDS.splitlines()[1], encoding="utf-8")
        yield house


def writers(house: House) -> int:
    (limit,) = [one for one in house.ask("v2/concurrency_limits/filter") if one["name"] == LIMIT]
    return limit["active_slots"]


def test_up_prepares_everything_and_says_so(house: House) -> None:
    for part in (
        "settings: written",
        "server: started",
        "pool zagros: made",
        f"limit {LIMIT}: made",
        "automations: made",
        "worker: started",
    ):
        assert part in house.said
    deployed = {d["name"]: d for d in house.ask("deployments/filter")}
    assert set(deployed) == set(DEPLOYMENTS)
    for name, wanted in DEPLOYMENTS.items():
        there = deployed[name]
        crons = [(s["schedule"]["cron"], s["schedule"]["timezone"]) for s in there["schedules"]]
        assert crons == [(s["cron"], s["timezone"]) for s in wanted.get("schedules", ())]
        if "concurrency_limit" in wanted:
            assert there["global_concurrency_limit"]["limit"] == 1
            assert there["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"
        assert there["parameters"]["data"] == str(house.data)
        assert there["work_pool_name"] == "zagros"
    settings = httpx.get(f"{house.url}/admin/settings", trust_env=False).json()
    assert settings["server"]["analytics_enabled"] is False
    assert settings["server"]["api"]["host"] == LOOPBACK
    assert settings["flows"]["heartbeat_frequency"] == 30
    assert set(settings["server"]["services"]["db_vacuum"]["enabled"]) == {"events", "flow_runs"}


def test_runs_are_scheduled(house: House) -> None:
    """With SQLAlchemy 2.1 the server of Prefect 3.8.8 schedules none."""
    assert house.scheduled == {name for name, wanted in DEPLOYMENTS.items() if "schedules" in wanted}


def test_up_again_changes_nothing(house: House) -> None:
    parts = ("deployments/filter", "automations/filter", "work_pools/filter", "v2/concurrency_limits/filter")
    before = [sorted((one["id"], one["name"]) for one in house.ask(part)) for part in parts]
    said = house.up("--worker").splitlines()
    assert all("already there" in line for line in said[:-1]), said
    assert [sorted((one["id"], one["name"]) for one in house.ask(part)) for part in parts] == before


def test_a_deployed_run_reads_the_feeds_on_the_worker_and_leaves_its_artifacts(house: House) -> None:
    assert house.run("ingest", feeds=str(house.data / "feeds.yml"), pace=0) == "Completed"
    assert ask(house.data / "zagros.duckdb", "SELECT DISTINCT reason FROM polls").rows == [(None,)]
    assert ask(house.data / "zagros.duckdb", "SELECT title FROM articles").rows == [("One | *two*",)]
    artifacts = {artifact["key"]: artifact["data"] for artifact in house.ask("artifacts/latest/filter")}
    assert {"feeds", "summary", "pages"} <= set(artifacts)
    assert artifacts["pages"] == 100
    assert writers(house) == 0


@needs_browser
def test_a_person_sees_a_run_and_words_of_the_network_as_words(house: House, room: Newsroom) -> None:
    room.pages["http://bad.example/rss"] = HOSTILE
    feeds = house.data / "hostile.yml"
    feeds.write_text(FEEDS, encoding="utf-8")
    assert house.run("ingest", feeds=str(feeds), pace=0, only=["bad"]) == "Completed"
    made = {artifact["key"]: artifact for artifact in house.ask("artifacts/latest/filter")}
    ui = house.url.removesuffix("/api")
    run = look(f"{ui}/runs/flow-run/{made['summary']['flow_run_id']}")
    assert all(part in run for part in ("Completed", "ingest", "Artifacts"))
    for key in ("summary", "feeds"):
        seen = look(f"{ui}/artifacts/artifact/{made[key].get('latest_id') or made[key]['id']}")
        assert "this is no feed" in seen
        assert "**bold**" in seen
        assert not re.search(r"<img[^>]*onerror|<strong>bold|href=.javascript:|<title>owned", seen), seen


@pytest.mark.skipif(not NGINX, reason="needs Debian's nginx")
def test_the_documented_proxy_lets_in_whoever_knows_the_password(house: House, tmp_path: Path) -> None:
    with proxied(house.url.removesuffix("/api"), tmp_path) as address:
        asked = httpx.Client(base_url=address, verify=False, trust_env=False)
        assert asked.get("/api/health").status_code == 401
        assert asked.get("/api/health", auth=("you", "wrong")).status_code == 401
        assert asked.get("/api/health", auth=("you", WORD)).json() is True
        assert "Prefect" in asked.get("/", auth=("you", WORD), follow_redirects=True).text


@pytest.mark.parametrize("line", COMMANDS)
def test_the_documented_units_and_services_start_what_there_is(line: str) -> None:
    """Asked for help a command looks at no option: those of the line must stand in its help."""
    program, *words = line.split()
    command = [str(Path(sys.executable).parent / program), *words, "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=os.environ | {"COLUMNS": "200"})
    assert done.returncode == 0, done.stderr
    options = {word for word in line.split() if word.startswith("--")}
    assert options <= set(re.findall(r"--[\w-]+", done.stdout))


@pytest.mark.skipif(not shutil.which("docker-compose"), reason="needs docker-compose")
def test_the_documented_services_are_understood(tmp_path: Path) -> None:
    (tmp_path / "compose.yml").write_text(SERVICES, encoding="utf-8")
    command = ["docker-compose", "-f", str(tmp_path / "compose.yml"), "config", "--services"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert set(done.stdout.split()) == {"server", "worker"}, done.stderr


def test_a_deployment_that_fails_again_and_again_calls_once_and_once_when_it_is_well(house: House) -> None:
    empty = str(house.data.parent)
    if not (house.data / "zagros.duckdb").is_file():  # where another worker of the tests took the test above
        assert house.run("ingest", feeds=str(house.data / "feeds.yml"), pace=0) == "Completed"
    for _ in range(2):
        assert house.run("report", data=empty) == "Failed"
    until(lambda: house.told, 20)
    assert house.run("report") == "Completed"
    until(lambda: len(house.told) > 1, 20)
    time.sleep(2)
    assert [told["text"].split(":")[1].strip() for told in house.told] == ["report Failed", "report Completed"]
    assert "is not there yet" in house.told[0]["text"]
    assert {told["path"] for told in house.told} == {f"/{SECRET}"}
    # The address is in no file but the database, and there it is encrypted.
    files = [path for path in house.data.rglob("*") if path.is_file()]
    assert [path for path in files if SECRET.encode() in path.read_bytes()] == []


def begin_slowly(house: House, room: Newsroom) -> str:
    """Start a run that waits for its only feed, and give its id once it does."""
    room.pages["http://slow.example/rss"] = lambda: (time.sleep(600), (200, {}, b""))[1]
    feeds = house.data / "slow.yml"
    feeds.write_text('- {id: slow, url: "http://slow.example/rss", language: en}\n', encoding="utf-8")
    before = len(room.asked)
    run = house.begin("ingest", feeds=str(feeds), pace=0, only=["slow"])
    until(lambda: "http://slow.example/rss" in [url for url, _ in room.asked[before:]], 60)
    return run


def test_a_run_that_a_person_cancels_ends_and_is_cancelled_and_nobody_is_told(house: House, room: Newsroom) -> None:
    house.told.clear()
    run = begin_slowly(house, room)
    house.ask(f"flow_runs/{run}/set_state", state={"type": "CANCELLING"})
    began = time.monotonic()
    assert until(partial(house.ended, run), 60) == "Cancelled"
    assert time.monotonic() - began < 30
    until(lambda: writers(house) == 0, 60)
    assert house.told == []


@pytest.mark.skipif("ZAGROS_ZOMBIES" not in os.environ, reason="takes three minutes: make soak")
def test_a_run_that_dies_with_its_worker_holds_nobody_up_for_three_minutes(house: House, room: Newsroom) -> None:
    house.told.clear()
    run = begin_slowly(house, room)
    until(lambda: writers(house) == 1, 60)
    time.sleep(5)  # the first heartbeat
    os.killpg(int((house.data / "server" / "worker.pid").read_text(encoding="utf-8")), signal.SIGKILL)
    for process in processes_of(run):
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    died = time.monotonic()
    assert "worker: started" in house.up("--worker")
    assert until(partial(house.ended, run), 180) == "Crashed"
    assert house.run("ingest", feeds=str(house.data / "feeds.yml"), pace=0) == "Completed"
    print(f"a run went through {time.monotonic() - died:.0f} s after the kill; told: {house.told}")
    assert time.monotonic() - died < 180
    until(lambda: len(house.told) > 1, 20)
    assert [told["text"].split(":")[1].strip() for told in house.told] == ["ingest Crashed", "ingest Completed"]
