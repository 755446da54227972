"""Sixty hours of the recorded world by schedule: a server, a worker, faults, kills, a full disk, and no person.

The server's own schedule starts a run every few seconds, and after each run that ended, however it did, the world's clock goes
on an hour, from 28 February 2026 on. Some addresses fail in each hour (tests/months.py). In the middle of four of the runs the
flow, the worker and the server are killed (kill -9) and the disk is filled; a supervisor starts worker and server again as
systemd does (docs/operating.md), and the disk gets its room back a run later. What came is compared with a single quiet run at
the last hour: the feeds list all that was published until then. At last the worker stays away, until a run is late.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import httpx
import pytest

from tests.conftest import PROXIES
from tests.disk import ballast, fill, small_disk
from tests.house import ROOT, House, open_house, processes_of, until
from tests.months import FAULTS
from tests.supervisor import Unit
from tests.world_server import SHARED, World, recorded_pages, serve_world
from warehouse.publish import check

pytestmark = [
    pytest.mark.skipif("ZAGROS_SCHEDULE" not in os.environ, reason="takes a quarter of an hour: make soak"),
    pytest.mark.skipif(not SHARED.is_dir(), reason=f"the recorded world is not at {SHARED}"),
]
FIRST, HOUR, RUNS = datetime(2026, 2, 28, 6, tzinfo=UTC), timedelta(hours=1), int(os.environ.get("ZAGROS_SCHEDULE") or 60)
EVERY, SHARE_OF_FAULTS, SEED = timedelta(seconds=6), 0.05, 11
# Prefect 3.8.8 lets an event wait for the one before it, up to 15 minutes, if that is less than five minutes older; of the making
# of a run by schedule it tells nothing. So an alarm comes at once where a run was scheduled long before, as all are but the first.
SETTLED = 330.0
# Bytes of the disk.
DISK = 1 << 30
ENDED, ILL = ("COMPLETED", "FAILED", "CRASHED"), ("FAILED", "CRASHED")
Run = dict[str, Any]


@dataclass
class Day:
    """What the day left: the folder, the runs in their order, what was told, how long each incident held up the schedule."""

    data: Path
    world: World
    house: House
    units: dict[str, Unit]
    runs: list[Run] = field(default_factory=list)
    held_up: dict[str, float] = field(default_factory=dict)
    told: dict[str, list[str]] = field(default_factory=dict)

    def ended(self) -> list[Run]:
        """List the runs that a worker began and that are over, in their order."""
        found = self.flow_runs("COMPLETED", "FAILED", "CRASHED")
        return sorted((run for run in found if run["start_time"]), key=lambda run: run["start_time"])

    def more_than(self, number: int) -> int | None:
        """Count the runs that are over, if they are more than so many."""
        return found if (found := len(self.ended())) > number else None

    def flow_runs(self, *states: str) -> list[Run]:
        wanted = {"deployments": {"name": {"any_": ["ingest"]}}, "flow_runs": {"state": {"type": {"any_": list(states)}}}}
        with_patience: list[Run] | None = patiently(lambda: self.house.ask("flow_runs/filter", **wanted, sort="START_TIME_DESC"))
        return with_patience or []

    def running(self) -> str | None:
        """Give the id of a run that reads pages now."""
        found = self.flow_runs("RUNNING")
        return found[0]["id"] if found else None


def patiently(ask: Callable[[], Any]) -> Any:
    """Ask the server; None while it is away."""
    try:
        return ask()
    except httpx.HTTPError:
        return None


def units_of(house: House, proxy: str) -> dict[str, Unit]:
    """Hand over from the server that `zagros up` started to the units of docs/operating.md."""
    home = house.data / "server"
    env = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    env |= dict.fromkeys(PROXIES, proxy) | {"NO_PROXY": "127.0.0.1,localhost", "no_proxy": "127.0.0.1,localhost"}
    env |= {"PREFECT_HOME": str(home), "DO_NOT_TRACK": "1", "PYTHONPATH": str(ROOT)}
    env |= {"PREFECT_WORKER_QUERY_SECONDS": "2", "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "10"}
    os.kill(int((home / "server.pid").read_text(encoding="utf-8")), 15)
    until(lambda: patiently(lambda: httpx.get(f"{house.url}/health", trust_env=False)) is None, 60)
    prefect = [sys.executable, "-m", "prefect"]
    server = Unit("server", [sys.executable, "-m", "flows.prefect_server"], env, home / "server.log")
    until(lambda: patiently(lambda: httpx.get(f"{house.url}/health", trust_env=False).is_success), 120)
    worker = Unit("worker", [*prefect, "worker", "start", "--pool", "zagros", "--name", "zagros"], env, home / "worker.log")
    return {"server": server, "worker": worker}


def schedule(house: House, disk: Path, proxy: str) -> None:
    """Let the deployment run every few seconds, at the world's hour; all others rest."""
    for one in house.ask("deployments/filter"):
        if one["name"] != "ingest":
            house.ask(f"deployments/{one['id']}/pause_deployment")
            continue
        for old in one["schedules"]:
            httpx.delete(f"{house.url}/deployments/{one['id']}/schedules/{old['id']}", trust_env=False).raise_for_status()
        changed = {
            "entrypoint": "tests.scheduled:ingest",
            "parameters": {"data": str(disk), "proxy": proxy},
            "parameter_openapi_schema": {"type": "object", "properties": {}},
            "enforce_parameter_schema": False,
            "schedules": [],
        }
        httpx.patch(f"{house.url}/deployments/{one['id']}", json=changed, trust_env=False).raise_for_status()
        every = [{"active": True, "schedule": {"interval": EVERY.total_seconds()}}]
        answer = httpx.post(f"{house.url}/deployments/{one['id']}/schedules", json=every, trust_env=False)
        answer.raise_for_status()


