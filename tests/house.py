"""A data folder in, a Prefect server that `zagros up` prepared there out, with a webhook that listens; for the tests of operation."""

from __future__ import annotations

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

import httpx

from flows.server import LOOPBACK
from tests.conftest import PROXIES

ROOT = Path(__file__).resolve().parent.parent
SECRET = "hook-5f1c9e"


@dataclass
class House:
    """A data folder that `zagros up` prepared, the server's address, what was printed, and what the webhook was told."""

    data: Path
    url: str
    said: str
    told: list[dict[str, Any]]
    up: Callable[..., str]
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


@contextmanager
def open_house(data: Path, proxy: str) -> Iterator[House]:
    """Prepare a data folder with `zagros up` and a server, whose alarms are listened to and whose runs ask through a proxy."""
    told = list[dict[str, Any]]()
    with listen(told) as hook, socket.create_server((LOOPBACK, 0)) as free:
        port = free.getsockname()[1]
        free.close()
        env = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
        env |= dict.fromkeys(PROXIES, proxy) | {"NO_PROXY": "", "no_proxy": "", "ZAGROS_ALERT_WEBHOOK": ""}
        command = [sys.executable, "-c", "from flows.cli import main; main()", "up", "--data", str(data), "--port", str(port)]

        def up(*more: str, **secret: str) -> str:
            done = subprocess.run([*command, *more], env=env | secret, capture_output=True, text=True, check=False, cwd=ROOT)
            assert done.returncode == 0, done.stderr
            return done.stdout

        try:
            said = up(ZAGROS_ALERT_WEBHOOK=f"http://{LOOPBACK}:{hook}/{SECRET}")
            yield House(data, f"http://{LOOPBACK}:{port}/api", said, told, up)
        finally:
            for name in ("worker", "server"):
                with suppress(OSError):
                    os.killpg(int((data / "server" / f"{name}.pid").read_text(encoding="utf-8")), signal.SIGKILL)


def processes_of(mark: str) -> list[int]:
    """Find processes by what stands in their environment, as the id of a run does: Prefect gives them a group of their own."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if mark.encode() in path.read_bytes():
                found.append(int(path.parent.name))
    return found
