"""How much memory this process and its children take together, watched while a block runs (Linux)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")


@dataclass
class Footprint:
    """The most bytes that were taken at once, and those taken at first; what processes share is counted once."""

    peak: int = 0
    first: int = 0


def family(process: int) -> Iterator[int]:
    """Name a process and all that descend from it."""
    yield process
    for children in PROC.glob(f"{process}/task/*/children"):
        for child in children.read_text().split():
            yield from family(int(child))


def taken(process: int) -> int:
    """Tell the bytes of a process, its share of what it shares; none for one that has ended meanwhile."""
    try:
        lines = (PROC / str(process) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:"))


def worked(process: int) -> int:
    """Tell the ticks for which a process and all that descend from it have worked, those that have ended left out."""
    ticks = 0
    for one in family(process):
        with suppress(OSError):
            ticks += sum(map(int, (PROC / str(one) / "stat").read_text().rpartition(")")[2].split()[11:13]))
    return ticks


@contextmanager
def watch_memory(every: float = 0.1) -> Iterator[Footprint]:
    """Look several times a second at what is taken while the block runs."""
    found, over = Footprint(), threading.Event()

    def watch() -> None:
        while not over.wait(every):
            try:
                now = sum(map(taken, family(int(PROC.joinpath("self").readlink().name))))
                found.peak, found.first = max(found.peak, now), found.first or now
            except OSError:  # a process ended between its name and its children
                continue

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield found
    finally:
        over.set()
        watcher.join()
