"""An archive and the published copy in, which files are whole and which articles' pages are missing out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from flows.archive import files
from flows.warc import read_warc, unread
from warehouse.published import ask, statement

COLUMNS = ("file", "answers", "broken", "unread bytes", "bytes")


@dataclass(frozen=True, slots=True)
class Verified:
    """One row a file, and the addresses of articles whose page is in none of them."""

    rows: list[tuple[str, int, int, int, int]]
    missing: list[str]

    @property
    def whole(self) -> bool:
        """Tell whether nothing is broken, left unread, or missing."""
        return not self.missing and not any(broken or left for _, _, broken, left, _ in self.rows)


def verify(data: Path) -> Verified:
    """Read every file of the archive: are its records whole, and is each article's page among them?"""
    rows, hashes = [], set[str]()
    for path in files(data / "archive"):
        captures = [(capture.sound, hashlib.sha256(capture.body).hexdigest()) for capture in read_warc(path)]
        hashes |= {digest for sound, digest in captures if sound}
        rows.append((path.name, len(captures), sum(not sound for sound, _ in captures), unread(path), path.stat().st_size))
    first = min((row[0] for row in rows), default="")
    kept = ask(data / "zagros.duckdb", statement("page_hashes"), {"first": first}).rows if rows else []
    return Verified(rows, [url for url, digest in kept if digest not in hashes])
