"""From a fresh clone to the first scheduled run: the commands of docs/operating.md, as they stand there, on a machine of its own."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.conftest import PROXIES
from tests.house import ROOT, until
from tests.newsroom import open_newsroom

MOST_COMMANDS, MOST_SECONDS = 6, 300
pytestmark = pytest.mark.skipif("ZAGROS_CLONE" not in os.environ, reason="installs the project anew, two minutes: make soak")


def commands() -> list[str]:
    """Read the commands under the first heading of the operator's page."""
    text = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```\n(git clone.*?)^```", text, flags=re.M | re.S)
    return [line.partition("#")[0].strip() for line in block.splitlines()]


@pytest.fixture
def clone(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "zagros"
    for name in ("worker", "server"):
        with suppress(OSError):
            os.killpg(int((tmp_path / "zagros/data/server" / f"{name}.pid").read_text(encoding="utf-8")), signal.SIGKILL)


def test_six_commands_lead_from_a_clone_to_the_first_scheduled_run(clone: Path) -> None:
    """The live feeds are asked through a proxy that knows none of them: each is named as failed, and the run completes."""
    said = commands()
    assert len(said) <= MOST_COMMANDS
    assert said[-1].endswith("zagros status")
    with open_newsroom() as room:
        env = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "ZAGROS_"))}
        index = {name: env[name] for name in PROXIES if name in env}
        started, folder = time.monotonic(), clone.parent
        for words in said[:-1]:
            asked = {
                **env,
                **({} if "make" in words else {**index, **dict.fromkeys(PROXIES, room.address)}),
                "NO_PROXY": "127.0.0.1",
            }
            done = subprocess.run(
                words.replace("URL", str(ROOT)), shell=True, cwd=folder, env=asked, capture_output=True, text=True, check=False
            )
            assert done.returncode in ((0, 1) if "doctor" in words else (0,)), f"{words}: {done.stdout}{done.stderr}"
            folder = clone

        def status() -> dict[str, object] | None:
            words = [*said[-1].split(), "--json"]
            done = subprocess.run(words, cwd=clone, env=env, capture_output=True, text=True, check=False)
            return json.loads(done.stdout) if done.returncode == 0 else None

        shown = until(status, MOST_SECONDS - (time.monotonic() - started))
        print(f"the first scheduled run was over {time.monotonic() - started:.0f} s after the clone began")
    assert shown["last_run"]
