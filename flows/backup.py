"""A data folder in, a backup that no kill breaks out; and the way back, checked before it takes a folder's place."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from flows.archive import Archive, files
from flows.place import place_of
from warehouse.durable import begun, replace_text, snapshot, sync
from warehouse.lake import Lake
from warehouse.publish import check_whole, clear
from warehouse.schema import done_steps
from warehouse.store import CheckFailed, File, NoSpace, Place, Store, WarehouseError, explained, hold, open_store, refuse_held
from warehouse.transfer import copy_lake, fill_lake, refuse_full

LIST, STORE, PUBLISHED = "backup.json", "warehouse.duckdb", "zagros.duckdb"
# The files of a data folder that a backup holds, and the same with twelve digits of their hash as a backup names them.
HELD = re.compile(r"(?:archive/)?[\w-]+\.[0-9a-f]{12}\.(?:duckdb|warc\.gz)")
SOURCE = re.compile(r"warehouse\.duckdb|zagros\.duckdb|archive/[\w-]+\.warc\.gz")
STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Held:
    """A file of a data folder, and the file of a backup that has its bytes."""

    path: str
    held_in: str
    sha256: str
    bytes: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Backup:
    """What `backup.json` says; `copied` counts the files that the backup before this one did not have."""

    when: str
    schema_step: int
    code_version: str
    files: tuple[Held, ...]
    copied: int = 0


def back_up(data: Path, folder: Path, now: datetime) -> Backup:
    """Copy the warehouse with its log folded in, the published copy and the archive; only files that changed are copied again.

    Of a lake a file is made that holds one snapshot of it. A file is named after its bytes and never written over, and the list
    of them comes last, by one rename: whenever a kill comes, the list names the files of one backup, whole. Raises Locked,
    NoSpace or WarehouseError.
    """
    place = place_of(data)
    if isinstance(place, Path) and not place.is_file():
        raise WarehouseError(f"there is no {place} to back up: is --data right?")
    if folder.resolve() == data.resolve():
        raise WarehouseError(f"{folder} is the data folder itself: give another folder, best on another disk")
    (folder / "archive").mkdir(parents=True, exist_ok=True)
    known = {held.path: held for held in read_list(folder).files} if (folder / LIST).is_file() else {}
    with open_whole(place) as store, explained(folder):
        if isinstance(store, File):
            # What a kill left of a run's answers belongs to the day's file; beside a lake it may be a run's under way.
            Archive(data / "archive", now).recover()
        held = [hold_store(store, folder)]
        for source in [path for path in (data / PUBLISHED, *files(data / "archive")) if path.is_file()]:
            held.append(hold_file(source, data, folder, known))
        copied = len({file.held_in for file in held} - {file.held_in for file in known.values()})
        made = Backup(now.isoformat(), max(done_steps(store.con)), version("zagros"), tuple(held), copied)
        write_list(made, folder)
    return made


def open_whole(place: Place) -> AbstractContextManager[Store]:
    """Hold a file as it is, or open one snapshot of a lake, which others may go on writing."""
    return hold(place) if isinstance(place, Path) else open_store(place, read_only=True)


def hold_store(store: Store, folder: Path) -> Held:
    """Copy the open warehouse into a backup."""
    part = folder / ".warehouse.part"
    clear(part)
    if not isinstance(store, File):
        copy_lake(store.con, part)
        return settle(part, STORE, folder, part.stat().st_mtime_ns)
    found = store.path.stat()
    with begun(store.con, store.file, part) as blocks:
        snapshot(store.con, store.path, store.file, part, blocks)
    return settle(part, STORE, folder, found.st_mtime_ns)


def hold_file(source: Path, data: Path, folder: Path, known: dict[str, Held]) -> Held:
    """Copy a file into a backup, unless the last one has it: of this size, and changed at the same instant."""
    path, found = source.relative_to(data).as_posix(), source.stat()
    last = known.get(path)
    if last and (last.bytes, last.mtime_ns) == (found.st_size, found.st_mtime_ns) and size(folder / last.held_in) == last.bytes:
        return last
    part = folder / ".file.part"
    shutil.copyfile(source, part)
    return settle(part, path, folder, found.st_mtime_ns)


def settle(part: Path, path: str, folder: Path, mtime_ns: int) -> Held:
    """Make a copied file durable under the name of its bytes."""
    digest = digest_of(part)
    stem, ends = path.split(".", 1)
    held = Held(path, f"{stem}.{digest[:12]}.{ends}", digest, part.stat().st_size, mtime_ns)
    sync(part)
    part.replace(folder / held.held_in)
    sync((folder / held.held_in).parent)
    return held


def write_list(made: Backup, folder: Path) -> None:
    """Say what a backup holds, and only then let go of what it holds no more."""
    replace_text(folder / LIST, json.dumps(asdict(made), indent=1))
    named = {held.held_in for held in made.files}
    for old in [*folder.iterdir(), *(folder / "archive").iterdir()]:
        name = old.relative_to(folder).as_posix()
        if HELD.fullmatch(name) and name not in named:
            old.unlink()


def read_list(folder: Path) -> Backup:
    """Read what a backup says it holds; raises WarehouseError where that is not to be read."""
    path = folder / LIST
    if not path.is_file():
        raise WarehouseError(f"{folder} holds no backup: it has no {LIST}; `zagros backup {folder}` makes one")
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        found = Backup(**{**said, "files": tuple(Held(**held) for held in said["files"])})
    except (ValueError, TypeError, KeyError) as error:
        raise WarehouseError(f"{path} is damaged ({error}): take another backup") from error
    for held in found.files:
        # A list that somebody altered must not name files elsewhere.
        if not (SOURCE.fullmatch(held.path) and HELD.fullmatch(held.held_in)):
            raise WarehouseError(f"{path} names {held.path!r}, which is no file of a backup: take another backup")
    return found


def verify(found: Backup, folder: Path) -> None:
    """Read every file of a backup; raises WarehouseError that names all that are not what was backed up."""
    wrong = []
    for held in found.files:
        path = folder / held.held_in
        if size(path) != held.bytes:
            wrong.append(
                f"{path} has {size(path):,} bytes in place of {held.bytes:,}" if path.is_file() else f"{path} is missing"
            )
        elif digest_of(path) != held.sha256:
            wrong.append(f"{path} was altered (its SHA-256 is another)")
    if wrong:
        raise WarehouseError("; ".join(wrong) + ": nothing was restored; take another backup, or bring the file back")


def restore(folder: Path, data: Path, now: datetime, over: bool = False) -> tuple[Backup, Path | None]:
    """Put a backup in the place of a data folder, and give what it holds and where the old folder is now.

    Everything is verified, copied beside and checked before the old folder is touched. Where the warehouse is to be a lake, its
    facts go there, whatever they were backed up from. Raises Locked, NoSpace or WarehouseError.
    """
    data, found, place = data.resolve(), read_list(folder), place_of(data)
    there = data.is_dir() and any(data.iterdir())
    if there and not over:
        raise WarehouseError(f"{data} is not empty: give another folder with --data, or --over to move it aside")
    refuse_held(data / STORE)
    if isinstance(place, Lake):
        refuse_full(place)
    verify(found, folder)
    fresh = lay_out(found, folder, data.with_name(f".{data.name}.restoring"))
    check_restored(fresh, folder)
    aside = data.with_name(f"{data.name}.before-{now:{STAMP}}") if there else None
    if aside and aside.exists():
        raise WarehouseError(f"{aside} is there already: move it away, or wait a second")
    if aside:
        data.rename(aside)
    fresh.rename(data)
    sync(data.parent)
    if isinstance(place, Lake):
        with ExitStack() as undo:
            undo.callback(put_back, data, fresh, aside)
            fill_lake(place, data / STORE)  # only now, since a lake's files may lie in the folder itself
            undo.pop_all()
        clear(data / STORE)
    return found, aside


def put_back(data: Path, fresh: Path, aside: Path | None) -> None:
    """Put the old folder back in its place, and the restored one beside."""
    data.rename(fresh)
    if aside:
        aside.rename(data)
    sync(data.parent)


def lay_out(found: Backup, folder: Path, fresh: Path) -> Path:
    """Copy a backup's files into a new folder under their own names, dated as they were, so that the next backup knows them."""
    shutil.rmtree(fresh, ignore_errors=True)
    (fresh / "archive").mkdir(parents=True)
    needed, free = sum(held.bytes for held in found.files), shutil.disk_usage(fresh).free
    if needed > free:
        raise NoSpace(f"{fresh.parent} has {free:,} bytes free, the backup needs {needed:,}: make room, then run again")
    with explained(fresh):
        for held in found.files:
            shutil.copyfile(folder / held.held_in, fresh / held.path)
            os.utime(fresh / held.path, ns=(held.mtime_ns, held.mtime_ns))
            sync(fresh / held.path)
    return fresh


def check_restored(fresh: Path, folder: Path) -> None:
    """Open a restored warehouse, bring it up to date, and run every check; raises WarehouseError."""
    try:
        check_whole(fresh / STORE)
    except CheckFailed as error:
        raise WarehouseError(f"{folder} was not restored, it is in {fresh} to look at: {error}") from error


def size(path: Path) -> int:
    """Count a file's bytes, -1 where there is none."""
    return path.stat().st_size if path.is_file() else -1


def digest_of(path: Path) -> str:
    """Hash a file (SHA-256)."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def total(held: Iterable[Held]) -> int:
    """Add up the bytes of files."""
    return sum(file.bytes for file in held)
