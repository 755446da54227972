"""The pipeline's file through what may befall it: torn in a checkpoint, moved, its copy gone, an analyst's own log."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from extractors.records import Actor
from tests.make import NOW, article, facts
from warehouse import durable
from warehouse.publish import publish
from warehouse.published import ask
from warehouse.store import Locked, Run, Store, WarehouseError, open_store

SADR = Actor("muqtada-al-sadr", "Muqtada al-Sadr", "person")
RUN = Run(NOW, 1.0, "test", "hash")


def keep(store: Store, number: int) -> None:
    store.keep(RUN, facts(article(number), actors=[SADR]))


def count(store: Store) -> int:
    return int(store.con.execute("SELECT count(*) FROM articles").fetchall()[0][0])


def fill(data: Path, number: int = 1) -> None:
    with open_store(data / "warehouse.duckdb") as store:
        keep(store, number)
        publish(store, data / "zagros.duckdb")


def tear(data: Path) -> None:
    """Leave the file as a kill in the middle of a checkpoint may: half overwritten, and the note beside it."""
    path = data / "warehouse.duckdb"
    with pytest.raises(KeyboardInterrupt), durable.noted(path, data / "zagros.duckdb"):
        with path.open("rb+") as file:
            file.seek(4096)
            file.write(b"\xff" * 40_000)
        raise KeyboardInterrupt


def test_the_tear_is_real(tmp_path: Path) -> None:
    fill(tmp_path)
    tear(tmp_path)
    durable.note_of(tmp_path / "warehouse.duckdb").unlink()
    with pytest.raises((WarehouseError, duckdb.Error)), open_store(tmp_path / "warehouse.duckdb") as store:
        count(store)


@pytest.mark.parametrize("read_only", [False, True])
def test_a_torn_file_is_put_back_whole(tmp_path: Path, read_only: bool) -> None:
    fill(tmp_path)
    tear(tmp_path)
    with open_store(tmp_path / "warehouse.duckdb", read_only) as store:
        assert count(store) == 1
    assert not durable.note_of(tmp_path / "warehouse.duckdb").exists()


def test_a_torn_file_in_a_folder_that_moved_or_itself_gone_is_put_back(tmp_path: Path) -> None:
    fill(tmp_path / "old")
    tear(tmp_path / "old")
    moved = (tmp_path / "old").rename(tmp_path / "new")
    (moved / "warehouse.duckdb").unlink()
    with open_store(moved / "warehouse.duckdb") as store:
        assert count(store) == 1


def test_a_torn_file_without_its_copy_says_what_to_do(tmp_path: Path) -> None:
    fill(tmp_path)
    tear(tmp_path)
    (tmp_path / "zagros.duckdb").unlink()
    with pytest.raises(WarehouseError, match="put one of copies/"), open_store(tmp_path / "warehouse.duckdb"):
        pass
    (dated,) = (tmp_path / "copies").iterdir()
    shutil.copy(dated, tmp_path / "zagros.duckdb")
    with open_store(tmp_path / "warehouse.duckdb") as store:
        assert count(store) == 1


def test_a_file_that_somebody_checkpoints_is_left_alone(tmp_path: Path) -> None:
    fill(tmp_path)
    path = tmp_path / "warehouse.duckdb"
    durable.note_of(path).write_text("zagros.duckdb")
    code = f"import duckdb; c = duckdb.connect({str(path)!r}); print('held', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(Locked), open_store(path):
            pass
        assert durable.note_of(path).exists()
        holder.kill()


def test_a_checkpoint_that_fails_ends_the_writing_and_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable, "LONG_LOG", 0)
    path = tmp_path / "warehouse.duckdb"
    with open_store(path) as store:
        keep(store, 1)
        with store.con.cursor() as other:
            other.execute("BEGIN; UPDATE runs SET seconds = 2")
            with pytest.raises(duckdb.Error, match="CHECKPOINT"):
                publish(store, tmp_path / "zagros.duckdb")
        with pytest.raises(duckdb.Error):
            keep(store, 2)
    with open_store(path) as store:
        assert count(store) == 1


def test_a_long_log_is_folded_once_a_copy_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path)
    log = durable.log_of(tmp_path / "warehouse.duckdb")
    assert log.stat().st_size > 0
    monkeypatch.setattr(durable, "LONG_LOG", 1000)
    fill(tmp_path, 2)
    assert not log.exists() or log.stat().st_size == 0
    with open_store(tmp_path / "warehouse.duckdb") as store:
        assert count(store) == 2


def test_what_an_analyst_wrote_into_a_copy_is_in_no_other(tmp_path: Path) -> None:
    fill(tmp_path)
    target = tmp_path / "zagros.duckdb"
    code = f"import duckdb, os; c = duckdb.connect({str(target)!r}); c.execute('CREATE TABLE mine (i INT)'); os._exit(9)"
    subprocess.run([sys.executable, "-c", code], check=False)
    assert durable.log_of(target).stat().st_size > 0
    fill(tmp_path, 2)
    assert ask(target, "SELECT count(*) FROM articles").rows == [(2,)]
    assert ask(target, "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'mine'").rows == [(0,)]


def test_what_is_written_beside_the_log_while_blocks_are_copied_is_in_the_copy(tmp_path: Path) -> None:
    with open_store(tmp_path / "warehouse.duckdb") as store:
        keep(store, 1)
        store.con.execute("CHECKPOINT")
        with durable.begun(store.con, store.file, tmp_path / "part.duckdb") as blocks:
            blocks.copied.result()
            before = store.path.stat().st_size
            store.con.execute("CREATE TABLE large AS SELECT range AS n, md5(range::VARCHAR) AS text FROM range(1_000_000)")
            assert store.path.stat().st_size > before  # a large transaction goes to the file before it commits
            durable.snapshot(store.con, store.path, store.file, tmp_path / "part.duckdb", blocks)
    assert ask(tmp_path / "part.duckdb", "SELECT count(DISTINCT text) FROM large").rows == [(1_000_000,)]
