"""The recorded news world of ../shared, started for the tests and benchmarks that read it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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
