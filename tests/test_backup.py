"""Backups: what comes back is what was there, whatever was altered is refused by name, and a kill leaves the older one whole."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from flows.backup import HELD, back_up, digest_of, read_list, restore
from tests.test_durable import count, fill, keep
from warehouse.published import ask
from warehouse.store import Locked, WarehouseError, open_store

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
ROOT = Path(__file__).resolve().parent.parent
# Backs up, and kills itself at one of the moments at which something is put in its place or made durable.
DYING = """
import os, signal, sys
from pathlib import Path
from datetime import UTC, datetime
import flows.backup
left = [int(sys.argv[3])]
def dying(done):
    def do(*given, **named):
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        return done(*given, **named)
    return do
flows.backup.sync, Path.replace, Path.unlink = dying(flows.backup.sync), dying(Path.replace), dying(Path.unlink)
flows.backup.back_up(Path(sys.argv[1]), Path(sys.argv[2]), datetime(2026, 11, 27, tzinfo=UTC))
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    fill(tmp_path / "data")
    (tmp_path / "data" / "archive").mkdir()
    for day in (25, 26):
        (tmp_path / "data" / "archive" / f"zagros-2026-11-{day}.warc.gz").write_bytes(os.urandom(10_000))
    return tmp_path / "data"


def facts(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with duckdb.connect(str(path)) as con:
        tables = [name for (name,) in con.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()]
        return {name: sorted(con.execute(f'FROM "{name}"').fetchall(), key=repr) for name in tables}


def test_what_comes_back_is_what_was_there(data: Path, tmp_path: Path) -> None:
    made = back_up(data, tmp_path / "backup", NOW)
    assert (made.copied, len(made.files)) == (4, 4)
    before = facts(data / "warehouse.duckdb")
    assert before["articles"]
    restore(tmp_path / "backup", tmp_path / "new", NOW)
    assert facts(tmp_path / "new" / "warehouse.duckdb") == before
    for name in ("zagros.duckdb", "archive/zagros-2026-11-25.warc.gz", "archive/zagros-2026-11-26.warc.gz"):
        assert digest_of(tmp_path / "new" / name) == digest_of(data / name)
    fill(tmp_path / "new", 2)  # and the pipeline goes on there


def test_only_what_changed_is_copied_again(data: Path, tmp_path: Path) -> None:
    back_up(data, tmp_path / "backup", NOW)
    fill(data, 2)
    with (data / "archive" / "zagros-2026-11-26.warc.gz").open("ab") as file:
        file.write(b"more")
    old = tmp_path / "backup" / read_list(tmp_path / "backup").files[2].held_in
    inode = old.stat().st_ino
    assert back_up(data, tmp_path / "backup", NOW).copied == 3
    assert old.stat().st_ino == inode
    found = [path for path in (tmp_path / "backup").rglob("*") if path.is_file()]
    assert len(found) == 5  # nothing is left of the older backup
    restore(tmp_path / "backup", tmp_path / "new", NOW)
    with open_store(tmp_path / "new" / "warehouse.duckdb") as store:
        assert count(store) == 2
    assert back_up(tmp_path / "new", tmp_path / "backup", NOW).copied <= 1


@pytest.mark.parametrize("harm", ["flip", "cut", "gone"])
@pytest.mark.parametrize("number", range(4))
def test_an_altered_file_is_refused_by_name(data: Path, tmp_path: Path, harm: str, number: int) -> None:
    back_up(data, tmp_path / "backup", NOW)
    path = tmp_path / "backup" / read_list(tmp_path / "backup").files[number].held_in
    whole = path.read_bytes()
    path.write_bytes(whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:] if harm == "flip" else whole[:-1])
    if harm == "gone":
        path.unlink()
    with pytest.raises(WarehouseError, match=path.name):
        restore(tmp_path / "backup", tmp_path / "new", NOW)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("text", ["", "[]", '{"files": [{}]}', None])
def test_a_list_that_is_none_is_refused(data: Path, tmp_path: Path, text: str | None) -> None:
    back_up(data, tmp_path / "backup", NOW)
    listed = tmp_path / "backup" / "backup.json"
    if text is None:
        said = json.loads(listed.read_text())
        said["files"][0]["path"] = "../elsewhere.duckdb"
        text = json.dumps(said)
    listed.write_text(text)
    with pytest.raises(WarehouseError, match=r"backup\.json"):
        restore(tmp_path / "backup", tmp_path / "new", NOW)
    with pytest.raises(WarehouseError, match="holds no backup"):
        restore(tmp_path, tmp_path / "new", NOW)


