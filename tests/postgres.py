"""Debian's PostgreSQL in, a server of its own on loopback out, with an empty database for each lake."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from warehouse.lake import Lake

# What needs no durability: a test's database.
OPTIONS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"


def programs() -> Path | None:
    """Find the newest PostgreSQL of this machine."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    other = shutil.which("initdb")
    return found[-1].parent if found else Path(other).resolve().parent if other else None


@dataclass
class Postgres:
    """A server: its programs, its port, and who it runs as (it refuses to be root)."""

    bin: Path
    port: int
    user: str | None
    numbers: Iterator[int]

    def run(self, *words: str) -> None:
        subprocess.run([self.bin / words[0], *words[1:]], user=self.user, check=True, capture_output=True, timeout=60, cwd="/")

    def lake(self, files: Path) -> Lake:
        """Make an empty database, and name a lake in it whose files lie in a folder."""
        name = f"lake{next(self.numbers)}"
        self.run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "zagros", name)
        return Lake(f"ducklake:postgres:dbname={name} host=127.0.0.1 port={self.port} user=zagros", str(files))

    def copy(self, lake: Lake, files: Path) -> Lake:
        """Copy a lake that nobody has open into a database and a folder of its own: making one takes seconds."""
        name, of = f"lake{next(self.numbers)}", ["-h", "127.0.0.1", "-p", str(self.port), "-U", "zagros"]
        self.run("createdb", *of, "-T", lake.address.partition("dbname=")[2].partition(" ")[0], name)
        shutil.copytree(lake.files, files)
        moved = f"UPDATE ducklake_metadata SET value = replace(value, '{lake.files}', '{files}') WHERE key = 'data_path'"
        self.run("psql", *of, "-d", name, "-c", moved)
        return Lake(f"ducklake:postgres:dbname={name} host=127.0.0.1 port={self.port} user=zagros", str(files))


@contextmanager
def serve_postgres() -> Iterator[Postgres]:
    """Start a server; skips the test where PostgreSQL is not installed."""
    found = programs()
    if found is None:
        pytest.skip("PostgreSQL is not installed (apt install postgresql)")
    user = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="zagros-pg-"))
    with socket.create_server(("127.0.0.1", 0)) as free:
        server = Postgres(found, free.getsockname()[1], user, count())
    try:
        if user:
            os.chown(folder, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)
        server.run("initdb", "-D", str(folder / "data"), "-A", "trust", "-U", "zagros", "-E", "UTF8", "--no-sync")
        options = f"-p {server.port} -k {folder} -h 127.0.0.1 {OPTIONS}"
        server.run("pg_ctl", "-D", str(folder / "data"), "-o", options, "-l", str(folder / "log"), "-w", "start")
        yield server
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            server.run("pg_ctl", "-D", str(folder / "data"), "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)
