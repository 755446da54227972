"""A folder in, a Prefect server of this machine out: its settings written down, the server started where none answers.

The settings are a profile in the server's own home, which every `prefect` command with that PREFECT_HOME reads; a user's own
profile is left alone, and so is the embedded Prefect of data/prefect.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from flows.embedded import spare_loopback
from warehouse.durable import replace_text

LOOPBACK = "127.0.0.1"
# Each for a reason: nothing listens beyond this machine and nothing is told to anybody; a run that lives says so every 30 s
# (the least that Prefect takes); a turn that was taken outlives the server, which would otherwise never give it back; the
# history of a quarter is enough, of heartbeats a day; a run is late when a worker that is well would have begun it long ago.
SETTINGS = {
    "PREFECT_SERVER_API_HOST": LOOPBACK,
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(90 * 86400),
    "PREFECT_SERVER_SERVICES_DB_VACUUM_EVENT_RETENTION_OVERRIDES": '{"prefect.flow-run.heartbeat": 86400}',
    "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": "P30D",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_AFTER_SECONDS": "300",
}
# What the processes need that is no setting of Prefect's profile.
ENVIRONMENT = {"DO_NOT_TRACK": "1"}
# The seconds that a server may take to make its database on a busy machine.
PATIENCE = 120.0


class NotReady(OSError):
    """The server does not answer; the text says what to do."""


def settings_of(url: str) -> dict[str, str]:
    """List the settings of a server at an address."""
    return {"PREFECT_API_URL": url, "PREFECT_SERVER_API_PORT": str(urlsplit(url).port or 4200), **SETTINGS}


def write_settings(home: Path, url: str) -> bool:
    """Write the profile of the project down; tells whether that changed anything."""
    lines = [f"{name} = '{value}'" for name, value in settings_of(url).items()]
    text, path = "\n".join(['active = "zagros"', "", "[profiles.zagros]", *lines, ""]), home / "profiles.toml"
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return False
    home.mkdir(parents=True, exist_ok=True)
    replace_text(path, text)
    return True


def answers(url: str) -> bool:
    """Tell whether a server is well."""
    try:
        return httpx.get(f"{url}/health", trust_env=False, timeout=5).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the server that was started answers; raises NotReady."""
    ends = time.monotonic() + PATIENCE
    while not answers(url):
        if process.poll() is not None or time.monotonic() > ends:
            raise NotReady(f"the Prefect server that was started does not answer at {url}: {log} says why")
        time.sleep(0.3)


def start(home: Path, name: str, words: list[str], env: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start a module of Python with words that outlives this one, with its output in a file and its number in another."""
    with (home / f"{name}.log").open("ab") as log:
        # A session of its own: what ends the terminal does not end it, and its SIGTERM is not ignored.
        process = subprocess.Popen(  # noqa: S603 - our own words
            [sys.executable, "-m", *words],
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    replace_text(home / f"{name}.pid", f"{process.pid}\n")
    return process


def lives(home: Path, name: str) -> bool:
    """Tell whether a process that was started here still lives."""
    path = home / f"{name}.pid"
    try:
        os.kill(int(path.read_text(encoding="utf-8")), 0)
    except (OSError, ValueError):
        return False
    return True


def use(home: Path, url: str) -> dict[str, str]:
    """Point this process, before Prefect is imported, at a server and at the home of the project.

    Returns the environment of the processes that it starts: for them nothing but the profile there decides.
    """
    for name in [name for name in os.environ if name.startswith("PREFECT_")]:
        del os.environ[name]
    spare_loopback()
    os.environ |= {"PREFECT_HOME": str(home.resolve()), **ENVIRONMENT}
    started = dict(os.environ)
    os.environ["PREFECT_API_URL"] = url
    return started
