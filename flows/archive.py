"""Answers of the network in, WARC files out, one a day; whatever a kill leaves half done is put right by the next run."""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import IO

from extractors.records import Page
from flows.warc import closed, describe, pack, read_warc
from warehouse.durable import replace_text, sync
from warehouse.store import explained

DAY_FILE = "zagros-{day}.warc.gz"


class Archive:
    """Takes down the answers of one run, and adds them to the file of its day when the run ends, however it ends.

    A run writes to a part of its own; what a kill leaves of one is added by the next run. Only one run may hold a folder:
    whoever holds the warehouse.
    """

    def __init__(self, folder: Path, now: datetime, days: int | None = None) -> None:
        """Set up; `days` are kept before today's, all where it is None."""
        self.folder, self.now, self.days = folder, now, days
        self.part, self.note = folder / ".part", folder / ".appending"
        self.out: IO[bytes] | None = None

    def __enter__(self) -> Archive:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.recover()
        self.forget()
        self.out = self.part.open("wb", buffering=0)
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self.out:
            self.out.close()
        self.append(self.day_file(self.now.date()))

    def day_file(self, day: date) -> Path:
        """Name the file of a day (UTC)."""
        return self.folder / DAY_FILE.format(day=day)

    def add(self, page: Page, asked: str) -> None:
        """Take an answer down; raises NoSpace."""
        if self.out and page.body:
            with explained(self.part):
                self.out.write(pack(page, asked, self.now))

    def append(self, target: Path) -> None:
        """Add the part to a day's file, so that a kill in the middle is put right by the next run."""
        if self.part.stat().st_size:
            before = target.stat().st_size if target.exists() else 0
            sync(self.part)
            replace_text(self.note, f"{before} {target.name}")
            with explained(target), self.part.open("rb") as part, target.open("ab") as out:
                if not before:
                    out.write(describe(target.name))
                shutil.copyfileobj(part, out)
            sync(target)
        self.part.unlink()
        self.note.unlink(missing_ok=True)

    def recover(self) -> None:
        """Put right what a kill left: a day's file with half a part in it, or a part that nobody added."""
        if self.note.exists():
            before, name = self.note.read_text(encoding="utf-8").split(" ", 1)
            # A part that is gone was added whole.
            if self.part.exists() and (target := self.folder / name).exists():
                with target.open("ab") as out:
                    out.truncate(int(before))
            self.note.unlink()
        if self.part.exists():
            whole = [(c.end, c.fetched_at) for c in read_warc(self.part) if c.sound and closed(c)]
            with self.part.open("ab") as part:
                part.truncate(max((end for end, _ in whole), default=0))
            self.append(self.day_file(max((moment for _, moment in whole), default=self.now).date()))

    def forget(self) -> None:
        """Remove the files of days that are no longer kept."""
        if self.days is None:
            return
        first = self.day_file((self.now - timedelta(days=self.days)).date()).name
        for old in files(self.folder):
            if old.name < first:
                old.unlink()


def files(folder: Path) -> list[Path]:
    """List the files of an archive, the oldest first."""
    return sorted(folder.glob(DAY_FILE.format(day="*")))
