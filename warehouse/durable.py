"""The pipeline's file and its write-ahead log in, one whole file out, at whatever moment a kill comes.

DuckDB may write over blocks that the file's header still names while it checkpoints: killed then, 1.5.5 leaves a file that does
not open again (duckdb pull request 25106; seen once in some hundred kills). So the pipeline's file is never checkpointed but
while a whole copy of it lies beside it and a note says where: a copy is checkpointed in its stead, and a file that was being
checkpointed when a kill came is put back from its copy.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

import duckdb

from warehouse.errors import WarehouseError

# The oldest storage that has all we write: every DuckDB client from 1.0 on opens it (measured with 1.1 to 2.0).
STORAGE_VERSION = "v1.0.0"
# DuckDB's own checkpoints are put off for good; ours come when the log has grown to this.
NEVER, LONG_LOG = "1TB", 16 * 1024 * 1024
CHUNK = 1 << 24


def connect(path: Path, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """Open a file so that it is checkpointed only where that is asked for."""
    con = duckdb.connect(str(path), read_only, config={"storage_compatibility_version": STORAGE_VERSION})
    con.execute(f"SET TimeZone = 'UTC'; SET enable_progress_bar = false; SET checkpoint_threshold = '{NEVER}'")
    con.execute("PRAGMA disable_checkpoint_on_shutdown")
    return con


def log_of(path: Path) -> Path:
    """Name the write-ahead log of a file."""
    return path.with_name(f"{path.name}.wal")


def note_of(path: Path) -> Path:
    """Name the note that says from which copy a file is put back."""
    return path.with_name(f"{path.name}.checkpoint")


@contextmanager
def begun(con: duckdb.DuckDBPyConnection, file: FileIO, part: Path) -> Iterator[Blocks]:
    """Begin to copy a file's blocks while its last transactions, which go to its log, are still under way."""
    with ThreadPoolExecutor(1) as beside:
        state = state_of(con, file)
        yield Blocks(state, beside.submit(copy_blocks, file, part))


@dataclass(frozen=True, slots=True)
class Blocks:
    """A copy of blocks under way, and the state in which its file was when that began."""

    state: tuple[int, ...]
    copied: Future[None]


def state_of(con: duckdb.DuckDBPyConnection, file: FileIO) -> tuple[int, ...]:
    """Say what changes whenever a file's blocks are written: a large transaction writes to free ones before it commits."""
    found = os.fstat(file.fileno())
    counts = con.execute("SELECT total_blocks, used_blocks, free_blocks FROM pragma_database_size()").fetchall()
    return (found.st_size, found.st_mtime_ns, *counts[0])


def snapshot(con: duckdb.DuckDBPyConnection, path: Path, file: FileIO, part: Path, blocks: Blocks) -> None:
    """Finish the copy of a file that is open here, in no transaction: with its log, which is folded into the copy.

    Raises WarehouseError where the copy came out otherwise.
    """
    blocks.copied.result()
    if state_of(con, file) != blocks.state:
        copy_blocks(file, part)
    if part.stat().st_size != path.stat().st_size:
        raise WarehouseError(f"{path} changed while it was copied: nobody else may write it")
    if log_of(path).exists():
        shutil.copyfile(log_of(path), log_of(part))
        with connect(part) as copy:
            copy.execute("CHECKPOINT")
    if log_of(part).exists():
        raise WarehouseError(f"the log of {path} could not be folded into its copy")


def copy_blocks(source: FileIO, part: Path) -> None:
    """Copy an open file and make that durable: on Linux the kernel does, or shares the blocks where the file system can.

    That is copy_file_range(2).
    """
    done = 0
    with part.open("wb", buffering=0) as out:
        try:
            while copied := os.copy_file_range(source.fileno(), out.fileno(), CHUNK, done):
                done += copied
        except (AttributeError, OSError):
            for file in (source, out):
                file.seek(0)
            out.truncate()
            shutil.copyfileobj(source, out, CHUNK)
        os.fsync(out.fileno())


def fold(con: duckdb.DuckDBPyConnection, path: Path, whole: Path) -> None:
    """Fold a long log into its file, of which `whole` is a durable copy; where that fails the connection is closed."""
    if not log_of(path).exists() or log_of(path).stat().st_size < LONG_LOG:
        return
    with noted(path, whole), ExitStack() as failed:
        # What were written after a failure would be lost: the file is about to be put back from its copy.
        failed.callback(con.close)
        con.execute("CHECKPOINT")
        failed.pop_all()


@contextmanager
def noted(path: Path, whole: Path) -> Iterator[None]:
    """Leave a note for as long as a file may be torn."""
    # By its place beside the file, so that the folder may be moved.
    replace_text(note_of(path), os.path.relpath(whole, path.parent))
    yield
    note_of(path).unlink()
    sync(path.parent)


def mend(path: Path) -> None:
    """Put a file back from its copy where a kill came while it was checkpointed; nothing where somebody is at work on it.

    Raises WarehouseError where the copy is gone.
    """
    if not note_of(path).exists():
        return
    with path.open("ab") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return
        if note_of(path).exists():
            whole = path.parent / note_of(path).read_text(encoding="utf-8")
            if not whole.is_file():
                raise WarehouseError(f"{path} may be torn, and its copy {whole} is gone: put one of copies/ there and run again")
            part = path.with_name(f".{path.name}.part")
            shutil.copyfile(whole, part)
            sync(part)
            # Should a kill come now, the note still stands, and all of this is done again. The log goes first: nobody
            # may open the whole file with the torn one's.
            log_of(path).unlink(missing_ok=True)
            part.replace(path)
            sync(path.parent)
            note_of(path).unlink()


def busy(path: Path) -> bool:
    """Tell whether another process holds a file; not to be asked by one that has it open itself (fcntl drops its lock then)."""
    if not path.exists():
        return False
    with path.open("rb") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


def sync(path: Path) -> None:
    """Make a file durable, or the names in a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace_text(path: Path, text: str) -> None:
    """Put a text in the place of a file's, whole whenever a kill comes, and durably; who may read it stays as it is."""
    target = path.resolve()
    part = target.with_name(f".{target.name}.part")
    part.write_text(text, encoding="utf-8", newline="")
    if target.exists():
        shutil.copymode(target, part)
    sync(part)
    part.replace(target)
    sync(target.parent)
