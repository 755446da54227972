"""A command in, its process kept running out, as a unit of systemd with Restart=always does, and nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from tests.house import processes_of

# Our own marks in the environment stand for systemd's control group: whatever a unit's process starts belongs to the unit.
MARK = "ZAGROS_TEST_UNIT"


class Unit:
    """A process that is started again, a tenth of a second after it died, once all that it left has ended (KillMode=control-group)."""

    def __init__(self, name: str, words: list[str], env: Mapping[str, str], log: Path) -> None:
        self.words, self.log, self.mark = words, log, f"{MARK}={name}-{os.getpid()}-{time.monotonic_ns()}"
        self.env = {**env, MARK: self.mark.partition("=")[2]}
        self.wanted, self.starts = True, 0
        self.process = self.start()
        self.thread = threading.Thread(target=self.supervise, daemon=True)
        self.thread.start()

    def start(self) -> subprocess.Popen[bytes]:
        self.starts += 1
        with self.log.open("ab") as log:
            return subprocess.Popen(
                self.words, env=self.env, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )

    def supervise(self) -> None:
        while self.wanted:
            if self.process.poll() is not None:
                self.end_rest()
                if self.wanted:
                    self.process = self.start()
            time.sleep(0.1)

    def end_rest(self) -> None:
        """End what is left of a unit: SIGTERM, and SIGKILL after the 90 s that systemd gives."""
        self.send(signal.SIGTERM)
        ends = time.monotonic() + 90
        while processes_of(self.mark) and time.monotonic() < ends:
            time.sleep(0.1)
        self.send(signal.SIGKILL)

    def send(self, what: signal.Signals) -> None:
        for process in processes_of(self.mark):
            with suppress(ProcessLookupError):
                os.kill(process, what)

    def kill(self) -> None:
        """Kill the unit's main process (kill -9)."""
        self.process.kill()

    def stop(self) -> None:
        """End the unit for good, and what it started."""
        self.wanted = False
        self.process.kill()
        self.process.wait()
        self.end_rest()
        self.thread.join()
