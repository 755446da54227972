"""Prefect as an operator has it: a real server, a real worker, and what `zagros up` makes of them."""

from __future__ import annotations

import importlib
import inspect
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from ruamel.yaml import YAML

from flows.server import LOOPBACK
from tests.conftest import FEEDS, PROXIES
from tests.make import LONG, page, rss
from tests.newsroom import Newsroom, open_newsroom
from warehouse.published import ask

ROOT = Path(__file__).resolve().parent.parent
FILE = YAML(typ="safe").load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
DEPLOYMENTS = {deployment["name"]: deployment for deployment in FILE["deployments"]}
WRITING = {"ingest", "publish", "maintain", "replay", "reread", "backfill"}
LIMIT, SECRET = "zagros-warehouse", "hook-5f1c9e"
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


@dataclass
class House:
    """A data folder that `zagros up` prepared, the server's address, what was printed, and what the webhook was told."""

    data: Path
    url: str
    said: str
    told: list[dict[str, Any]]
    up: Callable[..., str]
    room: Newsroom
    scheduled: set[str] = field(default_factory=set)

    def let_schedules_rest(self) -> None:
        """Note what is scheduled, and pause it: no test is to depend on the hour."""
        names = {d["id"]: d["name"] for d in self.ask("deployments/filter")}
        timed = {d["name"] for d in self.ask("deployments/filter") if d["schedules"]}
        with suppress(AssertionError):
            until(lambda: timed <= {names[run["deployment_id"]] for run in self.ask("flow_runs/filter")}, 30)
        self.scheduled = {names[run["deployment_id"]] for run in self.ask("flow_runs/filter")}
        for one in names:
            self.ask(f"deployments/{one}/pause_deployment")

    def ask(self, path: str, **body: Any) -> Any:
        """Post to Prefect's API; where its database is held for a moment (503) ask again, as Prefect's own client does."""
        for pause in (1, 2, 4, 8, 16):
            answer = httpx.post(f"{self.url}/{path}", json=body, trust_env=False, timeout=30)
            if answer.status_code != HTTPStatus.SERVICE_UNAVAILABLE:
                break
            time.sleep(pause)
        return answer.raise_for_status().json() if answer.content else None

    def run(self, name: str, **parameters: Any) -> str:
        """Start a run of a deployment as the UI does, and wait for its end."""
        return until(partial(self.ended, self.begin(name, **parameters)), 90)

    def begin(self, name: str, **parameters: Any) -> str:
        (found,) = [d for d in self.ask("deployments/filter") if d["name"] == name]
        return self.ask(f"deployments/{found['id']}/create_flow_run", parameters=parameters, state={"type": "SCHEDULED"})["id"]

    def ended(self, run: str) -> str | None:
        (now,) = self.ask("flow_runs/filter", flow_runs={"id": {"any_": [run]}})
        return now["state_name"] if now["state_type"] in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED") else None


def until(found: Callable[[], Any], seconds: float) -> Any:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if value := found():
            return value
        time.sleep(0.3)
    raise AssertionError(f"nothing after {seconds} s")


@contextmanager
def listen(told: list[dict[str, Any]]) -> Iterator[int]:
    """Take what a webhook posts."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))) | {"path": self.path})
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One server and one worker for the tests of this file, made by the command itself, behind the newsroom's proxy."""
    data, told = tmp_path_factory.mktemp("house") / "data", list[dict[str, Any]]()
    with open_newsroom() as room, listen(told) as hook, socket.create_server((LOOPBACK, 0)) as free:
        port = free.getsockname()[1]
        free.close()
        room.pages["http://good.example/rss"] = rss(("One | *two*", "/1", "Muqtada al-Sadr spoke."))
        room.pages["http://good.example/1"] = page(LONG)
        env = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
        env |= dict.fromkeys(PROXIES, room.address) | {"NO_PROXY": "", "no_proxy": "", "ZAGROS_ALERT_WEBHOOK": ""}
        command = [sys.executable, "-c", "from flows.cli import main; main()", "up", "--data", str(data), "--port", str(port)]

        def up(*more: str, **secret: str) -> str:
            done = subprocess.run([*command, *more], env=env | secret, capture_output=True, text=True, check=False, cwd=ROOT)
            assert done.returncode == 0, done.stderr
            return done.stdout

        try:
            said = up(ZAGROS_ALERT_WEBHOOK=f"http://{LOOPBACK}:{hook}/{SECRET}")
            house = House(data, f"http://{LOOPBACK}:{port}/api", said, told, up, room)
            house.let_schedules_rest()
            house.said += up("--worker")  # now, or it would have begun what the next quarter of an hour brings
            (data / "feeds.yml").write_text(FEEDS.splitlines()[1], encoding="utf-8")
            yield house
        finally:
            for name in ("worker", "server"):
                with suppress(OSError):
                    os.killpg(int((data / "server" / f"{name}.pid").read_text(encoding="utf-8")), signal.SIGKILL)


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
    assert ask(house.data / "zagros.duckdb", "SELECT title FROM articles").rows == [("One | *two*",)]
    assert {"feeds", "summary"} <= {artifact["key"] for artifact in house.ask("artifacts/filter")}
    assert writers(house) == 0


def test_a_deployment_that_fails_again_and_again_calls_once_and_once_when_it_is_well(house: House) -> None:
    empty = str(house.data.parent)
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


def processes_of(run: str) -> list[int]:
    """Find the processes of a run by their environment: Prefect gives them a group of their own."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if run.encode() in path.read_bytes():
                found.append(int(path.parent.name))
    return found


@pytest.mark.skipif("ZAGROS_ZOMBIES" not in os.environ, reason="takes three minutes: make soak")
def test_a_run_that_dies_with_its_worker_holds_nobody_up_for_three_minutes(house: House) -> None:
    house.told.clear()
    house.room.pages["http://slow.example/rss"] = lambda: (time.sleep(600), (200, {}, b""))[1]
    feeds = house.data / "slow.yml"
    feeds.write_text('- {id: slow, url: "http://slow.example/rss", language: en}\n', encoding="utf-8")
    run = house.begin("ingest", feeds=str(feeds), pace=0, only=["slow"])
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