def faults_of(hour: datetime) -> list[dict[str, Any]]:
    """Draw what goes wrong in an hour: hosts' feeds and pages, each by itself."""
    chance = Random(f"{SEED} {hour}")
    addresses = sorted({page[name] for page in recorded_pages() for name in ("feed", "url")})
    drawn = [(url, *chance.choice(FAULTS)) for url in addresses if chance.random() < SHARE_OF_FAULTS]
    return [{"match": rf"^{re.escape(url)}($|[?&])", "fault": fault, "value": value} for url, fault, value in drawn]


def in_the_middle(day: Day, do: Callable[[str], None]) -> None:
    """Do something to a run that has begun to ask feeds."""
    run = until(day.running, 180)
    before = len(day.world.log())
    ends = time.monotonic() + 30  # a run that has nothing to ask is as good
    while len(day.world.log()) == before and time.monotonic() < ends and day.running() == run:
        time.sleep(0.1)
    do(run)


def kill_flow(run: str) -> None:
    for process in processes_of(run):
        os.kill(process, 9)


def incident(day: Day, name: str, do: Callable[[str], None]) -> None:
    """Let something befall a run, and take the time until a later one completes, and what is told meanwhile."""
    done, told = {run["id"] for run in day.ended()}, len(day.house.told)
    befell: list[str] = []

    def befall(run: str) -> None:
        befell.append(run)
        do(run)

    in_the_middle(day, befall)
    began = time.monotonic()

    def well_again() -> bool:
        if name == "disk" and [run for run in day.ended() if run["state_type"] == "FAILED"]:
            ballast(day.data).unlink(missing_ok=True)
        after = [run for run in day.ended() if run["id"] not in {*done, *befell}]
        return any(run["state_type"] == "COMPLETED" for run in after)

    until(well_again, 300)
    day.held_up[name] = time.monotonic() - began
    time.sleep(10)  # for what is told
    day.told[name] = [said["text"].split("(")[0] for said in day.house.told[told:]]
    print(f"{name}: a later run completed {day.held_up[name]:.0f} s after; told: {day.told[name]}", flush=True)


def pass_hours(day: Day) -> None:
    """Let the hours pass: a run, an hour."""
    hour, seen = FIRST, 0
    incidents: dict[int, tuple[str, Callable[[str], None]]] = {
        RUNS // 5: ("flow", kill_flow),
        2 * RUNS // 5: ("worker", lambda _: day.units["worker"].kill()),
        3 * RUNS // 5: ("server", lambda _: day.units["server"].kill()),
        4 * RUNS // 5: ("disk", lambda _: fill(day.data)),
    }
    began = time.monotonic()
    while seen < RUNS or incidents:
        day.world.set_clock(hour)
        day.world.order(faults_of(hour))
        if time.monotonic() > began + SETTLED and incidents and min(incidents) <= seen:
            incident(day, *incidents.pop(min(incidents)))
        seen = until(partial(day.more_than, seen), 300)
        hour += HOUR
    day.world.order([])
    for _ in range(2):  # what failed is asked again
        hour += timedelta(days=4)
        day.world.set_clock(hour)
        until(partial(day.more_than, len(day.ended()) + 1), 300)


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    folder = tmp_path_factory.mktemp("schedule")
    with serve_world(0) as proxy, small_disk(folder / "disk", DISK), open_house(folder / "data", proxy) as house:
        world = World(proxy)
        world.set_clock(FIRST)
        units = units_of(house, proxy)
        try:
            schedule(house, folder / "disk", proxy)
            day = Day(folder / "disk", world, house, units)
            pass_hours(day)
            day.runs = day.ended()
            yield day
        finally:
            for unit in reversed(units.values()):
                unit.stop()