def test_a_data_folder_is_not_written_over_but_moved_aside(data: Path, tmp_path: Path) -> None:
    back_up(data, tmp_path / "backup", NOW)
    fill(data, 2)
    with pytest.raises(WarehouseError, match="--over"):
        restore(tmp_path / "backup", data, NOW)
    _, aside = restore(tmp_path / "backup", data, NOW, over=True)
    assert aside == tmp_path / "data.before-20261126T120000Z"
    for folder, articles in ((data, 1), (aside, 2)):
        with open_store(folder / "warehouse.duckdb") as store:
            assert count(store) == articles
    restore(tmp_path / "backup", data, NOW + timedelta(seconds=1), over=True)
    assert len(list(tmp_path.glob("data.before-*"))) == 2


def test_a_warehouse_that_is_held_is_neither_backed_up_nor_moved(data: Path, tmp_path: Path) -> None:
    back_up(data, tmp_path / "backup", NOW)
    code = f"import duckdb; c = duckdb.connect({str(data / 'warehouse.duckdb')!r}); print('held', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(Locked, match=str(holder.pid)):
            restore(tmp_path / "backup", data, NOW, over=True)
        zagros = [sys.executable, "-c", "from flows.cli import main; main()"]
        done = subprocess.run(
            [*zagros, "backup", str(tmp_path / "other"), "--data", str(data)],
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=False,
        )
        holder.kill()
    assert (done.returncode, str(holder.pid) in done.stderr) == (4, True)


def test_facts_that_a_killed_run_did_not_add_up_come_back(data: Path, tmp_path: Path) -> None:
    with open_store(data / "warehouse.duckdb") as store:
        keep(store, 2)
    back_up(data, tmp_path / "backup", NOW)
    restore(tmp_path / "backup", tmp_path / "new", NOW)
    with open_store(tmp_path / "new" / "warehouse.duckdb") as store:
        assert count(store) == 2


def test_what_a_kill_left_of_a_run_is_in_the_backup(data: Path, tmp_path: Path) -> None:
    day = data / "archive" / "zagros-2026-11-26.warc.gz"
    whole = day.read_bytes()
    (data / "archive" / ".part").write_bytes(b"")
    (data / "archive" / ".appending").write_text(f"{len(whole)} {day.name}")
    with day.open("ab") as file:
        file.write(b"half a part")
    back_up(data, tmp_path / "backup", NOW)
    restore(tmp_path / "backup", tmp_path / "new", NOW)
    assert (tmp_path / "new" / "archive" / day.name).read_bytes() == whole


def test_a_kill_at_any_moment_leaves_one_backup_whole(data: Path, tmp_path: Path) -> None:
    back_up(data, tmp_path / "first", NOW)
    fill(data, 2)
    (data / "archive" / "zagros-2026-11-27.warc.gz").write_bytes(os.urandom(10_000))
    articles, done = [], False
    for moment in range(1, 60):
        shutil.copytree(tmp_path / "first", tmp_path / str(moment))
        died = subprocess.run(
            [sys.executable, "-c", DYING, str(data), str(tmp_path / str(moment)), str(moment)], cwd=ROOT, check=False
        )
        restore(tmp_path / str(moment), tmp_path / f"new{moment}", NOW)
        articles += ask(tmp_path / f"new{moment}" / "zagros.duckdb", "SELECT count(*) FROM articles").rows[0]
        back_up(data, tmp_path / str(moment), NOW)  # the next one clears up after it
        held = {path.relative_to(tmp_path / str(moment)).as_posix() for path in (tmp_path / str(moment)).rglob("*.*")}
        assert {name for name in held if HELD.fullmatch(name)} == {
            file.held_in for file in read_list(tmp_path / str(moment)).files
        }
        done = died.returncode == 0
        if done:
            break
        assert died.returncode == -signal.SIGKILL
    assert done
    assert articles == sorted(articles)
    assert {1, 2} == set(articles)
    assert articles.count(1) >= 8
