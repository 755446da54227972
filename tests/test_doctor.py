"""The doctor: each harm is found with its remedy, nothing is touched by looking, and what can be mended is."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest

from flows import doctor
from flows.doctor import examine, repair
from tests.test_durable import count, fill, keep, tear
from warehouse.durable import log_of, note_of
from warehouse.store import Locked, open_store

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
ROOT = Path(__file__).resolve().parent.parent
ZAGROS = [sys.executable, "-c", "from flows.cli import main; main()"]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    fill(tmp_path / "data")
    return tmp_path / "data"


def wrong(data: Path, now: datetime = NOW, feeds: Path | None = None) -> list[str]:
    found = [finding for finding in examine(data, feeds, now, thorough=True) if not finding.ok]
    assert all(finding.remedy for finding in found)
    return [finding.what for finding in found if "in place of" not in finding.what]  # a developer's packages are his own


def test_a_sound_house_has_nothing_wrong(data: Path) -> None:
    before = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    assert wrong(data) == []
    assert {path: path.read_bytes() for path in data.rglob("*") if path.is_file()} == before


def test_a_torn_log_is_found_and_mended(data: Path) -> None:
    with open_store(data / "warehouse.duckdb") as store:
        keep(store, 2)
    log = log_of(data / "warehouse.duckdb")
    log.write_bytes(log.read_bytes()[:-7])
    (said,) = wrong(data)
    assert "is torn" in said
    assert any("torn-20261126T120000Z" in line for line in repair(data, NOW))
    assert wrong(data) == []
    with open_store(data / "warehouse.duckdb") as store:
        assert count(store) == 1


def test_a_note_of_a_checkpoint_is_found_and_mended(data: Path) -> None:
    tear(data)
    (said,) = wrong(data)
    assert "being checkpointed" in said
    assert repair(data, NOW)
    assert wrong(data) == []
    assert not note_of(data / "warehouse.duckdb").exists()


def test_a_file_that_is_gone_or_none_is_said(data: Path) -> None:
    (data / "zagros.duckdb").write_bytes(b"x" * 9000)
    (data / "warehouse.duckdb").write_bytes(b"x" * 9000)
    said = wrong(data)
    assert [("warehouse" in line, "zagros.duckdb" in line) for line in said] == [(True, False), (False, True)]
    assert "not mended" in repair(data, NOW)[0]
    shutil.rmtree(data)
    assert len(wrong(data)) == 1


def test_clock_space_registry_packages_and_zones(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "the clock says 2019" in wrong(data, NOW.replace(year=2019))[0]
    (tmp_path / "feeds.yml").write_text("- {id: a, colour: red}\n", encoding="utf-8")
    assert "feeds.yml: feed 1" in wrong(data, feeds=tmp_path / "feeds.yml")[0]
    assert [f.ok for f in doctor.check_packages()] == [True, True]
    (tmp_path / "lock").write_text("duckdb==0.1 \\\nnobody==1 ; sys_platform == 'win32' \\\nnone==1 \\\n", encoding="utf-8")
    monkeypatch.setattr(doctor, "LOCK", tmp_path / "lock")
    _, packages = doctor.check_packages()
    assert packages.what.endswith("in place of duckdb==0.1; missing in place of none==1")
    monkeypatch.setitem(doctor.ZONES, "Asia/Tehran", timedelta(hours=4, minutes=30))
    monkeypatch.setitem(doctor.ZONES, "Asia/Nowhere", timedelta(hours=4))
    assert [f.ok for f in doctor.check_zones()] == [True, False, False]
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=10))
    assert not doctor.check_space(data).ok


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_files_of_another_user_are_named(data: Path) -> None:
    os.chown(data / "zagros.duckdb", 12345, 12345)
    (said,) = wrong(data)
    assert str(data / "zagros.duckdb") in said


def test_an_archives_part_is_found_and_added(data: Path) -> None:
    (data / "archive").mkdir()
    (data / "archive" / ".part").write_bytes(b"")
    assert ".part" in wrong(data)[0]
    assert repair(data, NOW)
    assert wrong(data) == []


def test_a_holder_is_named_and_not_disturbed(data: Path) -> None:
    path = data / "warehouse.duckdb"
    code = f"import duckdb; c = duckdb.connect({str(path)!r}); print('held', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        assert any(finding.ok and str(holder.pid) in finding.what for finding in examine(data, None, NOW))
        with pytest.raises(Locked):
            repair(data, NOW)
        holder.kill()


def test_the_command_has_an_exit_code(data: Path) -> None:
    log = log_of(data / "warehouse.duckdb")
    log.write_bytes(log.read_bytes()[:-7])
    done = subprocess.run([*ZAGROS, "doctor", "--data", str(data)], capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, "WRONG the log of" in done.stdout, done.stderr) == (1, True, "")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Prefect server of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    given = {**os.environ, "PREFECT_HOME": str(tmp_path_factory.mktemp("server")), "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(command, env=given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        url = f"http://127.0.0.1:{port}/api"
        for _ in range(240):
            try:
                httpx.get(f"{url}/health", trust_env=False).raise_for_status()
                break
            except httpx.HTTPError:
                time.sleep(0.5)
        yield url
        process.terminate()


STUCK = """
import os, sys
from pathlib import Path
from datetime import timedelta
from flows.embedded import prepare
data = Path(sys.argv[1])
prepare(data)
from flows.moments import zoned
from flows.doctor import check_prefect, repair
from prefect import flow
from prefect.client.orchestration import get_client
from prefect.states import Running
ours, other = flow(name="ingest")(lambda: None), flow(name="theirs")(lambda: None)
with get_client(sync_client=True) as client:
    runs = [client.create_flow_run(f, state=Running()) for f in (ours, other)]
    print([f.ok for f in check_prefect(data, zoned(None))])
    later = zoned(None) + timedelta(hours=4)
    print([f.ok for f in check_prefect(data, later)])
    print(len(repair(data, later)))
    print([client.read_flow_run(run.id).state_name for run in runs])
"""


def test_runs_that_hang_are_found_and_marked(data: Path, server: str) -> None:
    given = {**os.environ, "PREFECT_API_URL": server}
    done = subprocess.run(
        [sys.executable, "-c", STUCK, str(data)], capture_output=True, text=True, cwd=ROOT, env=given, check=False
    )
    assert done.stdout.splitlines() == ["[True]", "[False]", "1", "['Crashed', 'Running']"], done.stderr
    nowhere = {**os.environ, "PREFECT_API_URL": "http://127.0.0.1:9/api", "PREFECT_CLIENT_MAX_RETRIES": "0"}
    said = subprocess.run(
        [*ZAGROS, "doctor", "--data", str(data)], capture_output=True, text=True, cwd=ROOT, env=nowhere, check=False
    )
    assert (said.returncode, "Prefect cannot be reached" in said.stdout) == (1, True)
