"""A folder in, a small disk of its own mounted there out, which can be filled; for the tests of what a full disk does."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

# Bytes that are left on a disk when it is full.
LEFT = 64 << 10


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[None]:
    """Give a folder that is made here a disk of its own of so many bytes while the block runs; only root can."""
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    mounted = subprocess.run(words, check=False, capture_output=True, text=True)
    if mounted.returncode:
        pytest.skip(f"needs root, to mount a small disk: {mounted.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk: Path) -> None:
    """Fill a disk with a file of nothing, whatever else is written to it meanwhile."""
    with suppress(OSError), ballast(disk).open("wb", buffering=0) as file:
        while (free := shutil.disk_usage(disk).free) > LEFT:
            file.write(bytes(min(free - LEFT, 1 << 20)))


def ballast(disk: Path) -> Path:
    """Name the file that fills a disk: without it there is room again."""
    return disk / "ballast"
