"""The recorded news world of ../shared, started for the tests and benchmarks that read it."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
SERVER = SHARED / "world" / "serve.py"
OPML = SHARED / "world" / "feeds.opml"
OVERLAY = Path(__file__).resolve().parent / "world"


@contextmanager
def serve_world(window: int = 0) -> Iterator[str]:
    """Serve the world on a free port while the block runs; gives the proxy's address."""
    command = [sys.executable, str(SERVER), "--port", "0", "--window", str(window)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def recorded_pages() -> list[dict[str, Any]]:
    """Read the recorded pages' own facts: address, feed, title, text, when it was published."""
    with gzip.open(SHARED / "world" / "pages.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


class World:
    """The controls of a served world: its clock, the faults that it is to make, and what was asked of it."""

    def __init__(self, proxy: str) -> None:
        self.client = httpx.Client(base_url=f"{proxy}/_world/", trust_env=False, verify=False)

    def set_clock(self, now: datetime) -> None:
        self.client.put("clock", content=now.isoformat()).raise_for_status()

    def clock(self) -> datetime:
        return datetime.fromisoformat(self.client.get("clock").json())

    def order(self, faults: Sequence[dict[str, Any]]) -> None:
        """Put faults in the place of those ordered before."""
        self.client.put("faults", json=list(faults)).raise_for_status()

    def faults(self) -> list[dict[str, Any]]:
        """List the faults ordered, each with the `times` that are left of it."""
        found: list[dict[str, Any]] = self.client.get("faults").json()
        return found

    def log(self) -> list[dict[str, Any]]:
        """List the requests served so far, in the order in which they came."""
        found: list[dict[str, Any]] = self.client.get("log").json()
        return found