def test_every_article_of_the_hours_is_there_once(day: Day, tmp_path: Path) -> None:
    with duckdb.connect(str(day.data / "zagros.duckdb"), read_only=True) as con:
        ids = [key for (key,) in con.execute("SELECT article_id FROM articles").fetchall()]
        assert con.execute("SELECT count(*) - count(DISTINCT entry_id) FROM entries").fetchall() == [(0,)]
        twice = con.execute("SELECT canonical_url, count(*) FROM articles GROUP BY ALL HAVING count(*) > 1").fetchall()
        check(con, everything=True)
    wanted = at_once(tmp_path, day.world)
    print(f"\n{len(ids)} articles, {len(wanted)} in one quiet run; lost {len(wanted - {*ids})}, more {len({*ids} - wanted)}")
    assert [key for key, times in Counter(ids).items() if times > 1] == []
    assert twice == []
    assert wanted - {*ids} == set()


def at_once(data: Path, world: World) -> set[int]:
    """List the articles that one quiet run finds at the hour at which the world's clock stands."""
    from tests.collection import collection

    async def collect() -> None:
        async with collection(data, None) as found:
            await found.collect(world.clock())

    with pytest.MonkeyPatch.context() as patch:
        for name in PROXIES:
            patch.setenv(name, str(world.client.base_url).split("/_world")[0])
        asyncio.run(collect())
    with duckdb.connect(str(data / "warehouse.duckdb"), read_only=True) as con:
        return {key for (key,) in con.execute("SELECT article_id FROM articles").fetchall()}


def test_no_two_runs_overlap_and_the_schedule_goes_on_within_three_minutes(day: Day) -> None:
    spans = [(datetime.fromisoformat(run["start_time"]), datetime.fromisoformat(run["end_time"])) for run in day.runs]
    states = Counter(run["state_name"] for run in day.runs)
    print(f"\n{len(spans)} runs in {(spans[-1][1] - spans[0][0]).total_seconds():.0f} s: {dict(states)}; held up: {day.held_up}")
    assert len(spans) >= RUNS
    assert [(one, two) for one, two in pairwise(spans) if two[0] < one[1]] == []
    assert max(day.held_up.values()) < 180
    assert {name: unit.starts for name, unit in day.units.items()} == {"server": 2, "worker": 2}


def test_every_incident_is_told_once_and_once_when_it_is_over(day: Day) -> None:
    ill = [run for run in day.runs if run["state_type"] in ILL]
    print(f"\n{day.told}; ill: {[(run['state_name'], run['state']['message']) for run in ill]}")
    print(f"told in all: {[said['text'] for said in day.house.told]}")
    assert [said.split(":")[1].strip() for said in day.told["flow"]] == ["ingest Crashed", "ingest Completed"]
    assert [said.split(":")[1].strip() for said in day.told["disk"]] == ["ingest Failed", "ingest Completed"]
    assert "no space left" in day.told["disk"][0]
    for name in ("worker", "server"):  # a run that lives through it is told of to nobody
        assert len(day.told[name]) in (0, 2)
    assert len(day.house.told) == sum(len(told) for told in day.told.values())


def test_a_run_that_is_late_is_told_once_and_once_when_it_is_over(day: Day) -> None:
    """The server takes runs for late after 300 s; here after 15."""
    told = len(day.house.told)
    day.units["worker"].stop()
    day.units["server"].env["PREFECT_SERVER_SERVICES_LATE_RUNS_AFTER_SECONDS"] = "15"
    day.units["server"].kill()
    until(lambda: len(day.house.told) > told, 180)
    time.sleep(20)  # more runs are late by then
    assert [said["text"].split(":")[1].strip() for said in day.house.told[told:]] == ["ingest Late"]
    old = day.units["worker"]
    day.units["worker"] = Unit("worker", old.words, old.env, old.log)
    until(lambda: len(day.house.told) > told + 1, 180)
    time.sleep(10)
    assert [said["text"].split(":")[1].strip() for said in day.house.told[told:]] == ["ingest Late", "ingest Completed"]
