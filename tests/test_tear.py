"""Torn logs: found without being touched, cut where they can be replayed, and kept."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.test_durable import count, keep
from warehouse.durable import log_of
from warehouse.store import Locked, WarehouseError, open_store
from warehouse.tear import ends_of_records, mend_log, tear_of

ARTICLES = 6


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[int]]:
    """A file with some transactions in its log, and where each ends."""
    path, ends = tmp_path_factory.mktemp("filled") / "warehouse.duckdb", []
    with open_store(path) as store:
        for number in range(1, ARTICLES + 1):
            keep(store, number)
            ends.append(log_of(path).stat().st_size)
    return path, ends


def copy(path: Path, folder: Path, log: bytes) -> Path:
    shutil.copyfile(path, folder / path.name)
    log_of(folder / path.name).write_bytes(log)
    return folder / path.name


def flip(log: bytes, at: int) -> bytes:
    return log[:at] + bytes([log[at] ^ 0xFF]) + log[at + 1 :]


HARMS: dict[str, Callable[[bytes, int], bytes]] = {
    "cut": lambda log, at: log[:at],
    "flipped": flip,
    "zeroed": lambda log, at: log[:at] + bytes(5000),
    "garbage behind": lambda log, at: log + b"\xffabc" * 99,
    "zeros behind": lambda log, at: log + bytes(4000),
}


def test_a_whole_log_is_left_alone(filled: tuple[Path, list[int]], tmp_path: Path) -> None:
    path = copy(filled[0], tmp_path, log_of(filled[0]).read_bytes())
    assert tear_of(path) is None
    assert mend_log(path, "now") is None
    assert {found.name for found in tmp_path.iterdir()} == {path.name, log_of(path).name}


@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.parametrize("seed", range(4))
def test_a_torn_log_keeps_all_before_the_tear(filled: tuple[Path, list[int]], tmp_path: Path, harm: str, seed: int) -> None:
    whole, (first, last) = log_of(filled[0]).read_bytes(), (filled[1][0], filled[1][-1])
    records = set(ends_of_records(log_of(filled[0])))
    at = Random(seed).choice([at for at in range(first + 1, last) if at not in records])  # cut there it would not be torn
    torn = HARMS[harm](whole, at)
    path = copy(filled[0], tmp_path, torn)
    found = tear_of(path)
    assert found is not None
    assert log_of(path).read_bytes() == torn  # looking harms nothing
    kept = mend_log(path, "now")
    assert kept == tmp_path / "warehouse.duckdb.wal.torn-now"
    assert kept.read_bytes() == torn
    assert tear_of(path) is None
    with open_store(path) as store:
        assert count(store) == (ARTICLES if "behind" in harm else sum(end <= at for end in filled[1]))
        keep(store, 99)


def test_a_wrong_length_that_duckdb_takes_for_the_end_is_found(filled: tuple[Path, list[int]], tmp_path: Path) -> None:
    third = filled[1][2]
    path = copy(filled[0], tmp_path, flip(log_of(filled[0]).read_bytes(), third + 3))
    assert third in ends_of_records(log_of(filled[0]))
    found = tear_of(path)
    assert found
    assert (found.whole, found.torn) == (third, filled[1][-1] - third)


def test_what_is_no_log_or_no_file_is_not_cut(filled: tuple[Path, list[int]], tmp_path: Path) -> None:
    path = copy(filled[0], tmp_path, flip(log_of(filled[0]).read_bytes(), 2))
    with pytest.raises(WarehouseError, match="restore a backup"):
        mend_log(path, "now")
    log_of(path).write_bytes(log_of(filled[0]).read_bytes())
    path.write_bytes(b"\xff" * 20_000)
    with pytest.raises(WarehouseError, match="not for its log"):
        mend_log(path, "now")
    assert {found.name for found in tmp_path.iterdir()} == {path.name, log_of(path).name}


def test_a_held_file_is_left_alone(filled: tuple[Path, list[int]], tmp_path: Path) -> None:
    path = copy(filled[0], tmp_path, log_of(filled[0]).read_bytes())
    code = f"import duckdb; c = duckdb.connect({str(path)!r}); print('held', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(Locked, match=str(holder.pid)):
            tear_of(path)
        holder.kill()
