"""The pipeline's file in, where its write-ahead log is torn out; on request the log cut there and the torn one kept beside.

DuckDB 1.5.5 refuses a log in which a record's bytes changed, but takes one whose record names a wrong length for its end: it
opens, and whatever was committed behind is dropped with the next write (measured). So the records are counted here as well.
"""

from __future__ import annotations

import fcntl
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from struct import Struct
from tempfile import TemporaryDirectory

import duckdb

from warehouse.durable import connect, log_of, sync
from warehouse.errors import Locked, WarehouseError
from warehouse.publish import check_whole, link
from warehouse.store import explained, refuse_held

# A log of our storage version begins with its own, 2, and then has records: bytes, checksum, so many bytes (src/storage/
# write_ahead_log.cpp of DuckDB 1.5; seen so in the logs of 1.5.5).
HEAD, RECORD = bytes.fromhex("640062650002ffff"), Struct("<QQ")
POSITION = re.compile(r"at byte position (\d+)")


@dataclass(frozen=True, slots=True)
class Tear:
    """The bytes of a log that can be replayed, and those behind that cannot."""

    whole: int
    torn: int


def tear_of(path: Path) -> Tear | None:
    """Find where a file's log is torn without touching either; raises Locked, or WarehouseError where no cut would mend it."""
    with beside(path) as copy:
        return tear_at(copy, path)


def mend_log(path: Path, stamp: str) -> Path | None:
    """Cut a torn log behind its last whole record, and give the name under which the torn one is kept; None for a whole log.

    What the cut leaves is opened and checked before it is put in place. Raises Locked, CheckFailed or WarehouseError.
    """
    with beside(path) as copy:
        log, found = log_of(path), state(log_of(path))
        if not tear_at(copy, path):
            return None
        trial = copy.with_name("trial.duckdb")
        shutil.copyfile(copy, trial)
        shutil.copyfile(log_of(copy), log_of(trial))
        check_whole(trial)
        kept = log.with_name(f"{log.name}.torn-{stamp}")
        sync(log_of(copy))
        with alone(path):
            if state(log) != found:
                raise WarehouseError(f"{log} was written while it was looked at: run `zagros doctor` again")
            link(log, kept)
            log_of(copy).replace(log)
            sync(path.parent)
    return kept


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """Give a file a second name with a copy of its log, to be opened read-only without harm to either."""
    refuse_held(path)
    with explained(path), TemporaryDirectory(dir=path.parent, prefix=".doctor-") as folder:
        copy = Path(folder) / path.name
        link(path, copy)
        if log_of(path).exists():
            shutil.copyfile(log_of(path), log_of(copy))
        yield copy


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Keep every other process from opening a file; raises Locked."""
    with path.open("ab") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Locked(f"{path} is held by another process: wait until it ends") from error
        yield


def tear_at(copy: Path, path: Path) -> Tear | None:
    """Cut the copy of a log until it can be replayed, and say where that was."""
    size = state(log_of(copy))[0]
    ends = ends_of_records(log_of(copy)) if size else [0]
    while not replayed(copy, path, ends):
        pass
    return Tear(ends[-1], size - ends[-1]) if ends[-1] < size else None


def replayed(copy: Path, path: Path, ends: list[int]) -> bool:
    """Cut a log behind its last whole record and tell whether DuckDB replays it; takes those back at which it stops.

    Raises WarehouseError where it is not the log that keeps the file from being opened.
    """
    if log_of(copy).exists():
        with log_of(copy).open("ab") as log:
            log.truncate(ends[-1])
    try:
        connect(copy, read_only=True).close()
    except duckdb.Error as error:
        said = POSITION.search(str(error))
        whole = [end for end in ends if said and end < int(said[1])]
        if not whole or len(whole) == len(ends):
            raise WarehouseError(f"{path} does not open, and not for its log: {str(error)[:300]}") from error
        ends[:] = whole
        return False
    return True


def ends_of_records(log: Path) -> list[int]:
    """List where the head of a log ends, and each of its records that is not cut short."""
    ends, size = [len(HEAD)], log.stat().st_size
    with log.open("rb") as file:
        if file.read(len(HEAD)) != HEAD:
            raise WarehouseError(f"{log} does not begin like a log that this Zagros writes: restore a backup")
        while len(head := file.read(RECORD.size)) == RECORD.size:
            length, _ = RECORD.unpack(head)
            if not length or ends[-1] + RECORD.size + length > size:
                break
            ends.append(ends[-1] + RECORD.size + length)
            file.seek(ends[-1])
    return ends


def state(log: Path) -> tuple[int, int]:
    """Say how large a log is and when it was written last."""
    return (log.stat().st_size, log.stat().st_mtime_ns) if log.exists() else (0, 0)
